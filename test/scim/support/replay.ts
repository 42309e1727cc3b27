import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { decodeQuery } from '../../../electron/engine/scim/dialect/query.ts';
import { ScimError } from '../../../electron/engine/scim/error.ts';
import { evaluateFilter } from '../../../electron/engine/scim/filter/evaluate.ts';
import { parseFilter } from '../../../electron/engine/scim/filter/parser.ts';
import { resolveFilter } from '../../../electron/engine/scim/filter/resolve.ts';
import { isObject, type JsonObject, type JsonValue } from '../../../electron/engine/scim/json.ts';
import { applyPatch, type MembershipEdit, parsePatch } from '../../../electron/engine/scim/patch.ts';
import { parseResource, replaceResource } from '../../../electron/engine/scim/resource.ts';
import { resourceTypes } from '../../../electron/engine/scim/schema.ts';
import { Dialect } from '../../../shared/model/source.ts';

const Row = z.object({
  id: z.string(),
  dialect: Dialect,
  given: z
    .object({
      users: z.array(z.string()).optional(),
      active: z.boolean().optional(),
      manager: z.boolean().optional(),
      group: z.object({ id: z.string(), members: z.array(z.string()) }).optional(),
      userName: z.string().optional(),
      first: z.string().optional(),
    })
    .optional(),
  request: z.object({
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
    path: z.string(),
    body: z.unknown().optional(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
  expect: z.object({
    status: z.union([z.number(), z.array(z.number())]),
    body: z.record(z.string(), z.unknown()).optional(),
    state: z.record(z.string(), z.unknown()).optional(),
    members: z.array(z.string()).optional(),
  }),
});
export type Row = z.infer<typeof Row>;

/** The rows of a corpus in test/fixtures. */
export function readCorpus(file: string): readonly Row[] {
  const text = readFileSync(new URL(`../../fixtures/${file}`, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => Row.parse(JSON.parse(line)));
}

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** What a request came to, without HTTP, store or uniqueness: what this room alone decides. */
export interface Answer {
  readonly status: number;
  readonly scimType: string | undefined;
  /** The user or group that the request was about, as it is afterwards. */
  readonly resource: JsonObject | undefined;
  readonly members: readonly string[];
  /** For a query: how many matched. */
  readonly totalResults: number | undefined;
}

/** The ids that a row's placeholders stand for. */
export const bindings: Readonly<Record<string, string>> = {
  userId: 'id-user',
  userB: 'id-user-b',
  managerId: 'id-manager',
  groupId: 'id-group',
};

/** A text with its placeholders filled in. */
export const bind = (text: string) =>
  text.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => bindings[name] ?? whole);

function seedUser(number: number, row: Row): JsonObject {
  const isFirst = number === 1;
  const manager = isFirst && row.given?.manager === true ? { manager: { value: bindings.managerId } } : {};
  const body = {
    schemas: [resourceTypes.User.schema.id, enterprise],
    userName: `fx.${number}@fix.test`,
    externalId: `fx-${number}`,
    name: { givenName: 'Fix', familyName: ['One', 'Two', 'Three'][number - 1] },
    displayName: `Fix ${['One', 'Two', 'Three'][number - 1]}`,
    active: isFirst ? (row.given?.active ?? true) : true,
    phoneNumbers: [{ type: 'mobile', value: '+491111' }],
    [enterprise]: { department: 'Old', costCenter: 'C1', ...manager },
  };
  return parseResource(resourceTypes.User, body).resource;
}

/** Sends one row's request through the library, on what the row is given. */
export function replay(row: Row, rows: readonly Row[]): Answer {
  const users = new Map<string, JsonObject>();
  (row.given?.users ?? []).forEach((name, position) => {
    const id = bindings[name] ?? name;
    users.set(id, { ...seedUser(position + 1, row), id });
  });
  const groups = new Map<string, JsonObject>();
  const members = new Set((row.given?.group?.members ?? []).map(bind));
  if (row.given?.group !== undefined) groups.set('id-group', { displayName: 'Fix Group', id: 'id-group' });
  const first = rows.find((other) => other.id === row.given?.first);
  try {
    if (first !== undefined) request(first, users, groups, members);
    return request(row, users, groups, members);
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    // A refused request leaves everything as it was.
    const resource = users.get('id-user');
    const { status, scimType } = error;
    return { status, scimType, resource, members: [...members], totalResults: undefined };
  }
}

function request(
  row: Row,
  users: Map<string, JsonObject>,
  groups: Map<string, JsonObject>,
  members: Set<string>,
): Answer {
  const [path = '', query = ''] = bind(row.request.path).split('?');
  const [, collection, id = 'new'] = path.split('/');
  const isUser = collection === 'Users';
  const type = isUser ? resourceTypes.User : resourceTypes.Group;
  const resources = isUser ? users : groups;
  const answer = (status: number, totalResults?: number): Answer => ({
    status,
    scimType: undefined,
    resource: resources.get(id),
    members: [...members],
    totalResults,
  });
  const body: unknown = row.request.body === undefined ? undefined : JSON.parse(bind(JSON.stringify(row.request.body)));
  const current = resources.get(id) ?? {};
  switch (row.request.method) {
    case 'GET': {
      const text = decodeQuery(query).get('filter');
      if (text === undefined) return answer(200);
      const filter = resolveFilter(parseFilter(text), type);
      return answer(200, [...resources.values()].filter((one) => evaluateFilter(filter, one)).length);
    }
    case 'POST': {
      const parsed = parseResource(type, body, row.dialect);
      resources.set(id, parsed.resource);
      for (const member of parsed.members ?? []) members.add(member.value);
      return answer(201);
    }
    case 'PUT': {
      const replaced = replaceResource(type, current, body, row.dialect);
      resources.set(id, replaced.resource);
      if (replaced.members !== undefined) edit(members, { kind: 'replace', members: replaced.members });
      return answer(200);
    }
    case 'PATCH': {
      const { operations } = parsePatch(type, body, row.dialect);
      const patched = applyPatch(type, current, operations, row.dialect);
      resources.set(id, patched.resource);
      for (const change of patched.memberships) edit(members, change);
      return answer(operations.length === 0 ? 204 : 200);
    }
    default:
      return answer(204);
  }
}

function edit(members: Set<string>, change: MembershipEdit): void {
  if (change.kind === 'remove all' || change.kind === 'replace') members.clear();
  if (change.kind === 'add' || change.kind === 'replace') for (const { value } of change.members) members.add(value);
  if (change.kind === 'remove') for (const id of change.ids) members.delete(id);
  if (change.kind === 'remove where') {
    for (const value of members) if (evaluateFilter(change.filter, { value, type: 'User' })) members.delete(value);
  }
}

/** What stands at a path as the corpus writes it: `enterprise.x`, `emails[work].value`, `roles[0].value`; null is absent. */
export function stateAt(resource: JsonObject | undefined, path: string): JsonValue {
  let value: JsonValue | undefined = resource;
  for (const step of path.split('.')) {
    const [name = '', chosen] = step.replace(']', '').split('[');
    value = isObject(value) ? (value as JsonObject)[name === 'enterprise' ? enterprise : name] : undefined;
    if (chosen === undefined || !Array.isArray(value)) continue;
    const values: readonly JsonValue[] = value;
    value = /^\d+$/.test(chosen)
      ? values[Number(chosen)]
      : values.find((item) => isObject(item) && item.type === chosen);
  }
  return value ?? null;
}
