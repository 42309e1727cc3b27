import type { Output, ParsedInput } from '../../../shared/contract/contract.ts';
import type { Checklist, ChecklistStep } from '../../../shared/model/checklist.ts';
import {
  firstAccountOf,
  firstGroupOf,
  firstKnownExchangeOf,
  firstReadOf,
  firstUserOf,
  leavingsOf,
  newestExchangeOf,
  newestObstacleOf,
  newestRefusedCreationOf,
  type SeenExchange,
} from '../store/checklist.ts';
import { findSource, type SourceRow } from '../store/source.ts';
import type { ReadDb } from '../store/sql.ts';
import { type DialectWords, dialectWords } from './checklistWords.ts';
import type { ApiContext } from './context.ts';
import { provedDeactivation, type Said } from './deactivation.ts';
import { notFound } from './refuse.ts';

/** How many of the newest leavers are looked through for one whose access was seen to be gone. */
const LEAVERS = 200;

type Item = Checklist['items'][number];
/** What this source was really seen to do, from a first token to a proved deactivation. Computed anew from what is kept. */
export function getChecklist(context: ApiContext, { id }: ParsedInput<'source.checklist'>): Output<'source.checklist'> {
  const { db } = context;
  const source = findSource(db, id);
  if (!source) throw notFound('source', id);
  const words = dialectWords[source.dialect];
  const leavers = leavingsOf(db, source.pk, LEAVERS);
  const said: Readonly<Record<ChecklistStep, Said>> = {
    token: sayToken(db, source, words),
    tested: sayTested(db, source, words),
    user: sayCreated(db, source, 'User', words.user),
    group: sayCreated(db, source, 'Group', words.group),
    account: sayAccount(db, source),
    deactivated: sayDeactivated(source, leavers[0], words),
    proved: provedDeactivation(context, source.name, leavers),
  };
  const items = Object.entries(said).map(
    ([step, { state, text, at = null, exchangeId = null, personId = null }]): Item => ({
      step: step as ChecklistStep,
      state,
      text,
      at: at === null ? null : new Date(at).toISOString(),
      exchangeId,
      personId,
    }),
  );
  return { connected: items.every((item) => item.state === 'done'), items };
}

const LONGEST = 120;

/** `GET /Users?filter=userName eq "ada"`: a request as people read it. */
function asked({ method, path }: SeenExchange): string {
  const words = readable(path);
  return `${method} ${words.length > LONGEST ? `${words.slice(0, LONGEST).toWellFormed()}…` : words}`;
}

/** Without its percent signs; what is not well encoded stays as it came. */
function readable(path: string): string {
  try {
    return decodeURIComponent(path.replaceAll('+', ' '));
  } catch {
    return path;
  }
}

/** `Refused: why.` without its first word and its point. */
const reasonOf = ({ summary }: SeenExchange): string => summary.replace(/^(Refused|Failed): /, '').replace(/\.$/, '');

function sayToken(db: ReadDb, source: SourceRow, { connection }: DialectWords): Said {
  const newest = newestExchangeOf(db, source.pk);
  if (newest?.status === 401)
    return {
      state: 'failed',
      text: `${source.name} asked ${asked(newest)} and was answered 401: ${reasonOf(newest)}. Put base URL and token into ${connection} again, as they were shown when the source was added.`,
      at: newest.at,
      exchangeId: newest.id,
    };
  const first = firstKnownExchangeOf(db, source.pk);
  if (first)
    return {
      state: 'done',
      text: `${source.name} asked ${asked(first)} with the right token.`,
      at: first.at,
      exchangeId: first.id,
    };
  // What is known of a source outlives its requests: reads are forgotten after a while.
  if (source.last_seen_at !== null)
    return { state: 'done', text: `${source.name} came with the right token.`, at: source.last_seen_at };
  return { state: 'waiting', text: `Nothing has arrived yet. Put base URL and token into ${connection}.` };
}

function sayTested(db: ReadDb, source: SourceRow, { test }: DialectWords): Said {
  const read = firstReadOf(db, source.pk);
  if (read)
    return {
      state: 'done',
      text: `${source.name} asked ${asked(read)} and was answered: ${read.summary}.`,
      at: read.at,
      exchangeId: read.id,
    };
  const user = firstUserOf(db, source.pk);
  if (user)
    return {
      state: 'done',
      text: `${source.name} went on to create ${user.label}, so it has been answered.`,
      at: user.at,
      exchangeId: user.exchange_id,
    };
  return { state: 'waiting', text: `Nothing was asked yet. ${test}` };
}

function sayCreated(db: ReadDb, source: SourceRow, type: 'User' | 'Group', how: string): Said {
  const created = type === 'User' ? firstUserOf(db, source.pk) : firstGroupOf(db, source.pk);
  const what = type === 'User' ? 'user' : 'group';
  if (created)
    return {
      state: 'done',
      text: `The first ${what} was ${created.label}.`,
      at: created.at,
      exchangeId: created.exchange_id,
      personId: created.person_id,
    };
  const refused = newestRefusedCreationOf(db, source.pk, type);
  if (refused)
    return {
      state: 'failed',
      text: `${source.name} tried to create a ${what} and was answered ${refused.status}: ${reasonOf(refused)}.`,
      at: refused.at,
      exchangeId: refused.id,
    };
  return { state: 'waiting', text: `No ${what} has arrived yet. ${how}` };
}

function sayAccount(db: ReadDb, source: SourceRow): Said {
  const account = firstAccountOf(db, source.pk);
  if (account)
    return {
      state: 'done',
      text: `${account.person} has an account in ${account.app}; ${account.kind}: ${account.seen}.`,
      at: account.at,
      exchangeId: account.exchange_id,
      personId: account.person_id,
    };
  const obstacle = newestObstacleOf(db, source.pk);
  if (obstacle) return { state: 'failed', text: obstacle.title, at: obstacle.at, personId: obstacle.person_id };
  return {
    state: 'waiting',
    text: `Nobody of ${source.name} has an account yet. Add an app, give it a rule that holds for a test user, and switch it on.`,
  };
}

function sayDeactivated(
  source: SourceRow,
  newest: ReturnType<typeof leavingsOf>[number] | undefined,
  { deactivate }: DialectWords,
): Said {
  if (!newest) return { state: 'waiting', text: `Nobody was deactivated yet. ${deactivate}` };
  return {
    state: 'done',
    text: `${source.name} deactivated ${newest.person}: ${newest.summary ?? 'they were deleted'}.`,
    at: newest.at,
    exchangeId: newest.exchange_id,
    personId: newest.person_id,
  };
}
