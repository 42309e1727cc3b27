import { randomBytes } from 'node:crypto';
import type { Output, ParsedInput } from '../../../shared/contract/contract.ts';
import type { NewSource, Source } from '../../../shared/model/source.ts';
import { enter } from '../audit/chain.ts';
import { hashToken, newToken } from '../ingress/token.ts';
import { addToken, findSource, listSources, listTokens, removeSource, addSource as store } from '../store/source.ts';
import { row, sql, transaction } from '../store/sql.ts';
import { openWorkItem } from '../store/work.ts';
import type { ApiContext } from './context.ts';
import { conflict, notFound } from './refuse.ts';

export function listAllSources(context: ApiContext): { items: Source[] } {
  const lastFour = new Map(listTokens(context.db).map((token) => [token.source_pk, token.last_four]));
  return {
    items: listSources(context.db).map((source) => ({
      id: source.id,
      name: source.name,
      dialect: source.dialect,
      rate: source.rate,
      baseUrl: context.baseUrl(source.key),
      createdAt: new Date(source.created_at).toISOString(),
      lastSeenAt: source.last_seen_at === null ? null : new Date(source.last_seen_at).toISOString(),
      tokenLastFour: lastFour.get(source.pk) ?? '',
    })),
  };
}

/** The rate of a source whose admin chose none: what the door allows anyway. */
const NO_OWN_RATE = 500;

/** Connects an IdP. Its token is in this answer and nowhere else. */
export function addSource(context: ApiContext, input: ParsedInput<'source.add'>): NewSource {
  const taken = listSources(context.db).find((source) => source.name.toLowerCase() === input.name.toLowerCase());
  if (taken)
    throw conflict(
      `A source named “${taken.name}” is connected already.`,
      'Nothing was changed.',
      'Choose another name, or remove that one first.',
    );
  const id = context.ids.next();
  const key = randomBytes(8).toString('hex');
  const token = newToken();
  const now = context.clock.now();
  transaction(context.db, (db) => {
    const pk = store(db, {
      id,
      key,
      name: input.name,
      dialect: input.dialect,
      rate: input.rate ?? NO_OWN_RATE,
      created_at: now,
    });
    addToken(db, pk, hashToken(token), token.slice(-4), now);
    enter(db, { at: now, kind: 'configuration', subject: id, content: JSON.stringify({ added: input.name, key }) });
  });
  context.sourcesChanged();
  context.events.emit('configuration', [id], `Source ${input.name} added`);
  return { id, name: input.name, baseUrl: context.baseUrl(key), token };
}

const peopleOf = sql(
  'people of source',
  'SELECT count(DISTINCT person_pk) AS n FROM user_resource WHERE source_pk = ?',
);

/** Rule 0: what the source fed is held as confirmed; one work item, nothing revoked. */
export function removeSourceById(context: ApiContext, { id }: ParsedInput<'source.remove'>): Output<'source.remove'> {
  const source = findSource(context.db, id);
  if (!source) throw notFound('source', id);
  const now = context.clock.now();
  const people = row<{ n: number }>(context.db, peopleOf, [source.pk])?.n ?? 0;
  transaction(context.db, (db) => {
    removeSource(db, source.pk, now);
    openWorkItem(db, {
      id: context.ids.next(),
      kind: 'source',
      subject: `source ${source.id}`,
      title: `The source ${source.name} was removed; it fed ${people} ${people === 1 ? 'person' : 'people'}.`,
      affects: 'They keep every account and role as they were. Nothing follows their identity provider any more.',
      fix: 'Connect a source that feeds them, or remove their access in the apps. Then close this.',
      body: '{}',
      exchange_pk: null,
      opened_at: now,
    });
    enter(db, { at: now, kind: 'configuration', subject: id, content: JSON.stringify({ removed: source.name }) });
  });
  context.sourcesChanged();
  context.events.emit('configuration', [id], `Source ${source.name} removed`);
  context.events.emit('work', [], 'A source was removed');
  return {};
}
