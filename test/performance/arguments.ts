import { parseArgs } from 'node:util';

export const parts = ['scim', 'startup', 'delivery', 'first-sync'] as const;
export type Part = (typeof parts)[number];

export interface Arguments {
  readonly parts: readonly Part[];
  /** How many users the server holds before the rows of `scim` are measured; several are measured one after the other. */
  readonly users: readonly number[];
  readonly runs: number;
  /** Keys of the rows to measure; null measures all of them. */
  readonly only: readonly string[] | null;
  /** Whether the product runs under V8's sampling profiler, and what each row cost is printed by function. */
  readonly profile: boolean;
}

/** What was typed cannot be understood; the message says what can. */
export class UsageFailure extends Error {
  override readonly name = 'UsageFailure';
}

export const usage = `npm run bench -- [${parts.join('] [')}] [--users 5000[,50000,100000]] [--runs 1] [--only ROW,ROW] [--profile]`;

/** @throws UsageFailure */
export function readArguments(typed: readonly string[]): Arguments {
  const { values, positionals } = parse(typed);
  const unknown = positionals.find((name) => !parts.some((part) => part === name));
  if (unknown !== undefined)
    throw new UsageFailure(`There is no part “${unknown}”. The parts are ${parts.join(', ')}.`);
  return {
    parts: positionals.length === 0 ? parts : parts.filter((part) => positionals.includes(part)),
    users: (values.users ?? '5000').split(',').map((text) => whole('users', text, 100, 1_000_000)),
    runs: whole('runs', values.runs ?? '1', 1, 100),
    only: values.only === undefined ? null : values.only.split(','),
    profile: values.profile ?? false,
  };
}

function parse(typed: readonly string[]) {
  try {
    return parseArgs({
      args: [...typed],
      allowPositionals: true,
      options: {
        users: { type: 'string' },
        runs: { type: 'string' },
        only: { type: 'string' },
        profile: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageFailure(error instanceof Error ? error.message : String(error));
  }
}

function whole(flag: string, text: string, least: number, most: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new UsageFailure(`--${flag} is a whole number from ${least} to ${most}, not “${text}”.`);
}
