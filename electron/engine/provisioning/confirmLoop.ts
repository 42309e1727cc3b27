import type { AppExport } from '../connectors/connector.ts';
import type { LoadedApp } from './apps.ts';
import { type ConfirmContext, confirmFrom, noteUnreadable } from './confirm.ts';
import { withTimeout } from './timeout.ts';

/** When exports are looked at, in milliseconds. */
export interface ConfirmTiming {
  /** How often. */
  readonly every: number;
  /** How soon after something was handed over. */
  readonly soon: number;
  /** How long an export must have been as it is: before that, the app may still be writing it. */
  readonly quiet: number;
}

const usualTiming: ConfirmTiming = { every: 30_000, soon: 1000, quiet: 5000 };

/** How far the clock of the app's computer may be ahead, in milliseconds: its export is then just waited for. */
const LARGEST_SKEW_MS = 60 * 60 * 1000;

export interface ConfirmLoop {
  /** Something was handed over, or a person wants it looked at. */
  soon(): void;
  /** Looks no more, and waits for the look that is under way. */
  stop(): Promise<void>;
}

/** Looks at the exports of the apps that give one: at the start, after a handing over, and from time to time. */
export function startConfirmLoop(context: ConfirmContext, timing: ConfirmTiming = usualTiming): ConfirmLoop {
  /** By app: the export that was seen last, since when, and whether everything was looked for in it. */
  const exports = new Map<string, { readonly mark: string; readonly since: number; readonly done: boolean }>();
  let timer: NodeJS.Timeout | undefined;
  let early = false;
  let stopped = false;
  let underWay = Promise.resolve();

  /** @returns whether to look again as soon as the export may be taken */
  async function lookAt(app: LoadedApp): Promise<boolean> {
    const read = await withTimeout(app.connector.readExport());
    if (!read.ok) {
      const { kind, message } = read.failure;
      context.logger.warn({ app: app.row.id, kind }, 'the export of an app cannot be read');
      if (kind === 'permanent' || kind === 'credentials') noteUnreadable(context, app, { kind, message });
      return false;
    }
    const ahead = read.value === null ? 0 : read.value.at - context.clock.now();
    if (read.value !== null && ahead > LARGEST_SKEW_MS) {
      const message = `${read.value.asked}: that time has not come yet, so what it says may be older than what was handed over. Set the clocks right.`;
      noteUnreadable(context, app, { kind: 'permanent', message });
      return false;
    }
    noteUnreadable(context, app, null);
    if (read.value === null) return false;
    const state = stateOf(app, read.value);
    if (state === 'new') await confirmFrom(context, app, read.value);
    return state === 'young';
  }

  /**
   * Half an export would say of everybody in its other half that they are not there: a young one must wait. So must one
   * whose time is still to come: it would pass as newer than whatever is handed over until then.
   */
  function stateOf(app: LoadedApp, { mark, at }: AppExport): 'young' | 'new' | 'done' {
    const now = context.clock.now();
    const before = exports.get(app.row.id);
    const since = before?.mark === mark ? before.since : now;
    if (before?.mark === mark && before.done) return 'done';
    const done = at <= now && (now - at >= timing.quiet || now - since >= timing.quiet);
    exports.set(app.row.id, { mark, since, done });
    return done ? 'new' : 'young';
  }

  /** @returns how long to wait until the next look */
  async function look(): Promise<number> {
    let wait = timing.every;
    for (const app of context.apps.list()) {
      if (stopped) break;
      if (!app.connector.describe().capabilities.handsOver) continue;
      try {
        if (await lookAt(app)) wait = Math.min(wait, timing.quiet);
      } catch (error) {
        exports.delete(app.row.id);
        context.logger.error({ app: app.row.id, error: String((error as Error).stack) }, 'an export was not looked at');
      }
    }
    return wait;
  }

  function plan(wait: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      early = false;
      underWay = look().then((next) => {
        if (!stopped && !early) plan(next);
      });
    }, wait);
  }

  plan(0);
  return {
    soon() {
      if (early || stopped) return;
      early = true;
      void underWay.then(() => !stopped && plan(timing.soon));
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}
