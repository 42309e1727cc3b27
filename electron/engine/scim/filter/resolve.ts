import { fold } from '../../../../shared/kit/fold.ts';
import { type AttributePath, findNamed, type NamedAttribute, renderAttributePath } from '../attribute-path.ts';
import { nameCase, understandName } from '../dialect/name.ts';
import { complexCompared } from '../dialect/query.ts';
import { note, type Reading, startReading } from '../dialect/reading.ts';
import { quote, scimError } from '../error.ts';
import { findSubAttribute, isExactText, type ResourceType, refersToResource } from '../schema.ts';
import type { Attribute } from '../schemas/attribute.ts';
import type { Compare, Filter, Present, ResolvedAttribute, ResolvedFilter } from './filter.ts';
import { resolveLiteral } from './literal.ts';

/** What is known of a resource only when it is answered, and so cannot be asked for. */
const unstored: ReadonlySet<string> = new Set([
  'meta.location',
  'meta.version',
  'members.$ref',
  'members.display',
  'groups.$ref',
]);

/** Finds the attribute of a path in the resource or, inside a value path, in its value. */
type Scope = (path: AttributePath) => ResolvedTarget;

interface ResolvedTarget {
  readonly path: ResolvedAttribute;
  readonly attribute: Attribute;
}

/**
 * Binds a filter to a resource type: canonical names, the schema's types, literals in those types.
 *
 * @param others resource types that are listed together with this one: an attribute that only one of them knows has no
 *   value in the others (RFC 7644 §3.4.2.1)
 * @throws ScimError invalidFilter when an attribute is unknown, cannot be filtered by, or does not fit its operator or value
 */
export function resolveFilter(
  filter: Filter,
  type: ResourceType,
  reading: Reading = startReading(),
  others: readonly ResourceType[] = [],
): ResolvedFilter {
  const resolved = resolve(filter, resourceScope([type, ...others], reading), reading);
  const asked = membershipsAsked(resolved);
  if (asked > membershipsAtMost) {
    throw scimError.invalidFilter(
      `It asks ${asked} times about groups or members; at most ${membershipsAtMost} times are read. Ask in several requests.`,
    );
  }
  return resolved;
}

/** Memberships are worked out for each time they are asked about; SQLite itself goes no deeper than 60 such questions. */
const membershipsAtMost = 40;

/** How often a filter asks about memberships in another way than by an id, which is looked up. */
function membershipsAsked(filter: ResolvedFilter): number {
  if ('filters' in filter) return filter.filters.reduce((sum, part) => sum + membershipsAsked(part), 0);
  const [name] = filter.path.steps;
  const isLookUp = filter.kind === 'compare' && filter.operator === 'eq' && filter.path.subAttribute === 'value';
  return (name === 'groups' || name === 'members') && !isLookUp ? 1 : 0;
}

/**
 * Binds the filter inside the brackets of a value path to the values of a multi-valued or complex attribute.
 *
 * @throws ScimError invalidFilter as resolveFilter
 */
export function resolveValueFilter(filter: Filter, named: NamedAttribute, reading: Reading): ResolvedFilter {
  return resolve(filter, valueScope(named, reading), reading);
}

function resolve(filter: Filter, scope: Scope, reading: Reading): ResolvedFilter {
  switch (filter.kind) {
    case 'and':
    case 'or':
    case 'not':
      return { kind: filter.kind, filters: filter.filters.map((part) => resolve(part, scope, reading)) };
    case 'value path': {
      const target = scope(filter.path);
      if (target.attribute.type !== 'complex' || target.path.subAttribute !== null) {
        throw scimError.invalidFilter(
          `${target.path.key} has no sub-attributes; a value filter in [ ] cannot be asked of it.`,
        );
      }
      const inner = valueScope(
        { extension: null, attribute: target.attribute, subAttribute: null, key: target.path.key },
        reading,
      );
      const within = resolve(filter.filter, inner, reading);
      // `emails[type eq "work"].value eq x` is no RFC 7644 filter; clients mean one value that satisfies both.
      const whole = filter.comparison === null ? within : all(within, resolve(filter.comparison, inner, reading));
      return { kind: 'value path', path: target.path, filter: whole };
    }
    default:
      return resolveTerm(filter, scope(filter.path), reading);
  }
}

const all = (...filters: ResolvedFilter[]): ResolvedFilter => ({ kind: 'and', filters });

