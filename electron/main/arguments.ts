import path from 'node:path';
import { parseArgs } from 'node:util';
import { World } from '../../shared/model/status.ts';
import { defaultDataFolder, type Surroundings } from '../host/data-folder.ts';
import { exitCode, HostFailure } from '../host/exit.ts';

/** What a start asks to see, also of a Footbridge that runs already. */
export interface Wishes {
  readonly demo: boolean;
  /** null: the window chooses. */
  readonly world: World | null;
}

export interface DesktopFlags extends Wishes {
  /** The data folder, absolute. */
  readonly data: string;
  /** 0: any free one; undefined: the one used last. */
  readonly scimPort: number | undefined;
}

const options = {
  data: { type: 'string' },
  'scim-port': { type: 'string' },
  demo: { type: 'boolean' },
  world: { type: 'string' },
} as const;

/** Chromium and Electron add switches of their own: what is not ours is passed over. */
const valuesOf = (args: readonly string[]) => parseArgs({ args: [...args], options, strict: false }).values;

/**
 * Reads what the desktop app was started with; the meanings are those of `footbridge serve`.
 *
 * @param folder what a relative data folder starts from
 * @throws HostFailure (exit 2) with a sentence that names what is wrong
 */
export function readFlags(args: readonly string[], surroundings: Surroundings, folder: string): DesktopFlags {
  const { data, 'scim-port': scimPort, demo, world } = valuesOf(args);
  return {
    data: data === undefined ? defaultDataFolder(surroundings) : path.resolve(folder, needed('data', data)),
    scimPort: scimPort === undefined ? undefined : portOf(needed('scim-port', scimPort)),
    demo: demo === true,
    world: world === undefined ? null : worldOf(needed('world', world)),
  };
}

/** What a second start asks of the first; nothing in it can be wrong enough to refuse: the window is shown anyway. */
export function readWishes(args: readonly string[]): Wishes {
  const { demo, world } = valuesOf(args);
  return { demo: demo === true, world: World.safeParse(world).data ?? null };
}

function needed(flag: string, value: unknown): string {
  if (typeof value === 'string' && value !== '' && !value.startsWith('--')) return value;
  throw wrong(`--${flag} needs a value.`);
}

function portOf(value: string): number {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (port <= 65_535) return port;
  throw wrong(`--scim-port is a whole number from 0 to 65535, not "${value}".`);
}

function worldOf(value: string): World {
  const world = World.safeParse(value);
  if (world.success) return world.data;
  throw wrong(`--world is one of ${World.options.join(', ')}; not "${value}".`);
}

const wrong = (message: string): HostFailure =>
  new HostFailure(exitCode.usage, message, 'Footbridge takes --data DIR, --scim-port N, --world W and --demo.');
