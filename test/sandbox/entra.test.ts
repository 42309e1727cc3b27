import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allStaff, type Company, type Person, wikiEditors } from '../../electron/engine/sandbox/company.ts';
import { type Conversation, type ScimRequest, UnfitAnswer } from '../../electron/engine/sandbox/conversation.ts';
import {
  comeBack,
  foundCompany,
  hire,
  join,
  leave,
  move,
  purge,
  rename,
  softDelete,
  withdraw,
} from '../../electron/engine/sandbox/events.ts';
import { type Memory, speakerOf } from '../../electron/engine/sandbox/speaker.ts';
import { applyEvents, companyWithEvents } from './company-events.ts';
import { ScimPretend } from './scim-pretend.ts';

/** Carries a conversation to a server without a network between. */
function carry<T>(conversation: Conversation<T>, server: ScimPretend): T {
  let step = conversation.next();
  while (!step.done) step = conversation.next(server.answer(JSON.parse(JSON.stringify(step.value)) as ScimRequest));
  return step.value;
}

const { tell, testConnection } = speakerOf('entra');

/** What a server was told, one short line for each request. */
const lines = (requests: readonly ScimRequest[]) =>
  requests.map(({ method, path, body }) => {
    const operations = (body?.Operations ?? []) as { op: string; path: string }[];
    const said = operations.map((operation) => `${operation.op} ${operation.path.replace(/^urn:.*:User:/, '')}`);
    return [method, decodeURIComponent(path), ...said].join(' ');
  });

const company = foundCompany(2026, 12);
const [head, , , , , , person] = company.people;
if (head === undefined || person === undefined) throw new Error('The company is too small.');

/** A server that was told the company, and what Entra remembers of it. */
function imported(): { readonly server: ScimPretend; readonly memory: Memory } {
  const server = new ScimPretend();
  const memory = carry(tell(null, company, {}), server);
  server.received.length = 0;
  return { server, memory };
}

/** What Entra sends when one moment of the company becomes another. */
function told(before: Company, after: Company): ScimRequest[] {
  const { server, memory } = imported();
  const known = carry(tell(company, before, memory), server);
  server.received.length = 0;
  carry(tell(before, after, known), server);
  return server.received;
}

