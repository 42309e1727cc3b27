import { describe, expect, onTestFinished, test } from 'vitest';
import type { JsonObject } from '../../electron/engine/scim/json.ts';
import { codeOf } from '../api/asking.ts';
import { exported, imported, importedContoso } from '../configuration/room.ts';
import { setStage } from '../provisioning/stage.ts';
import { badge, badgeUri, room } from '../scim/support/extensions.ts';
import { startEngine } from '../support/engine.ts';
import { until } from '../support/engine-until.ts';
import { newUser, replacing } from '../support/scim.ts';

async function withBadges() {
  const engine = await startEngine();
  onTestFinished(() => engine.close());
  await engine.client.call('schema.put', badge);
  await engine.client.call('schema.put', room);
  const scim = await engine.addSource('okta');
  const hire = async (name: string, values: object) =>
    String(
      (await scim.send('POST', '/Users', { body: newUser(`${name}@x.test`, 'Sales', { [badgeUri]: values }) })).body
        ?.id,
    );
  const found = async (filter: string, more = '') => {
    const { body, status } = await scim.send('GET', `/Users?filter=${encodeURIComponent(filter)}${more}`);
    expect(status).toBe(200);
    return (body as { Resources: readonly JsonObject[] }).Resources.map(
      ({ userName }) => String(userName).split('@')[0],
    );
  };
  return { engine, client: engine.client, scim, hire, found };
}

describe('a schema extension at the door', () => {
  test('is discovered, stored, answered, patched, filtered and sorted by, also after a restart', async () => {
    const { engine, scim, hire, found } = await withBadges();
    const { body: schemas } = await scim.send('GET', `/Schemas/${badgeUri}`);
    expect(schemas).toMatchObject({ id: badgeUri, name: 'Badge', meta: { resourceType: 'Schema' } });
    expect((schemas as { attributes: JsonObject[] }).attributes.map(({ name }) => name)).toEqual(
      badge.attributes.map(({ name }) => name),
    );
    const { body: types } = await scim.send('GET', '/ResourceTypes');
    expect(types?.Resources).toMatchObject([
      { name: 'User', schemaExtensions: [{}, { schema: badgeUri, required: false }] },
      { name: 'Group', schemaExtensions: [{ schema: room.id, required: false }] },
    ]);

    const ada = await hire('ada', {
      badgeNumber: 'B7',
      floor: 10,
      zones: ['lab'],
      pin: '1234',
      keys: [{ value: 'K1', type: 'lab' }],
    });
    await hire('bert', { badgeNumber: 'b7', floor: 9, photographed: true, validUntil: '2027-01-01T00:00:00+02:00' });
    await hire('cleo', {});
    expect(await found(`${badgeUri}:badgeNumber eq "B7"`)).toEqual(['ada']);
    expect(await found('badgeNumber eq "b7"')).toEqual(['bert']);
    expect(await found(`${badgeUri}:floor gt 9`)).toEqual(['ada']);
    expect(await found(`${badgeUri}:keys[value eq "k1" and type eq "lab"]`)).toEqual(['ada']);
    expect(await found(`${badgeUri}:keys.value sw "k"`)).toEqual(['ada']);
    expect(await found(`${badgeUri}:zones eq "LAB" or photographed eq true`)).toEqual(['ada', 'bert']);
    expect(await found(`${badgeUri}:validUntil lt "2026-12-31T22:00:01Z"`)).toEqual(['bert']);
    expect(await found(`not (${badgeUri}:floor pr)`)).toEqual(['cleo']);
    expect(await found('userName pr', `&sortBy=${badgeUri}:floor`)).toEqual(['bert', 'ada', 'cleo']);

    const { body: whole } = await scim.send('GET', `/Users/${ada}`);
    expect(whole).toMatchObject({ [badgeUri]: { badgeNumber: 'B7', floor: 10 } });
    // "returned": "request" is answered only to who names it.
    expect(whole?.[badgeUri]).not.toHaveProperty('pin');
    const { body: asked } = await scim.send('GET', `/Users/${ada}?attributes=${badgeUri}:pin`);
    expect(asked?.[badgeUri]).toEqual({ pin: '1234' });

    const patch = { ...replacing({ [`${badgeUri}:keys[type eq "lab"].value`]: 'K2', [`${badgeUri}:floor`]: '11' }) };
    expect((await scim.send('PATCH', `/Users/${ada}`, { body: patch })).body?.[badgeUri]).toMatchObject({
      floor: 11,
      keys: [{ value: 'K2' }],
    });
    await engine.restart();
    // The connection that was kept is of the engine before.
    await until('answered again', () => scim.send('GET', '/Users?count=0').catch(() => undefined));
    expect(await found(`${badgeUri}:keys.value eq "K2"`)).toEqual(['ada']);
    expect(await found(`${badgeUri}:keys.value eq "K1"`)).toEqual([]);
  });

  test('of groups', async () => {
    const { scim } = await withBadges();
    const body = { displayName: 'Lab', [room.id]: { roomNumber: 'E 4', desks: '12' } };
    const made = await scim.send('POST', '/Groups', { body });
    expect(made.body).toMatchObject({ [room.id]: { roomNumber: 'E 4', desks: 12 } });
    const { body: list } = await scim.send('GET', `/Groups?filter=${encodeURIComponent(`${room.id}:desks ge 12`)}`);
    expect(list?.totalResults).toBe(1);
  });

  test('gives roles by rules', async () => {
    const { client, app, wiki, hire, patchUser, quiet } = await setStage();
    await client.call('schema.put', badge);
    await client.call('app.addRule', {
      id: app.id,
      rule: { name: 'Lab edits', role: 'editor', when: '"lab" in user.zones' },
    });
    const id = await hire('ada@x.test', 'Sales', { [badgeUri]: { zones: ['lab'] } });
    await until('Ada edits', () => wiki.account('ada@x.test')?.roles.includes('editor'));
    await patchUser(id, { [`${badgeUri}:zones`]: ['roof'] });
    await quiet();
    expect(wiki.account('ada@x.test')?.roles).toEqual(['reader']);
    // What a rule reads is not taken from under it, also not with yes.
    expect(await codeOf(client.call('schema.remove', { id: badgeUri, yes: true }))).toBe('conflict');
    expect((await client.call('schema.list', {})).items.map(({ id }) => id)).toContain(badgeUri);
  });
});

