import { missingBulkSchema } from './dialect/message.ts';
import { type Reading, understand } from './dialect/reading.ts';
import { numberAsText } from './dialect/value.ts';
import { quote, scimError } from './error.ts';
import { isObject } from './json.ts';

export const bulkRequestSchema = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
export const bulkResponseSchema = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';

/** RFC 7644 §3.7.4: more operations than this in one request are refused. */
export const bulkOperationsAtMost = 1000;

/** One operation of a bulk request as it was sent (RFC 7644 §3.7); what is wrong with it is found when it is done. */
export interface BulkOperation {
  readonly method: string;
  /** Below the base URL: `/Users`, `/Users/<id>`, `/Groups/bulkId:<bulkId>`. */
  readonly path: string;
  readonly bulkId: string | null;
  /** An entity tag, as in If-Match. */
  readonly version: string | null;
  readonly data: unknown;
}

export interface BulkRequest {
  readonly operations: readonly BulkOperation[];
  /** After so many errors nothing more is done; null: all is done that can be. */
  readonly failOnErrors: number | null;
}

/**
 * Reads the body of a bulk request.
 *
 * @throws ScimError invalidSyntax or invalidValue when the request as a whole cannot be read; 413 when it has too many
 *   operations
 */
export function parseBulk(body: unknown, reading: Reading): BulkRequest {
  const sent = isObject(body) ? memberOf(body, 'Operations') : undefined;
  if (!isObject(body) || !Array.isArray(sent)) {
    throw scimError.invalidSyntax(
      'The body has no list of “Operations”. Send {"schemas": […BulkRequest], "Operations": […]}.',
    );
  }
  if (sent.length > bulkOperationsAtMost) {
    throw scimError.tooLarge(
      `One request holds at most ${bulkOperationsAtMost} operations (maxOperations), not ${sent.length}. Send several.`,
    );
  }
  understand(missingBulkSchema, body.schemas ?? null, '“schemas”', reading);
  const operations = sent.map(readOperation);
  assertDistinct(operations);
  return { operations, failOnErrors: readFailOnErrors(memberOf(body, 'failOnErrors'), reading) };
}

/** How many operations of a body are to be done, before anything else is read of it; 1 when it is refused as a whole. */
export function operationsIn(body: unknown): number {
  const operations = isObject(body) ? memberOf(body, 'Operations') : undefined;
  return Array.isArray(operations) && operations.length <= bulkOperationsAtMost ? Math.max(operations.length, 1) : 1;
}

