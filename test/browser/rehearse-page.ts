import type { Locator, Page } from '@playwright/test';

/** The Rehearse place as the browser tests speak of it. */
export class RehearsePage {
  readonly page: Page;
  readonly people: Locator;
  readonly search: Locator;
  readonly begin: Locator;
  readonly runButton: Locator;
  readonly speed: Locator;
  /** Nothing happens by itself while it stands still. */
  readonly standStill: Locator;
  readonly story: Locator;
  /** The line that says what was just done, with the way to what came of it. */
  readonly outcome: Locator;

  constructor(page: Page) {
    this.page = page;
    this.people = page.getByRole('grid', { name: 'People of the company' });
    this.search = page.getByRole('searchbox', { name: 'Search people' });
    this.begin = page.getByRole('button', { name: 'Begin the rehearsal' });
    this.runButton = page.getByRole('button', { name: 'Run', exact: true });
    this.speed = page.getByRole('group', { name: 'How fast the company lives' });
    this.standStill = this.speed.getByRole('radio', { name: 'Stands still' });
    this.story = page.getByRole('region', { name: 'The story so far' });
    this.outcome = page.getByRole('link', { name: 'See what came of it' });
  }

  person(name: string | RegExp): Locator {
    return this.people.getByRole('row').filter({ hasText: name });
  }

  /** One app of the sandbox, with how it stands. */
  app(name: string): Locator {
    return this.page.getByRole('region', { name: 'Apps' }).getByRole('listitem').filter({ hasText: name });
  }

  action(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  scenario(name: string): Locator {
    return this.page.getByRole('radio', { name });
  }

  /** What a scenario led to, each expectation with its word. */
  get expectations(): Locator {
    return this.page.getByRole('list', { name: 'What must be true afterwards' }).first().getByRole('listitem');
  }
}
