import { randomUUID } from 'node:crypto';
import { isProcedure } from '../../shared/contract/contract.ts';
import type { ContractErrorBody } from '../../shared/contract/error.ts';
import type { StreamPosition } from '../../shared/contract/event.ts';
import { type FromHost, ToHost } from '../../shared/contract/port.ts';
import type { World } from '../../shared/model/status.ts';
import type { Logger } from '../engine/ports.ts';
import { internalRefusal, refusalBody, refusals } from './admin/refusal.ts';
import { engineFor, startsSandbox } from './engine-of.ts';
import { createPacedStream, type PaceLimits } from './paced-stream.ts';
import type { Worlds } from './worlds.ts';

/** The host's end of the channel whose other end the page has. */
export interface HostPort {
  post(message: FromHost): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The other end is gone: the page was closed, reloaded or crashed. */
  onClose(listener: () => void): void;
  close(): void;
}

export interface BridgeLimits extends PaceLimits {
  /** How many calls and streams of one page may be under way at once. */
  readonly ongoing: number;
}

export const bridgeLimits: BridgeLimits = { ongoing: 200, unheard: 8, waiting: 10_000 };

/** A call or a stream that a page asked for, while it lasts. */
interface Ongoing {
  stop(): void;
  heard(): void;
}

/**
 * Answers one page over its port, for both worlds, as the admin's HTTP door answers a browser. Whatever the page sends,
 * nothing is thrown: what is no message of the contract is dropped and counted in the log. Answers have no bound of
 * their own, since the contract bounds them: pages of rows, and one configuration file.
 *
 * @returns `close` ends every call and stream of the page and then the port; so does the end of the port
 */
export function openBridge(
  port: HostPort,
  worlds: Worlds,
  logger: Logger,
  limits: BridgeLimits = bridgeLimits,
): { close(): void } {
  const ongoing = new Map<number, Ongoing>();
  let open = true;
  let junk = 0;

  const post = (message: FromHost): void => {
    if (open) port.post(message);
  };

  port.onMessage((given) => {
    const parsed = ToHost.safeParse(given);
    if (!open) return;
    if (!parsed.success) return drop();
    const message = parsed.data;
    switch (message.type) {
      case 'call':
        if (ongoing.has(message.id)) return drop();
        return void call(message.id, message.world, message.name, message.input);
      case 'follow':
        if (ongoing.has(message.id)) return drop();
        return void follow(message.id, message.world, message.position);
      case 'heard':
        return ongoing.get(message.id)?.heard();
      case 'cancel':
      case 'unfollow':
        return ongoing.get(message.id)?.stop();
    }
  });
  port.onClose(end);

  function drop(): void {
    junk += 1;
    // A page that sends nothing else must not fill the log: the first, the tenth, the hundredth …
    if (Number.isInteger(Math.log10(junk))) {
      logger.warn({ dropped: junk }, 'The window sent what is no message of the contract; it was dropped.');
    }
  }

  async function call(id: number, world: World, name: string, input: unknown): Promise<void> {
    if (ongoing.size >= limits.ongoing) return post({ type: 'answer', id, answer: busy() });
    const cancelled = new AbortController();
    ongoing.set(id, { stop: () => cancelled.abort(), heard: () => undefined });
    const answer = await answerOf(world, name, input, cancelled.signal);
    ongoing.delete(id);
    // Whoever cancelled does not wait for it.
    if (!cancelled.signal.aborted) post({ type: 'answer', id, answer });
  }

  async function answerOf(world: World, name: string, input: unknown, signal: AbortSignal): Promise<unknown> {
    try {
      if (!isProcedure(name)) return refusalBody(refusals.procedure);
      const engine = await engineFor(startsSandbox(name, world) ? worlds.engine : worlds.running, world);
      if ('ok' in engine) return engine;
      // Withdrawn while the engine was still starting: what nobody waits for any more is not begun.
      return signal.aborted ? null : await engine.call(name, input, { signal });
    } catch (error) {
      return failed(error);
    }
  }

  async function follow(id: number, world: World, position: StreamPosition | null): Promise<void> {
    const ended = (error: ContractErrorBody | null): void => {
      ongoing.delete(id);
      post({ type: 'ended', id, error });
    };
    if (ongoing.size >= limits.ongoing) return post({ type: 'ended', id, error: busy().error });
    let following = true;
    let unfollow = (): void => undefined;
    const stop = (): void => {
      following = false;
      ongoing.delete(id);
      unfollow();
    };
    const stream = createPacedStream(
      limits,
      (messages) => post({ type: 'stream', id, messages }),
      () => {
        if (!following) return;
        stop();
        logger.warn({ world }, 'The window did not take its events in time; it follows again from where it was.');
        post({ type: 'ended', id, error: refusalBody(tooSlow).error });
      },
    );
    ongoing.set(id, { stop, heard: () => following && stream.heard() });
    try {
      const engine = await engineFor(worlds.running, world);
      if (!following) return;
      if ('ok' in engine) return ended(engine.error);
      post({ type: 'following', id });
      unfollow = engine.follow(position, {
        onMessage: (message) => following && stream.add(message),
        onEnd(error) {
          if (!following) return;
          following = false;
          stream.finish();
          ended(error?.body ?? null);
        },
      });
      if (!following) unfollow();
    } catch (error) {
      if (following) ended(failed(error).error);
    }
  }

  const busy = () => refusalBody(tooMany(limits.ongoing));

  function failed(error: unknown): ReturnType<typeof refusalBody> {
    const id = randomUUID();
    logger.error({ id, err: error }, 'What the window asked for failed.');
    return refusalBody(internalRefusal, id);
  }

  function end(): void {
    open = false;
    for (const each of [...ongoing.values()]) each.stop();
    ongoing.clear();
  }

  return {
    close() {
      end();
      port.close();
    },
  };
}

const tooMany = (ongoing: number) => ({
  status: 429,
  error: {
    code: 'busy' as const,
    message: `This window already waits for ${ongoing} answers.`,
    affects: 'Only this request; nothing was changed.',
    fix: 'Try again in a moment. If it stays, reload the window.',
  },
});

const tooSlow = {
  status: 429,
  error: {
    code: 'busy' as const,
    message: 'This window did not take its events in time.',
    affects: 'Only this window; provisioning goes on without it.',
    fix: 'Nothing to do: it follows again from where it was.',
  },
};
