import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createAnswer } from '../../renderer/state/answer.ts';
import { afterDelay } from '../../renderer/state/batch.ts';
import { createPages, type Page, type Pages } from '../../renderer/state/pages.ts';
import { holdRows } from '../../renderer/ui/held-rows.ts';
import { findByText } from '../../renderer/ui/type-ahead.ts';
import { ContractError } from '../../shared/contract/error.ts';

const pace = 300;
const busy = new ContractError({ code: 'busy', message: 'Busy.', affects: 'This list.', fix: 'Again.', id: 'b' });

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

interface Row {
  readonly id: number;
  readonly name: string;
}

/** A list of so many rows behind a door that counts, may fail, and may be slow. */
function openList(length: number) {
  const engine = { rows: rowsOf(length), failure: null as unknown, asked: [] as (string | undefined)[], answers: 0 };
  const pages: Pages<Row> = createPages(
    afterDelay(pace),
    ({ id }) => String(id),
    async (cursor, limit): Promise<Page<Row>> => {
      engine.asked.push(cursor);
      await afterTurns(5);
      if (engine.failure !== null) throw engine.failure;
      engine.answers += 1;
      const from = cursor === undefined ? 0 : Number(cursor);
      const items = engine.rows.slice(from, from + limit);
      return { items, next: from + limit < engine.rows.length ? String(from + limit) : null };
    },
  );
  return {
    engine,
    pages,
    state: () => pages.store.getState(),
    ids: () => pages.store.getState().rows.map(({ id }) => id),
  };
}

const rowsOf = (length: number): Row[] => Array.from({ length }, (_, id) => ({ id, name: `row ${id}` }));
const count = (length: number) => Array.from({ length }, (_, id) => id);
const afterTurns = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('a list of pages', () => {
  test('is loaded page by page, each row once, until the last is here', async () => {
    const { pages, ids, state, engine } = openList(450);
    pages.ask();
    await vi.advanceTimersByTimeAsync(10);
    expect(ids()).toEqual(count(200));
    for (let more = 0; more < 4; more += 1) {
      const loading = pages.loadMore();
      await vi.advanceTimersByTimeAsync(10);
      await loading;
    }
    expect(ids()).toEqual(count(450));
    expect(state()).toMatchObject({ next: null, phase: 'ready', more: 'idle' });
    expect(engine.asked).toEqual([undefined, '200', '400']);
  });

  test('a further page is asked for once, however often the end is reached', async () => {
    const { pages, engine } = openList(450);
    pages.ask();
    await vi.advanceTimersByTimeAsync(10);
    void pages.loadMore();
    void pages.loadMore();
    await vi.advanceTimersByTimeAsync(10);
    expect(engine.asked).toEqual([undefined, '200']);
  });

  test('asking again keeps all that was loaded, also when it is more than a page can hold', async () => {
    const { pages, ids, engine } = openList(1_300);
    pages.ask();
    await vi.advanceTimersByTimeAsync(10);
    for (let more = 0; more < 5; more += 1) {
      void pages.loadMore();
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(ids()).toHaveLength(1_200);
    engine.rows = engine.rows.slice(1);
    pages.ask();
    await vi.advanceTimersByTimeAsync(pace + 50);
    expect(ids().slice(0, 1_200)).toEqual(count(1_201).slice(1));
  });

  test('rows stay while it is asked for again, and questions in a row become one', async () => {
    const { pages, ids, engine } = openList(10);
    pages.ask();
    await vi.advanceTimersByTimeAsync(10);
    for (let event = 0; event < 20; event += 1) pages.ask();
    expect(ids()).toEqual(count(10));
    await vi.advanceTimersByTimeAsync(pace * 4);
    expect(engine.answers).toBe(2);
  });

  test('a further page that comes after a new beginning is dropped', async () => {
    const { pages, ids, engine } = openList(450);
    pages.ask();
    await vi.advanceTimersByTimeAsync(pace + 10);
    void pages.loadMore();
    engine.rows = rowsOf(3);
    pages.ask();
    await vi.advanceTimersByTimeAsync(pace * 2);
    expect(ids()).toEqual([0, 1, 2]);
  });

  test.each(['first', 'further'] as const)('a %s page that fails is said, and asking again mends it', async (which) => {
    const { pages, state, engine, ids } = openList(450);
    if (which === 'further') {
      pages.ask();
      await vi.advanceTimersByTimeAsync(10);
    }
    engine.failure = busy;
    if (which === 'first') pages.ask();
    else void pages.loadMore();
    await vi.advanceTimersByTimeAsync(10);
    expect(state()).toMatchObject(
      which === 'first' ? { phase: 'failed', failure: busy.body } : { phase: 'ready', more: 'failed' },
    );
    engine.failure = null;
    if (which === 'first') pages.ask();
    else void pages.loadMore();
    await vi.advanceTimersByTimeAsync(pace + 20);
    expect(state()).toMatchObject({ phase: 'ready', failure: null, more: 'idle' });
    expect(ids()).toHaveLength(which === 'first' ? 200 : 400);
  });
});

test('an answer is kept while a later question fails, and replaced when it is answered', async () => {
  let answer: () => number = () => 1;
  const kept = createAnswer(afterDelay(pace), async () => answer());
  kept.ask();
  await vi.advanceTimersByTimeAsync(1);
  answer = () => {
    throw busy;
  };
  kept.ask();
  await vi.advanceTimersByTimeAsync(pace);
  expect(kept.store.getState()).toEqual({ value: 1, failure: busy.body });
  answer = () => 2;
  kept.ask();
  await vi.advanceTimersByTimeAsync(pace);
  expect(kept.store.getState()).toEqual({ value: 2, failure: null });
  kept.stop();
});

describe('rows that are held', () => {
  const keyOf = ({ id }: Row) => String(id);
  const lists = fc.uniqueArray(fc.nat(30), { maxLength: 20 });
  const renew = (ids: readonly number[], name: string): Row[] => ids.map((id) => ({ id, name }));

  test('keep their places, take their new content, and let in what came at the end', () => {
    fc.assert(
      fc.property(lists, lists, (shown, incoming) => {
        const held = holdRows(renew(shown, 'old'), renew(incoming, 'new'), keyOf);
        expect(held.rows.slice(0, shown.length).map(({ id }) => id)).toEqual(shown);
        for (const { id, name } of held.rows) expect(name).toBe(incoming.includes(id) ? 'new' : 'old');
        const isExtended = shown.every((id, index) => incoming[index] === id);
        expect(held.waiting).toBe(!isExtended);
        if (isExtended) expect(held.rows.map(({ id }) => id)).toEqual(incoming);
      }),
    );
  });
});

describe('type-ahead', () => {
  const names = ['Ada', 'Alan', 'Élodie', 'Eve', 'الحسين', 'Zoë'];
  test.each([
    ['a letter finds the next that begins so', 'a', 0, 1],
    ['around the end', 'a', 4, 0],
    ['two letters may stay where one led', 'al', 1, 1],
    ['the same letter again goes on', 'aa', 1, 0],
    ['marks and case do not count', 'ELO', 3, 2],
    ['other scripts', 'ال', 0, 4],
    ['nothing begins so', 'q', 0, -1],
  ])('%s', (_, typed, from, found) => expect(findByText(names, typed, from)).toBe(found));

  test('an empty list has nothing to find', () => expect(findByText([], 'a', -1)).toBe(-1));
});
