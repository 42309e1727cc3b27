import { randomBytes } from 'node:crypto';
import type { Output, ParsedInput } from '../../../shared/contract/contract.ts';
import type { NewSource, Source, SourceSettings } from '../../../shared/model/source.ts';
import { enter } from '../audit/chain.ts';
import { disconnectSource } from '../configuration/remove.ts';
import { hashToken, newToken } from '../ingress/token.ts';
import { addToken, findSource, listSources, listTokens, addSource as store } from '../store/source.ts';
import { transaction, type WriteDb } from '../store/sql.ts';
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

/** Connects an IdP in the caller's transaction. Its token is in this answer and nowhere else. */
export function connectSource(context: ApiContext, db: WriteDb, settings: SourceSettings): NewSource {
  const id = context.ids.next();
  const key = randomBytes(8).toString('hex');
  const token = newToken();
  const now = context.clock.now();
  const pk = store(db, { ...settings, id, key, created_at: now });
  addToken(db, pk, hashToken(token), token.slice(-4), now);
  enter(db, { at: now, kind: 'configuration', subject: id, content: JSON.stringify({ added: settings.name, key }) });
  return { id, name: settings.name, baseUrl: context.baseUrl(key), token };
}

export function addSource(context: ApiContext, input: ParsedInput<'source.add'>): NewSource {
  const taken = listSources(context.db).find((source) => source.name.toLowerCase() === input.name.toLowerCase());
  if (taken)
    throw conflict(
      `A source named “${taken.name}” is connected already.`,
      'Nothing was changed.',
      'Choose another name, or remove that one first.',
    );
  const { name, dialect, rate = NO_OWN_RATE } = input;
  const source = transaction(context.db, (db) => connectSource(context, db, { name, dialect, rate }));
  context.sourcesChanged();
  context.events.emit('configuration', [source.id], `Source ${name} added`);
  return source;
}

/** Rule 0: what the source fed is held as confirmed; one work item, nothing revoked. */
export function removeSourceById(context: ApiContext, { id }: ParsedInput<'source.remove'>): Output<'source.remove'> {
  const source = findSource(context.db, id);
  if (!source) throw notFound('source', id);
  transaction(context.db, (db) => {
    disconnectSource(db, context, source);
    const content = JSON.stringify({ removed: source.name });
    enter(db, { at: context.clock.now(), kind: 'configuration', subject: id, content });
  });
  context.sourcesChanged();
  context.events.emit('configuration', [id], `Source ${source.name} removed`);
  context.events.emit('work', [], 'A source was removed');
  return {};
}
