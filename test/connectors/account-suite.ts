/** What every connector to tables must do, whatever the database is. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Connector, TargetAccount } from '../../electron/engine/connectors/connector.ts';
import { failed, unwrap } from './apps.ts';

export interface Installed {
  readonly connector: Connector;
  /** Adds this many accounts past Footbridge, `user-0` and so on. */
  fill(count: number): Promise<void> | void;
  /** Every login, sorted. */
  logins(): Promise<readonly string[]> | readonly string[];
}

export interface SuiteApp {
  readonly name: string;
  /** Names of two roles, and attributes of a new account: the first takes any text, the last is its employee number. */
  readonly roles: readonly [string, string];
  readonly attributes: Readonly<Record<string, string | number | boolean | null>>;
  readonly install: () => Promise<Installed> | Installed;
}

interface Page {
  readonly accounts: readonly TargetAccount[];
  readonly next: string | null;
}

/** @param many how many accounts are paged through */
export function describeAccounts(apps: readonly SuiteApp[], many: number): void {
  describe.each(apps)('$name', (app) => {
    it('takes an account from its creation to its end', async () => {
      const { connector } = await app.install();
      const [first, second] = app.roles;
      const id = unwrap(await connector.create({ login: 'Ada@Example.com', attributes: app.attributes }));
      const created = { id, login: 'Ada@Example.com', active: true, attributes: app.attributes, roles: [] };
      expect(unwrap(await connector.read(id))).toEqual(created);

      for (const role of [first, second, first]) unwrap(await connector.addRole(id, role));
      expect(unwrap(await connector.read(id))?.roles).toEqual([first, second].sort());
      for (const role of [first, first]) unwrap(await connector.removeRole(id, role));
      expect(unwrap(await connector.read(id))?.roles).toEqual([second]);

      unwrap(
        await connector.update(id, { login: 'ada', attributes: { [Object.keys(app.attributes)[0] ?? '']: null } }),
      );
      expect(unwrap(await connector.read(id))).toMatchObject({ login: 'ada', active: true });
      unwrap(await connector.disable(id));
      unwrap(await connector.disable(id));
      expect(unwrap(await connector.read(id))?.active).toBe(false);
      unwrap(await connector.enable(id));
      expect(unwrap(await connector.read(id))?.active).toBe(true);
      unwrap(await connector.delete(id));
      expect(unwrap(await connector.read(id))).toBeNull();
      expect(unwrap(await connector.find({ login: 'ada' }))).toEqual([]);
    });

    it('finds by each part of a search on its own', async () => {
      const { connector } = await app.install();
      const id = unwrap(await connector.create({ login: 'Zoë@Example.com', attributes: app.attributes }));
      const number = String(Object.values(app.attributes).at(-1));
      for (const [search, found] of [
        [{ login: 'Zoë@Example.com' }, [id]],
        [{ login: 'ZOË@example.COM' }, [id]],
        [{ login: 'ZOE\u0308@example.com' }, [id]],
        [{ email: 'ADA@example.com' }, [id]],
        [{ employeeNumber: number }, [id]],
        [{ login: 'nobody', email: 'ada@example.com', employeeNumber: number }, [id]],
        [{ login: 'zo%', email: '%', employeeNumber: "' OR 1=1 --" }, []],
        [{ login: '\u0000' }, []],
        [{}, []],
      ] as const) {
        expect(
          unwrap(await connector.find(search)).map((account) => account.id),
          JSON.stringify(search),
        ).toEqual(found);
      }
    });

    it('refuses a second account of the same login in whatever case', async () => {
      const { connector } = await app.install();
      unwrap(await connector.create({ login: 'Zoë', attributes: {} }));
      const other = unwrap(await connector.create({ login: 'Bob', attributes: {} }));
      expect(failed(await connector.create({ login: 'ZOË', attributes: {} }))).toMatch(
        /^conflict: .*ZOË exists already/,
      );
      expect(failed(await connector.update(other, { login: 'zoë', attributes: {} }))).toMatch(/^conflict: /);
      expect(failed(await connector.update(other, { login: 'BOB', attributes: {} })), 'its own, in another case').toBe(
        'ok',
      );
    });

    it.each(['disable', 'enable', 'delete'] as const)(
      '%s of an id that is not there is unknown, never success',
      async (verb) => {
        const { connector } = await app.install();
        for (const id of ['999', '', '1 OR 1=1', '1.0', ' 1', '01', '9223372036854775808', '\u0000', "'"]) {
          expect(failed(await connector[verb](id)), id).toMatch(/^unknown: .* no account with the id /);
          expect(unwrap(await connector.read(id)), id).toBeNull();
        }
        const [role] = app.roles;
        for (const result of [
          await connector.update('999', { attributes: {} }),
          await connector.addRole('999', role),
          await connector.removeRole('999', role),
        ]) {
          expect(failed(result)).toMatch(/^unknown: /);
        }
      },
    );

    it('names the roles there are when asked for another', async () => {
      const { connector } = await app.install();
      const id = unwrap(await connector.create({ login: 'ada', attributes: {} }));
      for (const verb of ['addRole', 'removeRole'] as const) {
        const message = failed(await connector[verb](id, 'boss'));
        expect(message).toMatch(/^permanent: .*no role “boss”/);
        for (const role of app.roles) expect(message).toContain(role);
      }
    });

    it('stores any text as it is', async () => {
      const { connector } = await app.install();
      const [attribute = ''] = Object.keys(app.attributes);
      const id = unwrap(await connector.create({ login: 'ada', attributes: {} }));
      const texts = fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom("'; DROP TABLE users; --", '"', '%_\\', '0815', '1e3', ' ', 'NULL', '7.0', '{a,b}', '$1'),
      );
      await fc.assert(
        fc.asyncProperty(texts, async (text) => {
          unwrap(await connector.update(id, { attributes: { [attribute]: text } }));
          expect(unwrap(await connector.read(id))?.attributes[attribute]).toBe(text);
        }),
        { numRuns: 60 },
      );
    });

    it('pages through every account once, in the order of its ids', async () => {
      const { connector, fill, logins } = await app.install();
      await fill(many);
      const seen: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page: Page = unwrap(await connector.list(cursor ?? null));
        seen.push(...page.accounts.map((account) => account.login));
        cursor = page.next;
      }
      expect(seen.length).toBeGreaterThanOrEqual(many);
      expect(seen.toSorted()).toEqual(await logins());
      expect(failed(await connector.list('nonsense'))).toMatch(/^permanent: /);
    });
  });
}
