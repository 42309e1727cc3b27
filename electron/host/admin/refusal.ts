import { randomUUID } from 'node:crypto';
import type { ContractErrorBody } from '../../../shared/contract/error.ts';

/** Why the server does not do what a request asks, before any procedure is called. */
export interface Refusal {
  readonly status: number;
  readonly error: Omit<ContractErrorBody, 'id'>;
}

const onlyThis = 'Only this request; nothing was changed.';

const refusal = (status: number, code: ContractErrorBody['code'], message: string, fix: string): Refusal => ({
  status,
  error: { code, message, affects: onlyThis, fix },
});

/** Every refusal of the admin server, in one table. */
export const refusals = {
  malformed: refusal(400, 'invalid', 'The request cannot be read.', 'Send what the HTTP standard describes.'),
  notJson: refusal(400, 'invalid', 'The body is not JSON of the form {"input": …}.', 'Send {"input": …} as JSON.'),
  world: refusal(400, 'invalid', 'There is no such world.', 'Ask with ?world=live or ?world=sandbox.'),
  position: refusal(
    400,
    'invalid',
    'Events are followed from a position with both epoch and after, or from now on without either.',
    'Send epoch as it came and after as a whole number, or neither.',
  ),
  token: refusal(
    401,
    'refused',
    'The token of this run is missing or wrong.',
    'Open the address that Footbridge printed when it started; each start has a token of its own.',
  ),
  code: refusal(
    401,
    'refused',
    'This one-time code was used already or is older than a minute.',
    'Open the address that Footbridge printed when it started, or start it with --open again.',
  ),
  host: refusal(
    403,
    'refused',
    'The Host header does not name this server.',
    'Open it as http://127.0.0.1 or http://localhost with its port; other names are refused so that no web page can pose as this one.',
  ),
  origin: refusal(
    403,
    'refused',
    'Another web page asked for this.',
    'Use the screens that this server itself serves; other origins are always refused.',
  ),
  nothingHere: refusal(404, 'not-found', 'There is nothing at this address.', 'Start at the address / of this server.'),
  procedure: refusal(
    404,
    'unknown-procedure',
    'There is no such procedure.',
    'Reload the window: it may be older or newer than this server.',
  ),
  screens: refusal(
    404,
    'not-found',
    'The screens are not built in this folder yet.',
    'Run "npm run build", then reload.',
  ),
  method: refusal(405, 'invalid', 'This address is not asked with this method.', 'See the Allow header.'),
  tooLarge: refusal(413, 'invalid', 'The request is larger than 16 MiB.', 'Send less at once.'),
  mediaType: refusal(415, 'invalid', 'The body must be JSON.', 'Send it with Content-Type: application/json.'),
} as const satisfies Readonly<Record<string, Refusal>>;

/** The body of a refusal, as the contract's client reads it. @param id to quote; a new one unless the log has one */
export const refusalBody = ({ error }: Refusal, id: string = randomUUID()) => ({
  ok: false as const,
  error: { ...error, id },
});

/** A request that is refused from within a handler. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusal: Refusal;

  constructor(why: Refusal) {
    super(why.error.message);
    this.refusal = why;
  }
}

/** Our own fault, recorded in the log under `id`. */
export const internalRefusal: Refusal = {
  status: 500,
  error: {
    code: 'internal',
    message: 'Footbridge itself failed at this.',
    affects: 'Only this request; what was acknowledged before is stored.',
    fix: 'Try again. If it stays, report it with its id, which stands in the log.',
  },
};

/** What fastify's own errors mean here. @returns null for an error that is not the request's fault */
export function refusalOfError(error: unknown): Refusal | null {
  if (error instanceof Refused) return error.refusal;
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return refusals.tooLarge;
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return refusals.mediaType;
  if (error instanceof SyntaxError || (typeof code === 'string' && /^FST_ERR_CTP_.*JSON/.test(code))) {
    return refusals.notJson;
  }
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? refusals.malformed : null;
}
