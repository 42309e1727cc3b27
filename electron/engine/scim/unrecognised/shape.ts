import { droppedIn, unknownAttribute } from '../dialect/name.ts';
import { decodeQuery } from '../dialect/query.ts';
import type { Note } from '../dialect/reading.ts';
import type { ScimType } from '../error.ts';
import { compareText, isObject } from '../json.ts';
import { isName, isVocabulary, replaceLiterals } from './literals.ts';

/** A request and what it was answered with, as far as its shape depends on it. */
export interface AnsweredRequest {
  readonly method: string;
  /** Below the base URL, with its query. */
  readonly path: string;
  readonly requestBody: string | null;
  readonly status: number;
  readonly responseBody: string | null;
  readonly notes: readonly Note[];
}

/** What requests that were not understood in full have in common. Holds names and operators, and no values. */
export interface Shape {
  readonly kind: 'refused' | 'dropped';
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly scimType: string | null;
  /** The sentence of the answer without what it quotes; null where nothing was refused. */
  readonly said: string | null;
  readonly parts: readonly string[];
}

const notUnderstood: ReadonlySet<ScimType> = new Set([
  'invalidSyntax',
  'invalidPath',
  'invalidFilter',
  'invalidValue',
  'noTarget',
  'mutability',
]);

const partsAtMost = 20;
/** Of a filter or path so many characters tell its form. */
const textAtMost = 300;
const blank = '…';

/**
 * The shape of a request of an authenticated source that was not understood, or not in full: refused as unreadable, sent
 * to a place or with a method that is not served, or with attributes that were dropped. Whoever is only told that a
 * resource is not there, or is there already, was understood.
 *
 * @returns null when it was understood
 */
export function unrecognisedIn(request: AnsweredRequest): Shape | null {
  return request.status < 400 ? droppedFrom(request) : refusedOf(request);
}

function droppedFrom({ method, path, status, notes }: AnsweredRequest): Shape | null {
  const dropped = notes.flatMap((note) => droppedIn(note, unknownAttribute) ?? []);
  if (dropped.length === 0) return null;
  const parts = distinct(dropped.map(nameOrBlank));
  return { kind: 'dropped', method, path: template(path), status, scimType: null, said: null, parts };
}

/** A long name is cut in its note, and told as far as it goes. */
const nameOrBlank = (name: string): string =>
  name.endsWith(blank) ? `${blanked(name.slice(0, -blank.length), 'path')}${blank}` : blanked(name, 'path');

function refusedOf(request: AnsweredRequest): Shape | null {
  const { scimType, detail } = errorIn(request.responseBody);
  if (!isRefusal(request, scimType)) return null;
  const { method, path, status } = request;
  return {
    kind: 'refused',
    method,
    path: template(path),
    status,
    scimType,
    said: withoutQuotes(detail),
    parts: distinct([...queryParts(path), ...operationParts(request.requestBody)]),
  };
}

function isRefusal({ status, path }: AnsweredRequest, scimType: string | null): boolean {
  if (status === 400) return scimType === null || notUnderstood.has(scimType as ScimType);
  // A user or group that is not there was understood; a place or a schema that is not there was not.
  if (status === 404) return !/^\/(?:Users|Groups)\/[^/?]*(?:\?|$)/.test(path);
  return status === 405 || status === 501;
}

function errorIn(body: string | null): { scimType: string | null; detail: string } {
  const error = parsed(body);
  if (!isObject(error)) return { scimType: null, detail: '' };
  return {
    scimType: typeof error.scimType === 'string' ? error.scimType : null,
    detail: typeof error.detail === 'string' ? error.detail : '',
  };
}

/** From the first quote to the last: what is quoted may hold quotes. Numbers say how long, where or what. */
const withoutQuotes = (sentence: string): string =>
  sentence
    .replace(/“.*”/s, `“${blank}”`)
    .replace(/".*"/s, `"${blank}"`)
    .replace(/'.{1,2}'/gs, `'${blank}'`)
    .replace(/[0-9]+/g, '#');

/** `/Users/{id}`; of a place that is not served the first name stays, when it is one. */
function template(path: string): string {
  const question = path.indexOf('?');
  const segments = (question < 0 ? path : path.slice(0, question)).split('/').slice(1);
  const kept = segments.map((segment, position) => {
    if (segment === '' || segment === '.search') return segment;
    const isPlace = position === 0 || segments[0] === 'Schemas' || segments[0] === 'ResourceTypes';
    return isPlace && isName(segment) ? segment : '{id}';
  });
  return `/${kept.slice(0, 4).join('/')}${kept.length > 4 ? `/${blank}` : ''}`;
}

function queryParts(path: string): string[] {
  const question = path.indexOf('?');
  if (question < 0) return [];
  let parameters: ReadonlyMap<string, string>;
  try {
    parameters = decodeQuery(path.slice(question + 1));
  } catch {
    return ['a query that cannot be decoded'];
  }
  return [...parameters].flatMap(([name, value]) => {
    if (name === 'filter') return [`filter ${blanked(value, 'filter')}`];
    if (name === 'sortBy' || name === 'attributes' || name === 'excludedAttributes')
      return [`${name} ${blanked(value, 'list')}`];
    return isName(name) ? [name] : [];
  });
}

/** `replace emails[type eq "…"].value` of each operation; the filter of a search. */
function operationParts(body: string | null): string[] {
  const sent = parsed(body);
  if (!isObject(sent)) return [];
  const parts: string[] = [];
  for (const [name, value] of Object.entries(sent)) {
    if (/^operations$/i.test(name) && Array.isArray(value)) parts.push(...value.map(operationPart));
    if (name === 'filter' && typeof value === 'string') parts.push(`filter ${blanked(value, 'filter')}`);
    if (name === 'sortBy' && typeof value === 'string') parts.push(`sortBy ${blanked(value, 'list')}`);
  }
  return parts;
}

function operationPart(operation: unknown): string {
  if (!isObject(operation)) return 'an operation that is no object';
  const { op, path, value } = operation;
  const verb = typeof op === 'string' && isVocabulary('op', op) ? op : blank;
  if (typeof path === 'string') return `${verb} ${blanked(path, 'path')}`;
  if (!isObject(value)) return verb;
  const keys = Object.keys(value).map((key) => blanked(key, 'path'));
  return `${verb} {${keys.slice(0, partsAtMost).join(', ')}}`;
}

const blanked = (text: string, language: 'filter' | 'path' | 'list'): string =>
  replaceLiterals(text.slice(0, textAtMost), language, () => blank);

const distinct = (parts: readonly string[]): string[] => [...new Set(parts)].sort(compareText).slice(0, partsAtMost);

function parsed(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
