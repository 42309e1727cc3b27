import type { Locator, Page } from '@playwright/test';
import { goTo } from './going.ts';

/** The Directory as the browser tests speak of it. */
export class DirectoryPage {
  readonly page: Page;
  readonly people: Locator;
  readonly groups: Locator;
  readonly members: Locator;
  readonly person: Locator;
  readonly group: Locator;
  readonly search: Locator;

  constructor(page: Page) {
    this.page = page;
    this.people = page.getByRole('grid', { name: 'People' });
    this.groups = page.getByRole('grid', { name: 'Groups' });
    this.members = page.getByRole('grid', { name: 'Members' });
    this.person = page.getByRole('region', { name: 'Person' });
    this.group = page.getByRole('region', { name: 'Group' });
    this.search = page.getByRole('searchbox', { name: 'Search people' });
  }

  /** Opens the address that a host printed and goes to the Directory, or to a part of it. */
  async open(url: string, part = ''): Promise<void> {
    await this.page.goto(url);
    await this.page.getByRole('status', { name: 'Health' }).waitFor();
    await goTo(this.page, `#/directory${part}`);
    await this.page.getByRole('heading', { name: 'Directory', level: 1 }).waitFor();
  }

  /** The rendered rows of a list that hold `text`. */
  row(text: string | RegExp, list: Locator = this.people): Locator {
    return list.locator('[data-index]').filter({ hasText: text });
  }

  /** The names in a list, as they stand on the screen. */
  async names(list: Locator = this.people): Promise<string[]> {
    const rows = await list
      .locator('[data-index]')
      .evaluateAll((elements) =>
        elements
          .sort((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')))
          .map((row) => row.querySelector('[role="gridcell"] bdi')?.textContent ?? ''),
      );
    return rows;
  }

  /** The heading of the open person or group. */
  get title(): Locator {
    return this.page.locator('[data-pane=detail]').getByRole('heading', { level: 2 });
  }

  /** The account of the open person in an app. */
  account(app: string): Locator {
    return this.person.locator(`[data-account="${app}"]`);
  }

  /** Chooses one of the saved views. */
  async show(view: string): Promise<void> {
    await this.page.getByRole('group', { name: 'Which people' }).getByRole('radio', { name: view }).check();
  }
}
