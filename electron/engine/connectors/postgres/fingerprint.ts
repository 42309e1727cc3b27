import type { Row } from './session.ts';

/** What the mapped tables are like: each thing of theirs by its name, with its definition. */
export type Fingerprint = ReadonlyMap<string, string>;

/**
 * The fingerprint of mapped tables: columns with their types, what may be null, defaults, constraints, unique indexes,
 * triggers with what they do, rules, and whether row security is on.
 *
 * @param rows of the catalogue: kind, schema, table, name, definition
 */
export const fingerprintOf = (rows: readonly Row[]): Fingerprint =>
  new Map(
    rows.map(([kind, schema, table, name, definition]) => {
      const of = `${schema}.${table}`;
      return [kind === 'table' ? `table ${of}` : `${kind} ${name} of ${of}`, definition ?? ''] as const;
    }),
  );

/** What of the tables is not as it was, in words; empty when nothing is. */
export function whatChanged(before: Fingerprint, after: Fingerprint): readonly string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name) => {
    const [was, is] = [before.get(name), after.get(name)];
    if (was === is) return [];
    if (was === undefined) return [`${name} is new`];
    if (is === undefined) return [`${name} is gone`];
    return [name.startsWith('column ') ? `${name} was ${was} and is ${is}` : `${name} is another`];
  });
}

/** What the tables of each target were like when it was tested, or first used. Kept as long as the engine runs. */
export interface SchemaMemory {
  /** @param key names a target */
  get(key: string): Fingerprint | undefined;
  set(key: string, fingerprint: Fingerprint): unknown;
}

/** How many changes a sentence names. */
const NAMED = 5;

/** Why nobody is given anything while the tables are not what was tested. */
export function heldBecause(changes: readonly string[]): string {
  const more = changes.length > NAMED ? `, and ${changes.length - NAMED} more` : '';
  return `The tables of the app are not what they were when its connection was tested: ${changes.slice(0, NAMED).join('; ')}${more}. Nobody is created, changed, let in or given a role until you test the connection again; leavers are still shut out.`;
}
