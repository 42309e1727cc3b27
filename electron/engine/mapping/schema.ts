/**
 * The shape of a person as expressions see one: the attributes of the SCIM core User and its schema extensions,
 * given to this room as values so that it depends on no table of its own.
 */

export interface AttributeShape {
  readonly name: string;
  /** RFC 7643 section 2.3. */
  readonly type: 'string' | 'boolean' | 'decimal' | 'integer' | 'dateTime' | 'reference' | 'binary' | 'complex';
  readonly multiValued: boolean;
  readonly subAttributes: readonly AttributeShape[];
  /** URN of the schema extension under which a resource keeps this attribute; absent for a core attribute. */
  readonly extension?: string;
}

/** What an attribute's value is to an expression. */
export type ValueKind = 'text' | 'number' | 'yes or no';

/** @returns what the values of a simple attribute are; null for a complex one */
export function valueKind(shape: AttributeShape): ValueKind | null {
  switch (shape.type) {
    case 'complex':
      return null;
    case 'boolean':
      return 'yes or no';
    case 'decimal':
    case 'integer':
      return 'number';
    default:
      return 'text';
  }
}

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;
const unsafe = new Set(['__proto__', 'constructor', 'prototype']);

/** Attributes that an expression can name; `$ref` and the like are no identifiers. */
export function nameable(shapes: readonly AttributeShape[]): readonly AttributeShape[] {
  return shapes.filter((shape) => identifier.test(shape.name) && !unsafe.has(shape.name));
}
