import { existsSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import * as fc from 'fast-check';
import type { Target } from '../../shared/model/app.ts';
import type { Configuration, ConfigurationApp } from '../../shared/model/configuration.ts';
import { csvDelimiters } from '../../shared/model/csv-target.ts';
import { weekdays } from '../../shared/model/delivery-settings.ts';
import { dialects } from '../../shared/model/source.ts';
import { extensionLists } from '../scim/support/extensions.ts';

/** Names as people give them, in many scripts; trimmed, as the door trims them. */
const name = fc
  .oneof(
    fc.constantFrom('Contoso', '株式会社', 'Éditeurs "EU"', 'مدير', 'Σίγμα', '😀 Team', 'a\\b', 'O’Brien', '<x>&'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  )
  .map((text) => text.trim())
  .filter((text) => text !== '' && text.length <= 200 && !text.includes('\u0000'));
const folded = (text: string): string => text.toLowerCase();
/** Tables and columns, different also without regard to case. */
const columnNames = fc.uniqueArray(
  fc.stringMatching(/^[A-Za-z é日]{1,8}$/).filter((text) => text.trim() === text),
  { minLength: 12, maxLength: 12, selector: folded },
);
const attribute = fc.stringMatching(/^[a-z]{1,8}$/).filter((text) => text !== 'login');
const attributes = fc.uniqueArray(attribute, { maxLength: 3 });
const key = fc.stringMatching(/^[a-z0-9]{1,6}(-[a-z0-9]{1,6})?$/);

const sqliteTarget = (folder: string): fc.Arbitrary<Target> =>
  fc
    .tuple(fc.uuid(), columnNames, attributes, fc.constantFrom([1, 0], ['yes', 'no'], [0.5, -1]))
    .map(([file, names, mapped, [on, off]]): Target => {
      const at = (index: number): string => names[index] ?? '';
      return {
        kind: 'sqlite',
        file: path.join(folder, `${file}.db`),
        users: {
          table: at(0),
          id: at(1),
          login: at(2),
          active: { column: at(3), on: on ?? 1, off: off ?? 0 },
          columns: Object.fromEntries(mapped.map((one, index) => [one, at(4 + index)])),
          email: mapped[0] ?? null,
          employeeNumber: null,
        },
        roles: { table: at(7), id: at(8), name: at(9) },
        userRoles: { table: at(10), user: at(11), role: at(8) },
      };
    });

const csvTarget = (folder: string): fc.Arbitrary<Target> =>
  fc
    .record({
      file: fc.uuid(),
      names: columnNames,
      mapped: attributes,
      delimiter: fc.constantFrom(...csvDelimiters),
      byteOrderMark: fc.boolean(),
      formulaSafe: fc.boolean(),
      hasId: fc.boolean(),
    })
    .map(({ file, names, mapped, hasId, ...rest }): Target => {
      const at = (index: number): string => names[index] ?? '';
      return {
        kind: 'csv',
        file: path.join(folder, `${file}.csv`),
        ...rest,
        users: {
          id: hasId ? at(1) : null,
          login: at(2),
          active: { column: at(3), on: 'yes', off: 'no' },
          columns: Object.fromEntries(mapped.map((one, index) => [one, at(4 + index)])),
          email: null,
          employeeNumber: mapped[0] ?? null,
        },
        roles: { layout: 'column', column: at(8), separator: ';' },
        knownRoles: [],
        export: null,
      };
    });

/** Makes the database that a target speaks of, with the roles that rules give. A CSV file need not be there. */
export function prepareTargets(apps: readonly ConfigurationApp[]): void {
  for (const { target, rules } of apps) {
    if (target.kind !== 'sqlite' || existsSync(target.file)) continue;
    const { users, roles, userRoles } = target;
    const quoted = (text: string): string => `"${text}"`;
    const columns = Object.values(users.columns).map((column) => `, ${quoted(column)} TEXT`);
    const database = new Database(target.file);
    database.exec(
      `CREATE TABLE ${quoted(users.table)} (${quoted(users.id)} INTEGER PRIMARY KEY, ${quoted(users.login)} TEXT UNIQUE,
         ${quoted(users.active.column)}${columns.join('')});
       CREATE TABLE ${quoted(roles.table)} (${quoted(roles.id)} INTEGER PRIMARY KEY, ${quoted(roles.name)} TEXT UNIQUE);
       CREATE TABLE ${quoted(userRoles.table)} (${quoted(userRoles.user)} INTEGER, ${quoted(userRoles.role)} INTEGER)`,
    );
    const add = database.prepare(`INSERT OR IGNORE INTO ${quoted(roles.table)} (${quoted(roles.name)}) VALUES (?)`);
    for (const { role } of rules) add.run(role);
    database.close();
  }
}

/** Whole configurations whose targets lie in a folder. */
export const configurations = (folder: string): fc.Arbitrary<Configuration> =>
  fc
    .record({
      schemaExtensions: extensionLists,
      sources: fc.uniqueArray(
        fc.record({ name, dialect: fc.constantFrom(...dialects), rate: fc.nat({ max: 100_000 }) }),
        { minLength: 1, maxLength: 3, selector: (source) => folded(source.name) },
      ),
      groups: fc.uniqueArray(
        fc.record({
          key,
          displayName: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
          externalId: fc.option(fc.uuid()),
        }),
        { maxLength: 4, comparator: (a, b) => a.key === b.key || folded(a.displayName) === folded(b.displayName) },
      ),
      picks: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
      apps: fc.uniqueArray(
        fc.record({
          name,
          target: fc.oneof(sqliteTarget(folder), csvTarget(folder)),
          guard: fc.record({ people: fc.nat({ max: 1_000_000 }), percent: fc.nat({ max: 100 }) }),
          delivery: fc.record({
            debounceSeconds: fc.integer({ min: 0, max: 600 }).map((tenths) => tenths / 10),
            concurrency: fc.integer({ min: 1, max: 16 }),
            perSecond: fc.option(fc.integer({ min: 1, max: 10_000 })),
            schedule: fc.option(
              fc.record({
                timeZone: fc.constantFrom('UTC', 'Europe/Vienna', 'America/St_Johns'),
                windows: fc.array(
                  fc.record({
                    days: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }),
                    from: fc.constantFrom('00:00', '08:30', '22:00'),
                    to: fc.constantFrom('06:00', '17:45', '23:59'),
                  }),
                  { minLength: 1, maxLength: 3 },
                ),
                removals: fc.constantFrom('at once', 'in the windows'),
              }),
            ),
          }),
          rules: fc.array(fc.record({ name, role: name, text: fc.string({ unit: 'grapheme', maxLength: 10 }) }), {
            maxLength: 4,
          }),
        }),
        { maxLength: 3, selector: (app) => folded(app.name) },
      ),
    })
    .map(({ schemaExtensions, sources, groups, apps, picks }): Configuration => {
      let next = 0;
      const pick = <T>(from: readonly T[]): T | undefined => from[(picks[next++ % picks.length] ?? 0) % from.length];
      return {
        footbridge: 1,
        schemaExtensions,
        sources,
        groups: groups.map((group) => ({ ...group, source: pick(sources)?.name ?? '' })),
        apps: apps.map(({ rules, ...app }) => ({
          ...app,
          mappings: [
            { attribute: 'login', expression: 'user.userName' },
            ...Object.keys(app.target.users.columns).map((one) => ({ attribute: one, expression: 'user.displayName' })),
          ],
          rules: rules.map(({ text, ...rule }) => {
            const group = pick(groups);
            const title = `user.title == ${JSON.stringify(group === undefined ? text : group.key)}`;
            return { ...rule, when: group === undefined ? title : `${title} || "${group.key}" in groups` };
          }),
        })),
      };
    });