describe('the sequences of Entra', () => {
  const id = imported().memory[person.id] ?? '';
  const group = (name: string) =>
    imported().memory[company.groups.find((candidate) => candidate.name === name)?.id ?? ''] ?? '';
  const gone = leave(company, person.id);
  const deleted = softDelete(gone, person.id);
  const getGroup = (name: string) => `GET /Groups/${group(name)}?excludedAttributes=members`;

  const cases: readonly (readonly [what: string, before: Company, after: Company, expected: readonly string[]])[] = [
    ['nobody does anything', company, company, []],
    ['a leaver is disabled', company, gone, [`PATCH /Users/${id} Replace active`]],
    ['a soft delete renames', gone, deleted, [`PATCH /Users/${id} Replace active Replace userName`]],
    [
      'a return enables, memberships are not sent again',
      gone,
      comeBack(gone, person.id),
      [`PATCH /Users/${id} Replace active`],
    ],
    [
      'a restore renames back',
      deleted,
      comeBack(deleted, person.id),
      [`PATCH /Users/${id} Replace userName Replace active`],
    ],
    ['a purge deletes', deleted, purge(deleted, person.id), [`DELETE /Users/${id}`]],
    [
      'a mover',
      company,
      move(company, person.id, 'Sales'),
      [
        `GET /Users/${id}`,
        `PATCH /Users/${id} Replace title Replace department`,
        `PATCH /Users/${id} Replace manager`,
        getGroup(person.department),
        `PATCH /Groups/${group(person.department)} Remove members`,
        getGroup('Sales'),
        `PATCH /Groups/${group('Sales')} Add members`,
      ],
    ],
    [
      'a new family name',
      company,
      rename(company, person.id, { text: 'Ōe', ascii: 'oe' }),
      [
        `GET /Users/${id}`,
        `PATCH /Users/${id} ${[
          'displayName',
          'emails[type eq "work"].value',
          'name.familyName',
          'name.formatted',
          'userName',
        ]
          .map((path) => `Replace ${path}`)
          .join(' ')}`,
      ],
    ],
    [
      'a member joins',
      company,
      join(company, person.id, wikiEditors),
      [getGroup(wikiEditors), `PATCH /Groups/${group(wikiEditors)} Add members`],
    ],
    [
      'a member is taken out',
      company,
      withdraw(company, person.id, allStaff),
      [getGroup(allStaff), `PATCH /Groups/${group(allStaff)} Remove members`],
    ],
  ];
  it.each(cases)('%s', (_, before, after, expected) => {
    expect(lines(told(before, after))).toEqual(expected);
  });

  it('a joiner: match, POST, then the manager, then the groups', () => {
    const after = hire(company, 'People');
    const joiner = after.people.at(-1);
    const requests = told(company, after);
    expect(lines(requests)).toEqual([
      `GET /Users?filter=userName eq "${joiner?.login}"`,
      'POST /Users',
      expect.stringMatching(/^PATCH \/Users\/server-\d+ Add manager$/),
      getGroup(allStaff),
      `PATCH /Groups/${group(allStaff)} Add members`,
      getGroup('People'),
      `PATCH /Groups/${group('People')} Add members`,
    ]);
  });

  it('a first import: users, managers, groups, members; told again it matches and makes nothing', () => {
    const server = new ScimPretend();
    carry(tell(null, company, {}), server);
    const kinds = server.received.map(({ method, path }) => `${method} ${path.split(/[/?]/)[1]}`);
    const times = (count: number, ...repeated: string[]) => Array.from({ length: count }, () => repeated).flat();
    expect(kinds).toEqual([
      ...times(12, 'GET Users', 'POST Users'),
      ...times(6, 'PATCH Users'),
      ...times(12, 'GET Groups', 'POST Groups'),
      ...times(9, 'GET Groups', 'PATCH Groups'),
    ]);
    const stored = JSON.stringify([...server.users]);
    carry(tell(null, company, {}), server);
    expect(JSON.stringify([...server.users])).toBe(stored);
    expect([server.users.size, server.groups.size]).toEqual([12, 12]);
  });

  it('a connection test: two searches for what is not there', () => {
    const server = new ScimPretend();
    carry(testConnection('3f1c8a52-6f0e-4a55-9a55-1f7c0d4b9c11'), server);
    expect(lines(server.received)).toEqual([
      'GET /Users?filter=userName eq "3f1c8a52-6f0e-4a55-9a55-1f7c0d4b9c11"',
      'GET /Groups?excludedAttributes=members&filter=displayName eq "3f1c8a52-6f0e-4a55-9a55-1f7c0d4b9c11"',
    ]);
  });
});

