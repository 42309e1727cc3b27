import { parseArgs } from 'node:util';
import {
  companySize,
  type SandboxDialect,
  type Scenario,
  sandboxDialects,
  scenarios,
} from '../../shared/model/sandbox.ts';
import { type Dialect, dialects } from '../../shared/model/source.ts';
import { World } from '../../shared/model/status.ts';
import { exitCode, HostFailure } from '../host/exit.ts';
import { type CommandName, commandNames } from './usage.ts';

/** What every command takes. */
export interface CommonFlags {
  /** As typed; undefined: the system's usual folder. */
  readonly data: string | undefined;
  readonly world: World;
  readonly json: boolean;
}

export interface ServeFlags extends CommonFlags {
  /** 0: any free port; undefined: not said. */
  readonly scimPort: number | undefined;
  readonly adminPort: number | undefined;
  readonly demo: boolean;
  readonly open: boolean;
}

export interface SourceAddFlags extends CommonFlags {
  readonly name: string;
  readonly dialect: Dialect;
  readonly rate: number | undefined;
}

export interface SourceFlags extends CommonFlags {
  readonly id: string;
}

export interface SourceRemoveFlags extends SourceFlags {
  readonly yes: boolean;
}

export interface ConfigExportFlags extends CommonFlags {
  /** undefined: standard output. */
  readonly out: string | undefined;
}

export interface ConfigFileFlags extends CommonFlags {
  /** As typed; `-` is standard input. */
  readonly file: string;
}

export interface ConfigImportFlags extends ConfigFileFlags {
  readonly yes: boolean;
}

export interface SandboxRunFlags extends CommonFlags {
  readonly scenarios: readonly Scenario[];
  /** The server's base URL, without a slash at its end. */
  readonly base: string;
  /** undefined: it stands in the environment. */
  readonly token: string | undefined;
  readonly dialect: SandboxDialect;
  readonly people: number | undefined;
  readonly seed: number | undefined;
}

export type Command =
  | { readonly kind: 'help'; readonly of: CommandName | null }
  | { readonly kind: 'serve'; readonly flags: ServeFlags }
  | { readonly kind: 'source add'; readonly flags: SourceAddFlags }
  | { readonly kind: 'source dialect'; readonly flags: SourceFlags }
  | { readonly kind: 'source remove'; readonly flags: SourceRemoveFlags }
  | { readonly kind: 'config export'; readonly flags: ConfigExportFlags }
  | { readonly kind: 'config check'; readonly flags: ConfigFileFlags }
  | { readonly kind: 'config import'; readonly flags: ConfigImportFlags }
  | { readonly kind: 'sandbox run'; readonly flags: SandboxRunFlags }
  | { readonly kind: 'source list' | 'status'; readonly flags: CommonFlags };

type Kind = 'string' | 'boolean';

const common = { data: 'string', world: 'string', json: 'boolean', help: 'boolean' } as const;
const taken: Readonly<Record<CommandName, Readonly<Record<string, Kind>>>> = {
  serve: { ...common, 'scim-port': 'string', 'admin-port': 'string', demo: 'boolean', open: 'boolean' },
  'source add': { ...common, name: 'string', dialect: 'string', rate: 'string' },
  'source list': common,
  'source dialect': common,
  'source remove': { ...common, yes: 'boolean' },
  'config export': { ...common, out: 'string' },
  'config check': common,
  'config import': { ...common, yes: 'boolean' },
  'sandbox run': {
    json: 'boolean',
    help: 'boolean',
    base: 'string',
    token: 'string',
    dialect: 'string',
    people: 'string',
    seed: 'string',
  },
  status: common,
};

/** What the one word is that a command takes besides its flags. */
const needsWord: Readonly<Partial<Record<CommandName, string>>> = {
  'source dialect': 'the id of the source; see footbridge source list',
  'source remove': 'the id of the source; see footbridge source list',
  'config check': 'a file, or - for standard input',
  'config import': 'a file, or - for standard input',
  'sandbox run': `a scenario: ${scenarios.join(', ')}, or all`,
};

/**
 * Reads what was typed after `footbridge`.
 *
 * @throws HostFailure (exit 2) with a sentence that names the word which is wrong
 */
export function parseCommand(args: readonly string[]): Command {
  const name = commandNames.find((candidate) => candidate.split(' ').every((word, index) => args[index] === word));
  if (name === undefined) {
    if (args.includes('--help') || args[0] === 'help') return { kind: 'help', of: null };
    throw usageFailure(unknownCommand(args), null);
  }
  const words = new Words(name, args.slice(name.split(' ').length));
  if (words.has('help')) return { kind: 'help', of: name };
  const flags: CommonFlags = { data: words.text('data'), world: words.world(), json: words.has('json') };
  const what = needsWord[name];
  const word = what === undefined ? '' : words.first(what);
  words.noMore(what === undefined ? 0 : 1);
  switch (name) {
    case 'serve': {
      const [scimPort, adminPort] = [words.whole('scim-port', 65_535), words.whole('admin-port', 65_535)];
      if (scimPort !== undefined && scimPort !== 0 && scimPort === adminPort) {
        throw usageFailure('--scim-port and --admin-port must differ: IdPs never reach the screens.', name);
      }
      return { kind: name, flags: { ...flags, scimPort, adminPort, demo: words.has('demo'), open: words.has('open') } };
    }
    case 'source add':
      return {
        kind: name,
        flags: {
          ...flags,
          name: words.needed('name'),
          dialect: words.oneOf('--dialect', words.needed('dialect'), dialects),
          rate: words.whole('rate', 100_000),
        },
      };
    case 'source dialect':
      return { kind: name, flags: { ...flags, id: word } };
    case 'source remove':
      return { kind: name, flags: { ...flags, id: word, yes: words.has('yes') } };
    case 'config export':
      return { kind: name, flags: { ...flags, out: words.text('out') } };
    case 'config check':
      return { kind: name, flags: { ...flags, file: word } };
    case 'config import':
      return { kind: name, flags: { ...flags, file: word, yes: words.has('yes') } };
    case 'sandbox run': {
      const least = companySize.minValue ?? 1;
      const chosen = words.oneOf('the scenario', word, [...scenarios, 'all']);
      return {
        kind: name,
        flags: {
          ...flags,
          scenarios: chosen === 'all' ? scenarios : [chosen],
          base: words.address('base'),
          token: words.text('token'),
          dialect: words.oneOf('--dialect', words.needed('dialect'), sandboxDialects),
          people: words.whole('people', companySize.maxValue ?? least, least),
          seed: words.whole('seed', 999_999_999),
        },
      };
    }
    case 'source list':
    case 'status':
      return { kind: name, flags };
  }
}

