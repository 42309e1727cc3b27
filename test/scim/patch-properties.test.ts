import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ScimError } from '../../electron/engine/scim/error.ts';
import type { JsonObject } from '../../electron/engine/scim/json.ts';
import { parseResource } from '../../electron/engine/scim/resource.ts';
import { resourceTypes } from '../../electron/engine/scim/schema.ts';
import { propertyRuns } from '../support/runs.ts';
import { ada, patch } from './support/ada.ts';
import { operation } from './support/operation.ts';

const { User } = resourceTypes;

/** The outcome of a patch as a value: what it made, or how it was refused. */
function outcome(current: JsonObject, operations: readonly unknown[]) {
  try {
    return { resource: patch(operations, current).resource };
  } catch (error) {
    if (error instanceof ScimError) return { refused: error.scimType };
    throw error;
  }
}

describe('whatever operations come', () => {
  test('the result is the same each time, valid, canonical, and made without touching what was there', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 6 }), (operations) => {
        const before = JSON.stringify(ada);
        const { resource } = outcome(ada, operations);
        expect(outcome(ada, operations).resource).toEqual(resource);
        expect(JSON.stringify(ada)).toBe(before);
        if (resource === undefined) return;
        // Reading it again as a body finds nothing to mend: types, names, order, one primary, required attributes.
        const { resource: read, notes } = parseResource(User, resource);
        expect(JSON.stringify(read)).toBe(JSON.stringify(resource));
        expect(notes).toEqual([]);
        expect(typeof resource.active).toBe('boolean');
      }),
      { numRuns: propertyRuns(1000) },
    );
  });

  test('replace and remove do nothing more the second time', () => {
    fc.assert(
      fc.property(
        operation.filter(({ op }) => op !== 'add'),
        (one) => {
          const { resource } = outcome(ada, [one]);
          if (resource === undefined) return;
          const again = outcome(resource, [one]);
          expect(again.resource ?? resource).toEqual(resource);
        },
      ),
      { numRuns: propertyRuns(1000) },
    );
  });

  test('one request of many operations is many requests of one', () => {
    fc.assert(
      fc.property(fc.array(operation, { minLength: 2, maxLength: 4 }), (operations) => {
        const together = outcome(ada, operations);
        let current = ada;
        for (const one of operations) {
          const { resource } = outcome(current, [one]);
          if (resource === undefined) return;
          current = resource;
        }
        expect(together.resource).toEqual(current);
      }),
      { numRuns: propertyRuns(500) },
    );
  });
});
