import type { Connector, Failure } from '../connectors/connector.ts';
import { tryAllDeliveriesOfApp } from '../store/delivery.ts';
import { transaction } from '../store/sql.ts';
import { closeOpenItem, findOpenItem, openWorkItem } from '../store/work.ts';
import type { LoadedApp } from './apps.ts';
import { LONGEST_WAIT_MS } from './backoff.ts';
import { createBreaker, isUnreachable } from './breaker.ts';
import type { DeliveryContext, ProvisioningContext } from './claim.ts';
import { createLane, type Lane } from './lane.ts';
import { createSteps, type Step } from './steps.ts';
import { watched } from './watched.ts';

/** How one app's target is reached: what is under way there, and whether it can be reached at all. */
export interface Reach {
  readonly lane: Lane;
  /** @param app as it is loaded now: its connector may be another one by then */
  connector(app: LoadedApp): Connector;
  /** Whatever kept it from being tried is forgotten. */
  tryNow(): void;
  /** Whether a call may be tried: calls get through, as far as is known, or it is time to see whether they do again. */
  mayBeTried(): boolean;
}

/** How the targets of all apps are reached. */
export interface Reaches {
  readonly context: DeliveryContext;
  of(app: LoadedApp): Reach;
}

export function createReaches(given: ProvisioningContext): Reaches {
  const reaches = new Map<number, Reach>();
  const step = createSteps();
  const of = (app: LoadedApp): Reach => {
    const reach = reaches.get(app.row.pk) ?? createReach(given, app, step);
    reaches.set(app.row.pk, reach);
    return reach;
  };
  return { context: { ...given, watched: (app) => of(app).connector(app) }, of };
}

/** @param first the app as it is now; an app that could not be reached when the program ended begins with one try */
function createReach(context: ProvisioningContext, first: LoadedApp, step: Step): Reach {
  const appId = first.row.id;
  const breaker = createBreaker(findOpenItem(context.db, 'unreachable', appId) !== undefined, context.random);
  const lane = createLane(context.db, breaker);
  let current: { readonly raw: Connector; readonly watched: Connector } | null = null;
  let owed: (() => void) | null = null;

  /** Writes what the breaker came to; what cannot be written now is with the next call. */
  function note(write: (() => void) | null): void {
    owed = write ?? owed;
    try {
      owed?.();
      owed = null;
    } catch (error) {
      context.logger.error(
        { app: appId, error: String((error as Error).stack) },
        'whether it is reached was not noted',
      );
    }
  }

  function answered(): void {
    note(breaker.answered() ? () => noteReachable(context, first.row.pk, appId) : null);
  }

  function failed(failure: Failure): void {
    const now = context.clock.now();
    if (failure.retryAfter !== undefined) lane.rest(now + Math.min(failure.retryAfter, LONGEST_WAIT_MS));
    if (!isUnreachable(failure)) answered();
    else note(breaker.failed(now) ? () => noteUnreachable(context, first.row.pk, failure) : null);
  }

  return {
    lane,
    connector({ connector }) {
      if (current?.raw !== connector)
        current = { raw: connector, watched: watched(connector, { answered, failed }, step) };
      return current.watched;
    },
    mayBeTried: () => breaker.state(context.clock.now()) !== 'open',
    tryNow() {
      breaker.tryNow(context.clock.now());
      lane.rest(0);
    },
  };
}

function noteUnreachable(context: ProvisioningContext, appPk: number, { kind, message }: Failure): void {
  const row = context.apps.get(appPk)?.row;
  // It was removed while a call was under way: there is nobody to ask.
  if (!row) return;
  const what = kind === 'credentials' ? 'refuses the login of Footbridge' : 'cannot be reached';
  transaction(context.db, (db) =>
    openWorkItem(db, {
      id: context.ids.next(),
      kind: 'unreachable',
      subject: row.id,
      title: `${row.name} ${what}: ${message}`,
      affects: 'What is to be done there waits, and nobody loses access by that.',
      fix: 'Look whether the app, its computer and the network are up, and whether its connection is still right. Footbridge tries by itself, every few minutes at least; “try again” tries now.',
      body: '{}',
      exchange_pk: null,
      app_pk: row.pk,
      opened_at: context.clock.now(),
    }),
  );
  context.logger.warn({ app: row.id, kind }, 'an app cannot be reached');
  context.workChanged();
}

/** It is back: whatever waited for a later try is tried now. */
function noteReachable(context: ProvisioningContext, appPk: number, appId: string): void {
  const now = context.clock.now();
  transaction(context.db, (db) => {
    closeOpenItem(db, 'unreachable', appId, 'It answers again.', now);
    tryAllDeliveriesOfApp(db, appPk, now);
  });
  context.logger.info({ app: appId }, 'an app can be reached again');
  context.workChanged();
}
