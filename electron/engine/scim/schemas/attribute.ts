/** RFC 7643 §2.3. */
export type AttributeType =
  | 'string'
  | 'boolean'
  | 'decimal'
  | 'integer'
  | 'dateTime'
  | 'binary'
  | 'reference'
  | 'complex';

/** One attribute definition with all characteristics of RFC 7643 §7. */
export interface Attribute {
  readonly name: string;
  readonly type: AttributeType;
  readonly multiValued: boolean;
  readonly description: string;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly';
  readonly returned: 'always' | 'never' | 'default' | 'request';
  readonly uniqueness: 'none' | 'server' | 'global';
  readonly canonicalValues?: readonly string[];
  readonly referenceTypes?: readonly string[];
  readonly subAttributes?: readonly Attribute[];
}

/** RFC 7643 §7. */
export interface Schema {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly Attribute[];
}

type Characteristics = Partial<Omit<Attribute, 'name' | 'description'>>;

/** An attribute with the defaults of RFC 7643 §2.2: an optional, single-valued, case-insensitive text that is read and written. */
export function attribute(name: string, description: string, characteristics: Characteristics = {}): Attribute {
  return {
    name,
    type: 'string',
    multiValued: false,
    description,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...characteristics,
  };
}

/** What the sub-attributes of one multi-valued attribute differ in; the rest is RFC 7643 §2.4. */
interface MultiValued {
  readonly of: string;
  readonly types?: readonly string[];
  readonly value?: Characteristics;
}

/** A multi-valued complex attribute with the default sub-attributes `value`, `display`, `type` and `primary` of RFC 7643 §2.4. */
export function multiValued(name: string, description: string, { of, types, value }: MultiValued): Attribute {
  return attribute(name, description, {
    type: 'complex',
    multiValued: true,
    subAttributes: [
      attribute('value', `The ${of} itself.`, value),
      attribute('display', `A human-readable name of the ${of}, for display only.`),
      attribute('type', `What the ${of} is used for.`, types === undefined ? {} : { canonicalValues: types }),
      attribute('primary', `Whether this is the primary or preferred ${of}; true at most once.`, { type: 'boolean' }),
    ],
  });
}
