import { expect, test, vi } from 'vitest';
import { createSystem } from '../../renderer/data/system.ts';
import { followNeeds } from '../../renderer/state/live-needs.ts';
import type { DesktopVerbs } from '../../shared/contract/desktop.ts';
import { ContractError } from '../../shared/contract/error.ts';
import { createScriptedEngine, guardItem } from './scripted-engine.ts';

const file = { name: 'footbridge-configuration.json', text: '{}' };

/** The verbs of a desktop host, noted as they are used. */
function createDesktop(luck: Partial<DesktopVerbs> = {}) {
  const used: unknown[] = [];
  const desktop: DesktopVerbs = {
    platform: 'linux',
    port: async () => undefined,
    openExternal: async (url) => used.push(url) > 0,
    pickFile: async (kind) => `/srv/data/${kind}`,
    saveFile: async ({ name }) => `/srv/data/${name}`,
    setBadge: async (count) => void used.push(count),
    ...luck,
  };
  return { used, system: createSystem(desktop, () => used.push('downloaded')) };
}

test('in a browser a file is downloaded, and what only a desktop can do is not there', async () => {
  const downloaded: unknown[] = [];
  const system = createSystem(undefined, (given) => downloaded.push(given));
  expect(await system.saveFile(file)).toEqual({ kind: 'downloaded', name: file.name });
  expect(downloaded).toEqual([file]);
  expect(system).toMatchObject({ pickFile: null, openOutside: null, showBadge: null });
});

test('on the desktop the host is asked', async () => {
  const { used, system } = createDesktop();
  expect(await system.pickFile?.('csv')).toBe('/srv/data/csv');
  expect(await system.saveFile(file)).toEqual({ kind: 'saved', path: '/srv/data/footbridge-configuration.json' });
  expect(await system.openOutside?.('https://example.com/')).toBe(true);
  system.showBadge?.(3);
  expect(used).toEqual(['https://example.com/', 3]);
});

test('who chooses no file and no place has declined', async () => {
  const { system } = createDesktop({ pickFile: async () => null, saveFile: async () => null });
  expect(await system.pickFile?.('sqlite')).toBeNull();
  expect(await system.saveFile(file)).toEqual({ kind: 'declined' });
});

test('what the host refuses is said in its own words', async () => {
  const refuse = () => Promise.reject(new Error('The disk is full. Choose another place.'));
  const { system } = createDesktop({ pickFile: refuse, saveFile: refuse, openExternal: refuse, setBadge: refuse });
  const refused = [system.pickFile?.('csv'), system.saveFile(file), system.openOutside?.('https://example.com/')];
  for (const outcome of await Promise.allSettled(refused)) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(ContractError) });
    expect(outcome).toMatchObject({ reason: { body: { message: 'The disk is full. Choose another place.' } } });
  }
  // Nobody waits for the badge: that it failed must disturb nobody.
  system.showBadge?.(1);
});

test('what needs a person in a world that is not shown is followed, until nobody asks any more', async () => {
  vi.useFakeTimers();
  try {
    const engine = createScriptedEngine({ exchanges: 60, newestAt: Date.now(), pause: 1_000 });
    const counts: number[] = [];
    const stop = followNeeds(engine, (count) => counts.push(count));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(new Set(counts)).toEqual(new Set([1]));

    await engine.call('work.decide', { id: guardItem.id, decision: 'approve', reason: '' }, {});
    await vi.advanceTimersByTimeAsync(2_000);
    expect(counts.at(-1)).toBe(0);

    // A stream that ends is opened again, and what was missed is asked for.
    const asked = () => engine.calls.filter(({ name }) => name === 'overview.get').length;
    const before = asked();
    engine.cut();
    engine.restore();
    await vi.advanceTimersByTimeAsync(2_000);
    expect([engine.follows.length, asked() > before]).toEqual([2, true]);

    stop();
    const after = asked();
    engine.tell('work', [guardItem.id]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([engine.follows.length, asked()]).toEqual([2, after]);
  } finally {
    vi.useRealTimers();
  }
});
