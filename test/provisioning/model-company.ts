import path from 'node:path';
import Database from 'better-sqlite3';
import { checkChain } from '../../electron/engine/audit/chain.ts';
import type { CrashPoint } from '../../electron/engine/ports.ts';
import { usualDelivery } from '../../shared/model/delivery-settings.ts';
import { startEngine, type TestEngine, type TestSource } from '../support/engine.ts';
import { addWiki, type Wiki } from '../support/engine-wiki.ts';
import { enterprise, newUser, replacing } from '../support/scim.ts';
import { type Act, aMinuteAgo, PEOPLE, type TriggerName, triggers } from './model-acts.ts';
import { decideItem, rejectedPeople, rejectForOne, releaseRejected } from './model-admin.ts';
import { ADMIN, byHand, isAskedAbout, type Person, type Row, rowsOf, wantedOf } from './model-person.ts';
import { asked, namesIn } from './stage.ts';

const HOUR_MS = 60 * 60 * 1000;
/** How long a story waits for deliveries, and how long its end does. */
const SHORTLY_MS = 150;
const PATIENTLY_MS = 10_000;
/** What a story does to time and to Footbridge itself. */
interface Luck {
  ahead: number;
  stopAt: CrashPoint | null;
}

/** To happen to somebody who is not there, these need them to join first. */
const needsThem: ReadonlySet<Act['kind']> = new Set(['switch', 'move', 'rename', 'member', 'role given by hand']);

/** A company as its IdP has it, and what of it is to be seen in its app. Nothing here asks Footbridge what is wanted. */
export class Company {
  readonly #engine: TestEngine;
  readonly #idp: TestSource;
  readonly #wiki: Wiki;
  readonly #app: string;
  readonly #luck: Luck;
  readonly #people: Person[] = [];
  /** Everybody who ever had a userName. */
  readonly #owners = new Map<string, Set<Person>>();
  /** Accounts that are nobody's of ours: nothing may ever happen to them (rule 1). */
  readonly #others: readonly Row[];
  #group: string | null = null;
  #unlock: (() => void) | null = null;
  #names = 0;

  private constructor(engine: TestEngine, idp: TestSource, app: { wiki: Wiki; id: string }, luck: Luck) {
    this.#engine = engine;
    this.#idp = idp;
    this.#wiki = app.wiki;
    this.#app = app.id;
    this.#luck = luck;
    this.#others = rowsOf(this.#wiki);
  }

  static async found(): Promise<Company> {
    const luck: Luck = { ahead: 0, stopAt: null };
    const engine = await startEngine({
      clock: { now: () => Date.now() + luck.ahead },
      reached: (point) => {
        if (point !== luck.stopAt) return;
        luck.stopAt = null;
        throw new Error(`stopped ${point}`);
      },
    });
    const idp = await engine.addSource('entra', { name: 'Entra' });
    const { app, wiki } = await addWiki(engine.client, engine.data);
    const company = new Company(engine, idp, { wiki, id: app.id }, luck);
    await company.#newGroup();
    for (let index = 0; index < PEOPLE; index++) company.#people.push(company.#person(`p${index}`));
    return company;
  }

