import { createHash } from 'node:crypto';
import { Target } from '../../../shared/model/app.ts';
import type { Configuration, ConfigurationGroup } from '../../../shared/model/configuration.ts';
import type { Notifications } from '../../../shared/model/notifications.ts';
import type { SchemaExtension } from '../../../shared/model/schema-extension.ts';
import { groupsNamedIn, renameGroups } from '../mapping/groups.ts';
import { readDelivery } from '../provisioning/apps.ts';
import { type AppRow, getSnapshot, listApps, type SnapshotBody } from '../store/app.ts';
import { findGroupEver } from '../store/group.ts';
import { findGroupPin } from '../store/groupPin.ts';
import { readNotifications } from '../store/notifications.ts';
import { listSchemaExtensions } from '../store/schemaExtension.ts';
import { getSource, listSources, type SourceRow } from '../store/source.ts';
import type { ReadDb } from '../store/sql.ts';

/** A followed app, with what is configured of it. */
export interface CurrentApp {
  readonly row: AppRow;
  readonly target: Target;
  readonly body: SnapshotBody;
}

/** A group that mappings or rules name, as a file says it. */
export interface CurrentGroup extends ConfigurationGroup {
  readonly id: string;
  readonly sourcePk: number;
  /** As the file said it that was imported last; the source may have renamed it since. */
  readonly imported: Pick<ConfigurationGroup, 'displayName' | 'externalId'> | null;
}

/** What is configured now. */
export interface Current {
  readonly schemaExtensions: readonly SchemaExtension[];
  readonly sources: readonly SourceRow[];
  readonly apps: readonly CurrentApp[];
  readonly groups: readonly CurrentGroup[];
  readonly notifications: Notifications;
}

export function readCurrent(db: ReadDb): Current {
  const apps = listApps(db).map((row): CurrentApp => {
    const snapshot = getSnapshot(db, row.snapshot_pk);
    if (!snapshot) throw new Error(`app ${row.id}: its snapshot is missing`);
    return {
      row,
      target: Target.parse(JSON.parse(row.target)),
      body: inOrder(JSON.parse(snapshot.body) as SnapshotBody),
    };
  });
  const ids = new Set(apps.flatMap(({ body }) => namesIn(body)));
  return {
    schemaExtensions: listSchemaExtensions(db),
    sources: listSources(db),
    apps,
    groups: withKeys([...ids].flatMap((id) => describeGroup(db, id) ?? [])),
    notifications: readNotifications(db),
  };
}

/** With keys in one order, whoever wrote it: the same body is then the same text. */
export const inOrder = ({ mappings, rules }: SnapshotBody): SnapshotBody => ({
  mappings: mappings.map(({ attribute, expression }) => ({ attribute, expression })),
  rules: rules.map(({ id, name, role, when }) => ({ id, name, role, when })),
});

/** The groups that a set of mappings and rules names. */
export const namesIn = ({ mappings, rules }: Pick<SnapshotBody, 'mappings'> & { rules: readonly { when: string }[] }) =>
  [...mappings.map(({ expression }) => expression), ...rules.map(({ when }) => when)].flatMap((expression) =>
    groupsNamedIn(expression).map(({ id }) => id),
  );

type Unkeyed = Omit<CurrentGroup, 'key'> & { readonly key: string | null };

/** As its source says it; a group that is still to come as the file said it; a deleted one as it was. */
function describeGroup(db: ReadDb, id: string): Unkeyed | null {
  const row = findGroupEver(db, id);
  const pin = findGroupPin(db, id);
  const source = getSource(db, row?.source_pk ?? pin?.source_pk ?? 0);
  if (!source) return null;
  const imported = pin ? { displayName: pin.display_name, externalId: pin.external_id } : null;
  const about = { id, key: pin?.key ?? null, source: source.name, sourcePk: source.pk, imported };
  if (row) {
    const displayName = String((JSON.parse(row.body) as { displayName?: unknown }).displayName);
    return { ...about, displayName, externalId: row.external_id === '' ? null : row.external_id };
  }
  return imported ? { ...about, ...imported } : null;
}

/** Keys that a file gave stay; others come from the displayName, with a digest where that alone would not tell. */
function withKeys(groups: readonly Unkeyed[]): CurrentGroup[] {
  const taken = new Set(groups.flatMap(({ key }) => key ?? []));
  const plain = new Map<string, number>();
  for (const { key, displayName } of groups)
    if (key === null) plain.set(slug(displayName), (plain.get(slug(displayName)) ?? 0) + 1);
  const keyOf = ({ source, displayName, externalId }: Unkeyed): string => {
    const name = slug(displayName);
    const alone = name !== '' && plain.get(name) === 1 && !taken.has(name);
    const digest = createHash('sha256')
      .update(JSON.stringify([source, displayName, externalId]))
      .digest('hex');
    const wanted = alone ? name : `${name === '' ? 'group' : name}-${digest.slice(0, 6)}`;
    let key = wanted;
    for (let n = 2; taken.has(key); n++) key = `${wanted}-${n}`;
    taken.add(key);
    return key;
  };
  // In an order of their own, so that groups which nothing but their id tells apart get the same keys each time.
  const ordered = groups.toSorted((left, right) => (left.id < right.id ? -1 : 1));
  return ordered.map((group) => ({ ...group, key: group.key ?? keyOf(group) }));
}

/** `Wiki Éditeurs (EU)` -> `wiki-editeurs-eu`. */
const slug = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 80)
    .replace(/^-+|-+$/g, '');

/** The configuration as a file says it: groups by their keys, no ids, no times, nothing about what is switched on. */
export function toConfiguration({ schemaExtensions, sources, apps, groups, notifications }: Current): Configuration {
  const keys = new Map(groups.map(({ id, key }) => [id, key]));
  const named = (expression: string): string => renameGroups(expression, (id) => keys.get(id) ?? null);
  return {
    footbridge: 1,
    schemaExtensions: [...schemaExtensions],
    sources: sources.map(({ name, dialect, rate }) => ({ name, dialect, rate })),
    groups: groups.map(({ key, source, displayName, externalId }) => ({ key, source, displayName, externalId })),
    apps: apps.map(({ row, target, body }) => ({
      name: row.name,
      target,
      guard: { people: row.guard_people, percent: row.guard_percent },
      delivery: readDelivery(row),
      mappings: body.mappings.map(({ attribute, expression }) => ({ attribute, expression: named(expression) })),
      rules: body.rules.map(({ name, role, when }) => ({ name, role, when: named(when) })),
    })),
    ...(notifications.email === null && notifications.webhook === null ? {} : { notifications }),
  };
}
