import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../../../shared/contract/client.ts';
import type { App } from '../../../shared/model/app.ts';
import type { PersonAccount, PersonDetail } from '../../../shared/model/person.ts';
import type { Expectation } from '../../../shared/model/sandbox.ts';
import type { SetUpApp } from './apps.ts';
import { type Company, displayName, type Person } from './company.ts';

/** What is looked at after a scenario: how its people stand in the sandbox's apps. */
export interface Look {
  readonly client: Client;
  readonly apps: readonly SetUpApp[];
  readonly company: Company;
  /** When it began, ISO 8601: what waited for a person before tells nothing of it. */
  readonly since: string;
  /** Rule 5: whether somebody came under a name that is known, so that a person must be asked who that is. */
  readonly asksWhoIsNew: boolean;
  /** Whom it is about, each with the id of the person in the Directory; null: the server was not told of them. */
  readonly subjects: readonly { readonly person: Person; readonly personId: string | null }[];
  readonly signal: AbortSignal;
}

/** How long deliveries may take, and how often they are looked at meanwhile, in milliseconds. */
const patience = 30_000;
const lookAgain = 100;

/** What an app is expected to hold of somebody; `met` is null while that cannot be told yet. */
type Verdict = Expectation;

/**
 * Looks until it can be told how every account stands, for half a minute at most.
 *
 * @throws ContractError; the signal's reason when stopped
 */
export async function lookAtAccounts(look: Look): Promise<readonly Expectation[]> {
  const end = performance.now() + patience;
  for (;;) {
    const verdicts: Verdict[] = [];
    for (const { person, personId } of look.subjects) {
      if (personId === null) continue;
      const detail = await look.client.call('person.get', { id: personId });
      verdicts.push(...look.apps.flatMap((app) => judge(look, person, app, detail)));
    }
    if (verdicts.every(({ met }) => met !== null)) return verdicts;
    if (performance.now() > end) return verdicts.map((verdict) => ({ ...verdict, met: verdict.met ?? false }));
    await sleep(lookAgain, undefined, { signal: look.signal });
  }
}

function judge(look: Look, person: Person, { plan, app }: SetUpApp, detail: PersonDetail): readonly Verdict[] {
  const account = detail.accounts.find((one) => one.app.id === app.id);
  const roles = plan.roles(look.company, person);
  if (account === undefined && roles.length === 0) return [];
  const name = displayName(person);
  const open = detail.work.find((item) => item.id === account?.workItemId);
  const asked = detail.work.find(({ kind }) => kind === 'identity') ?? open;
  if (roles.length > 0) {
    if (asked !== undefined && asked.openedAt < look.since) {
      return [{ text: `${name} in ${app.name} waits for you, as before`, met: true, detail: asked.title }];
    }
    const mustAsk = look.asksWhoIsNew && (asked?.kind === 'identity' || asked?.kind === 'conflict');
    if (mustAsk) {
      const text = `${name}, who is new, gets nothing of the former one's in ${app.name} before you say so`;
      return [{ text, met: account?.state !== 'active', detail: asked.title }];
    }
    const text = `${name} is ${listed(roles)} in ${app.name}`;
    if (asked !== undefined) return [{ text, met: false, detail: asked.title }];
    return [{ text, ...afterAll(app, seenToHave(account, roles)) }];
  }
  if (open?.kind === 'refused') {
    const text = `${app.name} refuses to disable ${name}; Footbridge says so, and waits for you`;
    return [{ text, met: true, detail: open.title }];
  }
  const text = `${name} cannot use ${app.name} any more`;
  if (open !== undefined) return [{ text, met: false, detail: open.title }];
  return [{ text, ...afterAll(app, seenToBeOut(account)) }];
}

/** Nothing comes any more where nothing is delivered. */
const afterAll = (app: App, seen: Seen): Seen =>
  seen.met === null && app.state === 'observing'
    ? { met: false, detail: `${app.name} is only observed: nothing is delivered to it.` }
    : seen;

const listed = (roles: readonly string[]): string =>
  roles.length < 2 ? roles.join('') : `${roles.slice(0, -1).join(', ')} and ${roles.at(-1)}`;

type Seen = Pick<Expectation, 'met' | 'detail'>;

function seenToHave(account: PersonAccount | undefined, roles: readonly string[]): Seen {
  const applied = account?.roles.filter(({ state }) => state === 'applied').map(({ role }) => role) ?? [];
  const isSo = account?.state === 'active' && applied.sort().join('\n') === roles.join('\n');
  return isSo ? { met: true, detail: proofOf(account) } : { met: null, detail: standing(account) };
}

function seenToBeOut(account: PersonAccount | undefined): Seen {
  if (account === undefined) return { met: true, detail: 'There never was an account.' };
  const isOut = account.state === 'disabled' || account.state === 'deleted';
  if (!isOut || account.latest?.state === 'running') return { met: null, detail: standing(account) };
  if (account.latest?.proof?.kind === 'contradicted') return { met: false, detail: proofOf(account) };
  return { met: true, detail: proofOf(account) };
}

function proofOf(account: PersonAccount): string {
  const proof = account.latest?.proof;
  return proof ? `${proof.kind}: ${proof.seen}` : `The account is ${account.state}.`;
}

const standing = (account: PersonAccount | undefined): string =>
  account === undefined ? 'There is no account yet.' : (account.waiting ?? `The account is ${account.state}.`);
