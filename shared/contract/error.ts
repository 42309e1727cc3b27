import { z } from '../model/z.ts';

/**
 * not-found, conflict, invalid and refused are the caller's; busy passes by itself; internal is ours. After timeout and
 * unreachable it is not known whether a change took effect.
 */
export const ErrorCode = z.enum([
  'invalid',
  'not-found',
  'conflict',
  'refused',
  'unknown-procedure',
  'busy',
  'unreachable',
  'timeout',
  'cancelled',
  'internal',
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

export const ContractErrorBody = z.object({
  code: ErrorCode,
  /** What happened. */
  message: z.string(),
  /** Whom or what it affects. */
  affects: z.string(),
  /** What to do. */
  fix: z.string(),
  /** To quote in a report; an unknown error carries the id under which it stands in the log. */
  id: z.string(),
});
export type ContractErrorBody = z.infer<typeof ContractErrorBody>;

/** The one error of the admin's door, the same on both of its ends. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
  readonly body: ContractErrorBody;

  constructor(body: ContractErrorBody) {
    super(body.message);
    this.body = body;
  }
}
