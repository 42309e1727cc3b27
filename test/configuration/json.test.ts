import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { findJsonFault } from '../../electron/engine/configuration/json.ts';

const canBeParsed = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const document = fc
  .json({ maxDepth: 4 })
  .chain((text) => fc.constantFrom(0, 1, 2).map((space) => JSON.stringify(JSON.parse(text), null, space)));

test('what can be parsed has no fault', () => {
  fc.assert(fc.property(document, (text) => void expect(findJsonFault(text)).toBeNull()));
});

test('of a damaged text, a fault is found exactly when it cannot be parsed', () => {
  const damage = fc.record({
    at: fc.nat(),
    cut: fc.nat({ max: 3 }),
    put: fc.constantFrom('', ',', '"', '}', ']', '{', '[', ':', '\\', '\n', ' ', '0', '-', '.', 'e', 'true', '\t', 'é'),
  });
  fc.assert(
    fc.property(document, damage, (text, { at, cut, put }) => {
      const start = at % (text.length + 1);
      const damaged = text.slice(0, start) + put + text.slice(start + cut);
      const fault = findJsonFault(damaged);
      if (fault?.message.includes('stands twice')) return;
      expect(fault === null, damaged).toBe(canBeParsed(damaged));
      if (fault) expect(fault.at).toBeLessThanOrEqual(damaged.length);
    }),
    { numRuns: 2000 },
  );
});
