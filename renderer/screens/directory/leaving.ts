import type { PersonAccount, PersonDetail } from '../../../shared/model/person.ts';
import { standingProof } from '../../ui/standing-proof.ts';
import { count } from './words.ts';

/**
 * How surely an account of somebody who left is closed: proved (read back), handed over, unproved (it says disabled, and
 * nothing was seen), open (they may still get in), none (there was never an account).
 */
export type Closure = 'proved' | 'handed over' | 'unproved' | 'open' | 'none';

/** What is known of somebody's leaving: the times that are known, what each app shows, what no proof covers. */
export interface Leaving {
  /** When a source said so, and with which request; null when that is not kept any more. */
  readonly received: { readonly at: string; readonly exchangeId: string | null } | null;
  /** When the last of the apps was seen to be closed; null while one is not. */
  readonly provedAt: string | null;
  readonly closures: Readonly<Record<Closure, readonly string[]>>;
  readonly notCovered: readonly string[];
}

/** Whether an app is seen to let somebody in no more. */
export function closureOf({ state, login, latest }: PersonAccount): Closure {
  if (state === 'pending' && login === null) return 'none';
  if (state !== 'disabled' && state !== 'deleted') return 'open';
  const kind = latest?.proof?.kind;
  if (kind === 'proved' || kind === 'handed over') return kind;
  return kind === 'contradicted' ? 'open' : 'unproved';
}

/** @returns null while any source says that they are here */
export function readLeaving({ state, users, accounts }: PersonDetail): Leaving | null {
  if (state === 'active') return null;
  const closures: Record<Closure, string[]> = { proved: [], 'handed over': [], unproved: [], open: [], none: [] };
  for (const account of accounts) closures[closureOf(account)].push(account.app.name);
  // What was seen of an account that is still open proves something else: that a role was taken, not that it is closed.
  const closed = accounts.filter((account) => closureOf(account) !== 'open');
  const proofs = closed.flatMap(({ latest }) => (latest ? (standingProof(latest) ?? []) : []));
  const isClosed = closures.proved.length > 0 && accounts.length === closures.proved.length + closures.none.length;
  return {
    received: newest(
      users.flatMap(({ active, deletedAt, attributes }) => {
        if (deletedAt !== null) return [{ at: deletedAt, exchangeId: null }];
        const origin = active ? undefined : attributes.find(({ path }) => path === 'active');
        return origin ? [{ at: origin.at, exchangeId: origin.exchangeId }] : [];
      }),
    ),
    provedAt: isClosed ? (newest(proofs)?.at ?? null) : null,
    closures,
    notCovered: [...new Set(proofs.flatMap(({ notCovered }) => notCovered))],
  };
}

/** "2 apps proved that they are closed. Team Wiki may still let them in." */
export function describeLeaving({ closures }: Leaving): string {
  const sentences: [Closure, (apps: string, several: boolean) => string][] = [
    ['open', (apps) => `${apps} may still let them in.`],
    ['unproved', (apps, several) => `${apps} ${several ? 'say' : 'says'} closed, and nothing proves it.`],
    [
      'handed over',
      (apps, several) => `${apps} ${several ? 'were' : 'was'} told; whether it took effect was not seen.`,
    ],
    ['proved', (apps, several) => `${apps} ${several ? 'were' : 'was'} read back: closed.`],
  ];
  const said = sentences.flatMap(([closure, sentence]) => {
    const apps = closures[closure];
    return apps.length === 0 ? [] : [sentence(listApps(apps), apps.length > 1)];
  });
  return said.length === 0 ? 'They had no account in any app.' : said.join(' ');
}

const named = 3;

const listApps = (apps: readonly string[]): string =>
  apps.length > named
    ? `${apps.slice(0, named).join(', ')} and ${count(apps.length - named, 'other app', 'other apps')}`
    : apps.join(apps.length === 2 ? ' and ' : ', ');

const newest = <T extends { readonly at: string }>(all: readonly T[]): T | null =>
  [...all].sort((a, b) => Date.parse(b.at) - Date.parse(a.at))[0] ?? null;
