import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../electron/headless/arguments.ts';
import { commandNames, commandUsage, usage } from '../../electron/headless/usage.ts';

const words = (line: string) => line.split(' ').filter((word) => word !== '');
const common = { data: undefined, world: 'live', json: false };

describe('what is understood', () => {
  it.each([
    ['--help', { kind: 'help', of: null }],
    ['help', { kind: 'help', of: null }],
    ['serve --help', { kind: 'help', of: 'serve' }],
    ['source add --help', { kind: 'help', of: 'source add' }],
    [
      'serve',
      { kind: 'serve', flags: { ...common, scimPort: undefined, adminPort: undefined, demo: false, open: false } },
    ],
    [
      'serve --data d --scim-port 0 --admin-port=65535 --demo --open --json --world sandbox',
      {
        kind: 'serve',
        flags: { data: 'd', world: 'sandbox', json: true, scimPort: 0, adminPort: 65_535, demo: true, open: true },
      },
    ],
    [
      'source add --name Contoso --dialect entra --rate 25',
      { kind: 'source add', flags: { ...common, name: 'Contoso', dialect: 'entra', rate: 25 } },
    ],
    ['source list --data=-odd', { kind: 'source list', flags: { ...common, data: '-odd' } }],
    ['source dialect s1 --json', { kind: 'source dialect', flags: { ...common, json: true, id: 's1' } }],
    ['source remove s1 --yes', { kind: 'source remove', flags: { ...common, id: 's1', yes: true } }],
    ['source remove --data d s1', { kind: 'source remove', flags: { ...common, data: 'd', id: 's1', yes: false } }],
    ['status --json', { kind: 'status', flags: { ...common, json: true } }],
  ])('%s', (line, command) => {
    expect(parseCommand(words(line))).toEqual(command);
  });
});

describe('what is refused, in words that name it', () => {
  it.each([
    ['', 'Say what to do'],
    ['sevre', 'no command "sevre"'],
    ['source', 'takes add, list, dialect or remove'],
    ['source steal', 'not "steal"'],
    ['serve --prot 1', 'serve does not know --prot'],
    ['serve -x', 'does not know -x'],
    ['status --demo', 'status does not know --demo'],
    ['status --constructor', 'does not know --constructor'],
    ['status --__proto__=1', 'does not know --__proto__'],
    ['serve here', 'does not understand "here"'],
    ['serve --data', '--data needs a value'],
    ['serve --data --json', '--data needs a value'],
    ['serve --data=', '--data needs a value'],
    ['serve --json=yes', '--json takes no value'],
    ['serve --json --json', '--json is given twice'],
    ['serve --data a --data b', '--data is given twice'],
    ['serve --scim-port x', '--scim-port is a whole number from 0 to 65535, not "x"'],
    ['serve --scim-port=-1', '--scim-port is a whole number'],
    ['serve --scim-port 65536', '--scim-port is a whole number'],
    ['serve --scim-port 1e3', '--scim-port is a whole number'],
    ['serve --admin-port 1.5', '--admin-port is a whole number'],
    ['serve --scim-port 4711 --admin-port 4711', 'must differ'],
    ['status --world both', '--world is one of live, sandbox; not "both"'],
    ['source add --dialect entra', '--name is needed'],
    ['source add --name N', '--dialect is needed'],
    ['source add --name N --dialect klingon', '--dialect is one of entra, okta'],
    ['source add --name N --dialect entra --rate fast', '--rate is a whole number'],
    ['source dialect', 'needs the id of the source'],
    ['source dialect a --yes', 'does not know --yes'],
    ['source remove', 'needs the id of the source'],
    ['source remove a b', 'does not understand "b"'],
  ])('%s', (line, message) => {
    expect(() => parseCommand(words(line))).toThrow(
      expect.objectContaining({
        exit: 2,
        message: expect.stringContaining(message),
        fix: expect.stringMatching(/--help$/),
      }),
    );
  });
});

it('describes every flag that a command takes', () => {
  const flags = ['--scim-port', '--admin-port', '--demo', '--open', '--name', '--dialect', '--rate', '--yes'];
  const text = commandNames.map((name) => commandUsage(name, '/data')).join('');
  for (const flag of [...flags, '--data', '--world', '--json', '--help']) expect(text).toContain(`  ${flag}`);
  for (const name of commandNames) expect(usage('/data')).toContain(`footbridge ${name}`);
});
