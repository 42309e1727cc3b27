import type { Locator, Page } from '@playwright/test';

/** The Set-up place as the browser tests speak of it. */
export class SetupPage {
  readonly page: Page;
  /** The two values of a source that was just made, to be pasted at its identity provider. */
  readonly values: Locator;
  readonly checklist: Locator;
  readonly make: Locator;
  readonly name: Locator;
  readonly connected: Locator;
  /** How the source speaks. */
  readonly card: Locator;
  readonly understood: Locator;
  readonly notUnderstood: Locator;

  constructor(page: Page) {
    this.page = page;
    this.values = page.getByRole('region', { name: /^Fill in/ }).locator('code');
    this.checklist = page.getByRole('list', { name: 'What was seen of it so far' });
    this.make = page.getByRole('button', { name: 'Make address and token' });
    this.name = page.getByRole('textbox', { name: 'Name of this source' });
    this.connected = page.getByText('Connected: a deactivation was proved');
    this.card = page.getByRole('region', { name: 'Dialect' });
    this.understood = this.card.getByRole('table', { name: /^Understood/ });
    this.notUnderstood = this.card.getByRole('table', { name: /^Not understood/ });
  }

  link(name: string): Locator {
    return this.page.getByRole('link', { name, exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** An item of the checklist by its name: its state's word, and what is said of it. */
  item(name: string): Locator {
    return this.checklist.getByRole('listitem').filter({ hasText: name });
  }

  /** Address and token as they are shown this once. */
  async readValues(): Promise<{ readonly base: string; readonly token: string }> {
    await this.values.nth(1).waitFor();
    const [base = '', token = ''] = await this.values.allInnerTexts();
    return { base, token };
  }
}
