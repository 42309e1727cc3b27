import type { Proof } from '../../../shared/model/trace.ts';
import type { AppExport, Failure } from '../connectors/connector.ts';
import { setAccountState } from '../store/account.ts';
import {
  exchangesOfOperation,
  type HandedAccountRow,
  type HandedOperationRow,
  handedAccounts,
  handedOperations,
  isContradictedByExport,
  wasEverProved,
} from '../store/confirm.ts';
import { addProof } from '../store/operation.ts';
import { transaction, type WriteDb } from '../store/sql.ts';
import { addPersonToItem, closeOpenItem, findOpenItem, openWorkItem } from '../store/work.ts';
import type { WantedAccount } from './account.ts';
import type { LoadedApp } from './apps.ts';
import type { DeliveryContext } from './claim.ts';
import { judge, type Verdict } from './judgeExport.ts';
import { type AccountItemBody, subjectOf } from './letGo.ts';

export type ConfirmContext = Pick<
  DeliveryContext,
  'db' | 'clock' | 'ids' | 'logger' | 'apps' | 'record' | 'moved' | 'workChanged'
>;

/** How many accounts are looked at before others may do something. */
const ACCOUNTS_AT_ONCE = 100;

/**
 * Looks in an app's own export for what was handed over to it: adds a proof to every operation that the export shows, or
 * contradicts; the latter is asked about until a newer export shows it.
 */
export async function confirmFrom(context: ConfirmContext, app: LoadedApp, shown: AppExport): Promise<void> {
  for (let after = 0; ; ) {
    const accounts = handedAccounts(context.db, app.row.pk, after, ACCOUNTS_AT_ONCE);
    for (const account of accounts) confirmAccount(context, app, account, shown);
    const last = accounts.at(-1);
    if (last === undefined || accounts.length < ACCOUNTS_AT_ONCE) return;
    after = last.delivery_pk;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

interface Judged {
  readonly operation: HandedOperationRow;
  readonly verdict: Verdict;
}

function confirmAccount(context: ConfirmContext, app: LoadedApp, account: HandedAccountRow, shown: AppExport): void {
  const { db } = context;
  const operations = handedOperations(db, account.delivery_pk);
  if (operations.length === 0) return;
  const confirmed = JSON.parse(account.confirmed) as WantedAccount;
  const seen = shown.account(account.target_id, confirmed.login);
  const everShown = wasEverProved(db, account.delivery_pk);
  const judged = operations.flatMap((operation): Judged[] => {
    const verdict = judge({ operation, confirmed, seen, everShown, at: shown.at });
    // What is contradicted already and still asked about is not said again with every export.
    const known = verdict?.kind === 'contradicted' && operation.kind === 'contradicted' && isOpen(context, account);
    return verdict === null || known ? [] : [{ operation, verdict }];
  });
  if (judged.length > 0) note(context, app, account, shown, judged);
}

const subject = (account: HandedAccountRow): string => subjectOf({ id: account.account_id });

const isOpen = ({ db }: ConfirmContext, account: HandedAccountRow): boolean =>
  findOpenItem(db, 'contradicted', subject(account)) !== undefined;

function note(
  context: ConfirmContext,
  app: LoadedApp,
  account: HandedAccountRow,
  shown: AppExport,
  judged: readonly Judged[],
): void {
  const now = context.clock.now();
  const exchangeIds = new Set<string>();
  const notCovered = app.connector.describe().capabilities.notCovered.slice(1);
  transaction(context.db, (db) => {
    for (const { operation, verdict } of judged) {
      const proof: Omit<Proof, 'at'> = { kind: verdict.kind, asked: shown.asked, seen: verdict.seen, notCovered };
      addProof(db, context.ids.next(), operation.pk, proof, now);
      context.record(db, account.account_id, JSON.stringify(proof));
      if (verdict.state !== null) setAccountState(db, account.account_pk, verdict.state);
      for (const id of exchangesOfOperation(db, operation.pk)) exchangeIds.add(id);
    }
    ask(db, context, app, account, judged);
  });
  const kinds = [...new Set(judged.map(({ verdict }) => verdict.kind))].join(', ');
  context.moved([...exchangeIds], `${account.person}: ${kinds} by the export of ${app.row.name}`);
  context.workChanged();
}

/** Opens the question about an account whose export says otherwise, or closes it when none does any more. */
function ask(
  db: WriteDb,
  context: ConfirmContext,
  app: LoadedApp,
  account: HandedAccountRow,
  judged: readonly Judged[],
): void {
  const now = context.clock.now();
  const worst =
    judged.find(({ verdict }) => verdict.kind === 'contradicted' && verdict.access) ??
    judged.find(({ verdict }) => verdict.kind === 'contradicted');
  if (worst === undefined) {
    const settled = account.generation === account.confirmed_generation;
    if (settled && !isContradictedByExport(db, account.delivery_pk))
      closeOpenItem(db, 'contradicted', subject(account), 'The export of the app shows it now.', now);
    return;
  }
  const { name } = app.row;
  const itemPk = openWorkItem(db, {
    id: context.ids.next(),
    kind: 'contradicted',
    subject: subject(account),
    title: `${name} says otherwise in its own export: ${worst.verdict.seen}.`,
    affects: worst.verdict.access
      ? `${account.person} still has access to ${name}: what was handed over has not taken it away there yet.`
      : `${account.person}: what was handed over to ${name} is not so there.`,
    fix: 'See in the app whether and when it imports the file, and whether it refused this row; where it is urgent, change it there by hand. This closes by itself when a newer export shows it.',
    body: JSON.stringify({ deliveryPk: account.delivery_pk } satisfies AccountItemBody),
    exchange_pk: null,
    app_pk: app.row.pk,
    opened_at: now,
  });
  addPersonToItem(db, itemPk, account.person_pk);
}

/** An export that is there but cannot be understood confirms nothing, for nobody: asked about once for the app. */
export function noteUnreadable(context: ConfirmContext, app: LoadedApp, failed: Failure | null): void {
  const about = `export of app ${app.row.id}`;
  const before = findOpenItem(context.db, 'refused', about);
  const title = failed === null ? null : `${app.row.name}: its own export cannot be understood: ${failed.message}`;
  if ((before?.title ?? null) === title) return;
  const now = context.clock.now();
  transaction(context.db, (db) => {
    if (title === null) {
      closeOpenItem(db, 'refused', about, 'The export can be read again.', now);
      return;
    }
    openWorkItem(db, {
      id: context.ids.next(),
      kind: 'refused',
      subject: about,
      title,
      affects: `Nothing that is handed over to ${app.row.name} is confirmed meanwhile.`,
      fix: 'Correct the export, or how the app is set up for it. It is read again by itself.',
      // No delivery waits for it.
      body: JSON.stringify({ deliveryPk: 0 } satisfies AccountItemBody),
      exchange_pk: null,
      app_pk: app.row.pk,
      opened_at: now,
    });
  });
  context.workChanged();
}
