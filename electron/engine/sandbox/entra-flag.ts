/**
 * Entra ID with the `aadOptscim062020` flag in its tenant URL: lower-case operations, real booleans, members removed
 * by a value filter, and single attributes gathered in one operation without a path, whose keys are paths themselves.
 */
import { type Attribute, type Shapes, tellChangeByChange } from './change-by-change.ts';
import { entraAlike, entraGroups, entraUsers, tombstoneName } from './entra.ts';
import { memberPath } from './group-changes.ts';
import { enterpriseSchema, type PatchOperation } from './requests.ts';
import type { Tongue } from './tongue.ts';

const query = '?aadOptscim062020';

const shapes: Shapes = {
  ...entraUsers,
  query,
  attributes: gathered,
  active: (active) => replace('active', active),
  softDeletion: {
    tombstone: (person) => [replace('active', false), replace('userName', tombstoneName(person))],
    restore: (person) => [replace('userName', person.login), replace('active', true)],
  },
  manager: (had, id) => {
    const path = `${enterpriseSchema}:manager`;
    return id === null ? { op: 'remove', path } : { op: had ? 'replace' : 'add', path, value: id };
  },
  groups: {
    ...entraGroups,
    query,
    rename: (group) => [replace('displayName', group.name)],
    members: (added, removed) => [
      [
        ...(added.length === 0 ? [] : [{ op: 'add', path: 'members', value: added.map(({ id }) => ({ value: id })) }]),
        ...removed.map((member) => ({ op: 'remove', path: memberPath(member) })),
      ],
    ],
  },
};

export const entraFlag: Tongue = {
  ...entraAlike,
  tell: (changes, recollection, moment) => tellChangeByChange(changes, recollection, moment, shapes),
};

/** What is addressed by a value filter keeps an operation of its own; the rest goes together. */
function gathered(changed: readonly Attribute[]): readonly PatchOperation[] {
  const single = changed.filter(([path]) => !path.includes('['));
  const own = changed.filter(([path]) => path.includes('['));
  return [
    ...own.map(([path, value]) => replace(path, value)),
    ...(single.length === 0 ? [] : [{ op: 'replace', value: Object.fromEntries(single) }]),
  ];
}

function replace(path: string, value: string | boolean): PatchOperation {
  return { op: 'replace', path, value };
}