describe('the shapes of Entra', () => {
  const rows = readFileSync(new URL('../fixtures/idp-corpus.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const corpus = new Map(
    rows.map((row) => JSON.parse(row) as { id: string; request: ScimRequest }).map((row) => [row.id, row.request]),
  );
  const id = imported().memory[person.id] ?? '';
  const headId = imported().memory[head.id] ?? '';
  const gone = leave(company, person.id);
  /** A recorded request with this company's ids in it. */
  const recorded = (row: string) =>
    JSON.parse(
      JSON.stringify(corpus.get(row))
        .replaceAll('{{userId}}', id)
        .replaceAll('{{managerId}}', headId)
        .replaceAll('{{groupId}}', imported().memory[company.groups[0]?.id ?? ''] ?? ''),
    ) as ScimRequest;
  const last = (before: Company, after: Company) => told(before, after).at(-1);
  const withManager = (manager: Person | null) => ({
    ...company,
    people: company.people.map((other) =>
      other.id === person.id ? { ...other, managerId: manager?.id ?? null } : other,
    ),
  });

  it.each([
    ['entra.user.disable', last(company, gone)],
    ['entra.user.enable', last(gone, comeBack(gone, person.id))],
    ['entra.group.remove', last(company, withdraw(company, person.id, allStaff))],
    ['entra.user.manager.str', last(withManager(null), withManager(head))],
    ['entra.user.manager.remove', last(withManager(head), withManager(null))],
  ])('is byte for byte what was recorded as %s', (row, sent) => {
    expect(sent).toEqual(recorded(row));
  });

  it('tombstones a soft-deleted user with the object id', () => {
    const sent = last(gone, softDelete(gone, person.id))?.body?.Operations as { value: string }[];
    expect(sent.map((operation) => operation.value)).toEqual([
      'False',
      `${person.id.replaceAll('-', '')}${person.login}`,
    ]);
    expect(sent[1]?.value).toMatch(/^[0-9a-f]{32}[a-z]/);
  });

  it('sends a new user and a new group with the keys that were recorded', () => {
    const server = new ScimPretend();
    carry(tell(null, company, {}), server);
    const sent = (path: string) =>
      server.received.find((request) => request.method === 'POST' && request.path === path);
    const user = sent('/Users')?.body ?? {};
    expect(user).toMatchObject({ active: true, meta: { resourceType: 'User' }, roles: [], phoneNumbers: null });
    for (const row of ['entra.user.create', 'entra.user.create.nulls']) {
      const flat = Object.keys(corpus.get(row)?.body ?? {}).filter((key) => !['department', 'manager'].includes(key));
      expect(Object.keys(user)).toEqual(expect.arrayContaining(flat));
    }
    const group = sent('/Groups')?.body ?? {};
    expect(Object.keys(group)).toEqual(Object.keys(corpus.get('entra.group.create')?.body ?? {}));
    expect(group.schemas).toEqual(corpus.get('entra.group.create')?.body?.schemas);
  });
});

describe('what Entra tells', () => {
  it('leaves the server with just the company, after any events, told after each or all at once', () => {
    fc.assert(
      fc.property(companyWithEvents, fc.boolean(), ({ company: founded, events }, atOnce) => {
        const server = new ScimPretend();
        let memory = carry(tell(null, founded, {}), server);
        let current = founded;
        for (const event of atOnce ? [events] : events.map((one) => [one])) {
          const after = applyEvents(current, event);
          memory = carry(tell(current, after, memory), server);
          current = after;
        }
        expect(serverPeople(server)).toEqual(companyPeople(current));
        expect(serverGroups(server)).toEqual(companyGroups(current));
        expect(Object.keys(memory).length).toBe(current.people.length + current.groups.length);
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    [
      'a refusal',
      { status: 400, body: { detail: 'no' } },
      /^GET \/Users\?filter=userName eq "x" needs status 200.*400.*no/,
    ],
    [
      'a list of two',
      { status: 200, body: { totalResults: 2, Resources: [{ id: 'a' }, { id: 'b' }] } },
      /ListResponse/,
    ],
    ['an empty answer', { status: 200, body: null }, /ListResponse.*no body/],
  ])('stops at %s with the request and the answer in words', (_, answer, words) => {
    const conversation = testConnection('x');
    conversation.next();
    const stop = () => conversation.next(answer);
    expect(stop).toThrow(UnfitAnswer);
    const again = testConnection('x');
    again.next();
    expect(() => again.next(answer)).toThrow(words);
  });
});

const tombstone = (person: Person) =>
  person.presence === 'deleted' ? `${person.id.replaceAll('-', '')}${person.login}` : person.login;

const sorted = (values: readonly string[]) => [...values].sort();

const companyPeople = ({ people }: Company) =>
  sorted(
    people.map((person) =>
      [
        person.id,
        tombstone(person),
        person.presence === 'here',
        person.department,
        person.title,
        person.name.family.text,
        person.managerId,
      ].join(),
    ),
  );

const serverPeople = ({ users }: ScimPretend) =>
  sorted(
    [...users.values()].map(({ externalId, userName, active, attributes, managerId }) =>
      [
        externalId,
        userName,
        active,
        attributes['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department'],
        attributes.title,
        attributes['name.familyName'],
        users.get(managerId ?? '')?.externalId,
      ].join(),
    ),
  );

const companyGroups = ({ groups }: Company) =>
  sorted(groups.map((group) => `${group.name}: ${sorted(group.members).join()}`));

const serverGroups = ({ groups, users }: ScimPretend) =>
  sorted(
    [...groups.values()].map(
      ({ displayName, members }) =>
        `${displayName}: ${sorted([...members].map((member) => users.get(member)?.externalId ?? '')).join()}`,
    ),
  );
