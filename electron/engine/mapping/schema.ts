/**
 * The shape of a person as expressions see one: the attributes of the SCIM core User and its schema extensions,
 * given to this room as values so that it depends on no table of its own.
 */

export interface AttributeShape {
  readonly name: string;
  /** RFC 7643 section 2.3. */
  readonly type: 'string' | 'boolean' | 'decimal' | 'integer' | 'dateTime' | 'reference' | 'binary' | 'complex';
  readonly multiValued: boolean;
  readonly subAttributes?: readonly AttributeShape[];
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

/** An attribute definition as the SCIM schemas hold it, RFC 7643 section 7. */
export interface DefinedAttribute extends AttributeShape {
  readonly mutability: string;
  readonly returned: string;
}

/**
 * What expressions may read of a person: every attribute of the core schema and its extensions, but no secrets, and not
 * `groups`, which a resource does not hold: memberships are rows and asked as `"id" in groups`.
 *
 * @param core common and core attributes; on a clash of names they win
 * @param extensions the schema extensions, each with its URN
 */
export function personShapes(
  core: readonly DefinedAttribute[],
  extensions: readonly { readonly id: string; readonly attributes: readonly DefinedAttribute[] }[],
): readonly AttributeShape[] {
  const readable = (attribute: DefinedAttribute): boolean =>
    attribute.name !== 'groups' && attribute.returned !== 'never' && attribute.mutability !== 'writeOnly';
  const shapes = new Map<string, AttributeShape>();
  for (const { id, attributes } of extensions) {
    for (const attribute of attributes.filter(readable)) shapes.set(attribute.name, { ...attribute, extension: id });
  }
  for (const attribute of core.filter(readable)) shapes.set(attribute.name, attribute);
  return [...shapes.values()];
}

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;
const unsafe = new Set(['__proto__', 'constructor', 'prototype']);

/** Attributes that an expression can name; `$ref` and the like are no identifiers. */
export function nameable(shapes: readonly AttributeShape[] = []): readonly AttributeShape[] {
  return shapes.filter((shape) => identifier.test(shape.name) && !unsafe.has(shape.name));
}
