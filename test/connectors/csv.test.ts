import { readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TargetAccount } from '../../electron/engine/connectors/connector.ts';
import { createCsvConnector } from '../../electron/engine/connectors/csv/connector.ts';
import { failed, temporaryFolder, unwrap } from './apps.ts';
import { csvLayouts, csvTarget, setUp } from './csv-files.ts';

const attributes = { mail: 'ada@example.com', fullName: 'Ada O\'Lovelace, "Countess"', number: '+49 151 0815' };

describe.each(csvLayouts)('$name', ({ target }) => {
  it('takes an account from its creation to its end', async () => {
    const { connector } = setUp(target);
    const id = unwrap(await connector.create({ login: 'Ada@Example.com', attributes }));
    expect(unwrap(await connector.read(id))).toEqual({
      id,
      login: 'Ada@Example.com',
      active: true,
      attributes,
      roles: [],
    });
    for (const role of ['reader', 'editor', 'reader']) unwrap(await connector.addRole(id, role));
    expect(unwrap(await connector.read(id))?.roles).toEqual(['editor', 'reader']);
    for (const role of ['reader', 'reader']) unwrap(await connector.removeRole(id, role));
    expect(unwrap(await connector.read(id))?.roles).toEqual(['editor']);

    unwrap(await connector.update(id, { login: 'ada', attributes: { mail: null } }));
    expect(unwrap(await connector.read(id))).toMatchObject({ login: 'ada', attributes: { ...attributes, mail: null } });
    for (const verb of ['disable', 'disable', 'enable', 'disable'] as const) {
      unwrap(await connector[verb](id));
      expect(unwrap(await connector.read(id))?.active, verb).toBe(verb === 'enable');
    }
    unwrap(await connector.removeRole(id, 'editor'));
    expect(unwrap(await connector.read(id)), 'without roles it is still there').toMatchObject({ id, roles: [] });
    unwrap(await connector.delete(id));
    expect(unwrap(await connector.read(id))).toBeNull();
    expect(unwrap(await connector.find({ login: 'ada' }))).toEqual([]);
  });

  it('finds by each part of a search on its own, and lists everybody', async () => {
    const { connector } = setUp(target);
    const id = unwrap(await connector.create({ login: 'Zoë@Example.com', attributes }));
    for (const role of ['a', 'b']) unwrap(await connector.addRole(id, role));
    unwrap(await connector.create({ login: 'bob', attributes: {} }));
    for (const [search, found] of [
      [{ login: 'Zoë@Example.com' }, [id]],
      [{ login: 'ZOE\u0308@example.COM' }, [id]],
      [{ email: 'ADA@example.com' }, [id]],
      [{ employeeNumber: '+49 151 0815' }, [id]],
      [{ login: 'nobody', email: 'ada@example.com', employeeNumber: '+49 151 0815' }, [id]],
      [{ login: 'zo*', email: '', employeeNumber: '0815' }, []],
      [{}, []],
    ] as const)
      expect(
        unwrap(await connector.find(search)).map((account) => (account.id === id ? id : account.login)),
        JSON.stringify(search),
      ).toEqual(found);
    const { accounts, next } = unwrap(await connector.list(null));
    expect(accounts.map(({ login, roles }) => [login, roles])).toEqual([
      ['Zoë@Example.com', ['a', 'b']],
      ['bob', []],
    ]);
    expect(next).toBeNull();
  });

  it('refuses a second account of the same login in whatever case, and says unknown of an id that is not there', async () => {
    const { connector, text } = setUp(target);
    unwrap(await connector.create({ login: 'Zoë', attributes: {} }));
    const other = unwrap(await connector.create({ login: 'Bob', attributes: {} }));
    const before = text();
    expect(failed(await connector.create({ login: 'ZOË', attributes: {} }))).toMatch(
      /^conflict: .*ZOË is there already/,
    );
    expect(failed(await connector.update(other, { login: 'zoë', attributes: {} }))).toMatch(/^conflict: /);
    for (const verb of ['disable', 'enable', 'delete'] as const)
      for (const id of ['999', '', 'bob', `${other} `])
        expect(failed(await connector[verb](id)), `${verb} “${id}”`).toMatch(/^unknown: .* no account with the id /);
    expect(failed(await connector.addRole('999', 'a'))).toMatch(/^unknown: /);
    expect(text()).toBe(before);
    expect(failed(await connector.update(other, { login: 'BOB', attributes: {} })), 'its own, in another case').toBe(
      'ok',
    );
  });

  it('takes a role away that somebody wrote in another case, unless it is there as it should be', async () => {
    const { connector } = setUp(target);
    const id = unwrap(await connector.create({ login: 'ada', attributes: {} }));
    for (const role of ['Reader', 'editor', 'Editor']) unwrap(await connector.addRole(id, role));
    for (const role of ['reader', 'editor', 'cook']) unwrap(await connector.removeRole(id, role));
    expect(unwrap(await connector.read(id))?.roles).toEqual(['Editor']);
  });

  it('reads back any text that it writes, and refuses what is none', async () => {
    const { connector } = setUp(target);
    const id = unwrap(await connector.create({ login: 'ada', attributes: {} }));
    unwrap(await connector.addRole(id, 'reader'));
    const begins = fc.constantFrom('', '=', '+', '-', '@', '\t', '\r', '\n', "'", '"', ',', ';', ' ');
    const text = fc.tuple(begins, fc.string({ unit: 'grapheme' })).map(([first, rest]) => first + rest);
    await fc.assert(
      fc.asyncProperty(text, async (fullName) => {
        fc.pre(!fullName.includes('\0'));
        unwrap(await connector.update(id, { attributes: { fullName } }));
        const seen = unwrap(await connector.read(id));
        expect(seen?.attributes).toMatchObject({ fullName: fullName === '' ? null : fullName });
        expect(seen?.roles).toEqual(['reader']);
      }),
      { numRuns: 60 },
    );
    for (const fullName of ['a\0b', 'a\ud800b'])
      expect(failed(await connector.update(id, { attributes: { fullName } }))).toMatch(
        /^permanent: .*column Full name/,
      );
  });
});