/** A member by its name in any case. */
function memberOf(object: Readonly<Record<string, unknown>>, name: string): unknown {
  const key = Object.keys(object).find((one) => one === name || one.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : object[key];
}

function readOperation(sent: unknown, position: number): BulkOperation {
  if (!isObject(sent))
    throw scimError.invalidSyntax(`Operation ${position + 1} is no object with a “method” and a “path”.`);
  const textOf = (name: string) => {
    const value = memberOf(sent, name);
    return typeof value === 'string' ? value : null;
  };
  // Some clients send every member they know of, empty where they have nothing to say.
  const version = textOf('version') ?? '';
  return {
    method: (textOf('method') ?? '').toUpperCase(),
    path: textOf('path') ?? '',
    bulkId: textOf('bulkId'),
    version: version.trim() === '' ? null : version,
    data: memberOf(sent, 'data'),
  };
}

/** "unique within a bulk request" (RFC 7644 §3.7): else nobody could tell what a reference means. */
function assertDistinct(operations: readonly BulkOperation[]): void {
  const seen = new Set<string>();
  for (const operation of operations) {
    const bulkId = madeBy(operation);
    if (bulkId === null) continue;
    if (seen.has(bulkId)) throw scimError.invalidValue(`The bulkId ${quote(bulkId)} stands at two operations.`);
    seen.add(bulkId);
  }
}

function readFailOnErrors(sent: unknown, reading: Reading): number | null {
  if (sent === undefined || sent === null) return null;
  const number = typeof sent === 'number' ? sent : understand(numberAsText, sent, 'failOnErrors', reading);
  if (number === undefined || !Number.isInteger(number) || number < 1)
    throw scimError.invalidValue(
      'failOnErrors is a whole number from 1 on. Leave it out to have all done that can be.',
    );
  return number;
}

const prefix = 'bulkId:';

/** The bulkIds that an operation refers to, wherever in its path and data (RFC 7644 §3.7.2). */
export function referencesOf({ path, data }: Pick<BulkOperation, 'path' | 'data'>): ReadonlySet<string> {
  const found = new Set<string>();
  rewrite({ path: targetOf(path), data }, (bulkId) => {
    found.add(bulkId);
    return bulkId;
  });
  return found;
}

/** The bulkId of what an operation creates: only a POST gives one a meaning (RFC 7644 §3.7.2); others may carry one. */
export const madeBy = ({ method, bulkId }: BulkOperation): string | null => (method === 'POST' ? bulkId : null);

/** What stands behind the collection in a path. */
const targetOf = (path: string): string => path.slice(path.indexOf('/', 1) + 1);

/** Stands for a reference that leads nowhere yet: what holds it is left out. */
const unknown = Symbol('unknown');

/**
 * A copy of a value with every reference replaced by the id that it stands for.
 *
 * @param idOf undefined: it is not known yet, and the value, the element of a list or the complex value that refers to it
 *   is left out
 */
export function withIds(value: unknown, idOf: (bulkId: string) => string | undefined): unknown {
  const replaced = rewrite(value, (bulkId) => idOf(bulkId) ?? unknown);
  return replaced === unknown ? undefined : replaced;
}

type Rewritten = (bulkId: string) => string | typeof unknown;

function rewrite(value: unknown, replace: Rewritten): unknown {
  if (typeof value === 'string') return rewriteText(value, replace);
  if (Array.isArray(value)) return value.map((one) => rewrite(one, replace)).filter((one) => one !== unknown);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, rewrite(inner, replace)] as const);
  // Who is referred to is the whole of such a value: a member, a manager.
  if (entries.some(([name, inner]) => name.toLowerCase() === 'value' && inner === unknown)) return unknown;
  return Object.fromEntries(entries.filter(([, inner]) => inner !== unknown));
}

/** `bulkId:x` as a whole, or in quotes within the path of a patch operation: `members[value eq "bulkId:x"]`. */
function rewriteText(text: string, replace: Rewritten): string | typeof unknown {
  if (text.startsWith(prefix)) return replace(text.slice(prefix.length));
  let rest = text;
  let done = '';
  for (let at = rest.indexOf(`"${prefix}`); at >= 0; at = rest.indexOf(`"${prefix}`)) {
    const end = rest.indexOf('"', at + 1);
    if (end < 0) break;
    const id = replace(rest.slice(at + 1 + prefix.length, end));
    if (id === unknown) return unknown;
    done += `${rest.slice(0, at)}"${String(id)}"`;
    rest = rest.slice(end + 1);
  }
  return done + rest;
}

/**
 * Operations in an order in which what refers stands behind what it refers to, else in the order sent; those that refer
 * to each other in a circle are together. Positions in the request.
 */
export function inOrderOfReference(operations: readonly BulkOperation[]): readonly (readonly number[])[] {
  const makers = new Map<string, number>();
  for (const [position, operation] of operations.entries()) {
    const bulkId = madeBy(operation);
    if (bulkId !== null) makers.set(bulkId, position);
  }
  const needs = operations.map((operation) =>
    [...referencesOf(operation)].flatMap((bulkId) => makers.get(bulkId) ?? []).toSorted((one, other) => one - other),
  );
  return components(needs);
}

/** Tarjan's strongly connected components: a component comes behind those that it needs. */
function components(needs: readonly (readonly number[])[]): number[][] {
  const found: number[][] = [];
  const numbers: number[] = [];
  const lowest: number[] = [];
  const open: number[] = [];
  const isOpen = new Set<number>();
  let next = 0;
  const visit = (node: number): void => {
    numbers[node] = next;
    lowest[node] = next;
    next += 1;
    open.push(node);
    isOpen.add(node);
    for (const needed of needs[node] ?? []) {
      if (numbers[needed] === undefined) visit(needed);
      if (isOpen.has(needed)) lowest[node] = Math.min(lowest[node] ?? 0, lowest[needed] ?? 0);
    }
    if (lowest[node] !== numbers[node]) return;
    const component = open.splice(open.indexOf(node));
    for (const one of component) isOpen.delete(one);
    found.push(component.toSorted((one, other) => one - other));
  };
  for (const node of needs.keys()) if (numbers[node] === undefined) visit(node);
  return found;
}
