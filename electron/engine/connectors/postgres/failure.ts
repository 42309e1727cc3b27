import { type Failure, failure, Refusal, type Result } from '../connector.ts';

/** What the server, the network or TLS said when it was asked: whatever else is thrown is a mistake in our own code. */
export class Trouble extends Error {
  /** SQLSTATE when the server itself said it; else null. */
  readonly state: string | null;
  /** Node's code, such as ECONNREFUSED; empty when there is none. */
  readonly code: string;

  /** @param sent values that were sent, which the server may repeat */
  constructor(error: unknown, sent: readonly string[]) {
    const { message, code, severity } = partsOf(error);
    const byServer = severity !== undefined && /^[0-9A-Z]{5}$/.test(code);
    super(byServer ? withoutValues(message, code, sent) : message);
    this.state = byServer ? code : null;
    this.code = byServer ? '' : code;
  }

  /** Whether the connection can be used on: the server refused a statement, and no more. */
  get leavesConnection(): boolean {
    return this.state !== null && !/^(08|57P|58|XX)/.test(this.state);
  }
}

function partsOf(error: unknown): { readonly message: string; readonly code: string; readonly severity?: unknown } {
  if (!(error instanceof Error)) return { message: String(error), code: '' };
  // A name of several addresses: what the first of them said.
  if (error instanceof AggregateError && error.errors.length > 0) return partsOf(error.errors[0]);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { message: error.message, code, ...('severity' in error ? { severity: error.severity } : {}) };
}

/**
 * The server's own words without what stood in a row: its DETAIL is left out, and of its message what it quotes of a
 * value (class 22), and whatever of it was sent by us.
 */
function withoutValues(message: string, state: string, sent: readonly string[]): string {
  const unquoted = state.startsWith('22') ? message.replace(/".*"/s, '“…”') : message;
  return sent
    .filter((value) => value.length > 2)
    .toSorted((one, other) => other.length - one.length)
    .reduce((text, value) => text.replaceAll(value, '…'), unquoted);
}

const is = (state: string, ...beginnings: readonly string[]): boolean =>
  beginnings.some((beginning) => state.startsWith(beginning));

/** Answers to COMMIT after which the transaction is certainly not kept. */
const undone = ['22', '23', '25', '27', '40', '42', '44', '55', '57014', 'P0'];

const startsTls = /^(ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME|INVALID_|EPROTO)/;
const noTls = /^(The server does not support SSL|There was an error establishing an SSL)/;

function ofServer(state: string, words: string, place: string): Result<never> {
  const said = `PostgreSQL says: ${words} (${state}).`;
  if (state === '23505') return failure('conflict', `Something with this value is there already. ${said}`);
  if (is(state, '28')) return failure('credentials', `The login of Footbridge is refused at ${place}. ${said}`);
  if (state === '25006')
    return failure(
      'transient',
      `The server at ${place} only lets itself be read just now: it is a standby, or set to read-only. Connect to the primary, or wait until this one is. ${said}`,
    );
  if (state === '40003') return failure('unknown', `Whether the change was kept cannot be told. ${said}`);
  if (state === '55P03' || is(state, '40'))
    return failure('transient', `Others are at work on the same rows of ${place} right now. ${said}`);
  if (is(state, '08', '53', '55006', '57', '58', 'XX', '3D000'))
    return failure('transient', `The database ${place} cannot be used right now. ${said}`);
  if (state === '42501')
    return failure('permanent', `Footbridge lacks a right in ${place}: GRANT it to its login. ${said}`);
  if (is(state, '42'))
    return failure('permanent', `The tables of ${place} are not as they were set up: test the connection. ${said}`);
  return failure('permanent', `The app’s database refuses this. ${said}`);
}

function ofNetwork({ code, message }: Trouble, place: string): Result<never> {
  if (startsTls.test(code))
    return failure(
      'credentials',
      `TLS with ${place} fails, so nothing was sent: the certificate of the server, or ours, is not accepted. The system says: ${message}.`,
    );
  if (noTls.test(message))
    return failure('credentials', `The server at ${place} offers no TLS, so nothing was sent. Set up TLS there.`);
  if (message.startsWith('SASL'))
    return failure('credentials', `The login of Footbridge fails at ${place}. It is said: ${message}.`);
  return failure('transient', `The server at ${place} cannot be reached right now. The system says: ${message}.`);
}

/**
 * What an error means for a verb.
 *
 * @param place the database, for people
 * @param committing whether COMMIT was sent and not answered: then a lost connection leaves the outcome unknown
 * @throws the error itself when it is none of the server's or the network's: a mistake in our own code
 */
export function failureOf(error: unknown, place: string, committing = false): Result<never> {
  if (error instanceof Refusal) return { ok: false, failure: error.failure };
  if (!(error instanceof Trouble)) throw error;
  const { state, message } = error;
  if (committing && (state === null || !is(state, ...undone))) {
    const who = state === null ? 'The system' : 'PostgreSQL';
    return failure('unknown', `Whether the change was kept in ${place} cannot be told. ${who} says: ${message}.`);
  }
  return state === null ? ofNetwork(error, place) : ofServer(state, message, place);
}

/** What kind of failure a SQLSTATE is, before COMMIT. */
export const kindOf = (state: string): Failure['kind'] => {
  const result = ofServer(state, '', '');
  return result.ok ? 'unknown' : result.failure.kind;
};
