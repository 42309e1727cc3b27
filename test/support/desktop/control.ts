import type { ChildProcess } from 'node:child_process';
import type { Exit } from './driver.ts';

/** What a main process on the double can be asked, by method; plain data both ways. */
export interface Control {
  /** @throws Error with what was thrown there, or when the process ended before it answered */
  ask(method: 'evaluate', params: { readonly text: string; readonly argument: unknown }): Promise<unknown>;
  ask(method: 'violations' | 'blocked', params: object): Promise<readonly string[]>;
  /** @returns the DevTools target of a window's page; null while it has none */
  ask(method: 'pageTarget', params: { readonly window?: number }): Promise<string | null>;
}

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string; readonly stack?: string };
}

/** Speaks to a main process on the double over the channel that Node gives a child. */
export function controlOf(child: ChildProcess, exited: Promise<Exit>): Control {
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  let asked = 0;
  child.on('message', (message) => {
    const { id, result, error } = message as Answer;
    const asker = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) asker?.resolve(result);
    else asker?.reject(Object.assign(new Error(error.message), { stack: error.stack ?? error.message }));
  });
  void exited.then(({ code, signal }) => {
    for (const { reject } of waiting.values()) reject(new Error(`The app ended meanwhile, with ${signal ?? code}.`));
    waiting.clear();
  });
  const ask = (method: string, params: object): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++asked;
      waiting.set(id, { resolve, reject });
      child.send({ id, method, params }, (failure) => {
        if (failure === null) return;
        waiting.delete(id);
        reject(failure);
      });
    });
  return { ask: ask as Control['ask'] };
}
