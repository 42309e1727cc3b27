import { answerDialogs, quit } from '../support/desktop/acts.ts';
import { filesBelow } from '../support/engine.ts';
import { openCompany } from './company.ts';
import { expect, test } from './stage.ts';

/** Planted where a secret of somebody goes; no letter of it occurs anywhere else. */
const canaries = { password: 'cAnArY-password-7f3a', wrongToken: 'cAnArY-wrong-token-91be' };

test('no secret is left in the data folder, in the log or in the page', async ({ launch, folder }) => {
  const stage = await launch();
  const { hire, disable, idp, close } = await openCompany(stage.client, folder);
  const ada = await hire('ada@contoso.test', 'Marketing', { displayName: 'Ada Lovelace', password: canaries.password });
  const refused = await idp.send('GET', '/Users', { headers: { authorization: `Bearer ${canaries.wrongToken}` } });
  expect(refused.status).toBe(401);
  await disable(ada);
  const activity = await stage.activity();
  await expect(activity.row('Update Ada Lovelace: active true → false')).toContainText('proved');
  await activity.select('Create Ada Lovelace');
  await activity.showTab('Request');
  await expect(activity.inspector).toContainText('ada@contoso.test');
  const kept = await activity.page.evaluate(() =>
    JSON.stringify([document.documentElement.outerHTML, { ...localStorage }, { ...sessionStorage }, location.href]),
  );
  close();
  await answerDialogs(stage.desktop, 'Quit');
  await quit(stage.desktop);
  expect((await stage.desktop.exited).code).toBe(0);

  const files = filesBelow(folder).filter(({ name }) => !name.endsWith('team-wiki.db'));
  // What is looked through is really there: the person's name stands in the database.
  expect(files.some(({ bytes }) => bytes.includes('Ada Lovelace'))).toBe(true);
  const places = [
    ...files.map(({ name, bytes }) => ({ name, text: bytes.toString('latin1') })),
    { name: 'the log', text: stage.desktop.output() },
    { name: 'the page', text: kept },
  ];
  for (const secret of [...Object.values(canaries), idp.token]) {
    expect(places.filter(({ text }) => text.includes(secret)).map(({ name }) => name)).toEqual([]);
  }
});
