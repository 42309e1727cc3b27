import { ContractError } from '../../shared/contract/error.ts';
import { StartFailure, type StartFailureCode } from '../engine/thread.ts';

/** What a host or a command ends with; stable, described in docs/EXIT-CODES.md. */
export const exitCode = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  wrongNode: 3,
  portTaken: 4,
  folderUnwritable: 5,
  folderHeld: 6,
  database: 8,
  configuration: 10,
  expectation: 11,
  noAnswer: 12,
  tokenRefused: 13,
  notScim: 14,
} as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** A host or command that ends with a sentence: what happened, what to do, and the exit code that scripts read. */
export class HostFailure extends Error {
  override readonly name = 'HostFailure';
  readonly exit: ExitCode;
  readonly fix: string;

  constructor(exit: ExitCode, message: string, fix: string) {
    super(message);
    this.exit = exit;
    this.fix = fix;
  }
}

const exitOfStart: Readonly<Record<StartFailureCode, ExitCode>> = {
  'folder-held': exitCode.folderHeld,
  'folder-unwritable': exitCode.folderUnwritable,
  'port-taken': exitCode.portTaken,
  'database-newer': exitCode.database,
  'database-corrupt': exitCode.database,
  'database-read-only': exitCode.database,
  'disk-full': exitCode.database,
  internal: exitCode.unexpected,
};

/** The contract's errors that the caller's own words caused: a wrong id, a name that exists already. */
const callersFault: ReadonlySet<string> = new Set(['invalid', 'not-found', 'conflict', 'refused', 'unknown-procedure']);

/**
 * The failure that a known error means for the command line.
 *
 * @returns null for an error of no known kind, which must be recorded under an id
 */
export function failureOf(error: unknown): HostFailure | null {
  if (error instanceof HostFailure) return error;
  if (error instanceof StartFailure && error.code !== 'internal') {
    return new HostFailure(exitOfStart[error.code], error.message, error.fix);
  }
  if (error instanceof ContractError) {
    const { code, message, affects, fix, id } = error.body;
    if (callersFault.has(code)) return new HostFailure(exitCode.usage, message, fix);
    return new HostFailure(exitCode.unexpected, `${message} ${affects}`.trim(), `${fix} (error ${id})`);
  }
  return null;
}