const header = 'Key,Login,Cost centre,Mail,Full name,Number,Status,Roles\n';
const byHand = `${header}7,grace,"4711",g@example.com,"Grace",,active,"old; other"\n,root,,,,,invited,admin\n`;

describe('what somebody else wrote', () => {
  it('stays: foreign columns, foreign rows, foreign roles and their order, and how they are written', async () => {
    const { connector, text } = setUp(csvTarget, byHand);
    unwrap(await connector.addRole('7', 'reader'));
    unwrap(await connector.disable('7'));
    unwrap(await connector.update('7', { attributes: { number: '12' } }));
    expect(text()).toBe(byHand.replace(',,active,"old; other"', ',12,locked,"old; other;reader"'));
    unwrap(await connector.removeRole('7', 'old'));
    expect(text()).toContain('locked," other;reader"');
    expect(unwrap(await connector.read('7'))?.roles).toEqual(['other', 'reader']);
  });

  it('is in the way of a login, and never taken over', async () => {
    const { connector, text } = setUp(csvTarget, byHand);
    expect(failed(await connector.create({ login: 'ROOT', attributes: {} }))).toMatch(/^conflict: .* \(id \)$/);
    expect(failed(await connector.disable(''))).toMatch(/^unknown: /);
    expect(text()).toBe(byHand);
  });

  it('in a cell of an account is seen, and kept by what does not write that cell', async () => {
    const { connector, file, text } = setUp(csvTarget);
    const id = unwrap(await connector.create({ login: 'ada', attributes }));
    writeFileSync(file, text()?.replace('ada@example.com', 'countess@example.com') ?? '');
    expect(unwrap(await connector.read(id))?.attributes.mail).toBe('countess@example.com');
    unwrap(await connector.addRole(id, 'reader'));
    unwrap(await connector.disable(id));
    expect(text()).toContain('countess@example.com');
  });

  it('as a status word is neither on nor off: nothing but disabling is done', async () => {
    const { connector, file, text } = setUp(csvTarget, byHand.replace(',active,', ',on leave,'));
    const sentence = `permanent: ${file}, line 2: the status of grace is “on leave”, which is neither “active” nor “locked”.`;
    expect(failed(await connector.read('7'))).toBe(sentence);
    expect(failed(await connector.find({ login: 'grace' }))).toBe(sentence);
    unwrap(await connector.disable('7'));
    expect(text()).toContain(',locked,');
    expect(unwrap(await connector.read('7'))?.active).toBe(false);
  });

  it('as a status word in capitals, as spreadsheets make of it, is the word', async () => {
    const { connector, text } = setUp(csvTarget, byHand.replace(',active,', ', ACTIVE ,'));
    const before = text();
    expect(unwrap(await connector.read('7'))?.active).toBe(true);
    unwrap(await connector.enable('7'));
    expect(text(), 'and is not written again').toBe(before);
  });
});