describe('editing extensions', () => {
  test('what would drop values asks first, and then drops those and no others', async () => {
    const { client, scim, hire, found } = await withBadges();
    const ada = await hire('ada', { badgeNumber: 'B7', floor: 10, zones: ['lab'] });
    const before = (await scim.send('GET', `/Users/${ada}`)).body?.meta as JsonObject;
    const asText = {
      ...badge,
      attributes: badge.attributes.map((one) => (one.name === 'floor' ? { ...one, type: 'string' as const } : one)),
    };
    expect(await codeOf(client.call('schema.put', asText))).toBe('refused');
    expect(await found(`${badgeUri}:floor eq 10`)).toEqual(['ada']);
    await client.call('schema.put', { ...asText, yes: true });
    const { body } = await scim.send('GET', `/Users/${ada}`);
    expect(body?.[badgeUri]).toEqual({ badgeNumber: 'B7', zones: ['lab'] });
    expect((body as { meta: JsonObject }).meta.version).not.toBe(before.version);
    expect(
      (await scim.send('PATCH', `/Users/${ada}`, { body: replacing({ [`${badgeUri}:floor`]: 'third' }) })).status,
    ).toBe(200);
    expect(await found(`${badgeUri}:floor sw "th"`)).toEqual(['ada']);

    expect(await codeOf(client.call('schema.remove', { id: badgeUri }))).toBe('refused');
    await client.call('schema.remove', { id: badgeUri, yes: true });
    const { body: bare } = await scim.send('GET', `/Users/${ada}`);
    expect(bare).not.toHaveProperty([badgeUri]);
    expect(bare?.schemas).not.toContain(badgeUri);
    expect(await codeOf(client.call('schema.remove', { id: badgeUri, yes: true }))).toBe('not-found');
    expect((await scim.send('GET', `/Schemas/${badgeUri}`)).status).toBe(404);
    expect((await scim.send('GET', `/Users?filter=${encodeURIComponent(`${badgeUri}:zones pr`)}`)).status).toBe(400);
  });

  test('is listed with who holds it, and cannot contradict what is there', async () => {
    const { client, hire } = await withBadges();
    await hire('ada', { floor: 1 });
    const { items } = await client.call('schema.list', {});
    expect(items.map(({ name, builtIn, holders }) => [name, builtIn, holders])).toEqual([
      ['User', true, null],
      ['EnterpriseUser', true, null],
      ['Badge', false, 1],
      ['Group', true, null],
      ['Room', false, 0],
    ]);
    const clash = { ...badge, id: 'urn:example:other', resourceType: 'User' as const };
    expect(await codeOf(client.call('schema.put', clash))).toBe('invalid');
  });
});

describe('extensions in a configuration file', () => {
  test('come with an import before the rules that read them, and go only with yes', async () => {
    const { engine, idp, file } = await importedContoso((plain) => ({
      ...plain,
      schemaExtensions: [badge],
      apps: plain.apps.map((app) => ({
        ...app,
        rules: [...app.rules, { name: 'Lab', role: 'editor', when: 'user.floor == 3' }],
      })),
    }));
    await idp.send('POST', '/Users', { body: newUser('ada@x.test', 'Sales', { [badgeUri]: { floor: 3 } }) });
    expect(JSON.parse(await exported(engine))).toMatchObject({ schemaExtensions: [{ id: badgeUri }] });
    const check = async (change: object) =>
      engine.client.call('config.check', { text: JSON.stringify({ ...file, ...change }) });
    const lost = await check({ schemaExtensions: [] });
    expect(lost.problems).toMatchObject([{ path: 'apps[0].rules[2].when', message: expect.stringContaining('floor') }]);
    const asText = badge.attributes.map((one) =>
      one.name === 'floor' ? { ...one, type: 'integer' as const, multiValued: true } : one,
    );
    expect((await check({ schemaExtensions: [{ ...badge, attributes: asText }] })).problems.length).toBeGreaterThan(0);

    const unread = {
      ...file,
      schemaExtensions: [],
      apps: file.apps.map((app) => ({ ...app, rules: app.rules.slice(0, 2) })),
    };
    const text = JSON.stringify(unread);
    expect(await engine.client.call('config.import', { text })).toMatchObject({
      applied: false,
      removed: [{ kind: 'schema extension', name: badgeUri }],
    });
    await imported(engine, text, true);
    expect(JSON.parse(await exported(engine))).toMatchObject({ schemaExtensions: [] });
    const { body } = await idp.send('GET', '/Users');
    expect((body as { Resources: JsonObject[] }).Resources[0]).not.toHaveProperty([badgeUri]);
  });
});
