import { describe, expect, test } from 'vitest';
import { checkPreconditions, entityTag, isKnown, noPreconditions } from '../../electron/engine/scim/version.ts';

const asks = (ifMatch: string | null, ifNoneMatch: string | null = null) => ({ ifMatch, ifNoneMatch });

describe('a precondition of a change', () => {
  test.each<[string | null, number, boolean]>([
    [null, 7, true],
    ['*', 7, true],
    ['W/"7"', 7, true],
    ['"7"', 7, true],
    ['7', 7, true],
    ['W/7', 7, true],
    ['W/"7-k3Jd0a"', 7, true],
    ['W/"6", W/"7"', 7, true],
    ['W/"6",  "x, 7" ,W/"5-a"', 7, false],
    ['W/"6"', 7, false],
    ['W/"70"', 7, false],
    ['W/"07"', 7, false],
    ['"', 7, false],
    ['', 7, false],
    [',,', 7, false],
  ])('If-Match: %s of version %d holds: %s', (ifMatch, version, holds) => {
    const check = () => checkPreconditions(asks(ifMatch), version);
    if (holds) expect(check).not.toThrow();
    else expect(check).toThrow(/version W\/"7"/);
  });

  test.each<[string, boolean]>([
    ['*', false],
    ['W/"7"', false],
    ['W/"7-abc"', false],
    ['W/"6"', true],
  ])('If-None-Match: %s holds: %s', (ifNoneMatch, holds) => {
    const check = () => checkPreconditions(asks(null, ifNoneMatch), 7);
    if (holds) expect(check).not.toThrow();
    else expect(check).toThrow(/If-None-Match/);
  });
});

describe('a version that is known', () => {
  test('is the one of the whole answer, with what is derived in it', () => {
    const tag = entityTag(7, 'abc');
    expect(isKnown(noPreconditions, 7, tag)).toBe(false);
    expect(isKnown(asks(null, '*'), 7, tag)).toBe(true);
    expect(isKnown(asks(null, 'W/"7-abc"'), 7, tag)).toBe(true);
    expect(isKnown(asks(null, '"7-abc"'), 7, tag)).toBe(true);
    expect(isKnown(asks(null, 'W/"7"'), 7, tag)).toBe(false);
    expect(isKnown(asks(null, 'W/"7-abd"'), 7, tag)).toBe(false);
    expect(() => isKnown(asks('W/"6"', 'W/"7-abc"'), 7, tag)).toThrow();
  });
});