describe('roles as rows', () => {
  const target = csvLayouts[2]?.target ?? csvTarget;
  const rows = `${header}7,grace,4711,,Grace,,active,a\n8,bob,,,,,active,\n7,grace,4711,,Grace,,active,b\n`;

  it('writes what is the same in every row of an account into each of them', async () => {
    const { connector, text } = setUp(target, rows);
    unwrap(await connector.disable('7'));
    unwrap(await connector.update('7', { login: 'hopper', attributes: { fullName: 'Rear Admiral' } }));
    unwrap(await connector.addRole('7', 'c'));
    unwrap(await connector.addRole('8', 'c'));
    const line = (role: string) => `7,hopper,4711,,Rear Admiral,,locked,${role}\n`;
    expect(text()).toBe(`${header}${line('a')}8,bob,,,,,active,c\n${line('b')}${line('c')}`);
    for (const role of ['a', 'b']) unwrap(await connector.removeRole('7', role));
    expect(text()).toBe(`${header}8,bob,,,,,active,c\n${line('c')}`);
    unwrap(await connector.removeRole('7', 'c'));
    expect(text(), 'the last row stays').toBe(`${header}8,bob,,,,,active,c\n${line('')}`);
  });

  it('says so when rows of one account disagree', async () => {
    const { connector, text, file } = setUp(target, rows.replace('Grace,,active,b', 'Hopper,,locked,b'));
    expect(failed(await connector.read('7'))).toBe(
      `permanent: ${file}, lines 2, 4: the status of grace differs from row to row (active, locked).`,
    );
    unwrap(await connector.disable('7'));
    const seen = unwrap(await connector.read('7'));
    expect(seen).toMatchObject({ active: false, roles: ['a', 'b'] });
    expect(seen?.attributes.fullName, 'no value of any person').toBe('different from row to row: Grace | Hopper');
    unwrap(await connector.update('7', { attributes: { fullName: 'Grace' } }));
    expect(text()).not.toContain('Hopper');
  });

  it('touches nobody where one id is that of different people', async () => {
    const { connector, text } = setUp(target, rows.replace('8,bob', '7,bob'));
    const before = text();
    for (const verb of ['read', 'disable', 'delete'] as const)
      expect(failed(await connector[verb]('7')), verb).toMatch(
        /^permanent: .*the id 7 is that of different logins \(grace, bob\)/,
      );
    expect(text()).toBe(before);
  });
});

describe('an id', () => {
  it('is what the mapping says where an attribute is mapped to its column, and is never changed', async () => {
    const { connector } = setUp((file) => {
      const target = csvTarget(file);
      return { ...target, users: { ...target.users, columns: { ...target.users.columns, key: 'Key' } } };
    });
    expect(unwrap(await connector.create({ login: 'ada', attributes: { key: 'E-7' } }))).toBe('E-7');
    expect(failed(await connector.create({ login: 'bob', attributes: { key: 'E-7' } }))).toMatch(/^conflict: .*id E-7/);
    expect(failed(await connector.create({ login: 'bob', attributes: { key: null } }))).toMatch(
      /^permanent: .*gives bob none/,
    );
    expect(failed(await connector.update('E-7', { attributes: { key: 'E-8' } }))).toMatch(
      /^permanent: .*never changed/,
    );
    expect(failed(await connector.update('E-7', { attributes: { key: 'E-7', mail: 'x' } }))).toBe('ok');
  });

  it('that is the login is not renamed, and says what to do', async () => {
    const { connector } = setUp((file) => {
      const target = csvTarget(file);
      return { ...target, users: { ...target.users, id: null } };
    });
    expect(unwrap(await connector.create({ login: 'ada', attributes }))).toBe('ada');
    unwrap(await connector.addRole('ada', 'reader'));
    expect(unwrap(await connector.read('ada'))).toMatchObject({ id: 'ada', roles: ['reader'] });
    expect(failed(await connector.update('ada', { login: 'lovelace', attributes: {} }))).toMatch(
      /^permanent: .*the login is the id, so ada cannot be renamed to lovelace; rename it by hand/,
    );
    expect(failed(await connector.update('ada', { login: 'ada', attributes: { mail: null } }))).toBe('ok');
  });
});

