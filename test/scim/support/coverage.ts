import { readFileSync } from 'node:fs';
import { z } from 'zod';

const levels = ['MUST', 'MUST NOT', 'SHALL', 'SHALL NOT', 'SHOULD', 'SHOULD NOT', 'REQUIRED', 'RECOMMENDED'] as const;

/** A test that holds a statement: its file, its titles joined by “ › ”, and the case of its table where it has one. */
const HeldBy = z.union([z.tuple([z.string(), z.string()]), z.tuple([z.string(), z.string(), z.string()])]);
export type HeldBy = z.infer<typeof HeldBy>;

const statement = {
  rfc: z.literal([7643, 7644, 9865]),
  section: z.string().regex(/^\d+(?:\.\d+)*$/),
  level: z.enum(levels),
  /** What a service provider does by it, in our words. */
  what: z.string().regex(/^[A-Z].*\.$/),
};

/** A normative statement: held by tests, or knowingly not done. */
const Row = z.union([
  z.strictObject({ ...statement, held: z.array(HeldBy).min(1) }),
  z.strictObject({ ...statement, notDone: z.string().regex(/^[A-Z`].*\.$/) }),
]);
export type Row = z.infer<typeof Row>;

/** Every normative statement of the RFCs that concerns a service provider, in their order. @throws Error by zod */
export const readCoverage = (): readonly Row[] =>
  readFileSync(new URL('../../fixtures/rfc-coverage.jsonl', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => Row.parse(JSON.parse(line)));

/** The rows as the last section of docs/SCIM.md. */
export function renderCoverage(rows: readonly Row[]): string {
  const undone = rows.filter((row) => 'notDone' in row).length;
  const tables = [7643, 7644, 9865].map((rfc) => {
    const own = rows.filter((row) => row.rfc === rfc);
    return [
      `### RFC ${rfc}`,
      '| § | level | what is asked | held by |',
      '|---|---|---|---|',
      ...own.map((row) => `| ${row.section} | ${row.level} | ${inTable(row.what)} | ${inTable(evidence(row))} |`),
    ].join('\n');
  });
  const head = [
    '## RFC coverage',
    `${rows.length} statements: ${rows.length - undone} held by tests, ${undone} not done, each with its reason.`,
  ].join('\n');
  return `${[head, ...tables].join('\n\n')}\n`;
}

const evidence = (row: Row): string =>
  'notDone' in row ? `**Not done.** ${row.notDone}` : row.held.map(inWords).join('; ');

/** A test by its file and titles; the case stands where the last title has its first placeholder. */
export function inWords([file, titles, ofTable]: HeldBy): string {
  const last = titles.lastIndexOf(' › ') + 1;
  const title = titles.slice(last);
  const words =
    titles.slice(0, last) + (ofTable === undefined ? title : title.replace(/%[sjd]/, () => ofTable || '“”'));
  return `${file.slice('test/'.length, -'.test.ts'.length)} “${words.replaceAll(/%[sjd]/g, '…')}”`;
}

const inTable = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
