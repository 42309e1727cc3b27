import { sandboxDialects, scenarios } from '../../shared/model/sandbox.ts';
import { dialects } from '../../shared/model/source.ts';

/** The commands, as typed. */
export const commandNames = [
  'serve',
  'source add',
  'source list',
  'source dialect',
  'source remove',
  'config export',
  'config check',
  'config import',
  'sandbox run',
  'status',
] as const;
export type CommandName = (typeof commandNames)[number];

interface Described {
  readonly line: string;
  readonly what: string;
  /** Flag -> what it means; those that every command has are added. */
  readonly flags: Readonly<Record<string, string>>;
  /** Has nothing to do with a data folder. */
  readonly alone?: boolean;
}

/** Where `sandbox run` finds its token when it is not typed. */
export const tokenVariable = 'FOOTBRIDGE_SANDBOX_TOKEN';

const described: Readonly<Record<CommandName, Described>> = {
  serve: {
    line: 'footbridge serve [--data DIR] [--scim-port N] [--admin-port N] [--demo] [--open] [--json]',
    what: 'Answers your IdPs over SCIM, delivers to your apps and shows the screens, until Ctrl-C.',
    flags: {
      '--scim-port N': 'where IdPs are answered; 0: any free port; absent: the one used last',
      '--admin-port N': 'where the screens are; 0: any free port; absent: the one chosen last, else any free port',
      '--demo': 'a pretend company of 40 people in the sandbox world; nothing leaves this computer',
      '--open': 'opens the screens in the browser',
    },
  },
  'source add': {
    line: 'footbridge source add --name NAME --dialect DIALECT [--rate N] [--data DIR] [--json]',
    what: 'Adds an IdP and shows the base URL and the token to paste there. The token is shown this once.',
    flags: {
      '--name NAME': 'what you call it',
      '--dialect DIALECT': dialects.join(' | '),
      '--rate N': 'requests per second it may send; 0: no limit',
    },
  },
  'source list': { line: 'footbridge source list [--data DIR] [--json]', what: 'Lists the connected IdPs.', flags: {} },
  'source dialect': {
    line: 'footbridge source dialect ID [--data DIR] [--json]',
    what: 'How an IdP speaks, as it was seen: what was understood of it how often, and what was not.',
    flags: {},
  },
  'source remove': {
    line: 'footbridge source remove ID [--yes] [--data DIR] [--json]',
    what: 'Disconnects an IdP. What it fed is held as confirmed and you get one item to decide; nothing is revoked.',
    flags: { '--yes': 'does not ask' },
  },
  'config export': {
    line: 'footbridge config export [--out FILE] [--data DIR] [--json]',
    what: 'Writes everything that is configured as one file: sources, apps, mappings, rules; no secrets, no people.',
    flags: { '--out FILE': 'the file to write, readable by you alone; absent: to standard output' },
  },
  'config check': {
    line: 'footbridge config check FILE [--data DIR] [--json]',
    what: 'Says what importing FILE (- for standard input) would do, and who would gain or lose what. Changes nothing.',
    flags: {},
  },
  'config import': {
    line: 'footbridge config import FILE [--yes] [--data DIR] [--json]',
    what: 'Makes the configuration what FILE (- for standard input) says, whole or not at all.',
    flags: { '--yes': 'also removes what FILE does not have, and takes roles from people' },
  },
  'sandbox run': {
    line: 'footbridge sandbox run SCENARIO|all --base URL --dialect DIALECT [--token T] [--people N] [--seed N] [--json]',
    what: 'Plays an identity provider with a pretend company against any SCIM server, and looks at what came of it.',
    flags: {
      SCENARIO: [...scenarios, 'all'].join(' | '),
      '--base URL': 'the base URL that an IdP would be given; use a test server, nothing is tidied up there',
      '--dialect DIALECT': sandboxDialects.join(' | '),
      '--token T': `the bearer token; absent: ${tokenVariable} in the environment, where no list of processes shows it`,
      '--people N': 'how many the company has, 25 to 500; absent: 40',
      '--seed N': 'the same seed makes the same company and luck; absent: another one each time',
    },
    alone: true,
  },
  status: {
    line: 'footbridge status [--data DIR] [--json]',
    what: 'People, sources, apps, accounts, what is outstanding, what needs you, and the last proof.',
    flags: {},
  },
};

const always = { '--json': 'one JSON object per line', '--help': 'this text' };

const everyCommand = (folder: string): Readonly<Record<string, string>> => ({
  '--data DIR': `the data folder (now: ${folder})`,
  '--world WORLD': 'live (the default) or sandbox',
  ...always,
});

const flagLines = (flags: Readonly<Record<string, string>>): string =>
  Object.entries(flags)
    .map(([flag, meaning]) => `  ${flag.padEnd(18)} ${meaning}\n`)
    .join('');

/** The whole usage text. @param folder the default data folder */
export function usage(folder: string): string {
  const commands = commandNames.map((name) => `  ${described[name].line}\n      ${described[name].what}\n`);
  return (
    `Footbridge: what your identity provider says, done in every app, and proved.\n\n${commands.join('')}\n` +
    `Every command but sandbox run takes\n${flagLines(everyCommand(folder))}\nMore about one: footbridge COMMAND --help\n`
  );
}

/** The usage text of one command. @param folder the default data folder */
export function commandUsage(name: CommandName, folder: string): string {
  const { line, what, flags, alone } = described[name];
  return `${line}\n\n${what}\n\n${flagLines({ ...flags, ...(alone ? always : everyCommand(folder)) })}`;
}
