import type { AbortSignalLike } from '../../shared/contract/call-options.ts';
import { ContractError, type ContractErrorBody } from '../../shared/contract/error.ts';
import type { StreamPosition } from '../../shared/contract/event.ts';
import type { FromHost, ToHost } from '../../shared/contract/port.ts';
import type { World } from '../../shared/model/status.ts';
import type { ScreenStreamHandlers } from './client.ts';

/** The conversation over one port, until it closes. */
export interface PortLine {
  /** Never rejects: a port that closes answers `unreachable`. */
  call(world: World, name: string, input: unknown, signal: AbortSignalLike | undefined): Promise<unknown>;
  /** @returns a function that stops it; the handlers hear nothing after it */
  follow(world: World, position: StreamPosition | null, handlers: ScreenStreamHandlers): () => void;
  /** Settles when the port is closed; by then every call is answered and every stream ended. */
  readonly closed: Promise<void>;
}

/** Speaks `shared/contract/port.ts` over a port that came from the host. */
export function openLine(port: MessagePort): PortLine {
  const answers = new Map<number, (answer: unknown) => void>();
  const streams = new Map<number, ScreenStreamHandlers>();
  let nextId = 1;
  let open = true;

  const post = (message: ToHost): void => {
    if (open) port.postMessage(message);
  };
  const endStream = (id: number, error: ContractErrorBody | null): void => {
    const handlers = streams.get(id);
    streams.delete(id);
    handlers?.onEnd(error === null ? null : new ContractError(error));
  };

  port.addEventListener('message', ({ data }: MessageEvent<FromHost>) => {
    switch (data.type) {
      case 'answer':
        return answers.get(data.id)?.(data.answer);
      case 'following':
        return streams.get(data.id)?.onOpen?.();
      case 'stream':
        try {
          // Asked for each message anew: a listener may stop in the middle of a batch.
          for (const message of data.messages) streams.get(data.id)?.onMessage(message);
        } finally {
          post({ type: 'heard', id: data.id });
        }
        return;
      case 'ended':
        return endStream(data.id, data.error);
    }
  });
  const closed = new Promise<void>((resolve) => {
    port.addEventListener('close', () => {
      open = false;
      for (const answer of [...answers.values()]) answer({ ok: false, error: unreachable });
      for (const id of [...streams.keys()]) endStream(id, unreachable);
      resolve();
    });
  });
  port.start();

  return {
    closed,
    call(world, name, input, signal) {
      return new Promise((resolve) => {
        const id = nextId++;
        const settle = (answer: unknown) => {
          answers.delete(id);
          signal?.removeEventListener('abort', withdraw);
          resolve(answer);
        };
        const withdraw = () => {
          post({ type: 'cancel', id });
          settle({ ok: false, error: withdrawn });
        };
        if (!open) return settle({ ok: false, error: unreachable });
        if (signal?.aborted) return settle({ ok: false, error: withdrawn });
        try {
          post({ type: 'call', id, world, name, input });
        } catch (error) {
          return settle({ ok: false, error: uncarriable(error) });
        }
        answers.set(id, settle);
        signal?.addEventListener('abort', withdraw);
      });
    },
    follow(world, position, handlers) {
      const id = nextId++;
      streams.set(id, handlers);
      if (open) post({ type: 'follow', id, world, position });
      else endStream(id, unreachable);
      return () => {
        if (streams.delete(id)) post({ type: 'unfollow', id });
      };
    },
  };
}

export const unreachable: ContractErrorBody = {
  code: 'unreachable',
  message: 'Footbridge does not answer this window.',
  affects: 'This window shows what it last heard. What was acknowledged to your identity provider is stored.',
  fix: 'It tries again by itself. If this stays, quit Footbridge and open it again.',
  id: 'host-unreachable',
};

export const withdrawn: ContractErrorBody = {
  code: 'cancelled',
  message: 'The question was withdrawn.',
  affects: 'Nothing.',
  fix: 'Nothing to do.',
  id: 'cancelled',
};

const uncarriable = (error: unknown): ContractErrorBody => ({
  code: 'invalid',
  message: 'This cannot be sent to Footbridge.',
  affects: 'Nothing was changed.',
  fix: `Reload the window and try again. If it happens again, report it with these details: ${String(error).slice(0, 200)}`,
  id: 'not-carriable',
});