function resolveTerm(term: Compare | Present, { path, attribute }: ResolvedTarget, reading: Reading): ResolvedFilter {
  if (term.kind === 'present') return { kind: 'present', path };
  const compared = path.type === 'complex' ? significantValue(path, attribute, reading) : path;
  const written = resolveLiteral(compared, term.operator, term.value, reading);
  const value = typeof written === 'string' && !compared.caseExact ? fold(written) : written;
  return { kind: 'compare', path: compared, operator: term.operator, value, written };
}

/** `emails eq …`: RFC 7643 §2.4 calls `value` the attribute's significant value. */
function significantValue(path: ResolvedAttribute, attribute: Attribute, reading: Reading): ResolvedAttribute {
  const value = findSubAttribute(attribute, 'value');
  if (value === undefined) {
    const names = (attribute.subAttributes ?? []).map((candidate) => candidate.name).join(', ');
    throw scimError.invalidFilter(`${path.key} is complex. Compare one of its sub-attributes: ${names}.`);
  }
  note(reading, complexCompared, `a comparison of ${path.key} as a whole`, `read as ${path.key}.value`);
  return subAttributePath(path.key, path.steps, attribute, value);
}

function resourceScope(types: readonly ResourceType[], reading: Reading): Scope {
  return (path) => {
    const named = findInTypes(path, types, reading);
    if (named === undefined || named.attribute === null) {
      const names = types.map((type) => type.name).join(' or ');
      throw scimError.invalidFilter(
        `${quote(renderAttributePath(path))} is no attribute of a ${names}. See /Schemas for those that are.`,
      );
    }
    refuseUnstored(named.key, named.attribute);
    return { path: resolveNamed(named, named.attribute), attribute: named.subAttribute ?? named.attribute };
  };
}

/** What an attribute path names in the first of these resource types that knows it; undefined when none does. */
export function findInTypes(
  path: AttributePath,
  types: readonly ResourceType[],
  reading: Reading,
): NamedAttribute | undefined {
  for (const type of types) {
    const named = findNamed(path, type, reading);
    if (named !== undefined) return named;
  }
  return undefined;
}

/** Where a named attribute, or its sub-attribute, stands in a resource. */
export function resolveNamed(
  { key, extension, subAttribute }: NamedAttribute,
  attribute: Attribute,
): ResolvedAttribute {
  const steps = extension === null ? [attribute.name] : [extension.id, attribute.name];
  if (subAttribute === null) return attributePath(key, steps, attribute);
  return subAttributePath(key.slice(0, key.length - subAttribute.name.length - 1), steps, attribute, subAttribute);
}

function valueScope(named: NamedAttribute, reading: Reading): Scope {
  return (path) => {
    const parent = named.attribute;
    const found =
      parent === null || path.uri !== null || path.subAttribute !== null
        ? undefined
        : findSubAttribute(parent, path.attribute);
    if (parent === null || found === undefined) {
      throw scimError.invalidFilter(`${quote(renderAttributePath(path))} is no sub-attribute of ${named.key}.`);
    }
    understandName(nameCase, path.attribute, found.name, reading);
    const key = `${named.key}.${found.name}`;
    refuseUnstored(key, found);
    return {
      path: { ...attributePath(key, [found.name], found), caseExact: isCaseExact(found, parent) },
      attribute: found,
    };
  };
}

function attributePath(key: string, steps: readonly string[], attribute: Attribute): ResolvedAttribute {
  const { type, multiValued } = attribute;
  return { key, steps, subAttribute: null, type, caseExact: isCaseExact(attribute, attribute), multiValued };
}

function subAttributePath(
  parentKey: string,
  parentSteps: readonly string[],
  parent: Attribute,
  child: Attribute,
): ResolvedAttribute {
  const key = `${parentKey}.${child.name}`;
  const caseExact = isCaseExact(child, parent);
  const steps = parent.multiValued ? parentSteps : [...parentSteps, child.name];
  const subAttribute = parent.multiValued ? child.name : null;
  return { key, steps, subAttribute, type: child.type, caseExact, multiValued: parent.multiValued };
}

/** Binaries and references are case-exact whatever their flag (§2.3.6, §2.3.7), and so is the id of another resource. */
function isCaseExact(attribute: Attribute, parent: Attribute): boolean {
  return isExactText(attribute) || (attribute.name === 'value' && refersToResource(parent));
}

/** Whether resources can be found and ordered by an attribute of this canonical path. */
export const isStored = (key: string, attribute: Attribute): boolean =>
  attribute.returned !== 'never' && !unstored.has(key);

function refuseUnstored(key: string, attribute: Attribute): void {
  if (!isStored(key, attribute)) {
    throw scimError.invalidFilter(`Resources cannot be found by ${key}. Filter by another attribute, such as id.`);
  }
}
