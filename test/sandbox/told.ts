import { type Company, wikiEditors } from '../../electron/engine/sandbox/company.ts';
import type { ScimRequest } from '../../electron/engine/sandbox/conversation.ts';
import {
  comeBack,
  foundCompany,
  hire,
  join,
  leave,
  move,
  purge,
  renameGroup,
  softDelete,
  withdraw,
} from '../../electron/engine/sandbox/events.ts';
import { type Memory, speakerOf } from '../../electron/engine/sandbox/speaker.ts';
import type { SandboxDialect } from '../../shared/model/sandbox.ts';
import { carry } from './carry.ts';
import { ScimNames } from './scim-names.ts';

export const company = foundCompany(2026, 12);
const [first, second, , , , , somebody, editor] = company.people;
const group = company.groups.find(({ name }) => name === wikiEditors);
if (!first || !second || !somebody || !editor || !group) throw new Error('The company is too small.');
/** Of Marketing; the one whom every event but that of members is about. */
export const person = somebody;

const gone = leave(company, person.id);
const deleted = softDelete(gone, person.id);
export const events = {
  joins: [company, hire(company, 'People')],
  moves: [company, move(company, person.id, 'Sales')],
  leaves: [company, gone],
  returns: [gone, comeBack(gone, person.id)],
  deleted: [gone, deleted],
  restored: [deleted, comeBack(deleted, person.id)],
  purged: [deleted, purge(deleted, person.id)],
  members: [
    company,
    withdraw(join(join(company, first.id, wikiEditors), second.id, wikiEditors), editor.id, wikiEditors),
  ],
  renamed: [company, renameGroup(company, group.id, 'Writers')],
} as const satisfies Record<string, readonly [Company, Company]>;
export type Event = keyof typeof events;

/** What a dialect sends when one of these happens to a company that it has told. */
export function told(
  dialect: SandboxDialect,
  event: Event,
): { readonly requests: readonly ScimRequest[]; readonly memory: Memory } {
  const server = new ScimNames();
  const { tell } = speakerOf(dialect);
  const [before, after] = events[event];
  const imported = carry(tell(null, company, {}), server.answer);
  const memory = carry(tell(company, before, imported), server.answer);
  server.received.length = 0;
  carry(tell(before, after, memory), server.answer);
  return { requests: [...server.received], memory };
}

/** What is in a request, on one short line; ids and names of this company stand as letters. */
export function lineOf({ method, path, body }: ScimRequest, memory: Memory): string {
  const operations = (body?.Operations ?? []) as { op: string; path?: string; value?: object }[];
  const said = operations.map(({ op, path: where, value }) => `${op} ${where ?? `{${Object.keys(value ?? {})}}`}`);
  const ids: Record<string, string> = {};
  for (const [letter, object] of [
    ['P', person],
    ['E', editor],
    ['1', first],
    ['2', second],
    ...company.groups.map((one) => [one.name, one] as const),
  ] as const) {
    ids[memory[object?.id ?? ''] ?? ''] = letter;
  }
  return [method, decodeURIComponent(path), ...said]
    .join(' ')
    .replace(/(?<=[/"])s\d+/g, (id) => ids[id] ?? 'new')
    .replace(/"[a-z.]+@contoso\.test"/, '"login"')
    .replaceAll(/urn:[^ ]*:User:/g, '')
    .replace('startIndex=1&count=100', '…');
}
