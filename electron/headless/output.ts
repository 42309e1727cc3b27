import { type ExitCode, exitCode, failureOf, type HostFailure } from '../host/exit.ts';
import { recordUnexpected } from '../host/unexpected.ts';

/** Where a command's words go: results to stdout, everything else to stderr. */
export interface Output {
  readonly json: boolean;
  /** A result: one JSON object on a line of its own, or the same in words. */
  result(value: object, words: string): void;
  /** Something said beside the results. */
  say(words: string): void;
}

/** @param json one JSON object per line instead of words */
export function createOutput(json: boolean): Output {
  return {
    json,
    result: (value, words) => void process.stdout.write(`${json ? JSON.stringify(value) : words}\n`),
    say: (words) => void process.stderr.write(`${json ? JSON.stringify({ event: 'note', message: words }) : words}\n`),
  };
}

/** Says why a command ended, in a sentence with what to do; never a stack trace. @returns the exit code */
export function sayFailure(error: unknown, json: boolean, data: string): ExitCode {
  const failure = failureOf(error);
  if (failure !== null) {
    process.stderr.write(json ? `${failureLine(failure)}\n` : `${failure.message}\n${failure.fix}\n`);
    return failure.exit;
  }
  const { id, log } = recordUnexpected(error, data);
  const message = `Something unexpected happened (error ${id}).`;
  const fix = `What is known about it stands under that id in ${log}.`;
  process.stderr.write(
    json ? `${JSON.stringify({ event: 'failed', exit: 1, message, fix, id, log })}\n` : `${message}\n${fix}\n`,
  );
  return exitCode.unexpected;
}

const failureLine = ({ exit, message, fix }: HostFailure) => JSON.stringify({ event: 'failed', exit, message, fix });
