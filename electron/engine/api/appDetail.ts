import type { Output, ParsedInput } from '../../../shared/contract/contract.ts';
import type { AppAccount, AppDetail } from '../../../shared/model/app.ts';
import type { WantedAccount } from '../provisioning/account.ts';
import type { LoadedApp } from '../provisioning/apps.ts';
import { heldOf, waitsInWords } from '../provisioning/held.ts';
import {
  type AppAccountRow,
  type AppStanding,
  accountsOfAppByState,
  failureOfApp,
  lastProofOfApp,
  listAccountsOfApp,
  newestProofKindOfApp,
  operationsOfApp,
  standingOfApp,
} from '../store/appDetail.ts';
import { wordsOf } from '../store/searchable.ts';
import { countOpenItemsOfApp } from '../store/work.ts';
import { describeApp } from './app.ts';
import type { ApiContext } from './context.ts';
import { pageOf, readCursor } from './cursor.ts';
import { describeOperation } from './operation.ts';
import { notFound } from './refuse.ts';
import { waitingInWords } from './waiting.ts';

const iso = (at: number): string => new Date(at).toISOString();

/** Everything that is said of one app: its state in a sentence, what waits, what its connector can do. */
export function getAppDetail(context: ApiContext, { id }: ParsedInput<'app.get'>): Output<'app.get'> {
  const { db } = context;
  const app = existing(context, id);
  const { pk } = app.row;
  const standing = standingOfApp(db, pk);
  const needsYou = countOpenItemsOfApp(db, pk);
  const accounts = accountsOfAppByState(db, pk);
  const lastProofAt = lastProofOfApp(db, pk);
  const { attributes, readBack, capabilities } = app.connector.describe();
  return {
    ...describeApp(context, app.row),
    health: healthOf(
      context,
      app,
      standing,
      needsYou,
      accounts.reduce((sum, { n }) => sum + n, 0),
    ),
    held: app.row.state === 'on' ? heldOf(context, pk) : null,
    accounts: Object.fromEntries(accounts.map(({ state, n }) => [state, n])),
    outstanding: standing.outstanding,
    parked: standing.parked,
    setAside: standing.set_aside,
    needsYou,
    lastProofAt: lastProofAt === null ? null : iso(lastProofAt),
    attributes: [...new Set(['login', ...attributes])],
    readBack: { asked: readBack, notCovered: [...capabilities.notCovered], handsOver: capabilities.handsOver },
  };
}

/** Accounts of an app by the name of the person; every word occurs in name, userName, e-mail address or login. */
export function listAppAccounts(context: ApiContext, input: ParsedInput<'app.accounts'>): Output<'app.accounts'> {
  const app = existing(context, input.id);
  const place = readCursor(input.cursor, ['string', 'string']);
  const found = listAccountsOfApp(context.db, {
    appPk: app.row.pk,
    state: input.state,
    words: wordsOf(input.text),
    after: place && { name: String(place[0]), id: String(place[1]) },
    limit: input.limit + 1,
  });
  return pageOf(
    found,
    input.limit,
    (row) => [row.name_folded, row.person_id],
    (row) => ({
      id: row.id,
      person: { id: row.person_id, name: row.person_name },
      login: row.login,
      state: row.state,
      roles: JSON.parse(row.roles) as string[],
      wanted: wantedOf(row),
      waiting: waitingInWords(context, row),
      proof: row.proof_kind === null || row.proof_at === null ? null : { kind: row.proof_kind, at: iso(row.proof_at) },
    }),
  );
}

function wantedOf({ wanted, generation, confirmed_generation }: AppAccountRow): AppAccount['wanted'] {
  if (generation === confirmed_generation) return null;
  const { active, login, roles } = JSON.parse(wanted) as WantedAccount;
  return { active, login, roles: [...roles] };
}

/** What was and is done in an app, newest first. */
export function listAppOperations(context: ApiContext, input: ParsedInput<'app.operations'>): Output<'app.operations'> {
  const app = existing(context, input.id);
  const place = readCursor(input.cursor, ['number']);
  const found = operationsOfApp(context.db, app.row.pk, Number(place?.[0] ?? Number.MAX_SAFE_INTEGER), input.limit + 1);
  return pageOf(
    found,
    input.limit,
    ({ pk }) => [pk],
    (row) => ({
      ...describeOperation(context.db, row),
      person: { id: row.person_id, name: row.person_name },
      exchangeId: row.exchange_id,
    }),
  );
}

function existing(context: ApiContext, id: string): LoadedApp {
  const app = context.apps.list().find((one) => one.row.id === id);
  if (!app) throw notFound('app', id);
  return app;
}

const counted = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

function healthOf(
  context: ApiContext,
  { row }: LoadedApp,
  standing: AppStanding,
  needsYou: number,
  accounts: number,
): AppDetail['health'] {
  const asks = needsYou === 0 ? '' : ` ${counted(needsYou, 'thing')} only you can decide.`;
  const level = needsYou > 0 ? 'attention' : 'ok';
  if (row.state === 'observing') {
    const would =
      standing.outstanding > 0
        ? `${counted(standing.outstanding, 'account would be', 'accounts would be')} made or changed.`
        : accounts === 0
          ? 'Nobody would have an account yet.'
          : 'Nothing would be changed.';
    return { level, sentence: `Only observed: nothing is delivered. ${would}${asks}` };
  }
  const held = heldOf(context, row.pk);
  if (held !== null && held.kind !== 'closed')
    return {
      level: held.kind === 'unreachable' || (held.removals && standing.removals > 0) ? 'failing' : 'attention',
      sentence: `${held.why} ${waitsInWords(standing.outstanding, standing.removals)}${asks}`,
    };
  if (standing.failing > 0 && standing.next_try_at !== null) {
    const { since, message } = failureOfApp(context.db, row.pk);
    const began = since === null ? 'failing' : `failing since ${iso(since)}`;
    const words = message === null ? '' : `: ${message.replace(/\.$/, '')}`;
    const wait = counted(standing.failing, 'account waits', 'accounts wait');
    return {
      level: 'failing',
      sentence: `On, ${began}${words}. ${wait}; next try at ${iso(standing.next_try_at)}.${asks}`,
    };
  }
  const moving = standing.outstanding - standing.parked;
  const asked = standing.parked - standing.set_aside;
  const parts = [
    ...(moving === 0
      ? []
      : held === null
        ? [`${counted(moving, 'account')} on the way`]
        : [counted(moving, 'account waits', 'accounts wait')]),
    ...(asked > 0 ? [counted(asked, 'account waits for you', 'accounts wait for you')] : []),
    ...(standing.set_aside > 0 ? [`${counted(standing.set_aside, 'account')} set aside by hand`] : []),
  ];
  const said = parts.length > 0 ? parts.join(', ') : accounts === 0 ? 'no accounts yet' : settled(context, row.pk);
  const hours = held === null ? 'On: ' : `${held.why} On: `;
  return { level, sentence: `${hours}${said}.${asks}` };
}

/** An export is read as a whole: while the newest of what was handed over is not in it, the app has yet to import. */
const settled = (context: ApiContext, appPk: number): string =>
  newestProofKindOfApp(context.db, appPk) === 'handed over'
    ? 'everything is handed over; that the app imported it was not seen yet'
    : 'everything is as wanted';
