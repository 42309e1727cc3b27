import { until } from '../support/engine-until.ts';
import type { Stage } from './stage.ts';

/** Twelve people, by userName. */
export const editors = [
  'ada lovelace',
  'grace hopper',
  'edsger dijkstra',
  'barbara liskov',
  'alan turing',
  'radia perlman',
  'donald knuth',
  'frances allen',
  'john backus',
  'karen jones',
  'niklaus wirth',
  'tony hoare',
].map((name) => `${name.replace(' ', '.')}@contoso.test`);

/** The name of somebody with such a userName: "Ada Lovelace". */
export const nameOfEditor = (userName: string): string =>
  userName
    .slice(0, userName.indexOf('@'))
    .split('.')
    .map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}`)
    .join(' ');

export const isEditor = ({ wiki }: Stage, userName: string): boolean =>
  wiki.account(userName)?.roles.includes('editor') ?? false;

/** Those twelve edit because they are in the group "Wiki Editors", in an app whose guard is the default one. */
export async function gatherEditors(
  stage: Stage,
): Promise<{ readonly group: string; readonly ids: readonly string[] }> {
  const { client } = stage.host();
  const ids: string[] = [];
  for (const userName of editors)
    ids.push(await stage.hire(userName, 'Sales', { displayName: nameOfEditor(userName) }));
  const group = await stage.gather('Wiki Editors', ids);
  const rule = { name: 'Editors edit', role: 'editor', when: `"${group}" in groups` };
  await client.call('app.addRule', { id: stage.app.id, rule });
  await client.call('app.setGuard', { id: stage.app.id, people: 5, percent: 10 });
  await until('everybody edits', () => editors.every((userName) => isEditor(stage, userName)));
  return { group, ids };
}
