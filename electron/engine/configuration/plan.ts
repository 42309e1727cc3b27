import type {
  Configuration,
  ConfigurationApp,
  ConfigurationPlan,
  ConfigurationProblem,
} from '../../../shared/model/configuration.ts';
import { Notifications } from '../../../shared/model/notifications.ts';
import type { SchemaExtension } from '../../../shared/model/schema-extension.ts';
import { renameGroups } from '../mapping/groups.ts';
import type { CompiledSnapshot } from '../mapping/types.ts';
import type { Ids } from '../ports.ts';
import type { Apps, Workshop } from '../provisioning/apps.ts';
import type { WantContext } from '../provisioning/want.ts';
import { compareExtensions, type ExtensionChanges } from '../scim/schemas/extension-change.ts';
import type { ReadDb } from '../store/sql.ts';
import { bodyOf, compileBody, roleProblems } from './body.ts';
import { appChanges, sourceChanges } from './changes.ts';
import type { Current, CurrentApp } from './current.ts';
import type { Draft, DraftApp } from './draft.ts';
import { attributesRead, whatOf } from './extension.ts';
import { type ResolvedGroup, resolveGroups } from './groups.ts';
import { impactOf, noImpact } from './impact.ts';
import { problemAt } from './problem.ts';
import { otherTarget, type TriedTarget, type TriedTargets, textOf } from './target.ts';

export interface DraftContext {
  readonly db: ReadDb;
  readonly ids: Ids;
  readonly apps: Apps;
  /** What compiles with these schema extensions, and no others. */
  compileWith(schemaExtensions: readonly SchemaExtension[]): Workshop['compile'];
  readonly wantContext: WantContext;
}

export type Planned = { readonly plan: ConfigurationPlan; readonly draft: Draft | null };

/** A plan that does nothing, with the reasons. */
export const refusedPlan = (problems: readonly ConfigurationProblem[]): ConfigurationPlan => ({
  problems: [...problems],
  added: [],
  changed: [],
  removed: [],
  awaited: [],
  impact: noImpact,
});

const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

/**
 * Compares a file with what is configured now and works out what importing it would do. Reads only.
 *
 * @param tried the targets of the file that were tried just before
 */
export function planImport(context: DraftContext, file: Configuration, current: Current, tried: TriedTargets): Planned {
  const { byKey, problems: groupProblems } = resolveGroups(context.db, context.ids, file, current);
  const problems = [...groupProblems];
  const extensionChanges = compareExtensions(current.schemaExtensions, file.schemaExtensions);
  const compile = context.compileWith(file.schemaExtensions);
  const apps: DraftApp[] = [];
  const changed: ConfigurationPlan['changed'] = [];
  for (const [index, app] of file.apps.entries()) {
    const now = current.apps.find(({ row }) => same(row.name, app.name)) ?? null;
    const blind = groupProblems.length > 0;
    const drafted = draftApp(context, { index, app, now, byKey, tried, blind, compile, extensionChanges });
    problems.push(...drafted.problems);
    if (drafted.app === null) continue;
    const what = now === null ? [] : appChanges(now, drafted.app);
    if (now === null || what.length > 0) apps.push(drafted.app);
    if (now !== null && what.length > 0) changed.push({ kind: 'app', name: app.name, what });
  }
  if (problems.length > 0) return { plan: refusedPlan(problems), draft: null };

  const changedSources = current.sources.flatMap((row) => {
    const settings = file.sources.find(({ name }) => same(name, row.name));
    return settings && sourceChanges(row, settings).length > 0 ? [{ row, settings }] : [];
  });
  const draft: Draft = {
    schemaExtensions: file.schemaExtensions,
    extensionChanges,
    newSources: file.sources.filter(({ name }) => !current.sources.some((row) => same(row.name, name))),
    changedSources,
    removedSources: current.sources.filter((row) => !file.sources.some(({ name }) => same(row.name, name))),
    groups: [...byKey.values()],
    apps,
    removedApps: current.apps
      .map(({ row }) => row)
      .filter((row) => !file.apps.some(({ name }) => same(row.name, name))),
    notifications: changedNotifications(current.notifications, file.notifications),
  };
  return { plan: describe(context, draft, changed), draft };
}

