import { posix } from 'node:path';
import { places } from './planted-places.ts';

/** Packages that rooms may use beside ours; a room's own must pass. */
const allowedPackages = [
  ['shared/model/package.ts', 'zod'],
  ['electron/engine/mapping/package.ts', 're2js'],
  ['electron/engine/mapping/other-package.ts', '@marcbachmann/cel-js'],
  ['electron/engine/store/package.ts', 'better-sqlite3'],
  ['electron/engine/connectors/sqlite/package.ts', 'better-sqlite3'],
  ['electron/engine/connectors/postgres/package.ts', 'pg'],
  ['electron/engine/notify/package.ts', 'nodemailer'],
  ['electron/engine/ingress/package.ts', 'fastify'],
  ['electron/host/package.ts', 'pino'],
  ['electron/main/package.ts', 'electron'],
  ['renderer/ui/package.tsx', '@mantine/core'],
  ['renderer/state/package.ts', 'zustand'],
] as const;

export interface Plant {
  readonly file: string;
  readonly text: string;
  /** null: nothing may be found here but that nobody imports it. */
  readonly rule: string | null;
}

const importText = (from: string, to: string, words = 'import { it }') => {
  const path = posix.relative(posix.dirname(from), to);
  return `${words} from '${path.startsWith('.') ? path : `./${path}`}';\nexport const value = it;\n`;
};

/** `it.ts` and `it.tsx` become files of their own; rooms that are one file keep its name. */
const variant = (file: string, name: string) => file.replace(/\/it\.tsx?$/, `/${name}.ts`);

/** Every planted file of the self-test, with the rule that must find it. */
export function plants(): Plant[] {
  const list: Plant[] = [];
  for (const { room, file, refused, allowed, node } of places) {
    const single = variant(file, 'refused') === file;
    const add = (name: string, text: (path: string) => string, rule: string | null) => {
      const path = variant(file, name);
      list.push({ file: path, text: text(path), rule });
    };
    add('refused', (path) => importText(path, refused), `${room}: only the rooms it may know`);
    add(
      'strange',
      () => "import { parse } from 'oxc-parser';\nexport const value = parse;\n",
      `${room}: only its packages`,
    );
    if (!node) {
      const text = "import { readFileSync } from 'node:fs';\nexport const value = readFileSync;\n";
      add('native', () => text, `${room}: nothing of Node`);
    }
    if (allowed !== null && !single) add('allowed', (path) => importText(path, allowed), null);
  }
  for (const [file, name] of allowedPackages) {
    list.push({ file, text: `import * as it from '${name}';\nexport const value = it;\n`, rule: null });
  }
  const one = (file: string, to: string, rule: string | null, words?: string) =>
    list.push({ file, text: importText(file, to, words), rule });
  one('electron/engine/store/values.ts', 'electron/engine/scim/there.ts', 'store: only types of some rooms');
  list.push({
    file: 'electron/engine/store/types.ts',
    text: "import type { It } from '../scim/there.ts';\nexport type Value = It;\n",
    rule: null,
  });
  const connectors = 'connectors never import another connector';
  one('electron/engine/connectors/sqlite/neighbour.ts', 'electron/engine/connectors/ldap/there.ts', connectors);
  one(
    'renderer/screens/activity/neighbour.ts',
    'renderer/screens/people/there.ts',
    'screens never import another screen',
  );
  // A cycle is reported once, at the file that comes first.
  one('shared/kit/round.ts', 'shared/kit/about.ts', null, 'import { value as it }');
  one('shared/kit/about.ts', 'shared/kit/round.ts', 'no cycles', 'import { value as it }');
  one('shared/kit/lost.ts', 'shared/kit/nowhere.ts', 'every import is found');
  list.push({ file: 'shared/kit/alone.ts', text: 'export const value = 1;\n', rule: 'no source that nothing imports' });
  return list;
}
