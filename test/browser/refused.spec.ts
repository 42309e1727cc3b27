import { expect, test } from './stage.ts';

interface RefusedRequest {
  readonly what: string;
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly token?: string;
  readonly status: number;
  /** Part of the sentence on the row. */
  readonly sentence: RegExp;
}

const wrongToken = 'wrong-token-0123456789abcdef';
const refusedRequests: readonly RefusedRequest[] = [
  { what: 'a wrong token', method: 'GET', path: '/Users', token: wrongToken, status: 401, sentence: /token/i },
  {
    what: 'a filter that is none',
    method: 'GET',
    path: '/Users?filter=userName%20eq',
    status: 400,
    sentence: /filter/i,
  },
  {
    what: 'a body that is no JSON',
    method: 'POST',
    path: '/Users',
    body: '{"userName": ',
    status: 400,
    sentence: /JSON/,
  },
  {
    what: 'a user without a userName',
    method: 'POST',
    path: '/Users',
    body: '{}',
    status: 400,
    sentence: /userName|schemas/,
  },
];

test('what is refused is seen, with a sentence, and no token is ever shown', async ({ stage, page }) => {
  const { activity, idp, host } = stage;
  await activity.open(host().ready.admin);
  for (const { method, path, body, token, status } of refusedRequests) {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const answer = await idp.send(method, path, body === undefined ? { headers } : { body, headers });
    expect(answer.status, path).toBe(status);
  }
  await activity.toggleChip('refused');
  await expect(activity.row(/Refused/)).toHaveCount(refusedRequests.length);

  const seen: string[] = [];
  for (const { what, method, status, sentence } of refusedRequests) {
    const row = activity.row(String(status)).and(activity.row(method)).and(activity.row(sentence)).first();
    await expect(row, what).toContainText(sentence);
    await row.click();
    await expect(activity.inspector.getByRole('heading', { level: 2 })).toContainText(sentence);
    await expect(activity.steps('Request')).toContainText(`answered ${status}`);
    await expect(activity.inspector).toContainText('changed nothing');
    for (const tab of ['Summary', 'Request', 'Response', 'Raw', 'Trace'] as const) {
      await activity.showTab(tab);
      seen.push(await page.locator('body').innerText());
    }
    seen.push(await page.locator('body').innerText());
  }
  const everything = seen.join('\n');
  for (const secret of [wrongToken, idp.token, new URL(host().ready.admin).hash.slice('#token='.length)])
    expect(everything.includes(secret)).toBe(false);
  expect(page.url()).not.toContain('token');
  await activity.toggleChip('refused');
  expect(await host().client.call('status.get', {})).toMatchObject({ people: 0 });
});
