import type { Output, ParsedInput } from '../../../shared/contract/contract.ts';
import type { DialectCard, UnrecognisedShape } from '../../../shared/model/dialect.ts';
import { normalisers } from '../scim/dialect/catalogue.ts';
import { fitOf, likenesses } from '../scim/dialect/likeness.ts';
import { exportUnrecognised, type KeptShape } from '../scim/unrecognised/export.ts';
import type { Shape } from '../scim/unrecognised/shape.ts';
import { findExchange, getExchangeBody } from '../store/exchange.ts';
import {
  type SightingRow,
  sightingsOf,
  totalOfUnrecognised,
  type UnrecognisedRow,
  unrecognisedOf,
} from '../store/sighting.ts';
import { findSource, type SourceRow } from '../store/source.ts';
import type { ReadDb } from '../store/sql.ts';
import type { ApiContext } from './context.ts';
import { pageOf, readCursor } from './cursor.ts';
import { answeredIn, dialectSpeech, droppedInWords, fitInWords, habitsOf } from './dialectWords.ts';
import { notFound } from './refuse.ts';

/** So many shapes are exported, those that came last first. */
const EXPORTED = 500;

const described = new Map(normalisers.map((normaliser) => [normaliser.name, normaliser]));

/** How a source speaks, judged from what was seen of it. */
export function getDialectCard({ db }: ApiContext, { id }: ParsedInput<'source.dialect'>): Output<'source.dialect'> {
  const source = sourceOf(db, id);
  const seen = sightingsOf(db, source.pk);
  const operations = seen.filter(({ kind }) => kind === 'operation');
  const looks = likenesses(seen);
  const { name, dialect } = source;
  return {
    dialect,
    speaks: dialectSpeech[dialect],
    requests: operations.reduce((sum, { requests }) => sum + requests, 0),
    looksLike: looks.map(({ signs, ...likeness }) => ({
      ...likeness,
      signs: signs.map(({ sign, seen: row }) => ({
        sign: sign.name,
        explanation: sign.explanation,
        ...counted(row),
      })),
    })),
    hint: fitInWords(name, dialect, fitOf(dialect, looks), normalisers),
    operations: operations.map((row) => ({ operation: row.name, ...counted(row) })),
    habits: operations.length === 0 ? [] : habitsOf(new Set(operations.map((row) => row.name))),
    understood: seen.filter(({ kind }) => kind === 'normaliser').map(understood),
    unrecognised: totalOfUnrecognised(db, source.pk),
  };
}

/** What was not understood of a source, by shape: those that came last first. */
export function listUnrecognised(
  { db }: ApiContext,
  { id, cursor, limit }: ParsedInput<'source.unrecognised'>,
): Output<'source.unrecognised'> {
  const source = sourceOf(db, id);
  const after = readCursor(cursor, ['number', 'number']) as readonly [number, number] | null;
  const found = unrecognisedOf(db, source.pk, after, limit + 1);
  return pageOf(found, limit, (row) => [row.last_at, row.pk], asShape);
}

/** The same without anybody's data, as one text to be handed on. */
export function exportAnonymised(
  { db }: ApiContext,
  { id }: ParsedInput<'source.exportUnrecognised'>,
): Output<'source.exportUnrecognised'> {
  const source = sourceOf(db, id);
  const shapes = unrecognisedOf(db, source.pk, null, EXPORTED).map(
    (row): KeptShape => ({
      shape: JSON.parse(row.shape) as Shape,
      requests: row.requests,
      example: row.example === null ? null : exampleOf(db, row.example),
    }),
  );
  return { text: exportUnrecognised(source.dialect, shapes) };
}

function exampleOf(db: ReadDb, id: string): KeptShape['example'] {
  const exchange = findExchange(db, id);
  const messages = exchange && getExchangeBody(db, exchange.pk);
  if (!exchange || !messages) return null;
  const headers = JSON.parse(messages.request_headers) as Record<string, string>;
  return { path: exchange.path, headers, body: messages.request_body };
}

function sourceOf(db: ReadDb, id: string): SourceRow {
  const source = findSource(db, id);
  if (!source) throw notFound('source', id);
  return source;
}

function understood(row: SightingRow): DialectCard['understood'][number] {
  const normaliser = described.get(row.name);
  return {
    normaliser: row.name,
    explanation: normaliser?.explanation ?? null,
    dialects: normaliser?.dialects === undefined ? null : [...normaliser.dialects],
    ...counted(row),
  };
}

function asShape(row: UnrecognisedRow): UnrecognisedShape {
  const { said, parts, ...shape } = JSON.parse(row.shape) as Shape;
  const sentence = shape.kind === 'dropped' ? droppedInWords(parts) : (answeredIn(row.summary) ?? said ?? '');
  return { id: row.id, ...shape, parts: [...parts], sentence, ...counted(row) };
}

const counted = ({ requests, first_at, last_at, example }: SightingRow | UnrecognisedRow) => ({
  requests,
  firstAt: new Date(first_at).toISOString(),
  lastAt: new Date(last_at).toISOString(),
  exchangeId: example,
});
