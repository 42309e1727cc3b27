import type { AbortSignalLike, CallOptions } from '../../shared/contract/call-options.ts';
import type { StreamHandlers, Transport } from '../../shared/contract/client.ts';
import { ContractError, ContractErrorBody } from '../../shared/contract/error.ts';
import { StreamMessage, type StreamPosition } from '../../shared/contract/event.ts';
import type { World } from '../../shared/model/status.ts';
import { createEventStreamReader } from './event-stream.ts';

/** Besides messages and the end, a screen wants to know that a stream stands and still lives. */
export interface ScreenStreamHandlers extends StreamHandlers {
  onOpen?(): void;
  onHeartbeat?(): void;
}

/** The contract's transport as the page uses it; a MessagePort gives no heartbeats, since it tells when it closes. */
export interface ScreenTransport extends Transport {
  follow(position: StreamPosition | null, handlers: ScreenStreamHandlers): () => void;
}

export interface HttpTransportOptions {
  readonly world: World;
  readonly token: string;
  readonly fetch: typeof fetch;
  /** The host does not know our token (any more): nothing in this window can work. */
  onUnauthorised(): void;
}

/**
 * The contract over HTTP: `POST rpc/:name` and `GET events` (server-sent events read with fetch, so that the token
 * travels in a header). All addresses are relative to the page. Never rejects: a host that cannot be reached answers
 * as `unreachable`.
 */
export function createHttpTransport({ world, token, fetch, onUnauthorised }: HttpTransportOptions): ScreenTransport {
  const authorization = `Bearer ${token}`;

  return {
    async call(name: string, input: unknown, { signal }: CallOptions): Promise<unknown> {
      const { signal: aborting, release } = adopt(signal);
      try {
        const response = await fetch(`rpc/${encodeURIComponent(name)}?world=${world}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization },
          body: JSON.stringify({ input }),
          signal: aborting,
        });
        if (response.status === 401) onUnauthorised();
        const text = await response.text();
        return parseAnswer(text) ?? { ok: false, error: unreadable(response.status) };
      } catch {
        return { ok: false, error: aborting.aborted ? cancelled : unreachable };
      } finally {
        release();
      }
    },

    follow(position, handlers) {
      const stopping = new AbortController();
      void (async () => {
        try {
          const query = new URLSearchParams({ world });
          if (position) {
            query.set('epoch', position.epoch);
            query.set('after', String(position.seq));
          }
          const response = await fetch(`events?${query}`, {
            headers: { accept: 'text/event-stream', authorization },
            signal: stopping.signal,
            cache: 'no-store',
          });
          if (response.status === 401) onUnauthorised();
          if (!response.ok || !response.body) return handlers.onEnd(await refusalOf(response));
          handlers.onOpen?.();
          await readStream(response.body, handlers);
          if (!stopping.signal.aborted) handlers.onEnd(null);
        } catch (error) {
          if (stopping.signal.aborted) return;
          handlers.onEnd(error instanceof ContractError ? error : new ContractError(unreachable));
        }
      })();
      return () => stopping.abort();
    },
  };
}

/** Why a stream did not begin: in the host's own words where it gave any. */
async function refusalOf(response: Response): Promise<ContractError> {
  const answer = parseAnswer(await response.text()) as { error?: unknown } | null;
  const error = ContractErrorBody.safeParse(answer?.error);
  return new ContractError(error.success ? error.data : unreadable(response.status));
}

async function readStream(body: ReadableStream<Uint8Array>, handlers: ScreenStreamHandlers): Promise<void> {
  const read = createEventStreamReader();
  const decoder = new TextDecoder();
  const reader = body.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    for (const part of read(decoder.decode(piece.value, { stream: true }))) {
      if (part.kind === 'heartbeat') handlers.onHeartbeat?.();
      else handlers.onMessage(parseMessage(part.text));
    }
  }
}

function parseMessage(text: string): StreamMessage {
  const parsed = StreamMessage.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new ContractError(unreadable(200));
}

function parseAnswer(text: string): unknown {
  const answer = parseJson(text);
  return answer !== null && typeof answer === 'object' && 'ok' in answer ? answer : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The contract's signal is smaller than the DOM's; fetch wants the DOM's. */
function adopt(signal: AbortSignalLike | undefined): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  const abort = () => controller.abort();
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort);
  return { signal: controller.signal, release: () => signal?.removeEventListener('abort', abort) };
}

const unreachable: ContractErrorBody = {
  code: 'unreachable',
  message: 'Footbridge does not answer.',
  affects: 'This window shows what it last heard. What was acknowledged to your identity provider is stored.',
  fix: 'See whether `footbridge serve` still runs in its terminal, and start it again if it does not; then open the address that it prints.',
  id: 'host-unreachable',
};

const cancelled: ContractErrorBody = {
  code: 'cancelled',
  message: 'The question was withdrawn.',
  affects: 'Nothing.',
  fix: 'Nothing to do.',
  id: 'cancelled',
};

const unreadable = (status: number): ContractErrorBody => ({
  code: status === 401 ? 'refused' : 'internal',
  message: `The host answered with status ${status}, which this window cannot read.`,
  affects: 'Only this window; provisioning goes on without it.',
  fix: 'Reload the window. If it stays, window and engine are of different versions: restart Footbridge.',
  id: `host-status-${status}`,
});
