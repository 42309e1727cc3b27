import { createEffort, type Effort } from './directory/effort.ts';
import { count } from './directory/words.ts';
import type { ScimReply, ScimRequest } from './ingress/exchange.ts';
import type { Collection } from './read.ts';
import {
  type BulkOperation,
  type BulkRequest,
  bulkResponseSchema,
  inOrderOfReference,
  madeBy,
  parseBulk,
  referencesOf,
  withIds,
} from './scim/bulk.ts';
import { type Note, type Reading, startReading } from './scim/dialect/reading.ts';
import { errorBody, quote, ScimError, scimError } from './scim/error.ts';
import type { JsonObject } from './scim/json.ts';
import { entityTag, noPreconditions } from './scim/version.ts';
import { describeExchange } from './store/exchange.ts';
import { savepoint, type WriteDb } from './store/sql.ts';
import { type AnyWritten, actOf, begin, decodeId, settle, verbOf, type WriteContext } from './write.ts';

/** One bulk request under way, in its transaction. */
interface Job {
  readonly context: WriteContext;
  readonly db: WriteDb;
  readonly request: ScimRequest;
  readonly exchangePk: number;
  readonly effort: Effort;
  /** By bulkId, the ids of what was created. */
  readonly ids: Map<string, string>;
  /** By position; nothing for what was not processed. */
  readonly results: (Done | ScimError | undefined)[];
  /** In the order in which it was done. */
  readonly written: AnyWritten[];
}

/** What one operation came to. */
interface Done {
  readonly collection: Collection;
  readonly id: string;
  readonly written: AnyWritten;
}

/**
 * Answers a bulk request (RFC 7644 §3.7). All of it is one transaction and one cause for the guard; an operation that is
 * refused takes only itself, and what refers to it. A fault of our own takes all of it, so that it can be sent again.
 *
 * @throws ScimError when the request as a whole is refused; then nothing has changed
 */
export async function bulk(context: WriteContext, request: ScimRequest): Promise<ScimReply> {
  if (request.method !== 'POST') throw scimError.methodNotAllowed('A bulk request is sent with POST.');
  const reading = startReading(request.source.dialect);
  const bulkRequest = parseBulk(request.body, reading);
  const { reply, changed, delivering } = await context.transactions.run((db) => {
    const exchangePk = begin(context, db, request);
    const effort = createEffort();
    const job: Job = { context, db, request, exchangePk, effort, ids: new Map(), results: [], written: [] };
    carryOut(job, bulkRequest);
    const summary = inWords(bulkRequest, job);
    const delivering = settle(context, db, request, exchangePk, summary, job.written);
    const answer = { status: 200, body: responseOf(job, bulkRequest), summary, resourceType: null };
    const changed = job.written.some(({ changePk }) => changePk !== null);
    const described = { ...answer, notes: notesOf(reading, job) };
    describeExchange(db, exchangePk, described, changed);
    return { reply: { ...described, exchangePk }, changed, delivering };
  });
  if (changed) context.changed(delivering);
  return reply;
}

function carryOut(job: Job, { operations, failOnErrors }: BulkRequest): void {
  let errors = 0;
  for (const positions of inOrderOfReference(operations)) {
    errors += carryOutTogether(job, operations, positions);
    if (failOnErrors !== null && errors >= failOnErrors) return;
  }
}

/**
 * Carries out one operation, or several that refer to each other in a circle: all of these or none.
 *
 * @returns how many were refused
 */
function carryOutTogether(job: Job, operations: readonly BulkOperation[], positions: readonly number[]): number {
  const forget = job.context.emptied.mark();
  const together = positions.flatMap((position) => operations[position] ?? []);
  const circle = new Set(together.flatMap((operation) => madeBy(operation) ?? []));
  let at = 0;
  try {
    const done = savepoint(job.db, () => {
      const each = (step: (operation: BulkOperation) => Done | null) =>
        positions.map((position) => {
          at = position;
          const operation = operations[position];
          return operation ? step(operation) : null;
        });
      const first = each((operation) => perform(job, operation, circle, operations));
      // What referred to something that was not there yet is said again, now that all of it is.
      const second = each((operation) => (isCircular(operation, circle) ? repeat(job, operation) : null));
      return { first, second };
    });
    for (const [index, position] of positions.entries()) {
      const [first, second] = [done.first[index], done.second[index]];
      if (first) job.written.push(first.written);
      if (second) job.written.push(second.written);
      job.results[position] =
        (second && first && { ...second, written: { ...second.written, status: 201 } }) ?? first ?? undefined;
    }
    return 0;
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    forget();
    for (const bulkId of circle) job.ids.delete(bulkId);
    for (const position of positions) job.results[position] = position === at ? error : inCircleWith(at);
    return positions.length;
  }
}

const inCircleWith = (position: number): ScimError =>
  new ScimError(409, `It refers in a circle to operation ${position + 1}, which was refused.`);

