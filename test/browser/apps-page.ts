import type { Locator, Page } from '@playwright/test';

export type AppTab = 'Accounts' | 'Dry run' | 'Deliveries' | 'Connection' | 'Mapping and rules';

/** The place Apps as the browser tests speak of it: what a person sees and does there. */
export class AppsPage {
  readonly page: Page;
  readonly list: Locator;
  readonly needs: Locator;
  readonly steps: Locator;
  readonly tested: Locator;
  readonly place: Locator;

  constructor(page: Page) {
    this.page = page;
    this.place = page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: /^Apps/ });
    this.list = page.getByRole('grid', { name: 'Apps' });
    this.needs = page.getByRole('region', { name: 'Needs you' });
    this.steps = page.getByRole('region', { name: 'What to do next' });
    this.tested = page.getByRole('list', { name: 'What was tried' });
  }

  /** Opens the address that a host printed, and goes to Apps. */
  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.place.click();
  }

  /** The page of one app. */
  app(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }

  row(name: string): Locator {
    return this.list.getByRole('row').filter({ hasText: name });
  }

  /** Opens an app from the list. */
  async show(name: string): Promise<void> {
    await this.row(name).click();
    await this.app(name).getByRole('heading', { name, exact: true }).waitFor();
  }

  async showTab(tab: AppTab): Promise<void> {
    await this.page.getByRole('tab', { name: tab }).click();
  }

  account(name: string): Locator {
    return this.page
      .getByRole('grid', { name: /^Accounts in / })
      .getByRole('row')
      .filter({ hasText: name });
  }

  delivery(text: string): Locator {
    return this.page
      .getByRole('grid', { name: /^Deliveries to / })
      .getByRole('row')
      .filter({ hasText: text });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** A text to write; one that has suggestions is a combobox to those who hear it. */
  field(label: string | RegExp): Locator {
    return this.page.getByLabel(label, { exact: true }).and(this.page.locator('input, textarea'));
  }

  choice(label: string): Locator {
    return this.page.getByRole('combobox', { name: label, exact: true });
  }

  /** Presses "Observe only" or "On". */
  async turn(state: 'Observe only' | 'On'): Promise<void> {
    await this.page.getByRole('radio', { name: state, exact: true }).click();
  }
}