/** The flags and words of one command, checked against what it takes. */
class Words {
  readonly #name: CommandName;
  readonly #values = new Map<string, string | true>();
  readonly #positionals: readonly string[];

  constructor(name: CommandName, args: readonly string[]) {
    this.#name = name;
    const kinds = taken[name];
    const options = Object.fromEntries(Object.entries(kinds).map(([flag, type]) => [flag, { type }]));
    // Not strict: every refusal below is a sentence of our own instead of Node's.
    const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
    this.#positionals = tokens.filter((token) => token.kind === 'positional').map((token) => token.value);
    for (const token of tokens) {
      if (token.kind !== 'option') continue;
      const kind = Object.hasOwn(kinds, token.name) ? kinds[token.name] : undefined;
      if (kind === undefined) throw this.#wrong(`footbridge ${name} does not know ${token.rawName}.`);
      if (this.#values.has(token.name)) throw this.#wrong(`${token.rawName} is given twice.`);
      if (kind === 'boolean') {
        if (token.value !== undefined) throw this.#wrong(`${token.rawName} takes no value.`);
        this.#values.set(token.name, true);
      } else {
        const missing = !token.value || (!token.inlineValue && token.value.startsWith('-'));
        if (missing) throw this.#wrong(`${token.rawName} needs a value.`);
        this.#values.set(token.name, String(token.value));
      }
    }
  }

  has(flag: string): boolean {
    return this.#values.has(flag);
  }

  text(flag: string): string | undefined {
    const value = this.#values.get(flag);
    return value === true ? undefined : value;
  }

  needed(flag: string): string {
    const value = this.text(flag);
    if (value === undefined) throw this.#wrong(`--${flag} is needed.`);
    return value;
  }

  whole(flag: string, most: number, least = 0): number | undefined {
    const value = this.text(flag);
    if (value === undefined) return undefined;
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= least && number <= most)) {
      throw this.#wrong(`--${flag} is a whole number from ${least} to ${most}, not "${value}".`);
    }
    return number;
  }

  /** A URL to which paths are appended: its slash at the end is taken away. */
  address(flag: string): string {
    const value = this.needed(flag);
    const url = URL.canParse(value) ? new URL(value) : null;
    const plain = url !== null && /^https?:$/.test(url.protocol) && `${url.search}${url.hash}${url.username}` === '';
    if (!plain) throw this.#wrong(`--${flag} is a URL such as https://app.example/scim/v2, not "${value}".`);
    return url.href.replace(/\/+$/, '');
  }

  /** @param what is chosen, as the refusal names it */
  oneOf<T extends string>(what: string, value: string, choices: readonly T[]): T {
    const chosen = choices.find((choice) => choice === value);
    if (chosen === undefined) throw this.#wrong(`${what} is one of ${choices.join(', ')}; not "${value}".`);
    return chosen;
  }

  world(): World {
    return this.oneOf('--world', this.text('world') ?? 'live', World.options);
  }

  first(what: string): string {
    const [value] = this.#positionals;
    if (!value) throw this.#wrong(`footbridge ${this.#name} needs ${what}.`);
    return value;
  }

  noMore(after: number): void {
    const extra = this.#positionals[after];
    if (extra !== undefined) throw this.#wrong(`footbridge ${this.#name} does not understand "${extra}".`);
  }

  #wrong(message: string): HostFailure {
    return usageFailure(message, this.#name);
  }
}

function unknownCommand(args: readonly string[]): string {
  if (args.length === 0) return 'Say what to do: for example "footbridge serve".';
  if (args[0] === 'source')
    return `footbridge source takes add, list, dialect or remove${args[1] ? `, not "${args[1]}"` : ''}.`;
  if (args[0] === 'config')
    return `footbridge config takes export, check or import${args[1] ? `, not "${args[1]}"` : ''}.`;
  if (args[0] === 'sandbox') return `footbridge sandbox takes run${args[1] ? `, not "${args[1]}"` : ''}.`;
  return `footbridge has no command "${args[0]}".`;
}

const usageFailure = (message: string, name: CommandName | null): HostFailure =>
  new HostFailure(exitCode.usage, message, `See: footbridge${name === null ? '' : ` ${name}`} --help`);
