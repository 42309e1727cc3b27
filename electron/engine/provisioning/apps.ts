import { Target } from '../../../shared/model/app.ts';
import { DeliverySettings } from '../../../shared/model/delivery-settings.ts';
import { Pause } from '../../../shared/model/pause.ts';
import type { Connector } from '../connectors/connector.ts';
import type { Compilation, CompiledSnapshot } from '../mapping/types.ts';
import { type AppRow, getSnapshot, listApps, type SnapshotBody } from '../store/app.ts';
import { getSetting } from '../store/setting.ts';
import type { ReadDb } from '../store/sql.ts';

/** An app with its live rules compiled and its connector at hand. */
export interface LoadedApp {
  readonly row: AppRow;
  readonly target: Target;
  readonly snapshotId: string;
  readonly snapshot: CompiledSnapshot;
  readonly connector: Connector;
  readonly delivery: DeliverySettings;
  /** Delivery to it was stopped by hand. */
  readonly pause: Pause | null;
}

export const readDelivery = (row: Pick<AppRow, 'delivery'>): DeliverySettings =>
  DeliverySettings.parse(JSON.parse(row.delivery));

export const readPause = (text: string | null): Pause | null => (text === null ? null : Pause.parse(JSON.parse(text)));

/** Where the pause of all apps is kept. */
export const PAUSE_SETTING = 'delivery.pause';

/** What deciding people needs of an app. */
export type DecidedApp = Pick<LoadedApp, 'row' | 'snapshotId' | 'snapshot' | 'delivery'>;

export interface Apps {
  list(): readonly LoadedApp[];
  get(pk: number): LoadedApp | undefined;
  /** Delivery to all apps was stopped by hand. */
  pause(): Pause | null;
  /** After a change of configuration has been committed: reads the apps again. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

/** What turns stored configuration into working parts; given by the engine, which knows every room. */
export interface Workshop {
  compile(body: SnapshotBody, attributes: readonly string[]): Compilation;
  connect(target: Target): Connector;
}

/**
 * Rules that were once saved and cannot be understood any more (by a program that has become stricter, say) give
 * nothing and take nothing: rule 3. Leavers are still disabled, which depends on no rule (rule 2).
 */
export function inDoubt({ mappings, rules }: SnapshotBody, reason: string): CompiledSnapshot {
  const roles = rules.map(({ id, name, role }) => ({ role, rule: { id, name }, verdict: 'doubt' as const, reason }));
  const attributes = mappings.map(({ attribute }) => ({ attribute, ok: false as const, reason }));
  return { mappings, rules, pinnedGroups: new Set(), inputs: new Set(), evaluate: () => ({ roles, attributes }) };
}

/** Keeps the apps loaded: rules are compiled once for each snapshot, connectors made once for each target. */
export function createApps(db: ReadDb, workshop: Workshop): Apps {
  let apps = new Map<number, LoadedApp>();

  function load(row: AppRow, before: LoadedApp | undefined): LoadedApp {
    const delivery = readDelivery(row);
    if (before?.row.snapshot_pk === row.snapshot_pk && before.row.target === row.target)
      return { ...before, row, delivery, pause: readPause(row.pause) };
    const target = Target.parse(JSON.parse(row.target));
    const connector = before?.row.target === row.target ? before.connector : workshop.connect(target);
    const stored = getSnapshot(db, row.snapshot_pk);
    if (!stored) throw new Error(`app ${row.id}: its snapshot is missing`);
    const body = JSON.parse(stored.body) as SnapshotBody;
    const compilation = workshop.compile(body, connector.describe().attributes);
    const snapshot = compilation.ok
      ? compilation.snapshot
      : inDoubt(body, compilation.problems.map((problem) => `${problem.where}: ${problem.message}`).join(' '));
    return { row, target, snapshotId: stored.id, snapshot, connector, delivery, pause: readPause(row.pause) };
  }

  function read(): Map<number, LoadedApp> {
    return new Map(listApps(db).map((row) => [row.pk, load(row, apps.get(row.pk))]));
  }

  const readEverywhere = () => readPause(getSetting(db, PAUSE_SETTING) || null);
  apps = read();
  let everywhere = readEverywhere();
  return {
    list: () => [...apps.values()],
    get: (pk) => apps.get(pk),
    pause: () => everywhere,
    async reload() {
      const before = apps;
      apps = read();
      everywhere = readEverywhere();
      const kept = new Set([...apps.values()].map((app) => app.connector));
      for (const app of before.values()) if (!kept.has(app.connector)) await app.connector.close();
    },
    async close() {
      for (const app of apps.values()) await app.connector.close();
    },
  };
}
