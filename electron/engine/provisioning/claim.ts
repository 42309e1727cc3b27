import type { Connector } from '../connectors/connector.ts';
import type { Clock, Ids, Logger, Ports } from '../ports.ts';
import { type AccountRow, getAccount } from '../store/account.ts';
import { causesBetween, type DeliveryRow, getDelivery } from '../store/delivery.ts';
import { getPerson } from '../store/person.ts';
import type { ReadDb, WriteDb } from '../store/sql.ts';
import { usersOfPerson } from '../store/user.ts';
import { type Parked, readParked, type WantedAccount } from './account.ts';
import type { Apps, LoadedApp } from './apps.ts';

/** What provisioning is given of the engine. */
export interface ProvisioningContext {
  readonly db: ReadDb;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly reached: Ports['reached'];
  readonly apps: Apps;
  /** Enters a proof into the audit log, in its transaction. */
  record(db: WriteDb, subject: string, content: string): void;
  /** In [0, 1): for jitter. */
  random(): number;
  /** The effect of these exchanges moved on. */
  moved(exchangeIds: readonly string[], summary: string): void;
  /** A work item was opened or closed. */
  workChanged(): void;
}

/** What a delivery is carried out with. */
export interface DeliveryContext extends ProvisioningContext {
  /** An app's connector, every call of which ends in time and is watched. */
  watched(app: LoadedApp): Connector;
}

/** A delivery taken up: everything about it as it stood at that moment. */
export interface Claim {
  readonly delivery: DeliveryRow;
  readonly account: AccountRow;
  readonly person: string;
  /** For the wider search of rule 2. */
  readonly email: string | null;
  readonly employeeNumber: string | null;
  readonly app: LoadedApp;
  readonly connector: Connector;
  readonly wanted: WantedAccount;
  readonly confirmed: WantedAccount | null;
  readonly parked: Parked | null;
  readonly causes: readonly number[];
}

/** Reads everything about a delivery. @returns null when its app is gone or only observing */
export function readClaim(context: DeliveryContext, deliveryPk: number): Claim | null {
  const { db } = context;
  const delivery = getDelivery(db, deliveryPk);
  const app = delivery && context.apps.get(delivery.app_pk);
  const account = delivery && getAccount(db, delivery.account_pk);
  const person = account && getPerson(db, account.person_pk);
  if (!delivery || !app || !account || !person || app.row.state !== 'on') return null;
  const user = readUser(db, account.person_pk);
  return {
    delivery,
    account,
    person: person.name,
    email: user.email,
    employeeNumber: user.employeeNumber,
    app,
    connector: context.watched(app),
    wanted: JSON.parse(delivery.wanted) as WantedAccount,
    confirmed: delivery.confirmed === null ? null : (JSON.parse(delivery.confirmed) as WantedAccount),
    parked: readParked(delivery.parked),
    causes: causesBetween(db, delivery.pk, delivery.confirmed_generation, delivery.generation),
  };
}

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

function readUser(db: ReadDb, personPk: number): { email: string | null; employeeNumber: string | null } {
  const newest = usersOfPerson(db, personPk)[0];
  if (!newest) return { email: null, employeeNumber: null };
  const body = JSON.parse(newest.body) as {
    emails?: { value?: string; primary?: boolean }[];
    [ENTERPRISE]?: { employeeNumber?: string };
  };
  const email = body.emails?.find((one) => one.primary) ?? body.emails?.[0];
  return { email: email?.value ?? null, employeeNumber: body[ENTERPRISE]?.employeeNumber ?? null };
}

/** How carrying out an operation ended; a failure has been noted, with when to go on. */
export type CarriedOut =
  | { readonly ok: true; readonly confirmed: WantedAccount | null; readonly targetId: string | null }
  /** `refused`: the target said no for good; what takes access away besides is still tried. */
  | { readonly ok: false; readonly refused: boolean };
