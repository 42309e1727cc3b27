import type { Output, ParsedInput } from '../../../shared/contract/contract.ts';
import { type App, type ConnectionTest, Target } from '../../../shared/model/app.ts';
import { usualDelivery } from '../../../shared/model/delivery-settings.ts';
import { enter } from '../audit/chain.ts';
import { unfollowApp } from '../configuration/remove.ts';
import { type LoadedApp, readDelivery, readPause } from '../provisioning/apps.ts';
import { defaultGuard } from '../provisioning/guard.ts';
import { want } from '../provisioning/want.ts';
import * as store from '../store/app.ts';
import { restApp, wakeApp } from '../store/delivery.ts';
import { findAnyGroup } from '../store/group.ts';
import { everybody } from '../store/person.ts';
import { transaction, type WriteDb } from '../store/sql.ts';
import type { ApiContext } from './context.ts';
import { conflict, invalid, notFound, refused } from './refuse.ts';

export const listApps = (context: ApiContext): { items: App[] } => ({
  items: store.listApps(context.db).map((row) => describeApp(context, row)),
});

/** Tries what can be tried on a target without changing anything there. */
export async function testTarget(context: ApiContext, { target }: ParsedInput<'app.test'>): Promise<ConnectionTest> {
  const connector = context.connect(target);
  try {
    const { steps, roles } = await connector.test();
    return { ok: steps.every((step) => step.ok), steps: [...steps], roles: [...roles] };
  } finally {
    await connector.close();
  }
}

/** Adds an app that is only observing: accounts would be named by userName, and no rule gives anything yet. */
export async function addApp(context: ApiContext, input: ParsedInput<'app.add'>): Promise<App> {
  assertFree(context, input.name);
  const tested = await testTarget(context, { target: input.target });
  const failing = tested.steps.find((step) => !step.ok);
  if (failing)
    throw refused(
      `${input.name} cannot be connected: ${failing.step}: ${failing.detail}`,
      'The app was not added.',
      'Correct the connection and try again; “test” lists every step.',
    );
  const id = context.ids.next();
  const now = context.clock.now();
  // Testing takes its time; meanwhile the name may have been taken.
  assertFree(context, input.name);
  transaction(context.db, (db) => {
    const pk = store.addApp(db, {
      id,
      name: input.name,
      target: input.target,
      roles: tested.roles,
      guard: defaultGuard,
      delivery: usualDelivery,
      at: now,
    });
    store.addSnapshot(db, pk, {
      id: context.ids.next(),
      body: { mappings: [{ attribute: 'login', expression: 'user.userName' }], rules: [] },
      reason: 'The app was added.',
      at: now,
    });
    record(context, db, id, { added: input.name, target: input.target });
  });
  await context.apps.reload();
  context.events.emit('configuration', [id], `App ${input.name} added`);
  return describeById(context, id);
}

function assertFree(context: ApiContext, name: string): void {
  if (store.findAppByName(context.db, name))
    throw conflict(`An app named “${name}” is there already.`, 'Nothing was changed.', 'Choose another name.');
}

export const setMappings = (context: ApiContext, { id, mappings }: ParsedInput<'app.setMappings'>): Promise<App> =>
  edit(context, id, 'The mappings were edited.', (body) => ({ ...body, mappings }));

export const addRule = (context: ApiContext, { id, rule }: ParsedInput<'app.addRule'>): Promise<App> =>
  edit(context, id, `The rule “${rule.name}” was added.`, (body, app) => {
    const roles = JSON.parse(app.row.roles) as string[];
    if (roles.length > 0 && !roles.includes(rule.role))
      throw invalid(
        `${app.row.name} has no role “${rule.role}”.`,
        'The rule was not added.',
        `Use one of its roles: ${roles.slice(0, 20).join(', ')}.`,
      );
    return { ...body, rules: [...body.rules, { ...rule, id: context.ids.next() }] };
  });

export const removeRule = (context: ApiContext, { id, ruleId }: ParsedInput<'app.removeRule'>): Promise<App> =>
  edit(context, id, 'A rule was removed.', (body) => {
    if (!body.rules.some((rule) => rule.id === ruleId)) throw notFound('rule', ruleId);
    return { ...body, rules: body.rules.filter((rule) => rule.id !== ruleId) };
  });

export async function setGuard(context: ApiContext, input: ParsedInput<'app.setGuard'>): Promise<App> {
  const app = existing(context, input.id);
  transaction(context.db, (db) => {
    store.setAppGuard(db, app.row.pk, { people: input.people, percent: input.percent });
    record(context, db, input.id, { guard: { people: input.people, percent: input.percent } });
  });
  await context.apps.reload();
  context.events.emit('configuration', [input.id], `Guard of ${app.row.name} set`);
  return describeById(context, input.id);
}

export async function setDelivery(context: ApiContext, input: ParsedInput<'app.setDelivery'>): Promise<App> {
  const app = existing(context, input.id);
  transaction(context.db, (db) => {
    store.setAppDelivery(db, app.row.pk, input.delivery);
    record(context, db, input.id, { delivery: input.delivery });
  });
  await context.apps.reload();
  context.events.emit('configuration', [input.id], `Delivery of ${app.row.name} set`);
  context.wake();
  return describeById(context, input.id);
}