const isCircular = (operation: BulkOperation, circle: ReadonlySet<string>): boolean =>
  operation.method === 'POST' && [...referencesOf(operation)].some((bulkId) => circle.has(bulkId));

/**
 * Carries out one operation, without what it says of others of its circle that are not there yet.
 *
 * @throws ScimError what is refused; 409 when it refers to what is not there
 */
function perform(
  job: Job,
  operation: BulkOperation,
  circle: ReadonlySet<string>,
  operations: readonly BulkOperation[],
): Done {
  const { method, bulkId, version, data } = operation;
  for (const reference of referencesOf(operation))
    if (!job.ids.has(reference) && !circle.has(reference)) throw unresolved(reference, operations);
  const { collection, id } = placeOf(job, operation);
  if (method === 'POST' && bulkId === null)
    throw scimError.invalidValue(
      'A POST within a bulk request needs a “bulkId”, by which it is known in the response.',
    );
  const verb = verbOf(method, collection, id);
  const preconditions = version === null ? noPreconditions : { ...noPreconditions, ifMatch: version };
  const act = actOf(job.context, job.db, job.request, job.exchangePk, preconditions, job.effort);
  const written = verb(
    act,
    id ?? '',
    withIds(data, (reference) => job.ids.get(reference)),
  );
  const own = written.row?.id ?? id ?? '';
  const made = madeBy(operation);
  if (made !== null) job.ids.set(made, own);
  return { collection, id: own, written };
}

/** Says again as a PUT what a POST of a circle could not say whole. */
function repeat(job: Job, { path, bulkId, data }: BulkOperation): Done {
  const id = job.ids.get(bulkId ?? '');
  return perform(job, { method: 'PUT', path: `${path}/${id}`, bulkId: null, version: null, data }, new Set(), []);
}

function unresolved(bulkId: string, operations: readonly BulkOperation[]): ScimError {
  const isMade = operations.some((one) => madeBy(one) === bulkId);
  const why = isMade ? 'the operation of that bulkId was refused' : 'no POST of this request has that bulkId';
  return new ScimError(409, `It refers to ${quote(`bulkId:${bulkId}`)}, and ${why}. Nothing of it was done.`);
}

/** Which collection and resource an operation is for. */
function placeOf(
  { context, request, ids }: Job,
  { path }: BulkOperation,
): { collection: Collection; id: string | null } {
  const base = context.baseUrl(request.source.key);
  const below = path.startsWith(`${base}/`) ? path.slice(base.length) : path;
  const [empty, collection, rawId, ...more] = below.split('/');
  if (empty !== '' || more.length > 0 || (collection !== 'Users' && collection !== 'Groups'))
    throw scimError.notFound(
      `The path ${quote(path)} leads nowhere. Send /Users, /Groups, or one with an id behind it.`,
    );
  if (rawId === undefined || rawId === '') return { collection, id: null };
  const id = withIds(decodeId(rawId), (bulkId) => ids.get(bulkId));
  return { collection, id: typeof id === 'string' ? id : rawId };
}

/** RFC 7644 §3.7.3: one result for each operation that was processed, in the order of the request. */
function responseOf({ context, request, results }: Job, { operations }: BulkRequest): string {
  const base = context.baseUrl(request.source.key);
  const all = operations.flatMap(({ method, path, bulkId }, position): JsonObject[] => {
    const result = results[position];
    if (result === undefined) return [];
    const common = { method, ...(bulkId === null ? {} : { bulkId }) };
    if (result instanceof ScimError) {
      // Of a path that leads nowhere there is no place to name.
      const place = path.startsWith('/') ? `${base}${path}` : path;
      const location = method === 'POST' ? {} : { location: place };
      return [{ ...common, ...location, status: String(result.status), response: errorBody(result) }];
    }
    const { collection, id, written } = result;
    const version = written.row === null ? {} : { version: entityTag(written.row.version) };
    return [{ ...common, ...version, location: `${base}/${collection}/${id}`, status: String(written.status) }];
  });
  return JSON.stringify({ schemas: [bulkResponseSchema], Operations: all });
}

/** More notes than this say nothing new about one request. */
const NOTES = 100;

function notesOf(reading: Reading, { written }: Job): readonly Note[] {
  const notes = new Map<string, Note>();
  for (const note of [...reading.notes, ...written.flatMap((one) => one.notes)]) notes.set(note.text, note);
  return [...notes.values()].slice(0, NOTES);
}

/** Operations that are told one by one. */
const TOLD = 3;

function inWords({ operations }: BulkRequest, { results, written }: Job): string {
  const refused = results.filter((result) => result instanceof ScimError).length;
  const left = operations.length - results.filter((result) => result !== undefined).length;
  const done = operations.length - refused - left;
  const parts = [
    ...(written.length > 0 && written.length <= TOLD
      ? written.map(({ summary }) => summary)
      : [`${count(done, 'operation')} done`]),
    ...(refused > 0 ? [`${refused} refused`] : []),
    ...(left > 0 ? [`${left} not begun after that`] : []),
  ];
  return `Bulk: ${parts.join('; ')}`;
}
