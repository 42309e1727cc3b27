import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ScimRequest } from '../../electron/engine/sandbox/conversation.ts';
import { speakerOf } from '../../electron/engine/sandbox/speaker.ts';
import { carry } from './carry.ts';
import { ScimNames } from './scim-names.ts';
import { company, person, told } from './told.ts';

describe('the shapes', () => {
  const rows = readFileSync(new URL('../fixtures/idp-corpus.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((row) => JSON.parse(row) as { id: string; request: ScimRequest });
  const corpus = new Map(rows.map(({ id, request }) => [id, request]));
  const recorded = (row: string, ids: Readonly<Record<string, string>>) =>
    JSON.parse(
      JSON.stringify(corpus.get(row)).replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => ids[name] ?? name),
    ) as ScimRequest;

  it.each([
    ['entraF.disable', 'entra-flag', 'leaves'],
    ['okta.deactivate.patch', 'okta-oin', 'leaves'],
    ['ol.suspend', 'onelogin', 'leaves'],
    ['ol.delete', 'onelogin', 'deleted'],
  ] as const)('%s is byte for byte what was recorded', (row, dialect, event) => {
    const { requests, memory } = told(dialect, event);
    const request = recorded(row, { userId: memory[person.id] ?? '' });
    expect(requests).toEqual([{ ...request, body: request.body ?? null }]);
  });

  it.each([
    ['okta.assign.create', 'okta-aiw', 'POST', '/Users'],
    ['okta.group.create', 'okta-oin', 'POST', '/Groups'],
    ['okta.group.create.members', 'okta-aiw', 'POST', '/Groups'],
    ['ak.user.create', 'authentik', 'POST', '/Users'],
    ['gw.create', 'google', 'POST', '/Users'],
    ['jc.probe.create', 'jumpcloud', 'POST', '/Users'],
    ['ping.create.disabled', 'ping', 'POST', '/Users'],
  ] as const)('%s has the keys that were recorded', (row, dialect, method, path) => {
    const server = new ScimNames();
    carry(speakerOf(dialect).tell(null, company, {}), server.answer);
    const sent = server.received.find((request) => request.method === method && request.path === path);
    expect(Object.keys(sent?.body ?? {})).toEqual(
      expect.arrayContaining(Object.keys(corpus.get(row)?.body ?? { no: 1 })),
    );
  });

  it.each([
    ['okta.group.members.mixed', 'okta-oin'],
    ['jc.probe.member', 'jumpcloud'],
    ['ak.group.remove', 'authentik'],
    ['ol.group.add.valuePath', 'onelogin'],
  ] as const)('%s has operations of the kinds that were recorded', (row, dialect) => {
    type Sent = { op: string; path?: string; value?: readonly object[] };
    const kinds = ({ body }: ScimRequest) =>
      ((body?.Operations ?? []) as Sent[]).map(({ op, path, value }) =>
        [op, path?.replace(/".*"/, '""'), ...Object.keys(value?.[0] ?? {})].join(' '),
      );
    const sent = told(dialect, 'members').requests.flatMap(kinds);
    expect(sent).toEqual(expect.arrayContaining(kinds(recorded(row, {}))));
  });

  it('of a user of Okta has no password and no externalId when it is replaced, and its manager by name', () => {
    const [, put] = told('okta-aiw', 'moves').requests;
    expect(Object.keys(put?.body ?? {})).not.toEqual(expect.arrayContaining(['password']));
    expect(put?.body).toMatchObject({
      id: expect.any(String),
      groups: [],
      meta: { resourceType: 'User' },
      active: true,
    });
    expect(put?.body?.externalId).toBeUndefined();
    expect(JSON.stringify(put?.body)).toContain('"manager":{"value":"');
  });

  it.each([
    ['google', 'application/json'],
    ['authentik', 'application/scim+json'],
    ['entra', undefined],
  ] as const)('of a body of %s: %s', (dialect, contentType) => {
    const withBody = told(dialect, 'joins').requests.filter(({ body }) => body !== null);
    expect(withBody.map((request) => request.contentType)).toEqual(withBody.map(() => contentType));
  });

  it.each([
    ['entra', 0],
    ['okta-oin', 0],
    ['generic', 3],
    ['authentik', 3],
  ] as const)('of groups in groups, told in %s: %i', (dialect, count) => {
    const server = new ScimNames();
    const memory = carry(speakerOf(dialect).tell(null, company, {}), server.answer);
    const outer = company.groups.filter(({ groups }) => groups.length > 0).map(({ id }) => `/Groups/${memory[id]}`);
    const patched = server.received.filter(({ method, path }) => method === 'PATCH' && outer.includes(path));
    expect(outer.length).toBe(3);
    expect(new Set(patched.map(({ path }) => path)).size).toBe(count);
    const inner = company.groups.filter(({ name }) => name === 'Engineering').map(({ id }) => memory[id]);
    const text = JSON.stringify(patched.map(({ body }) => body));
    expect(inner.every((id) => text.includes(`"value":"${id}"`))).toBe(count > 0);
  });
});