describe('a role', () => {
  it('whose name holds what separates roles is refused', async () => {
    const { connector } = setUp(csvTarget, byHand);
    expect(failed(await connector.addRole('7', 'read;write'))).toMatch(/^permanent: .*“;”, which separates the roles/);
  });

  it('needs a column', async () => {
    const { connector } = setUp((file) => csvTarget(file, { roles: null }), byHand);
    expect(connector.describe().capabilities.roles).toBe(false);
    expect(failed(await connector.addRole('7', 'reader'))).toMatch(/^permanent: .*no column for roles/);
  });
});

it('lists more accounts than a page holds, each once, and begins anew when its place is gone', async () => {
  const lines = Array.from({ length: 1203 }, (_, n) => `${n},user${n},,,,,active,\n`);
  const { connector, file } = setUp(csvTarget, header + lines.join(''));
  const seen: TargetAccount[] = [];
  let cursor: string | null = null;
  do {
    const page: { readonly accounts: readonly TargetAccount[]; readonly next: string | null } = unwrap(
      await connector.list(cursor),
    );
    seen.push(...page.accounts);
    cursor = page.next;
  } while (cursor !== null);
  expect(seen.map(({ id }) => id)).toEqual(lines.map((_, n) => String(n)));
  const { next } = unwrap(await connector.list(null));
  writeFileSync(file, header);
  expect(failed(await connector.list(next))).toMatch(/^transient: .*begins anew/);
});

describe("the app's own export", () => {
  const withExport = (text: string) => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'export.csv');
    writeFileSync(file, text);
    const target = csvTarget(path.join(folder, 'users.csv'), { export: { file, delimiter: ';' } });
    return { file, connector: createCsvConnector(target) };
  };
  const text = 'Status;Login;Roles;Full name\nACTIVE;ada;reader;Ada\nlocked;bob;;Bob\ninvited;eve;;Eve\n';

  it('is read with the columns that it has, by id where it has one, else by login', async () => {
    const { connector, file } = withExport(text);
    utimesSync(file, 1_000_000, 1_000_000);
    const read = unwrap(await connector.readExport());
    expect(read).toMatchObject({
      at: 1_000_000_000,
      asked: `${file}, the app's own export of 1970-01-12T13:46:40.000Z (3 accounts)`,
    });
    const account = (login: string) => read?.account('no such id', login);
    expect(account('ADA')).toEqual({
      ok: true,
      value: { id: '', login: 'ada', active: true, roles: ['reader'], attributes: { fullName: 'Ada' } },
    });
    expect(account('bob')).toMatchObject({ value: { active: false } });
    expect(account('nobody')).toEqual({ ok: true, value: null });
    expect(account('eve'), 'neither on nor off').toMatchObject({ ok: false, failure: { kind: 'permanent' } });
    writeFileSync(
      file,
      `Key;${text.replaceAll('\n', '\n7;').slice(0, -2)}`
        .replace('7;locked', '8;locked')
        .replace('7;invited', '9;invited'),
    );
    const byId = unwrap(await connector.readExport());
    expect(byId?.account('8', 'somebody')).toMatchObject({ value: { id: '8', login: 'bob' } });
    expect(byId?.mark).not.toBe(read?.mark);
  });

  it('changes its mark with every export, also of the same text', async () => {
    const { connector, file } = withExport(text);
    const marks = await Promise.all(
      [1, 2, 2].map(async (at) => {
        utimesSync(file, at, at);
        return unwrap(await connector.readExport())?.mark;
      }),
    );
    expect(marks[0]).not.toBe(marks[1]);
    expect(marks[1]).toBe(marks[2]);
  });

  it.each([
    ['is not there', null],
    ['is empty', ''],
    ['has nobody in it', text.split('\n')[0] ?? ''],
  ])('that %s says nothing', async (_, content) => {
    const { connector, file } = withExport(content ?? '');
    if (content === null) rmSync(file);
    expect(unwrap(await connector.readExport())).toBeNull();
  });

  it('that lacks a column which says who has what is refused', async () => {
    const { connector } = withExport(text.replace('Roles', 'Groups'));
    expect(failed(await connector.readExport())).toMatch(
      /^permanent: .*line 1: there is no column Roles; the header has Status/,
    );
  });
});

it('is kept as it is by reading alone', async () => {
  const { connector, file } = setUp(csvTarget, byHand);
  await Promise.all([connector.read('7'), connector.list(null), connector.test(), connector.find({ login: 'grace' })]);
  expect(readFileSync(file, 'utf8')).toBe(byHand);
});
