import type { ExtensionAttribute, SchemaExtension } from '../../../../shared/model/schema-extension.ts';
import { type Attribute, attribute, type Schema } from './attribute.ts';

/** A schema extension that an admin defined, with all characteristics of RFC 7643 §7. */
export function extensionSchema({ id, name, description, attributes }: SchemaExtension): Schema {
  return { id, name, description, attributes: attributes.map(definedAttribute) };
}

function definedAttribute({ subAttributes, ...characteristics }: ExtensionAttribute): Attribute {
  const own = simpleAttribute(characteristics);
  if (characteristics.type !== 'complex') return own;
  return {
    ...own,
    subAttributes: subAttributes.map((part) => simpleAttribute({ ...part, multiValued: false, returned: 'default' })),
  };
}

function simpleAttribute(defined: Omit<ExtensionAttribute, 'subAttributes'>): Attribute {
  const { name, description, canonicalValues, referenceTypes, ...characteristics } = defined;
  const refersTo = characteristics.type === 'reference' && referenceTypes.length === 0 ? ['uri'] : referenceTypes;
  return attribute(name, description, {
    ...characteristics,
    ...(canonicalValues.length === 0 ? {} : { canonicalValues }),
    ...(refersTo.length === 0 ? {} : { referenceTypes: refersTo }),
  });
}

/** A mistake in a list of extensions: where in it, and a sentence. */
export interface ExtensionProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What is there before any extension: the schemas of the RFCs, of each resource type. */
export type BuiltIn = Readonly<
  Record<'User' | 'Group', { readonly attributes: readonly Attribute[]; readonly schemas: readonly Schema[] }>
>;

/**
 * What is wrong with extensions beside each other and beside the schemas of the RFCs. A name must mean one attribute of a
 * resource type: clients leave URNs out, and rules name attributes without them.
 */
export function extensionProblems(extensions: readonly SchemaExtension[], builtIn: BuiltIn): ExtensionProblem[] {
  const problems: ExtensionProblem[] = [];
  const uris = new Map(
    Object.values(builtIn).flatMap(({ schemas }) => schemas.map(({ id }) => [id.toLowerCase(), id] as const)),
  );
  const names = new Map<string, string>((['User', 'Group'] as const).flatMap((type) => namesOf(type, builtIn[type])));
  for (const [index, extension] of extensions.entries()) {
    const { id, resourceType, attributes } = extension;
    const clash = uriClash(id, uris);
    if (clash !== null) problems.push({ path: [index, 'id'], message: clash });
    uris.set(id.toLowerCase(), id);
    for (const [at, one] of attributes.entries()) {
      const path = [index, 'attributes', at];
      problems.push(...attributeProblems(one).map((problem) => ({ ...problem, path: [...path, ...problem.path] })));
      const key = `${resourceType} ${one.name.toLowerCase()}`;
      const taken = names.get(key);
      if (taken !== undefined)
        problems.push({
          path: [...path, 'name'],
          message: `“${one.name}” is an attribute of ${taken} already, and rules name attributes without a URN. Choose another name.`,
        });
      names.set(key, id);
    }
  }
  return problems;
}

const namesOf = (type: string, { attributes, schemas }: BuiltIn['User']): (readonly [string, string])[] => [
  ...attributes.map(({ name }) => [`${type} ${name.toLowerCase()}`, `every ${type}`] as const),
  ...schemas.flatMap(({ id, attributes: own }) =>
    own.map(({ name }) => [`${type} ${name.toLowerCase()}`, id] as const),
  ),
];

/** The text of a path must be read in one way: no URN may go on where another ends. */
function uriClash(id: string, uris: ReadonlyMap<string, string>): string | null {
  const own = id.toLowerCase();
  // RFC 7643 §10.2: what the IETF registers is not for anybody else to define.
  if (own.startsWith('urn:ietf:params:scim:') && !own.startsWith('urn:ietf:params:scim:schemas:extension:'))
    return 'This URN is one of the RFCs’ own. Choose one of yours, such as urn:example:scim:schemas:extension:acme:2.0:User.';
  for (const [other, text] of uris) {
    if (own === other) return `There is a schema ${text} already.`;
    if (own.replaceAll(':', '') === other.replaceAll(':', ''))
      return `This URN differs from ${text} only in its colons; clients that lose one could not be told apart.`;
    if (own.startsWith(`${other}:`) || other.startsWith(`${own}:`))
      return `Of this URN and ${text}, one begins with the other; a path under them could be read in two ways.`;
  }
  return null;
}

function attributeProblems({ name, type, referenceTypes, subAttributes }: ExtensionAttribute): ExtensionProblem[] {
  const problems: ExtensionProblem[] = [];
  if (isReserved(name)) problems.push({ path: ['name'], message: reserved(name) });
  if (type === 'complex' && subAttributes.length === 0)
    problems.push({ path: ['subAttributes'], message: 'A complex attribute needs sub-attributes.' });
  if (type !== 'complex' && subAttributes.length > 0)
    problems.push({
      path: ['subAttributes'],
      message: `A ${type} has no sub-attributes; only a complex attribute has.`,
    });
  if (type !== 'reference' && referenceTypes.length > 0)
    problems.push({ path: ['referenceTypes'], message: `A ${type} refers to nothing; only a reference does.` });
  const seen = new Set<string>();
  for (const [at, part] of subAttributes.entries()) {
    const lower = part.name.toLowerCase();
    if (isReserved(part.name)) problems.push({ path: ['subAttributes', at, 'name'], message: reserved(part.name) });
    if (seen.has(lower))
      problems.push({ path: ['subAttributes', at, 'name'], message: `“${part.name}” stands here twice.` });
    seen.add(lower);
    // RFC 7643 §2.4 says what `primary` is, and it is kept true at most once.
    if (lower === 'primary' && part.type !== 'boolean')
      problems.push({ path: ['subAttributes', at, 'type'], message: '“primary” is a boolean (RFC 7643 §2.4).' });
  }
  return problems;
}

/** Names that every object has from the language: nothing of a person's may be mistaken for one. */
const isReserved = (name: string): boolean => name in {};
const reserved = (name: string): string => `“${name}” cannot be the name of an attribute here. Choose another.`;
