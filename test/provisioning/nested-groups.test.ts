import { describe, expect, it } from 'vitest';
import { until } from '../support/engine-until.ts';
import { namesIn, type Stage, setStage, short } from './stage.ts';

const team = ['ada', 'bob', 'cy', 'dan'].map((name) => `${name}@example.com`);
const [ada = '', bob = '', cy = ''] = team;

/** Team members whom only the group that holds theirs gives access: Wiki Editors, through Marketing, through Content. */
async function nested(stage: Stage) {
  const ids: string[] = [];
  for (const name of team) ids.push(await stage.hire(name, 'Legal'));
  const content = await stage.group('Content', ids);
  const marketing = await stage.group('Marketing', [content]);
  const editors = await stage.group('Wiki Editors', [marketing]);
  const add = (name: string, role: string, group: string) =>
    stage.client.call('app.addRule', { id: stage.app.id, rule: { name, role, when: `"${group}" in groups` } });
  await add('Editors', 'editor', editors);
  await stage.quiet();
  return { ids, content, marketing, editors, add };
}

/** The trace of the newest exchange of these words, once it touches so many accounts and nothing of them is on its way. */
const traceOf = (stage: Stage, words: string, accounts: number) =>
  until(`a trace of ${accounts} accounts`, async () => {
    const found = await stage.trace(words);
    return found.accountCount === accounts && found.accounts.every(({ waiting }) => waiting === null) && found;
  });

const roles = ({ wiki }: Stage, names: readonly string[] = team) => names.map((name) => wiki.account(name)?.roles);
const everybody = (...held: string[]) => team.map(() => held);
const without = () => team.map(() => []);

describe('a role that people have by way of a group in a group', () => {
  it('is given with the way in its reason, and taken from those who had it only so when that group goes', async () => {
    const stage = await setStage();
    const { ids, marketing, editors, content } = await nested(stage);
    const { patchMembers, quiet } = stage;
    expect(roles(stage)).toEqual(everybody('editor'));
    // Ada is a member herself from now on, and Bob by yet another way.
    await patchMembers(editors, 'Add', ids.slice(0, 1));
    const other = await stage.group('Freelancers', ids.slice(1, 2));
    await patchMembers(editors, 'Add', [other]);
    await quiet();
    await patchMembers(editors, 'Remove', [marketing]);
    await quiet();
    expect(roles(stage)).toEqual([['editor'], ['editor'], [], []]);
    const removed = await traceOf(stage, 'Update group Wiki Editors: −1 member', 2);
    expect(removed.accounts.map(({ person }) => person.name)).toEqual(['Person cy', 'Person dan']);

    await patchMembers(editors, 'Add', [marketing]);
    await quiet();
    const back = await traceOf(stage, 'Update group Wiki Editors: +1 member', 2);
    expect(back.accounts.map(({ person }) => person.name)).toEqual(['Person cy', 'Person dan']);
    expect(back.accounts[0]?.decisions).toMatchObject([
      {
        effect: 'granted',
        reason: expect.stringContaining('member of “Wiki Editors” through “Content” in “Marketing”'),
      },
    ]);
    await patchMembers(content, 'Remove', ids.slice(2, 3));
    await quiet();
    expect(roles(stage, [cy]), 'a direct member of the innermost group').toEqual([[]]);
  });

  it('survives circles, and ends when the circle is left', async () => {
    const stage = await setStage();
    const { marketing, editors, content } = await nested(stage);
    await stage.patchMembers(content, 'Add', [editors, content]);
    await stage.patchMembers(marketing, 'Remove', [content]);
    await stage.quiet();
    expect(roles(stage)).toEqual(without());
    await stage.patchMembers(editors, 'Add', [content]);
    await stage.quiet();
    expect(roles(stage)).toEqual(everybody('editor'));
  });

  it('is parked as one cause when a group in the middle is deleted, while rules pinned to that group hold', async () => {
    const stage = await setStage();
    const { marketing, add } = await nested(stage);
    const { client, item, items, remove, quiet } = stage;
    await add('Marketing reads', 'reader', marketing);
    await client.call('app.setGuard', { id: stage.app.id, people: 3, percent: 0 });
    await quiet();
    expect(roles(stage)).toEqual(everybody('editor', 'reader'));

    await remove(`/Groups/${marketing}`);
    const guard = await item('guard');
    expect(guard.title).toContain("from 4 people at once; the guard's limit is 3");
    expect(namesIn(guard)).toEqual(['Person ada', 'Person bob', 'Person cy', 'Person dan']);
    const doubt = await item('doubt');
    expect(doubt.title).toContain('rule “Marketing reads” cannot be told');
    expect(namesIn(doubt)).toEqual(namesIn(guard));
    const { accounts } = await traceOf(stage, 'Delete group Marketing', 4);
    expect(roles(stage), 'a held removal is still access').toEqual(everybody('editor', 'reader'));
    expect(short(accounts[0]).decisions.toSorted()).toEqual(['editor revoked', 'reader held']);

    await client.call('work.decide', { id: guard.id, decision: 'approve', reason: 'Marketing was split' });
    await quiet();
    expect(roles(stage), 'what the pinned group gave is held').toEqual(everybody('reader'));
    expect((await items('doubt')).map(({ id }) => id)).toEqual([doubt.id]);
    expect([ada, bob].map((name) => stage.wiki.account(name)?.enabled)).toEqual([true, true]);
  });
});
