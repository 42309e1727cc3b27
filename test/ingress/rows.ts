import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Dialect } from '../../shared/model/source.ts';
import { enterprise, patchSchema, type ScimAnswer, type ScimClient } from '../support/scim.ts';

const values = z.record(z.string(), z.unknown());

/** One request as an identity provider really sends it, and what is expected of it. Unknown members are refused. */
const Row = z.strictObject({
  id: z.string(),
  dialect: Dialect,
  given: z
    .strictObject({
      users: z.array(z.string()).optional(),
      active: z.boolean().optional(),
      manager: z.literal(true).optional(),
      group: z.strictObject({ id: z.string(), members: z.array(z.string()) }).optional(),
      userName: z.string().optional(),
      first: z.string().optional(),
    })
    .optional(),
  confidence: z.string(),
  source: z.string(),
  request: z.strictObject({
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
    path: z.string(),
    body: z.unknown().optional(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
  expect: z.strictObject({
    status: z.union([z.number(), z.array(z.number())]),
    contentType: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    body: values.optional(),
    state: values.optional(),
    members: z.array(z.string()).optional(),
    assert: z.array(z.string()).optional(),
    remark: z.string().optional(),
  }),
  note: z.string().optional(),
});
export type Row = z.infer<typeof Row>;

/** The rows of a corpus in test/fixtures. */
export function readRows(file: string): readonly Row[] {
  const text = readFileSync(new URL(`../fixtures/${file}`, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => Row.parse(JSON.parse(line)));
}

/** The ids that a row's placeholders stand for on its own source. */
export type Bindings = Map<string, string>;

/** A value with its placeholders filled in. */
export const bind = <T>(value: T, bindings: Bindings): T =>
  JSON.parse(
    JSON.stringify(value).replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => bindings.get(name) ?? whole),
  ) as T;

const familyNames = ['One', 'Two', 'Three'] as const;
const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';

const seedUser = (number: number, active: boolean): object => ({
  schemas: [userSchema, enterprise],
  userName: `fx.${number}@fix.test`,
  externalId: `fx-${number}`,
  name: { givenName: 'Fix', familyName: familyNames[number - 1] },
  displayName: `Fix ${familyNames[number - 1]}`,
  active,
  phoneNumbers: [{ type: 'mobile', value: '+491111' }],
  [enterprise]: { department: 'Old', costCenter: 'C1' },
});

async function make(scim: ScimClient, collection: 'Users' | 'Groups', body: object): Promise<string> {
  const answer = await scim.send('POST', `/${collection}`, { body });
  if (answer.status !== 201) throw new Error(`what a row is given could not be made: ${answer.text}`);
  return String(answer.body?.id);
}

/** Makes what a row is given, on a fresh source. */
export async function give(scim: ScimClient, row: Row, rows: readonly Row[]): Promise<Bindings> {
  const bindings: Bindings = new Map();
  const { given = {} } = row;
  for (const [index, name] of (given.users ?? []).entries())
    bindings.set(name, await make(scim, 'Users', seedUser(index + 1, index === 0 ? (given.active ?? true) : true)));
  if (given.manager === true) {
    const value = { value: bindings.get('managerId') };
    const body = {
      schemas: [patchSchema],
      Operations: [{ op: 'replace', path: `${enterprise}:manager`, value }],
    };
    const answer = await scim.send('PATCH', `/Users/${bindings.get('userId')}`, { body });
    if (answer.status !== 200) throw new Error(`the manager could not be given: ${answer.text}`);
  }
  if (given.userName !== undefined)
    await make(scim, 'Users', { schemas: [userSchema], userName: given.userName, active: true });
  if (given.group !== undefined) {
    const members = bind(given.group.members, bindings).map((value) => ({ value }));
    bindings.set(given.group.id, await make(scim, 'Groups', { displayName: 'Fix Group', members }));
  }
  if (given.first !== undefined) {
    const first = rows.find(({ id }) => id === given.first);
    if (first === undefined) throw new Error(`there is no row ${given.first}`);
    const answer = await ask(scim, first, bindings);
    if (answer.status >= 300) throw new Error(`${given.first} was refused: ${answer.text}`);
  }
  return bindings;
}

/** Sends a row's request; a body that is a string goes out as it is. */
export function ask(scim: ScimClient, row: Row, bindings: Bindings): Promise<ScimAnswer> {
  const { method, path, body, headers = {} } = row.request;
  const lowered = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  // Spaces and quotes cannot stand in a request line; everything else goes out as the row has it.
  const target = bind(path, bindings).replaceAll(' ', '%20').replaceAll('"', '%22');
  return scim.send(method, target, {
    headers: lowered,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : bind(body, bindings) }),
  });
}

/** Everything that a source holds, as its IdP can see it. */
export async function everything(scim: ScimClient): Promise<unknown> {
  const [users, groups] = await Promise.all([scim.send('GET', '/Users'), scim.send('GET', '/Groups')]);
  return [users.body, groups.body];
}