export async function setState(context: ApiContext, { id, state }: ParsedInput<'app.setState'>): Promise<App> {
  const app = existing(context, id);
  transaction(context.db, (db) => {
    store.setAppState(db, app.row.pk, state);
    if (state === 'on') wakeApp(db, app.row.pk, context.clock.now());
    else restApp(db, app.row.pk);
    record(context, db, id, { state });
  });
  await context.apps.reload();
  context.events.emit('configuration', [id], `${app.row.name} is ${state}`);
  context.wake();
  return describeById(context, id);
}

/** Tests the app's own target, and keeps the roles that it knows now. */
export async function refreshApp(context: ApiContext, { id }: ParsedInput<'app.refresh'>): Promise<ConnectionTest> {
  const { target } = existing(context, id);
  // Over a connection of its own: the app's may be closed meanwhile, when it is removed or its target edited.
  const tested = await testTarget(context, { target });
  if (!tested.ok) return tested;
  const app = existing(context, id);
  if (app.row.roles === JSON.stringify(tested.roles)) return tested;
  transaction(context.db, (db) => {
    store.setAppRoles(db, app.row.pk, tested.roles);
    record(context, db, id, { roles: tested.roles });
  });
  await context.apps.reload();
  context.events.emit('configuration', [id], `Roles of ${app.row.name} read`);
  return tested;
}

/** Footbridge stops following an app: what waits for it rests, and what is there stays as it is. */
export async function removeApp(context: ApiContext, { id }: ParsedInput<'app.remove'>): Promise<Output<'app.remove'>> {
  const { row } = existing(context, id);
  transaction(context.db, (db) => {
    unfollowApp(db, context, row);
    record(context, db, id, { removed: row.name });
  });
  await context.apps.reload();
  context.events.emit('configuration', [id], `App ${row.name} removed`);
  context.events.emit('work', [], 'An app was removed');
  return {};
}

/**
 * Writes a new snapshot and what it makes of everybody, in one transaction: the old rules or the new ones, never half.
 * The guard judges it as one cause.
 */
async function edit(
  context: ApiContext,
  id: string,
  reason: string,
  change: (body: store.SnapshotBody, app: LoadedApp) => store.SnapshotBody,
): Promise<App> {
  const app = existing(context, id);
  const current = store.getSnapshot(context.db, app.row.snapshot_pk);
  if (!current) throw new Error(`app ${id}: its snapshot is missing`);
  const body = change(JSON.parse(current.body) as store.SnapshotBody, app);
  const snapshot = compile(context, app, body);
  const now = context.clock.now();
  transaction(context.db, (db) => {
    const snapshotId = context.ids.next();
    const snapshotPk = store.addSnapshot(db, app.row.pk, { id: snapshotId, body, reason, at: now });
    const edited: LoadedApp = { ...app, row: { ...app.row, snapshot_pk: snapshotPk }, snapshotId, snapshot };
    want(db, context.wantContext, [edited], everybody(db), {
      changePk: null,
      snapshotPk,
      workItemPk: null,
      exchangePk: null,
      label: reason,
      leavers: new Set(),
    });
    record(context, db, id, body);
  });
  await context.apps.reload();
  context.events.emit('configuration', [id], `${app.row.name}: ${reason}`);
  context.events.emit('work', [], reason);
  context.wake();
  return describeById(context, id);
}

function compile(context: ApiContext, app: LoadedApp, body: store.SnapshotBody): LoadedApp['snapshot'] {
  const compilation = context.compile(body, app.connector.describe().attributes);
  if (!compilation.ok)
    throw invalid(
      compilation.problems.map((problem) => `${problem.where}: ${problem.message}`).join(' '),
      'Nothing was changed; the rules in force go on.',
      'Correct the expression and save again.',
    );
  // Groups that the rules in force name may be deleted, or still to come: those rules hold, and others can be edited.
  const inForce = app.snapshot.pinnedGroups;
  for (const group of compilation.snapshot.pinnedGroups)
    if (!inForce.has(group) && !findAnyGroup(context.db, group))
      throw invalid(
        `There is no group with the id ${group}.`,
        'Nothing was changed; the rules in force go on.',
        'Use the id of a group that an identity provider has sent: group.list names them.',
      );
  return compilation.snapshot;
}

const record = (context: ApiContext, db: WriteDb, subject: string, content: unknown): void =>
  enter(db, { at: context.clock.now(), kind: 'configuration', subject, content: JSON.stringify(content) });

function existing(context: ApiContext, id: string): LoadedApp {
  const app = context.apps.list().find((one) => one.row.id === id);
  if (!app) throw notFound('app', id);
  return app;
}

function describeById(context: ApiContext, id: string): Output<'app.add'> {
  const row = store.findApp(context.db, id);
  if (!row) throw notFound('app', id);
  return describeApp(context, row);
}

/** An app with its live mappings and rules. */
export function describeApp(context: ApiContext, row: store.AppRow): App {
  const snapshot = store.getSnapshot(context.db, row.snapshot_pk);
  if (!snapshot) throw new Error(`app ${row.id}: its snapshot is missing`);
  const body = JSON.parse(snapshot.body) as store.SnapshotBody;
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    target: Target.parse(JSON.parse(row.target)),
    snapshot: {
      id: snapshot.id,
      mappings: [...body.mappings],
      rules: [...body.rules],
      createdAt: new Date(snapshot.created_at).toISOString(),
    },
    createdAt: new Date(row.created_at).toISOString(),
    guard: { people: row.guard_people, percent: row.guard_percent },
    delivery: readDelivery(row),
    paused: readPause(row.pause),
    roles: JSON.parse(row.roles) as string[],
  };
}
