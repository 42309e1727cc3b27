import { startMailServer } from '../support/smtp.ts';
import { accessibilityViolations } from './axe.ts';
import { goTo, tabTo } from './going.ts';
import { expect, test } from './stage.ts';

test('by keyboard alone: whom to tell is written, tested at a real mail server, and kept', async ({ stage, page }) => {
  const { activity, host } = stage;
  const mail = await startMailServer();
  try {
    await activity.open(host().ready.admin);
    await goTo(page, '#/setup');
    await expect(page.getByText('Nobody is told unless they look here.')).toBeVisible();
    const link = page.getByRole('link', { name: 'Say whom to tell' });
    await tabTo(page, link);
    await page.keyboard.press('Enter');
    const form = page.getByRole('form', { name: 'When somebody still has access that should be gone' });
    await tabTo(page, form.getByLabel('By e-mail'));
    await page.keyboard.press('Space');
    await tabTo(page, form.getByRole('button', { name: 'Save whom to tell' }));
    await page.keyboard.press('Enter');
    // What is missing is said at its field, and nothing is kept.
    await expect(form.getByLabel('Mail server', { exact: true })).toHaveAccessibleDescription(
      /Write the name or the address/,
    );
    await expect(form.getByLabel('Sender')).toHaveAccessibleDescription(/Write an e-mail address/);
    expect(await accessibilityViolations(page)).toEqual([]);
    expect(await host().client.call('notification.get', {})).toEqual({ email: null, webhook: null });

    await form.getByLabel('Mail server', { exact: true }).focus();
    await page.keyboard.type('127.0.0.1');
    await page.keyboard.press('Tab');
    await page.keyboard.type(String(mail.port));
    await form.getByLabel('Encryption').selectOption('none');
    await form.getByLabel('Sender').focus();
    await page.keyboard.type('footbridge@example.com');
    await page.keyboard.press('Tab');
    await page.keyboard.type('it@example.com, boss@example.com');
    await tabTo(page, form.getByRole('button', { name: 'Send a test by e-mail' }));
    await page.keyboard.press('Enter');
    await expect(form).toContainText('The test was taken. The server says: 250 taken as 4711');
    expect(mail.mails[0]).toMatchObject({ to: ['it@example.com', 'boss@example.com'] });
    mail.refusal = '550 no such mailbox here';
    await page.keyboard.press('Enter');
    await expect(form).toContainText('550 no such mailbox here');

    await tabTo(page, form.getByRole('button', { name: 'Save whom to tell' }));
    await page.keyboard.press('Enter');
    await expect(form).toContainText('Saved.');
    await goTo(page, '#/setup');
    await expect(page.getByText('Told by e-mail: it@example.com, boss@example.com')).toBeVisible();
  } finally {
    await mail.close();
  }
});
