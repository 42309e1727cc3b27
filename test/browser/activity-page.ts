import type { Locator, Page } from '@playwright/test';

export type Tab = 'Trace' | 'Summary' | 'Request' | 'Response' | 'Changes' | 'Raw';
export type StepKind = 'Request' | 'Change' | 'Decision' | 'Parked' | 'Operation' | 'Attempt' | 'Proof' | 'Waiting';

/** One rendered row of the list, as a person reads it. */
export interface RowText {
  readonly id: string;
  readonly method: string;
  readonly summary: string;
  readonly source: string;
  readonly status: string;
  readonly effect: string;
}

/** The Activity place as the browser tests speak of it: what a person sees and does there. */
export class ActivityPage {
  readonly page: Page;
  readonly grid: Locator;
  readonly inspector: Locator;
  readonly filter: Locator;
  readonly health: Locator;
  readonly needsYou: Locator;
  readonly newRows: Locator;
  readonly connection: Locator;
  readonly sandboxBand: Locator;
  readonly pause: Locator;
  readonly strip: Locator;
  readonly allTimes: Locator;
  readonly work: Locator;

  constructor(page: Page) {
    this.page = page;
    this.grid = page.getByRole('grid', { name: 'Requests, newest first' });
    this.inspector = page.getByRole('region', { name: 'Inspector' });
    this.filter = page.getByRole('searchbox', { name: 'Filter requests' });
    this.health = page.getByRole('status', { name: 'Health' });
    this.needsYou = page.getByRole('button', { name: /^Needs you/ });
    this.newRows = page.getByRole('button', { name: /\d new$/ });
    this.connection = page.getByRole('status').filter({ hasText: /^(Reconnecting|Connected again)/ });
    this.pause = page.getByRole('button', { name: /^(Pause|Resume)$/ });
    this.strip = page.getByRole('slider', { name: 'Traffic over time' });
    this.allTimes = page.getByRole('button', { name: /Show all times/ });
    this.work = page.getByRole('dialog', { name: 'What needs you' });
    this.sandboxBand = page.getByText('pretend people, nothing leaves this computer');
  }

  /** Opens the address that a host printed (`…/#token=…`) and waits until Activity stands. */
  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.health.waitFor();
  }

  /** Opens one exchange by its address; the token of this tab is kept. */
  async openExchange(id: string): Promise<void> {
    await this.page.evaluate((hash) => {
      location.hash = hash;
    }, `#/activity/${id}`);
    await this.inspector.waitFor();
  }

  /** The rows whose summary, effect or any other cell holds `text`; those that are rendered. */
  row(text: string | RegExp): Locator {
    return this.grid.locator('[data-exchange]').filter({ hasText: text });
  }

  /** What the rendered rows say, newest first. */
  async rows(): Promise<RowText[]> {
    return this.grid.locator('[data-exchange]').evaluateAll((rows) =>
      rows
        .map((row) => {
          const cells = [...row.querySelectorAll('[role="gridcell"]')].map((cell) => cell.textContent ?? '');
          const [method = '', summary = '', source = '', status = '', , effect = ''] = cells;
          const id = row.getAttribute('data-exchange') ?? '';
          return { id, method, summary, source, status, effect, index: Number(row.getAttribute('aria-rowindex')) };
        })
        .sort((a, b) => a.index - b.index)
        .map(({ index: _, ...row }) => row),
    );
  }

  /** Opens the newest rendered row that holds `text` in the inspector. @returns its exchange id */
  async select(text: string | RegExp): Promise<string> {
    const row = this.row(text).first();
    const id = (await row.getAttribute('data-exchange')) ?? '';
    // That very row, wherever it stands by now.
    await this.grid.locator(`[data-exchange="${id}"]`).click();
    await this.inspector.getByRole('tab', { name: 'Trace' }).waitFor();
    return id;
  }

  /** Narrows the list with the text filter. */
  async filterBy(text: string): Promise<void> {
    await this.filter.fill(text);
  }

  /** Presses a chip of the filter bar. */
  async toggleChip(name: 'ok' | 'refused' | 'failed' | 'Users' | 'Groups' | 'Changes only'): Promise<void> {
    await this.page
      .getByRole('toolbar', { name: 'Filter requests' })
      .getByRole('button', { name, exact: true })
      .click();
  }

  /** Moves the pointer off the list and the focus to the filter, so that new rows come in. */
  async stopReading(): Promise<void> {
    await this.filter.focus();
    await this.page.mouse.move(2, 2);
  }

  /** Shows another tab of the inspector. */
  async showTab(tab: Tab): Promise<void> {
    await this.inspector.getByRole('tab', { name: tab }).click();
  }

  /** The steps of one kind in the open trace. */
  steps(kind: StepKind): Locator {
    return this.inspector.locator(`[data-kind="${kind.toLowerCase()}"]`);
  }

  /** The chain as a person reads it: one text for each step, from the request to the proof. */
  async traceTexts(): Promise<string[]> {
    const texts = await this.inspector.locator('[data-kind]').allInnerTexts();
    return texts.map((text) => text.replace(/\s+/g, ' ').trim());
  }

  /** Chooses the colours. */
  async setTheme(theme: 'System' | 'Light' | 'Dark'): Promise<void> {
    await this.page.getByRole('group', { name: 'Theme' }).getByRole('radio', { name: theme }).check();
  }

  /** Looks at the other world. */
  async setWorld(world: 'Live' | 'Sandbox'): Promise<void> {
    await this.page.getByRole('group', { name: 'World' }).getByRole('radio', { name: world }).check();
  }

  /** Takes a decision on what the open trace says is parked. */
  async decide(decision: string, reason: string): Promise<void> {
    const parked = this.steps('Parked').first();
    await parked.getByRole('button', { name: decision }).click();
    await parked.getByRole('textbox').fill(reason);
    await parked.getByRole('button', { name: decision }).click();
  }
}
