/**
 * No file and no database is an app of two worlds: a rehearsal never reaches what real people use, nor the other way round. It is held
 * where a target is tested, through which every new or changed target goes, and where the sandbox writes.
 */
import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { Target } from '../../shared/model/app.ts';
import { staysHere } from '../../shared/model/postgres-target.ts';
import type { World } from '../../shared/model/status.ts';
import { type Connector, failure, type Result } from './connectors/connector.ts';
import { targetsOfWorld } from './store/neighbour.ts';

/** The other world of a data folder. */
export interface Neighbour {
  readonly world: World;
  /** Its own folder. One of both lies in the other. */
  readonly data: string;
}

/**
 * A connector whose test fails when its target is the neighbour's. The sandbox looks again before each thing that it
 * does there: a link may point elsewhere by now. The live world does not: nobody waits for a rehearsal.
 *
 * @param own this world's folder
 */
export function withinWorld(connector: Connector, target: Target, own: string, neighbour: Neighbour): Connector {
  const test: Connector['test'] = async () => {
    const why = whyForeign(target, own, neighbour);
    if (why === null) return connector.test();
    return { steps: [{ step: 'Belongs to this world', ok: false, detail: why }], roles: [] };
  };
  if (neighbour.world === 'sandbox') return { ...connector, test };
  const within =
    <A extends readonly unknown[], T>(verb: (...given: A) => Promise<Result<T>>) =>
    async (...given: A): Promise<Result<T>> => {
      const why = whyForeign(target, own, neighbour);
      return why === null ? verb(...given) : failure('permanent', why);
    };
  return {
    ...connector,
    test,
    create: within(connector.create),
    update: within(connector.update),
    enable: within(connector.enable),
    disable: within(connector.disable),
    delete: within(connector.delete),
    addRole: within(connector.addRole),
    removeRole: within(connector.removeRole),
  };
}

/**
 * Why a target is none of this world's, in words; null when it may be.
 *
 * @param own this world's folder
 */
export function whyForeign(target: Target, own: string, neighbour: Neighbour): string | null {
  for (const file of filesOf(target)) {
    if (liesInNeighbour(file, own, neighbour.data))
      return `${file} lies in the folder of the ${neighbour.world} world. Choose a file of this one's.`;
  }
  const others = targetsOfNeighbour(neighbour);
  if (others === null) {
    const what = databaseOf(target) ?? filesOf(target)[0];
    return `It cannot be told whether ${what} is an app of the live world, whose database cannot be read just now.`;
  }
  const database = databaseOf(target);
  if (database !== null && others.some((other) => databaseOf(other) === database))
    return `${database} is an app of the ${neighbour.world} world. Choose another database: a copy of it, for a rehearsal.`;
  const files = others.flatMap(filesOf);
  const taken = filesOf(target).find((file) => files.some((other) => isSame(file, other)));
  if (taken === undefined) return null;
  return `${taken} is an app of the ${neighbour.world} world. Choose another file: a copy of it, for a rehearsal.`;
}

/** What is read or written of a target on this computer's drives. */
function filesOf(target: Target): readonly string[] {
  if (target.kind === 'postgres') return [];
  return target.kind === 'csv' && target.export !== null ? [target.file, target.export.file] : [target.file];
}

/**
 * The database of a target on a server; null when it is none. All ways to this computer are one; that two names of
 * another are one server cannot be told.
 */
function databaseOf(target: Target): string | null {
  if (target.kind !== 'postgres') return null;
  const host = staysHere(target.host) ? 'localhost' : target.host.toLowerCase();
  return `${target.database} at ${host}:${target.port}`;
}

/**
 * @returns null when it cannot be told. A sandbox that cannot be read delivers nothing, and real people do not wait for
 *   it; a live world that cannot be read may have any app.
 */
function targetsOfNeighbour({ world, data }: Neighbour): readonly Target[] | null {
  try {
    return targetsOfWorld(data).map((text) => Target.parse(JSON.parse(text)));
  } catch {
    return world === 'sandbox' ? [] : null;
  }
}

/** As one world's folder lies in the other's, a file belongs to the inner one that it lies in. */
function liesInNeighbour(file: string, own: string, neighbour: string): boolean {
  const place = realPlace(file);
  const [inOwn, inNeighbour] = [own, neighbour].map((folder) => isWithin(place, realPlace(folder)));
  if (!inNeighbour) return false;
  return !inOwn || isWithin(realPlace(neighbour), realPlace(own));
}

const isWithin = (place: string, folder: string): boolean => {
  const way = path.relative(folder, place);
  return way === '' || (!way.startsWith('..') && !path.isAbsolute(way));
};

/** Where a file really lies, links followed; also one that is not there yet. */
function realPlace(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    const folder = path.dirname(file);
    return folder === file ? file : path.join(realPlace(folder), path.basename(file));
  }
}

/** Whether two names are of one file: by its number on its disk, which hard links share as well. */
function isSame(one: string, other: string): boolean {
  const [first, second] = [one, other].map(numbersOf);
  if (first == null || second == null) return realPlace(one) === realPlace(other);
  return first.dev === second.dev && first.ino === second.ino;
}

/** @returns null when there is no such file, or when it may not be looked at */
function numbersOf(file: string): { readonly dev: bigint; readonly ino: bigint } | null {
  try {
    return statSync(file, { bigint: true });
  } catch {
    return null;
  }
}
