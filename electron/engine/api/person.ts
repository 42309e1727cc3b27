import type { Output, ParsedInput } from '../../../shared/contract/contract.ts';
import type { PersonAccount, PersonUser } from '../../../shared/model/person.ts';
import type { WantedAccount } from '../provisioning/account.ts';
import type { JsonObject, JsonValue } from '../scim/json.ts';
import { listAssignments } from '../store/account.ts';
import { listPeople } from '../store/directory.ts';
import { stateOfPerson } from '../store/listed.ts';
import { findPerson, heldAttributes, type PersonRow } from '../store/person.ts';
import { accountsInApps, groupsOfUser, type PersonAccountRow, tellingOperation } from '../store/personDetail.ts';
import { wordsOf } from '../store/searchable.ts';
import { getSource } from '../store/source.ts';
import type { ReadDb } from '../store/sql.ts';
import { type UserRow, usersOfPerson } from '../store/user.ts';
import { openItemOfAccount, openItemsOfPerson } from '../store/work.ts';
import type { ApiContext } from './context.ts';
import { pageOf, readCursor } from './cursor.ts';
import { describeOperation } from './operation.ts';
import { attributesWithOrigin, type HeldValue } from './origin.ts';
import { notFound } from './refuse.ts';
import { parkedBy, waitingInWords } from './waiting.ts';
import { describeWorkItem } from './workItem.ts';

const iso = (at: number): string => new Date(at).toISOString();

/** People by name, as one of the saved views has them; every word occurs in name, userName or e-mail address. */
export function listPersons(context: ApiContext, input: ParsedInput<'person.list'>): Output<'person.list'> {
  const place = readCursor(input.cursor, ['string', 'string']);
  const found = listPeople(context.db, {
    view: input.view,
    words: wordsOf(input.text),
    after: place && { name: String(place[0]), id: String(place[1]) },
    limit: input.limit + 1,
    now: context.clock.now(),
  });
  return pageOf(
    found,
    input.limit,
    (row) => [row.name_folded, row.id],
    (row) => ({
      id: row.id,
      name: row.name,
      userName: row.user_name,
      state: row.state,
      department: row.department,
      source: row.source,
      roles: row.roles,
      needsYou: row.needs_you,
      changedAt: iso(row.changed_at),
    }),
  );
}

/** What is believed about one person, where from, what they have and why. */
export function getPersonDetail(context: ApiContext, { id }: ParsedInput<'person.get'>): Output<'person.get'> {
  const { db } = context;
  const { person, state } = existingPerson(db, id);
  const users = usersOfPerson(db, person.pk);
  const held = heldAttributes(db, person.pk).map(({ path, value }) => ({
    path,
    value: JSON.parse(value) as JsonValue,
  }));
  return {
    id: person.id,
    name: person.name,
    state,
    // Rules go by the newest user resource, so what is held is held there.
    users: users.map((user, index) => describeUser(db, user, index === 0 ? held : [])),
    accounts: accountsInApps(db, person.pk).map((account) => describeAccount(context, account)),
    work: openItemsOfPerson(db, person.pk).map((item) => describeWorkItem(db, item)),
  };
}

/** @throws ContractError `not-found`, also of somebody whose user resources all turned out to be another person's */
export function existingPerson(
  db: ReadDb,
  id: string,
): { person: PersonRow; state: NonNullable<ReturnType<typeof stateOfPerson>> } {
  const person = findPerson(db, id);
  const state = person ? stateOfPerson(db, person.pk) : null;
  if (!person || state === null) throw notFound('person', id);
  return { person, state };
}

function describeUser(db: ReadDb, user: UserRow, held: readonly HeldValue[]): PersonUser {
  const source = getSource(db, user.source_pk);
  if (!source) throw new Error(`user ${user.id}: its source is missing`);
  const body = JSON.parse(user.body) as JsonObject;
  return {
    id: user.id,
    source: { id: source.id, name: source.name, removed: source.removed_at !== null },
    userName: String(body.userName),
    externalId: user.external_id,
    active: user.active === 1,
    deletedAt: user.deleted_at === null ? null : iso(user.deleted_at),
    createdAt: iso(user.created_at),
    modifiedAt: iso(user.modified_at),
    attributes: attributesWithOrigin(db, user, held),
    groups: groupsOfUser(db, user.pk),
  };
}

function describeAccount(context: ApiContext, account: PersonAccountRow): PersonAccount {
  const { db } = context;
  const latest = tellingOperation(db, account.delivery_pk);
  return {
    id: account.id,
    app: { id: account.app_id, name: account.app_name, state: account.app_state },
    login: account.login,
    state: account.state,
    wanted: (JSON.parse(account.wanted) as WantedAccount).active,
    roles: listAssignments(db, account.pk).map(({ role, state, reason, rule_id, modified_at }) => ({
      role,
      state,
      reason,
      ruleId: rule_id,
      since: iso(modified_at),
    })),
    waiting: waitingInWords(context, account),
    latest: latest ? describeOperation(db, latest) : null,
    workItemId: parkedBy(db, account)?.workItemId ?? openItemOfAccount(db, account.id)?.id ?? null,
  };
}
