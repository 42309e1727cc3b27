import { describe, expect, it } from 'vitest';
import { createIds } from '../../electron/engine/ids.ts';

/** Version 7 and variant 10 of RFC 9562. */
const form = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const COUNT = 2_000;

describe('ids', () => {
  it.each<[string, (n: number) => number]>([
    ['within one millisecond', () => 1_000_000],
    ['while time passes', (n) => 1_000_000 + Math.floor(n / 3)],
    ['when the clock jumps back', (n) => (n < COUNT / 2 ? 2_000_000 : 1_000_000 + n)],
  ])('rise and are all different %s', (_when, at) => {
    let n = 0;
    const { next } = createIds(() => at(n++));
    const ids = Array.from({ length: COUNT }, next);
    for (const id of ids) expect(id).toMatch(form);
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(COUNT);
    // What nobody can guess: the last 48 bits differ, too.
    expect(new Set(ids.map((id) => id.slice(24))).size).toBe(COUNT);
  });

  it('begin with the time in milliseconds', () => {
    const { next } = createIds(() => 0x0123456789ab);
    expect(next().slice(0, 13)).toBe('01234567-89ab');
  });
});
