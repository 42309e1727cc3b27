import path from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { searchable } from '../../electron/engine/store/searchable.ts';
import { startEngine, type TestEngine, type TestSource } from '../support/engine.ts';
import { until } from '../support/engine-until.ts';
import { addWiki } from '../support/engine-wiki.ts';
import { newUser, replacing } from '../support/scim.ts';
import { testSeed } from '../support/seed.ts';

/**
 * What lists sort, filter and count people by is kept beside each person. Whatever happens, in whatever order: it is
 * what the user resources and the assignments say, computed here from nothing but them.
 */
const PEOPLE = 5;
const who = fc.nat({ max: PEOPLE - 1 });
const department = fc.constantFrom('Sales', 'Marketing', 'Legal');
const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(model, { noNullPrototype: true });
const kind = <K extends string>(name: K) => fc.constant(name);

type Act =
  | { readonly kind: 'hire'; readonly who: number; readonly department: string; readonly active: boolean }
  | { readonly kind: 'hire under a former name'; readonly who: number }
  | { readonly kind: 'switch'; readonly who: number; readonly active: boolean }
  | { readonly kind: 'move'; readonly who: number; readonly department: string }
  | { readonly kind: 'rename' | 'call' | 'write to' | 'delete'; readonly who: number }
  | { readonly kind: 'observe' | 'deliver' | 'rule' | 'no rule' | 'remove the app' | 'remove the source' | 'restart' }
  | { readonly kind: 'guard'; readonly people: number }
  | { readonly kind: 'decide'; readonly same: boolean };

const acts: fc.Arbitrary<Act> = fc.oneof(
  { weight: 8, arbitrary: record({ kind: kind('hire'), who, department, active: fc.constantFrom(true, true, false) }) },
  { weight: 3, arbitrary: record({ kind: kind('hire under a former name'), who }) },
  { weight: 6, arbitrary: record({ kind: kind('switch'), who, active: fc.boolean() }) },
  { weight: 4, arbitrary: record({ kind: kind('move'), who, department }) },
  { weight: 8, arbitrary: record({ kind: fc.constantFrom('rename', 'call', 'write to', 'delete', 'delete'), who }) },
  {
    weight: 4,
    arbitrary: record({
      kind: fc.constantFrom('observe', 'deliver', 'rule', 'no rule', 'remove the app', 'remove the source', 'restart'),
    }),
  },
  { weight: 1, arbitrary: record({ kind: kind('guard'), people: fc.nat({ max: 3 }) }) },
  { weight: 5, arbitrary: record({ kind: kind('decide'), same: fc.boolean() }) },
);

test(`the columns that lists go by are never another truth (seed ${testSeed})`, { timeout: 120_000 }, async () => {
  const told = fc.asyncProperty(fc.array(acts, { minLength: 30, maxLength: 60, size: 'max' }), async (story) => {
    const company = await Company.found();
    try {
      for (const act of story) await company.perform(act);
      expect(company.listed(), 'while it is under way').toEqual(company.computed());
      await company.quiet();
      expect(company.listed(), 'when it is quiet').toEqual(company.computed());
    } finally {
      await company.close();
    }
  });
  await fc.assert(told, { numRuns: 3, seed: testSeed, endOnFailure: true });
});

/** A small company, its IdP, and one app at a time. */
class Company {
  readonly #engine: TestEngine;
  readonly #people: { readonly label: string; id: string | null; userName: string }[];
  #idp: TestSource;
  #app = '';
  #count = 0;

  private constructor(engine: TestEngine, idp: TestSource) {
    this.#engine = engine;
    this.#idp = idp;
    this.#people = Array.from({ length: PEOPLE }, (_, index) => ({ label: `p${index}`, id: null, userName: '' }));
  }

  static async found(): Promise<Company> {
    const engine = await startEngine();
    const company = new Company(engine, await engine.addSource('okta', { name: 'IdP' }));
    await company.#newApp();
    return company;
  }

  async #newApp(): Promise<void> {
    const { app } = await addWiki(this.#engine.client, this.#engine.data);
    this.#app = app.id;
  }