  #person(label: string): Person {
    return {
      label,
      externalId: `ext-${label}`,
      id: null,
      userName: '',
      active: false,
      department: '',
      member: false,
      lost: false,
    };
  }

  #newName(person: Person): string {
    const userName = `${person.label}.${++this.#names}@example.com`;
    this.#own(userName, person);
    return userName;
  }

  #own(userName: string, person: Person): void {
    this.#owners.set(userName, (this.#owners.get(userName) ?? new Set()).add(person));
  }

  async #newGroup(): Promise<void> {
    const { client } = this.#engine;
    for (const app of (await client.call('app.list', {})).items)
      for (const rule of app.snapshot.rules)
        if (rule.name === 'Admins') await client.call('app.removeRule', { id: app.id, ruleId: rule.id });
    for (const person of this.#people) person.member = false;
    this.#group = await asked(this.#idp, 'POST', '/Groups', { displayName: `Admins ${++this.#names}` });
    const rule = { name: 'Admins', role: ADMIN, when: `"${this.#group}" in groups` };
    await client.call('app.addRule', { id: this.#app, rule });
  }

  async perform(act: Act): Promise<void> {
    const { client } = this.#engine;
    const person = 'who' in act ? (this.#people[act.who] as Person) : null;
    if (person && person.id === null && needsThem.has(act.kind)) await this.#hire(person, 'Sales', true);
    const there = person?.id ?? null;
    switch (act.kind) {
      case 'hire':
        if (person && there === null) await this.#hire(person, act.department, act.says);
        break;
      case 'hire under a former name':
        if (person && there === null && person.userName !== '') await this.#hireAnother(act.who, act.department);
        break;
      case 'switch':
        if (!person || there === null) break;
        await this.#patch(there, { active: act.active });
        person.active = act.active;
        break;
      case 'move':
        if (!person || there === null) break;
        await this.#patch(there, { [`${enterprise}:department`]: act.department });
        person.department = act.department;
        break;
      case 'rename':
        if (!person || there === null) break;
        person.userName = this.#newName(person);
        await this.#patch(there, { userName: person.userName });
        break;
      case 'delete':
        if (!person || there === null) break;
        await asked(this.#idp, 'DELETE', `/Users/${there}`);
        Object.assign(person, { id: null, active: false, member: false });
        break;
      case 'member':
        if (!person || there === null || this.#group === null) break;
        await this.#patchGroup(act.add ? 'Add' : 'Remove', [{ value: there }]);
        person.member = act.add;
        break;
      case 'clear group':
        if (this.#group === null) break;
        await this.#patchGroup('Replace', []);
        for (const one of this.#people) one.member = false;
        break;
      case 'delete group':
        if (this.#group === null) break;
        await asked(this.#idp, 'DELETE', `/Groups/${this.#group}`);
        this.#group = null;
        break;
      case 'restart':
        await this.#restart();
        break;
      case 'lock':
        this.#unlock ??= this.#wiki.lock();
        break;
      case 'unlock':
        this.#free();
        break;
      case 'trigger':
        this.#trigger(act.which);
        break;
      case 'forgive':
        this.#trigger(null);
        break;
      case 'row deleted by hand':
        this.#byHand((database) => {
          const { changes } = database.prepare('DELETE FROM users WHERE username = ?').run(person?.userName);
          if (person && changes > 0) person.lost = true;
        });
        break;
      case 'role given by hand':
        this.#byHand((database) =>
          database
            .prepare('INSERT OR IGNORE INTO user_roles SELECT id, 3 FROM users WHERE username = ? AND enabled = 1')
            .run(person?.userName),
        );
        break;
      case 'stop at':
        this.#luck.stopAt = act.point;
        break;
      case 'state':
        await client.call('app.setState', { id: this.#app, state: act.on ? 'on' : 'observing' });
        break;
      case 'guard':
        await client.call('app.setGuard', { id: this.#app, people: act.people, percent: 0 });
        break;
      case 'pause': {
        const of = act.everywhere ? {} : { appId: this.#app };
        await client.call('delivery.pause', { ...of, removals: act.removals, reason: 'as it happens' });
        break;
      }
      case 'resume':
        await this.#resume();
        break;
      case 'delivery':
        await this.#setDelivery(act.debounceSeconds, act.isOutsideHours);
        break;
      case 'decide': {
        const { items } = await client.call('work.list', {});
        const item = items[act.nth];
        if (item) await decideItem(client, item);
        break;
      }
      case 'reject for one':
        await rejectForOne(client, act.nth);
        break;
      case 'wait':
        this.#luck.ahead += HOUR_MS;
        break;
      case 'quiet':
        await this.#settle(SHORTLY_MS);
        break;
    }
  }

  async #resume(): Promise<void> {
    await this.#engine.client.call('delivery.resume', {});
    await this.#engine.client.call('delivery.resume', { appId: this.#app });
  }

  async #setDelivery(debounceSeconds: number, isOutsideHours: boolean): Promise<void> {
    const delivery = { ...usualDelivery, debounceSeconds, schedule: isOutsideHours ? aMinuteAgo() : null };
    await this.#engine.client.call('app.setDelivery', { id: this.#app, delivery });
  }

  async #hire(person: Person, department: string, says: boolean | null): Promise<void> {
    const returning = person.userName !== '';
    if (person.userName === '') person.userName = this.#newName(person);
    const body = newUser(person.userName, department, { externalId: person.externalId, active: says ?? undefined });
    person.id = await asked(this.#idp, 'POST', '/Users', body);
    // Rule 5: an absent `active` never reactivates.
    person.active = says ?? !returning;
    person.department = department;
  }

  /** Somebody else, says the externalId, but under a name that is known. */
  async #hireAnother(slot: number, department: string): Promise<void> {
    const former = this.#people[slot] as Person;
    const person = this.#person(`${former.label}x`.slice(0, 6) + this.#names);
    person.userName = former.userName;
    this.#own(person.userName, person);
    this.#people[slot] = person;
    await this.#hire(Object.assign(person), department, true);
  }

  #patch = async (id: string, values: Readonly<Record<string, unknown>>) =>
    void (await asked(this.#idp, 'PATCH', `/Users/${id}`, replacing(values)));

  #patchGroup = async (op: string, value: readonly object[]) =>
    void (await asked(this.#idp, 'PATCH', `/Groups/${this.#group}`, { Operations: [{ op, path: 'members', value }] }));

  #free(): void {
    this.#unlock?.();
    this.#unlock = null;
  }

  #trigger(which: TriggerName | null): void {
    this.#byHand((database) => {
      database.exec('DROP TRIGGER IF EXISTS hostile');
      if (which !== null) database.exec(triggers[which]);
    });
  }

  /** What somebody does in the app itself; while it is locked, nobody can. */
  #byHand(work: (database: Database.Database) => unknown): void {
    if (!this.#unlock) byHand(this.#wiki, work);
  }

  /** Waits until nothing is due any more; no longer than this, for what rests after a fault stays due. */
  async #settle(withinMs: number): Promise<void> {
    const due = () => {
      const database = this.#store();
      try {
        const now = Date.now() + this.#luck.ahead;
        return database.prepare('SELECT count(*) FROM delivery WHERE due_at <= ?').pluck().get(now) as number;
      } finally {
        database.close();
      }
    };
    const end = performance.now() + withinMs;
    while (due() > 0 && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 4));
  }

  #store = () => new Database(path.join(this.#engine.data, 'footbridge.db'), { readonly: true });

  /** The app works again, the host runs, time passes: everything that goes on by itself has gone on. */
  async heal(): Promise<void> {
    this.#free();
    this.#trigger(null);
    await this.#resume();
    await this.#setDelivery(0, false);
    await this.#restart();
    for (let round = 0; round < 3; round++) await this.#passTime();
  }

  async #restart(): Promise<void> {
    this.#luck.stopAt = null;
    await this.#engine.restart();
    // The IdP learns that its connection has ended.
    const look = () => this.#idp.send('GET', '/ServiceProviderConfig');
    await look().catch(look);
  }

  async #passTime(): Promise<void> {
    this.#luck.ahead += HOUR_MS;
    // Wakes what waits for the time that has just passed.
    await this.#engine.client.call('app.setState', { id: this.#app, state: 'on' });
    await this.#settle(PATIENTLY_MS);
  }

  /** An admin decides whatever is asked, until nothing is asked any more or the same again and again. */
  async decideEverything(): Promise<void> {
    const { client } = this.#engine;
    await client.call('app.setGuard', { id: this.#app, people: 100, percent: 100 });
    if (this.#group === null) await this.#newGroup();
    await releaseRejected(client);
    await this.#passTime();
    for (let round = 0; round < 6; round++) {
      const { items } = await client.call('work.list', {});
      if (items.length === 0) break;
      for (const item of items) await decideItem(client, item);
      await this.#passTime();
    }
  }

  /** Names of people whom an open work item asks about. */
  async #askedAbout(): Promise<ReadonlySet<string>> {
    return new Set((await this.#engine.client.call('work.list', {})).items.flatMap(namesIn));
  }

  /** Who may come in although the IdP says otherwise, and nobody is asked about it, or decided it. */
  async accessOfLeavers(): Promise<string[]> {
    const asked = new Set([...(await this.#askedAbout()), ...(await rejectedPeople(this.#engine.client))]);
    return rowsOf(this.#wiki).flatMap((row) => {
      const owners = [...(this.#owners.get(row.username) ?? [])];
      if (owners.length === 0) return [];
      const may = owners.some((owner) => owner.id !== null && owner.active);
      const known = owners.some((owner) => isAskedAbout(asked, owner, this.#owners));
      return row.enabled === 1 && !may && !known ? [`${row.username}: ${row.roles}`] : [];
    });
  }

  /** What differs between the app and what the IdP wants, of everybody about whom nothing is asked. */
  async differences(): Promise<string[]> {
    const asked = await this.#askedAbout();
    const rows = new Map(rowsOf(this.#wiki).map((row) => [row.username, row]));
    const found: string[] = [];
    for (const person of this.#people) {
      if (person.userName === '' || isAskedAbout(asked, person, this.#owners)) continue;
      const wanted = wantedOf(person);
      const row = rows.get(person.userName);
      const is = row?.enabled === 1 ? row.roles.split(',').filter((role) => role !== '') : [];
      const extra = is.filter((role) => !wanted.includes(role) && (role !== ADMIN || wanted.length === 0));
      const missing = wanted.filter((role) => !is.includes(role));
      if (person.lost && row === undefined) continue;
      if (wanted.length > 0 && row?.enabled !== 1) found.push(`${person.userName} cannot come in`);
      if (missing.length > 0) found.push(`${person.userName} lacks ${missing}`);
      if (extra.length > 0) found.push(`${person.userName} has ${extra}`);
    }
    for (const row of rows.values()) {
      const owners = [...(this.#owners.get(row.username) ?? [])];
      if (owners.length === 0 || owners.some((owner) => isAskedAbout(asked, owner, this.#owners))) continue;
      if (row.enabled === 0 && row.roles !== '') found.push(`${row.username} is disabled and has ${row.roles}`);
      if (row.enabled === 0) continue;
      const current = owners.some((owner) => owner.userName === row.username && wantedOf(owner).length > 0);
      if (!current) found.push(`${row.username} may come in as ${row.roles}`);
    }
    for (const other of this.#others) {
      const row = rows.get(other.username);
      if (row?.enabled !== other.enabled || row.roles !== other.roles) found.push(`${other.username} was touched`);
    }
    const { outstanding } = await this.#engine.client.call('status.get', {});
    if (asked.size === 0 && outstanding > 0) found.push(`${outstanding} outstanding, and nobody is asked`);
    return found;
  }

  /** Errors in the log, but for those that a story planted. */
  faults = (): string[] =>
    this.#engine.log.filter((line) => line.includes('"level":"error"') && !line.includes('Error: stopped '));

  async auditBrokenAt(): Promise<number | null> {
    await this.#engine.stop();
    const connection = this.#store();
    try {
      return checkChain({ connection, slow: () => undefined }).brokenAt;
    } finally {
      connection.close();
    }
  }

  async close(): Promise<void> {
    this.#free();
    await this.#engine.close();
  }
}
