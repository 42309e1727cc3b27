import {
  type AttributePath,
  findNamed,
  type NamedAttribute,
  renderAttributePath,
  splitAttributePath,
} from './attribute-path.ts';
import { type Reading, startReading } from './dialect/reading.ts';
import { quote, type ScimError, scimError } from './error.ts';
import type { Filter, ResolvedFilter } from './filter/filter.ts';
import { type Refuse, tokenise } from './filter/lexer.ts';
import { expected, filterReader } from './filter/parser.ts';
import { renderFilter } from './filter/render.ts';
import { resolveValueFilter } from './filter/resolve.ts';
import { findSubAttribute, type ResourceType } from './schema.ts';
import type { Attribute, Schema } from './schemas/attribute.ts';

/** `PATH` of RFC 7644 §3.5.2 as written: `attribute`, `attribute.sub`, `attribute[filter]` or `attribute[filter].sub`. */
export interface Path {
  readonly attribute: AttributePath;
  readonly filter: Filter | null;
  /** The sub-attribute behind a value filter; without a filter it is part of `attribute`. */
  readonly subAttribute: string | null;
}

/** A path bound to a resource type. */
export interface ResolvedPath {
  /** The schema under whose URI the attribute stands; null at the top of a resource. */
  readonly extension: Schema | null;
  /** Null when the path names the whole extension. */
  readonly attribute: Attribute | null;
  readonly filter: ResolvedFilter | null;
  readonly subAttribute: Attribute | null;
  /** The canonical text of the path without its filter. */
  readonly key: string;
}

/**
 * Reads a path.
 *
 * @throws ScimError invalidPath with the position and what was expected there
 */
export function parsePath(text: string, reading: Reading = startReading()): Path {
  const refuse: Refuse = (detail) => scimError.invalidPath(`The path ${quote(text)} cannot be read. ${detail}`);
  const reader = filterReader(tokenise(text, refuse, reading), refuse, reading);
  const first = reader.peek();
  const attribute = reader.attributePath();
  const bracket = reader.peek();
  if (bracket.kind === 'end') return { attribute, filter: null, subAttribute: null };
  if (bracket.kind !== '[' || !bracket.glued) throw refuse(expected('“[” or the end', bracket));
  if (attribute.subAttribute !== null && attribute.uri === null) {
    throw refuse(`A value filter belongs behind the attribute, not behind ${quote(first.text)}.`);
  }
  const filter = reader.valueFilter();
  const behind = reader.next();
  if (behind.kind === 'end') return { attribute, filter, subAttribute: null };
  const subAttribute = behind.kind === 'word' && behind.glued ? splitAttributePath(behind.text.slice(1)) : undefined;
  if (!behind.text.startsWith('.') || subAttribute?.uri !== null || subAttribute.subAttribute !== null) {
    throw refuse(expected('“.” and the name of a sub-attribute', behind));
  }
  const rest = reader.next();
  if (rest.kind !== 'end') throw refuse(expected('the end', rest));
  return { attribute, filter, subAttribute: subAttribute.attribute };
}

/** The text of a path; parsePath reads exactly the same path from it. */
export function renderPath({ attribute, filter, subAttribute }: Path): string {
  const path = renderAttributePath(attribute);
  const filtered = filter === null ? path : `${path}[${renderFilter(filter)}]`;
  return subAttribute === null ? filtered : `${filtered}.${subAttribute}`;
}

/**
 * Finds what a path names in a resource type.
 *
 * @throws ScimError invalidPath when the resource type has no such attribute; invalidFilter when the value filter does
 *   not fit it (RFC 7644 §3.5.2)
 */
export function resolvePath(path: Path, type: ResourceType, reading: Reading = startReading()): ResolvedPath {
  const named = findNamed(path.attribute, type, reading);
  if (named === undefined) {
    throw scimError.invalidPath(
      `${quote(renderAttributePath(path.attribute))} is no attribute of a ${type.name}. See /Schemas for those that are.`,
    );
  }
  const { extension, attribute } = named;
  if (path.filter === null) return { ...named, filter: null };
  if (attribute === null || named.subAttribute !== null || attribute.type !== 'complex' || !attribute.multiValued) {
    throw scimError.invalidPath(`${named.key} has no values to choose from. Leave the filter in [ ] out of the path.`);
  }
  const filter = resolveValueFilter(path.filter, named, reading);
  if (path.subAttribute === null) return { extension, attribute, filter, subAttribute: null, key: named.key };
  const subAttribute = findSubAttribute(attribute, path.subAttribute);
  if (subAttribute === undefined) throw unknownSubAttribute(path.subAttribute, named);
  return { extension, attribute, filter, subAttribute, key: `${named.key}.${subAttribute.name}` };
}

function unknownSubAttribute(name: string, { key, attribute }: NamedAttribute): ScimError {
  const names = (attribute?.subAttributes ?? []).map((candidate) => candidate.name).join(', ');
  return scimError.invalidPath(`${quote(name)} is no sub-attribute of ${key}. It has ${names}.`);
}