function describe(context: DraftContext, draft: Draft, changedApps: ConfigurationPlan['changed']): ConfigurationPlan {
  const source = ({ name }: { readonly name: string }) => ({ kind: 'source' as const, name });
  const app = ({ name }: { readonly name: string }) => ({ kind: 'app' as const, name });
  const extension = ({ id }: SchemaExtension) => ({ kind: 'schema extension' as const, name: id });
  const removed = draft.extensionChanges.changed.filter(({ after }) => after === null);
  const edited = draft.extensionChanges.changed.filter(({ after }) => after !== null);
  return {
    problems: [],
    added: [
      ...draft.extensionChanges.added.map(extension),
      ...draft.newSources.map(source),
      ...draft.apps.filter(({ row }) => row === null).map(app),
    ],
    changed: [
      ...edited.map((change) => ({ ...extension(change.before), what: whatOf(context.db, change) })),
      ...draft.changedSources.map(({ row, settings }) => ({ ...source(settings), what: sourceChanges(row, settings) })),
      ...changedApps,
      ...(draft.notifications === null ? [] : [{ ...told, what: ['who is told'] }]),
    ],
    removed: [
      ...removed.map(({ before }) => extension(before)),
      ...draft.removedSources.map(source),
      ...draft.removedApps.map(app),
    ],
    awaited: draft.groups.filter(({ awaited }) => awaited).map(({ group }) => group),
    impact: impactOf(context.db, context.wantContext, draft),
  };
}

const told = { kind: 'notifications' as const, name: 'Who is told of access that should be gone' };

/** null where nothing is said of it, or the same. */
function changedNotifications(now: Notifications, file: Notifications | undefined): Notifications | null {
  return file === undefined || JSON.stringify(Notifications.parse(now)) === JSON.stringify(file) ? null : file;
}

interface Drafting {
  readonly index: number;
  readonly app: ConfigurationApp;
  readonly now: CurrentApp | null;
  readonly byKey: ReadonlyMap<string, ResolvedGroup>;
  readonly tried: TriedTargets;
  /** Some groups could not be told: expressions cannot be compiled with their ids, only looked at. */
  readonly blind: boolean;
  readonly compile: Workshop['compile'];
  readonly extensionChanges: ExtensionChanges;
}

function draftApp(
  context: DraftContext,
  drafting: Drafting,
): { app: DraftApp | null; problems: ConfigurationProblem[] } {
  const { index, app, now, byKey, compile } = drafting;
  const moved = now === null ? null : otherTarget(index, app.name, now.target, app.target);
  if (moved !== null) return { app: null, problems: [moved] };
  const known = knownTarget(context, drafting);
  if (typeof known === 'string') return { app: null, problems: [problemAt(['apps', index, 'target'], known)] };
  const pinned = (expression: string): string => renameGroups(expression, (key) => byKey.get(key)?.id ?? null);
  const body = bodyOf(app, pinned, now?.body ?? null, context.ids);
  const problems = roleProblems(index, app, body, now?.body ?? null, known.roles);
  const isSame = now !== null && JSON.stringify(now.body) === JSON.stringify(body);
  const compiled =
    isSame && textOf(now.target) === textOf(app.target) && drafting.extensionChanges.changed.length === 0
      ? null
      : compileBody(compile, index, body, known.attributes);
  if (compiled !== null && !compiled.ok) problems.push(...compiled.problems);
  if (compiled?.ok && now !== null) problems.push(...lostInputs(index, compiled.snapshot, drafting.extensionChanges));
  return {
    app: {
      row: now?.row ?? null,
      name: app.name,
      target: app.target,
      guard: app.guard,
      delivery: app.delivery,
      roles: now !== null && textOf(now.target) === textOf(app.target) ? null : known.roles,
      body,
      snapshot: compiled?.ok && !isSame ? compiled.snapshot : null,
    },
    problems: drafting.blind ? [] : problems,
  };
}

/** Attributes whose values an import drops, and which the app's expressions go on to read: nobody would have them. */
function lostInputs(index: number, snapshot: CompiledSnapshot, changes: ExtensionChanges): ConfigurationProblem[] {
  return attributesRead(snapshot, changes).map((name) =>
    problemAt(
      ['apps', index],
      `Its expressions read “${name}”, and this file changes what that is, so that nobody would have a value. Give the new attribute another name, or take it out of the expressions first.`,
    ),
  );
}

/** @returns in words why the target cannot be used */
function knownTarget(context: DraftContext, { app, now, tried }: Drafting): TriedTarget | string {
  const { target, name } = app;
  if (now !== null && textOf(now.target) === textOf(target))
    return {
      attributes: context.apps.get(now.row.pk)?.connector.describe().attributes ?? [],
      roles: JSON.parse(now.row.roles) as string[],
      failure: null,
    };
  const result = tried.get(textOf(target));
  if (result === undefined) return 'The configuration changed while this target was tried. Try again.';
  return result.failure === null ? result : `${name} cannot be connected. ${result.failure}`;
}
