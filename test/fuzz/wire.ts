import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Place } from '../performance/connection.ts';
import type { Luck } from './luck.ts';
import type { Shot } from './shot.ts';

/** One answer as it came. */
export interface Answer {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly ms: number;
}

/** What became of a shot: an answer, or how it ended without one. */
export type Outcome =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'ended'; readonly why: string; readonly ms: number };

/** Longer than any limit of the door itself, which ends what does not arrive in time. */
const PATIENCE_MS = 45_000;

/** The bytes of a shot, in the pieces in which they go out. */
export function piecesOf(shot: Shot, { port, prefix, token }: Place, luck: Luck): readonly Buffer[] {
  const isLatin = shot.delivery === 'with bytes of no character';
  const body = shot.body === null ? null : Buffer.from(shot.body, isLatin ? 'latin1' : 'utf8');
  const chunked = shot.delivery === 'in chunks' && body !== null;
  const said =
    body === null
      ? null
      : shot.delivery === 'longer than it says'
        ? Math.floor(body.length / 2)
        : shot.delivery === 'shorter than it says'
          ? body.length + 100
          : body.length;
  const headers: Record<string, string | null> = {
    Host: `127.0.0.1:${port}`,
    Authorization: `Bearer ${token}`,
    ...(body === null ? {} : { 'Content-Type': 'application/scim+json' }),
    ...(chunked ? { 'Transfer-Encoding': 'chunked' } : said === null ? {} : { 'Content-Length': String(said) }),
    ...shot.headers,
  };
  const lines = Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
  const head = Buffer.from(`${shot.method} ${prefix}${shot.path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`, 'utf8');
  const sent = chunked && body !== null ? inChunks(body, luck) : (body ?? Buffer.alloc(0));
  const whole = Buffer.concat([head, sent]);
  switch (shot.delivery) {
    case 'cut off':
      return [whole.subarray(0, luck.between(1, Math.max(1, whole.length - 1)))];
    case 'three at once':
      return [Buffer.concat([whole, whole, whole])];
    case 'in pieces': {
      const places = [luck.between(1, whole.length), luck.between(1, whole.length)].sort((one, two) => one - two);
      return [whole.subarray(0, places[0]), whole.subarray(places[0], places[1]), whole.subarray(places[1])];
    }
    default:
      return [whole];
  }
}

function inChunks(body: Buffer, luck: Luck): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const part = body.subarray(at, at + luck.between(1, 400));
    parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n'));
    at += part.length;
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}

/** Sends one shot on a connection of its own, and waits for the first answer or the end. */
export function send(shot: Shot, place: Place, luck: Luck): Promise<Outcome> {
  const pieces = piecesOf(shot, place, luck);
  const started = performance.now();
  const since = () => performance.now() - started;
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: place.port, noDelay: true });
    let received: Buffer = Buffer.alloc(0);
    const done = (outcome: Outcome) => {
      clearTimeout(timer);
      // A reset leaves no port waiting on our side; there are not enough of them for ten minutes.
      socket.resetAndDestroy();
      resolve(outcome);
    };
    const timer = setTimeout(() => done({ kind: 'ended', why: 'no answer in time', ms: since() }), PATIENCE_MS);
    socket.on('data', (part) => {
      received = Buffer.concat([received, part]);
      const answer = readAnswer(received, shot.method, since());
      if (answer !== null) done({ kind: 'answered', answer });
    });
    socket.once('error', (error) =>
      done({ kind: 'ended', why: `the connection failed: ${error.message}`, ms: since() }),
    );
    socket.once('close', () => done({ kind: 'ended', why: 'the connection was closed', ms: since() }));
    socket.once('connect', async () => {
      for (const piece of pieces) {
        if (socket.destroyed) return;
        socket.write(piece);
        if (pieces.length > 1) await delay(luck.between(0, 5));
      }
      if (shot.delivery === 'cut off' || shot.delivery === 'shorter than it says') socket.end();
    });
  });
}

/** @returns null while it is not whole */
export function readAnswer(received: Buffer, method: string, ms: number): Answer | null {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [first = '', ...lines] = received.toString('latin1', 0, end).split('\r\n');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const status = Number(first.slice(9, 12));
  if (status === 100) return readAnswer(received.subarray(end + 4), method, ms);
  const hasBody = method !== 'HEAD' && status !== 204 && status !== 304;
  const length = hasBody ? Number(headers['content-length'] ?? 0) : 0;
  if (received.length < end + 4 + length) return null;
  return { status, headers, text: received.toString('utf8', end + 4, end + 4 + length), ms };
}
