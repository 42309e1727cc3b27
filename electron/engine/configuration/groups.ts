import { fold } from '../../../shared/kit/fold.ts';
import type { Configuration, ConfigurationGroup, ConfigurationProblem } from '../../../shared/model/configuration.ts';
import { groupsNamedIn } from '../mapping/groups.ts';
import { didYouMean } from '../mapping/suggest.ts';
import type { Ids } from '../ports.ts';
import { findGroupEver, groupsByExternalId, groupsByName } from '../store/group.ts';
import type { ReadDb } from '../store/sql.ts';
import type { Current } from './current.ts';
import { problemAt, TOLD } from './problem.ts';

/** A group of a file, and the id by which rules are to pin it. */
export interface ResolvedGroup {
  readonly group: ConfigurationGroup;
  readonly id: string;
  /** null: its source is new, and known by name only. */
  readonly sourcePk: number | null;
  /** No group of its source has this id yet: it is reserved. */
  readonly awaited: boolean;
}

export interface ResolvedGroups {
  /** By key; just those that an expression of the file names. */
  readonly byKey: ReadonlyMap<string, ResolvedGroup>;
  readonly problems: readonly ConfigurationProblem[];
}

/** Which group each key of a file means here (rule 6). */
export function resolveGroups(db: ReadDb, ids: Ids, file: Configuration, current: Current): ResolvedGroups {
  const named = new Set<string>();
  const problems = unknownKeysIn(file, named);
  const byKey = new Map<string, ResolvedGroup>();
  const places = new Map<string, number>();
  for (const [index, group] of file.groups.entries()) {
    if (!named.has(group.key)) continue;
    const found = resolve(db, ids, file, current, group);
    if (typeof found === 'string') {
      problems.push(problemAt(['groups', index], found));
      continue;
    }
    const other = places.get(found.id);
    if (other !== undefined)
      problems.push(problemAt(['groups', index], `This is the same group as groups[${other}]; keep one.`));
    places.set(found.id, index);
    byKey.set(group.key, found);
  }
  return { byKey, problems };
}

const MOST_KEYS_GUESSED_AT = 500;

/** Every name of a group in the file's expressions that is no key of its groups. */
function unknownKeysIn(file: Configuration, named: Set<string>): ConfigurationProblem[] {
  const keys = new Set(file.groups.map(({ key }) => key));
  const problems: ConfigurationProblem[] = [];
  // A name is compared with every key: a file that is wrong all over is told so, not guessed at all over.
  const guessed = keys.size > MOST_KEYS_GUESSED_AT ? [] : keys;
  const look = (expression: string, path: readonly PropertyKey[]): void => {
    for (const { id } of groupsNamedIn(expression)) {
      named.add(id);
      if (keys.has(id) || problems.length === TOLD) continue;
      const fix = didYouMean(id, guessed) || ' List it there, with its source and displayName.';
      problems.push(problemAt(path, `“${id.slice(0, 80)}” is no key of this file’s groups.${fix}`));
    }
  };
  for (const [index, app] of file.apps.entries()) {
    for (const [at, { expression }] of app.mappings.entries())
      look(expression, ['apps', index, 'mappings', at, 'expression']);
    for (const [at, { when }] of app.rules.entries()) look(when, ['apps', index, 'rules', at, 'when']);
  }
  return problems;
}

const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

/** @returns the group, or in words why it cannot be told which it is */
function resolve(
  db: ReadDb,
  ids: Ids,
  file: Configuration,
  current: Current,
  group: ConfigurationGroup,
): ResolvedGroup | string {
  // What rules name already stays what it is, also when it was deleted or its source removed, or another has its name.
  const isSaid = (one: Pick<ConfigurationGroup, 'displayName' | 'externalId'> | null): boolean =>
    one?.displayName === group.displayName && one.externalId === group.externalId;
  const candidates = current.groups.filter(
    (one) => same(one.source, group.source) && (isSaid(one) || (isSaid(one.imported) && one.key === group.key)),
  );
  const pinned =
    candidates.find(({ key }) => key === group.key) ?? (candidates.length === 1 ? candidates[0] : undefined);
  const isConnected = file.sources.some(({ name }) => same(name, group.source));
  const source = current.sources.find(({ name }) => same(name, group.source));
  // But a source that was removed and is back under its name has groups of its own.
  const isKept = pinned !== undefined && isConnected === current.sources.some(({ pk }) => pk === pinned.sourcePk);
  const kept = isKept ? { group, id: pinned.id, sourcePk: pinned.sourcePk } : null;
  if (kept && (!source || findGroupEver(db, kept.id))) return { ...kept, awaited: !findGroupEver(db, kept.id) };
  if (!isConnected)
    return `This file has no source “${group.source}”. Name one of its sources, or take out the rules that need this group.`;
  if (!source) return { group, id: ids.next(), sourcePk: null, awaited: true };
  const found =
    group.externalId === null
      ? groupsByName(db, source.pk, fold(group.displayName))
      : groupsByExternalId(db, source.pk, group.externalId);
  // What is waited for may be there by now: a group that got this name only after it was made.
  if (kept && found.length !== 1) return { ...kept, awaited: true };
  if (found.length > 1)
    return group.externalId === null
      ? `${source.name} has ${found.length} groups called “${group.displayName}”. Say which by its externalId.`
      : `${source.name} has ${found.length} groups with this externalId. Correct it at the identity provider.`;
  return { group, id: found[0]?.id ?? ids.next(), sourcePk: source.pk, awaited: found.length === 0 };
}
