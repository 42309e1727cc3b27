import type { Checklist } from '../../../shared/model/checklist.ts';
import { disablesSince, type SeenDisable, type SeenLeaving } from '../store/checklist.ts';
import { openItemOfAccount } from '../store/work.ts';
import type { ApiContext } from './context.ts';
import { waitingInWords } from './waiting.ts';

/** What is said of a step; where, when and on whom it was seen as far as it was. */
export type Said = Pick<Checklist['items'][number], 'state' | 'text'> & {
  readonly at?: number | null;
  readonly exchangeId?: string | null;
  readonly personId?: string | null;
};

/**
 * Whether a deactivation by this source was seen through. One is enough, and it counts when every app in which the person
 * had something took it: at least one was read back, the others at least had it handed over. One app that refuses makes
 * no proof, however many others obey.
 *
 * @param leavers the newest first
 */
export function provedDeactivation(context: ApiContext, source: string, leavers: readonly SeenLeaving[]): Said {
  const { db } = context;
  const withAccount = leavers.filter((leaver) => leaver.has_account === 1);
  let newest: { leaver: SeenLeaving; disables: SeenDisable[] } | null = null;
  for (const leaver of withAccount) {
    const disables = disablesSince(db, leaver.person_pk, leaver.at).filter((one) => concerned(leaver, one));
    if (disables.length === 0) continue;
    newest ??= { leaver, disables };
    const proved = disables.find((one) => one.kind === 'proved');
    if (proved && disables.every((one) => one.kind === 'proved' || one.kind === 'handed over'))
      return about(
        leaver,
        'done',
        `${leaver.person} cannot use ${proved.app} any more; proved: ${proved.seen}.`,
        proved.at,
      );
  }
  if (!newest) {
    const text = `Nobody who had an account was deactivated by ${source} yet. Deactivate a test user who has one.`;
    return { state: 'waiting', text };
  }
  return standing(context, newest.leaver, newest.disables);
}

/** An account that was there when the person left: something was begun about it, or is still to be done. */
const concerned = (leaver: SeenLeaving, { begun, target_id: id, account_state: state }: SeenDisable): boolean =>
  begun > 0 || (leaver.is_back === 0 && id !== null && state !== 'disabled' && state !== 'deleted');

function standing(context: ApiContext, leaver: SeenLeaving, disables: readonly SeenDisable[]): Said {
  const { db } = context;
  for (const disable of disables) {
    if (disable.kind === 'proved' || disable.kind === 'handed over') continue;
    const item = openItemOfAccount(db, disable.account_id);
    if (item)
      return about(leaver, 'failed', `${leaver.person} may still use ${disable.app}. ${item.title}`, item.opened_at);
    if (disable.kind === 'contradicted')
      return about(
        leaver,
        'failed',
        `${leaver.person} may still use ${disable.app}: it shows ${disable.seen}.`,
        disable.at,
      );
  }
  const open = disables.find((one) => one.kind === null);
  if (open) {
    const why = waitingInWords(context, { ...open, app_name: open.app }) ?? 'It is not seen yet.';
    return about(leaver, 'waiting', `${leaver.person} may still use ${open.app}. ${why}`, null);
  }
  const handed = disables.find((one) => one.kind === 'handed over') ?? disables[0];
  return about(
    leaver,
    'waiting',
    `It is ${handed?.kind} that ${leaver.person} shall not use ${handed?.app} any more; nothing was read back that shows it.`,
    handed?.at ?? null,
  );
}

const about = (leaver: SeenLeaving, state: Said['state'], text: string, at: number | null): Said => ({
  state,
  text,
  at,
  exchangeId: leaver.exchange_id,
  personId: leaver.person_id,
});
