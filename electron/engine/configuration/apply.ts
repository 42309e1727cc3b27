import type { Clock, Ids } from '../ports.ts';
import { type WantContext, want } from '../provisioning/want.ts';
import * as store from '../store/app.ts';
import { setGroupPins } from '../store/groupPin.ts';
import { putNotifications } from '../store/notifications.ts';
import { everybody } from '../store/person.ts';
import { listSources, setSource } from '../store/source.ts';
import type { WriteDb } from '../store/sql.ts';
import type { Draft, DraftApp } from './draft.ts';
import { applyExtensions } from './extension.ts';
import { disconnectSource, unfollowApp } from './remove.ts';
import { textOf } from './target.ts';

export interface ApplyContext {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly wantContext: WantContext;
  /** Connects a new source; its token is the caller's affair. */
  addSource(db: WriteDb, settings: Draft['newSources'][number]): void;
}

const REASON = 'The configuration was imported.';

/**
 * Writes a draft, in the caller's transaction: the old configuration or the new one, never half. What it takes away is
 * judged by the guard of each app, as one cause.
 */
export function applyDraft(db: WriteDb, context: ApplyContext, draft: Draft): void {
  if (draft.notifications !== null) putNotifications(db, draft.notifications);
  applyExtensions(db, draft.schemaExtensions, draft.extensionChanges, context.clock.now());
  for (const { row, settings } of draft.changedSources) setSource(db, row.pk, settings);
  for (const settings of draft.newSources) context.addSource(db, settings);
  for (const app of draft.removedApps) unfollowApp(db, context, app);
  for (const source of draft.removedSources) disconnectSource(db, context, source);
  pinGroups(db, draft);
  for (const app of draft.apps) applyApp(db, context, app);
}

function pinGroups(db: WriteDb, { groups }: Draft): void {
  const sources = new Map(listSources(db).map(({ name, pk }) => [name.toLowerCase(), pk]));
  const pins = groups.map(({ group, id, sourcePk }) => {
    const source = sourcePk ?? sources.get(group.source.toLowerCase());
    if (source === undefined) throw new Error(`group ${group.key}: its source is missing`);
    return {
      id,
      key: group.key,
      source_pk: source,
      display_name: group.displayName,
      external_id: group.externalId,
    };
  });
  setGroupPins(db, pins);
}

function applyApp(db: WriteDb, context: ApplyContext, app: DraftApp): void {
  const now = context.clock.now();
  const { row, snapshot } = app;
  const pk =
    row?.pk ??
    store.addApp(db, {
      id: context.ids.next(),
      name: app.name,
      target: app.target,
      roles: app.roles ?? [],
      guard: app.guard,
      delivery: app.delivery,
      at: now,
    });
  if (row !== null) {
    if (row.name !== app.name) store.renameApp(db, pk, app.name);
    if (row.target !== textOf(app.target)) store.setAppTarget(db, pk, app.target);
    if (app.roles !== null) store.setAppRoles(db, pk, app.roles);
    store.setAppGuard(db, pk, app.guard);
    store.setAppDelivery(db, pk, app.delivery);
  }
  if (snapshot === null) return;
  const snapshotId = context.ids.next();
  const snapshotPk = store.addSnapshot(db, pk, { id: snapshotId, body: app.body, reason: REASON, at: now });
  const written = store.getApp(db, pk);
  if (!written) throw new Error(`app ${pk} is gone within its own transaction`);
  want(db, context.wantContext, [{ row: written, snapshotId, snapshot, delivery: app.delivery }], everybody(db), {
    changePk: null,
    snapshotPk,
    workItemPk: null,
    exchangePk: null,
    label: REASON,
    leavers: new Set(),
  });
}
