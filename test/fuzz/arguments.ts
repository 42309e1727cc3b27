import { parseArgs } from 'node:util';

export interface Arguments {
  readonly seed: number;
  readonly minutes: number;
  readonly requests: number;
  readonly workers: readonly number[];
  /** A folder for the host; null is one that goes with the run. */
  readonly data: string | null;
  /** A file with a request to send alone. */
  readonly replay: string | null;
}

/** What was typed cannot be understood; the message says what can. */
export class UsageFailure extends Error {
  override readonly name = 'UsageFailure';
}

export const usage =
  'npm run fuzz -- [--minutes 10] [--requests N] [--seed N] [--worker N] [--data FOLDER] | --replay FILE';

/** Sources that send at the same time. */
const WORKERS = [1, 2, 3, 4];

/** @throws UsageFailure */
export function readArguments(typed: readonly string[]): Arguments {
  const values = parse(typed);
  const requests = values.requests === undefined ? Number.MAX_SAFE_INTEGER : whole('requests', values.requests, 1);
  // Whoever says how many has said when it ends.
  const minutes = values.minutes ?? (values.requests === undefined ? '10' : '60');
  if (!/^\d+(?:\.\d+)?$/.test(minutes) || Number(minutes) === 0)
    throw new UsageFailure(`--minutes is a number above 0, not “${minutes}”.`);
  return {
    seed: values.seed === undefined ? Date.now() % 1_000_000 : whole('seed', values.seed, 0),
    minutes: Number(minutes),
    requests,
    workers: values.worker === undefined ? WORKERS : [whole('worker', values.worker, 1)],
    data: values.data ?? null,
    replay: values.replay ?? null,
  };
}

function parse(typed: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = { seed: text, minutes: text, requests: text, worker: text, data: text, replay: text };
  try {
    return parseArgs({ args: [...typed], options }).values;
  } catch (error) {
    throw new UsageFailure(error instanceof Error ? error.message : String(error));
  }
}

function whole(flag: string, text: string, least: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(number) && number >= least) return number;
  throw new UsageFailure(`--${flag} is a whole number from ${least} on, not “${text}”.`);
}
