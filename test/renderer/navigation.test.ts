import { expect, test } from 'vitest';
import { titleOf } from '../../renderer/app/words.ts';
import { type Addressed, createNavigation } from '../../renderer/state/navigation.ts';

/** A window's address with its history: Alt+Left is `back`. */
function openWindow(hash = '') {
  const entries = [hash];
  const listeners = new Set<() => void>();
  const location = { hash };
  const set = (url: string | URL | null | undefined) => {
    location.hash = String(url);
  };
  const addressed: Addressed = {
    location,
    history: {
      pushState(_data, _unused, url) {
        set(url);
        entries.push(location.hash);
      },
      replaceState(_data, _unused, url) {
        set(url);
        entries[entries.length - 1] = location.hash;
      },
    },
    addEventListener: (_, listener) => void listeners.add(listener),
    removeEventListener: (_, listener) => void listeners.delete(listener),
  };
  return {
    addressed,
    entries,
    listeners,
    follow(to: string) {
      set(to);
      for (const listener of listeners) listener();
    },
  };
}

test('going somewhere is a step that is taken back; replacing is none; staying is neither', () => {
  const { addressed, entries } = openWindow('#/activity?world=sandbox');
  const navigation = createNavigation(addressed);
  navigation.go('directory', ['people', 'ada']);
  navigation.go('directory', ['people', 'grace/hopper'], 'replace');
  navigation.go('directory', ['people', 'grace/hopper']);
  expect(entries).toEqual(['#/activity?world=sandbox', '#/directory/people/grace%2Fhopper?world=sandbox']);
  expect(navigation.store.getState()).toEqual({
    place: 'directory',
    path: ['people', 'grace/hopper'],
    world: 'sandbox',
  });
});

test('a link and a step back are followed until nobody listens any more', () => {
  const { addressed, follow, listeners } = openWindow('');
  const navigation = createNavigation(addressed);
  expect(navigation.store.getState().place).toBeNull();
  follow(navigation.href('directory', ['groups', 'g 1']));
  expect(navigation.store.getState()).toEqual({ place: 'directory', path: ['groups', 'g 1'], world: null });
  navigation.stop();
  expect(listeners.size).toBe(0);
});

test('another world is entered at a place and nothing of it', () => {
  const { addressed, entries } = openWindow('#/directory/people/ada');
  const navigation = createNavigation(addressed);
  navigation.enter('sandbox', 'directory');
  expect(entries.at(-1)).toBe('#/directory?world=sandbox');
  expect(navigation.href('apps', ['wiki'])).toBe('#/apps/wiki?world=sandbox');
});

test.each([
  ['Directory', 'live', 0, 'Directory · Footbridge'],
  ['Directory', 'live', 3, '(3) Directory · Footbridge'],
  ['Directory', 'sandbox', 3, 'SANDBOX · Directory · Footbridge'],
  [null, 'live', 0, 'Footbridge'],
] as const)('the title at %s in the world %s, where %i need a person: %s', (place, world, needs, title) =>
  expect(titleOf(place, world, needs)).toBe(title),
);
