import { scimError } from './error.ts';
import { equalJson, type JsonValue } from './json.ts';
import type { Attribute } from './schemas/attribute.ts';

/**
 * Refuses another value for an immutable attribute or sub-attribute that has one: "a client MAY "add" a value to an
 * "immutable" attribute if the attribute had no previous value" (RFC 7644 §3.5.2; for PUT §3.5.1 says the same).
 *
 * @param before what it has; undefined when it is unassigned
 * @param after what it would have
 * @throws ScimError mutability
 */
export function refuseChanged(
  { mutability }: Attribute,
  key: string,
  before: JsonValue | undefined,
  after: JsonValue | undefined,
): void {
  if (mutability !== 'immutable' || before === undefined || equalJson(before, after)) return;
  throw scimError.mutability(`${key} is immutable and has a value. Leave it as it is.`);
}
