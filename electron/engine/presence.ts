import { enter } from './audit/chain.ts';
import type { Clock, Ids, Logger } from './ports.ts';
import { openAbsenceItem } from './provisioning/absenceItem.ts';
import { openClockItem } from './provisioning/clockTrust.ts';
import { afterStop, between, type Look, type Noticed } from './provisioning/presence.ts';
import { addAbsence, forgetAbsences } from './store/absence.ts';
import { getSetting, putSetting } from './store/setting.ts';
import { type ReadDb, transaction } from './store/sql.ts';

/** How often a sign of life is left. */
const EVERY_MS = 60_000;
const KEPT_MS = 400 * 24 * 60 * 60 * 1000;
const ALIVE_SETTING = 'alive.at';

export interface PresenceContext {
  readonly db: ReadDb;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** Milliseconds of a clock that nobody sets. */
  steady(): number;
  /** A work item was opened. */
  workChanged(): void;
  /** The clock was set back: what waits for a later time is looked at again. */
  setBack(): void;
}

export interface Presence {
  /** The computer is about to sleep. */
  slept(): void;
  /** Looks now: the computer woke up. */
  woke(): void;
  stop(): void;
}

/** Notices when nobody could be answered, and when the clock jumps; leaves a sign of life, so that the next start can. */
export function startPresence(context: PresenceContext): Presence {
  const { db, clock, logger } = context;
  const look = (): Look => ({ wall: clock.now(), steady: context.steady() });
  let last = look();
  let isTold = false;

  const alive = Number(getSetting(db, ALIVE_SETTING) ?? Number.NaN);
  keep(Number.isNaN(alive) ? { absence: null, jump: null } : afterStop(alive, last.wall));
  const timer = setInterval(again, EVERY_MS);
  timer.unref();

  function again(): void {
    const now = look();
    const noticed = between(last, now, EVERY_MS, isTold);
    last = now;
    isTold = false;
    keep(noticed);
  }

  function keep({ absence, jump }: Noticed): void {
    const now = clock.now();
    try {
      transaction(db, (writable) => {
        putSetting(writable, ALIVE_SETTING, String(now));
        if (absence) {
          const { kind, from, to } = absence;
          addAbsence(writable, { id: context.ids.next(), kind, began_at: from, ended_at: to });
          forgetAbsences(writable, now - KEPT_MS);
          openAbsenceItem(writable, context, absence);
        }
        if (jump !== null) {
          openClockItem(writable, context, jump);
          enter(writable, { at: now, kind: 'clock', subject: 'clock', content: JSON.stringify({ jump }) });
        }
      });
    } catch (error) {
      logger.error({ error: String((error as Error).stack) }, 'no sign of life could be left');
      return;
    }
    if (absence) logger.info({ kind: absence.kind, ms: absence.to - absence.from }, 'nobody could be answered');
    if (jump !== null) logger.warn({ ms: jump }, 'the clock jumped');
    if (absence || jump !== null) context.workChanged();
    if (jump !== null && jump < 0) context.setBack();
  }

  return {
    slept() {
      isTold = true;
    },
    woke() {
      isTold = true;
      again();
    },
    stop() {
      clearInterval(timer);
      again();
    },
  };
}
