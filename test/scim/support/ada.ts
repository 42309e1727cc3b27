import type { JsonObject } from '../../../electron/engine/scim/json.ts';
import { applyPatch, parsePatch } from '../../../electron/engine/scim/patch.ts';
import { parseResource } from '../../../electron/engine/scim/resource.ts';
import { type ResourceType, resourceTypes } from '../../../electron/engine/scim/schema.ts';
import { enterprise } from '../../support/scim.ts';

const { User } = resourceTypes;

export const work = { value: 'a@work.test', type: 'work', primary: true };
export const home = { value: 'a@home.test', type: 'home' };

/** A user that operations are tried on. */
export const ada: JsonObject = parseResource(User, {
  userName: 'ada',
  name: { givenName: 'Ada', familyName: 'L' },
  emails: [work, home],
  active: true,
  [enterprise]: { department: 'R&D', manager: { value: 'm1', $ref: 'https://x.test/Users/m1' } },
}).resource;

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
}

/** Applies operations to something that they cannot change in place. */
export function patch(operations: readonly unknown[], current: JsonObject = ada, type: ResourceType = User) {
  const body = freeze({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations });
  return applyPatch(type, freeze(current), parsePatch(type, body, 'generic').operations);
}