  async #send(method: string, to: string, body?: object): Promise<string | null> {
    const answer = await this.#idp.send(method, to, body === undefined ? {} : { body });
    if (answer.status >= 500) throw new Error(`${method} ${to}: ${answer.status} ${answer.text}`);
    return answer.status < 300 ? String(answer.body?.id ?? '') : null;
  }

  async #hire(who: number, externalId: string, department: string, active: boolean): Promise<void> {
    const person = this.#people[who];
    if (!person || person.id !== null) return;
    if (person.userName === '') person.userName = `${person.label}.${++this.#count}@Example.com`;
    const name = { givenName: 'Zoë', familyName: `Ångström ${person.label}` };
    const body = newUser(person.userName, department, { externalId, active, name, displayName: undefined });
    person.id = await this.#send('POST', '/Users', body);
  }

  async #patch(who: number, values: Readonly<Record<string, unknown>>): Promise<void> {
    const id = this.#people[who]?.id;
    if (id != null) await this.#send('PATCH', `/Users/${id}`, replacing(values));
  }

  async perform(act: Act): Promise<void> {
    const { client } = this.#engine;
    const person = 'who' in act ? this.#people[act.who] : undefined;
    switch (act.kind) {
      case 'hire':
        return this.#hire(act.who, `ext-${act.who}`, act.department, act.active);
      case 'hire under a former name':
        return this.#hire(act.who, `other-${++this.#count}`, 'Sales', true);
      case 'switch':
        return this.#patch(act.who, { active: act.active });
      case 'move':
        return this.#patch(act.who, {
          'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department': act.department,
        });
      case 'rename':
        if (person?.id == null) return;
        person.userName = `${person.label}.${++this.#count}@example.com`;
        return this.#patch(act.who, { userName: person.userName });
      case 'call':
        return this.#patch(act.who, { displayName: `Čeněk ${++this.#count}`, 'name.familyName': `N${this.#count}` });
      case 'write to':
        return this.#patch(act.who, { emails: [{ value: `Write.${++this.#count}@example.com`, type: 'work' }] });
      case 'delete':
        if (person?.id == null) return;
        await this.#send('DELETE', `/Users/${person.id}`);
        person.id = null;
        return;
      case 'observe':
      case 'deliver':
        await client.call('app.setState', { id: this.#app, state: act.kind === 'deliver' ? 'on' : 'observing' });
        return;
      case 'rule':
        await client.call('app.addRule', { id: this.#app, rule: { name: 'All', role: 'admin', when: 'true' } });
        return;
      case 'no rule': {
        const app = (await client.call('app.list', {})).items[0];
        const rule = app?.snapshot.rules.at(-1);
        if (app && rule) await client.call('app.removeRule', { id: app.id, ruleId: rule.id });
        return;
      }
      case 'remove the app':
        await client.call('app.remove', { id: this.#app });
        return this.#newApp();
      case 'remove the source':
        await client.call('source.remove', { id: this.#idp.id });
        for (const one of this.#people) one.id = null;
        this.#idp = await this.#engine.addSource('okta', { name: 'IdP' });
        return;
      case 'restart':
        await this.#engine.restart();
        await this.#idp.send('GET', '/ServiceProviderConfig').catch(() => undefined);
        return;
      case 'guard':
        await client.call('app.setGuard', { id: this.#app, people: act.people, percent: 0 });
        return;
      case 'decide': {
        const [item] = (await client.call('work.list', {})).items;
        const decision = item?.decisions[act.same ? 0 : item.decisions.length - 1];
        if (item && decision) await client.call('work.decide', { id: item.id, decision, reason: 'so it is' });
      }
    }
  }

  async quiet(): Promise<void> {
    const due = () => this.#ask(`SELECT count(*) AS n FROM delivery WHERE due_at <= ${Date.now()}`)[0]?.n;
    await until('nothing is due', () => due() === 0);
  }

  #ask(text: string): Record<string, unknown>[] {
    const database = new Database(path.join(this.#engine.data, 'footbridge.db'), { readonly: true });
    try {
      return database.prepare<[], Record<string, unknown>>(text).all();
    } finally {
      database.close();
    }
  }

  listed() {
    const people = this.#ask('SELECT id, name_folded, search, state, left_at, roles FROM person ORDER BY pk');
    return {
      people: people.map((person) => ({ ...person, search: String(person.search).split('\n').sort() })),
      tally: this.#ask('SELECT name, n FROM tally'),
      users: this.#ask('SELECT pk, users FROM source ORDER BY pk'),
    };
  }

  computed() {
    const users = this.#ask('SELECT * FROM user_resource ORDER BY pk');
    const assigned = this.#ask(
      `SELECT k.person_pk FROM assignment a JOIN account k ON k.pk = a.account_pk JOIN app x ON x.pk = k.app_pk
       WHERE a.state <> 'revoked' AND x.removed_at IS NULL`,
    );
    const people = this.#ask('SELECT * FROM person ORDER BY pk').map(({ pk, id, name }) => {
      const own = users.filter((user) => user.person_pk === pk);
      const there = own.filter((user) => user.deleted_at === null);
      const state = there.some(({ active }) => active === 1) ? 'active' : there.length > 0 ? 'inactive' : 'gone';
      const left = own.flatMap(({ left_at }) => (typeof left_at === 'number' ? [left_at] : []));
      const words = own.flatMap(({ user_name_folded, body }) => [
        String(user_name_folded),
        ...((JSON.parse(String(body)) as { emails?: { value: string }[] }).emails ?? []).map(({ value }) => value),
      ]);
      return {
        id,
        name_folded: searchable(String(name)),
        search: [String(name), ...words].map(searchable).sort(),
        state: own.length === 0 ? null : state,
        left_at: state === 'active' || left.length === 0 ? null : Math.max(...left),
        roles: assigned.filter(({ person_pk }) => person_pk === pk).length,
      };
    });
    const here = people.filter(({ state }) => state === 'active' || state === 'inactive');
    return {
      people,
      tally: [{ name: 'people', n: here.length }],
      users: this.#ask('SELECT pk FROM source ORDER BY pk').map(({ pk }) => ({
        pk,
        users: users.filter((user) => user.source_pk === pk && user.deleted_at === null).length,
      })),
    };
  }

  close = (): Promise<void> => this.#engine.close();
}
