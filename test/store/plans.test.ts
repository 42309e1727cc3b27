import { describe, expect, it } from 'vitest';
import {
  accountsOfPerson,
  findAccount,
  findAccountByTarget,
  listAssignments,
} from '../../electron/engine/store/account.ts';
import {
  failureOfApp,
  lastProofOfApp,
  listAccountsOfApp,
  operationsOfApp,
} from '../../electron/engine/store/appDetail.ts';
import { lastAuditHash } from '../../electron/engine/store/audit.ts';
import { changesOfExchange, latestChangeOfUser, newestChangesOfUser } from '../../electron/engine/store/change.ts';
import { firstUserOf, leavingsOf, newestExchangeOf } from '../../electron/engine/store/checklist.ts';
import {
  accountsWithRemovalSince,
  causesBetween,
  type DeliveryRow,
  dueDeliveries,
  exchangesOfDelivery,
  findDelivery,
  nextDueAt,
  openSince,
} from '../../electron/engine/store/delivery.ts';
import { listPeople } from '../../electron/engine/store/directory.ts';
import { effectsOf, findExchange, getExchangeBody, listExchanges } from '../../electron/engine/store/exchange.ts';
import {
  findAnyGroup,
  findGroup,
  findGroupByName,
  findMember,
  groupPage,
  hasMoreMembersThan,
  listMemberKeys,
  listMembers,
} from '../../electron/engine/store/group.ts';
import { listGroupPage, memberPage } from '../../electron/engine/store/groupDetail.ts';
import { directGroupsOf, groupIdsAround, groupsAround, peopleWithin } from '../../electron/engine/store/nestedGroup.ts';
import { openOperations, unsettledIntents } from '../../electron/engine/store/operation.ts';
import { heldAttributes, peopleAfter } from '../../electron/engine/store/person.ts';
import { accountsInApps, tellingOperation } from '../../electron/engine/store/personDetail.ts';
import {
  countHeldRemovals,
  dueReleased,
  heldRemovalOf,
  listHeldRemovals,
  nextReleasedAt,
} from '../../electron/engine/store/removal.ts';
import { dueRereads, nextRereadAt, rereadsOfDelivery } from '../../electron/engine/store/reread.ts';
import { sightingsOf, totalOfUnrecognised, unrecognisedOf } from '../../electron/engine/store/sighting.ts';
import type { ReadDb } from '../../electron/engine/store/sql.ts';
import { timelineOf } from '../../electron/engine/store/timeline.ts';
import {
  attemptsOfOperation,
  causesOfChanges,
  countCausesOfChanges,
  operationsOfCause,
  proofsOfOperation,
} from '../../electron/engine/store/trace.ts';
import {
  countUsers,
  findGoneByExternalId,
  findGoneByName,
  findUser,
  findUserByName,
  usersOfPerson,
} from '../../electron/engine/store/user.ts';
import { findOpenItem, openItemOfAccount, openItemsOfPerson, peopleOfItem } from '../../electron/engine/store/work.ts';
import { plansOf, testStore } from './database.ts';

const delivery = { pk: 1, confirmed_generation: 1 } as DeliveryRow;

/** [lookup, what asks it, the indexes that it must go by] */
const lookups: [string, (db: ReadDb) => unknown, RegExp[]][] = [
  ['a user by id', (db) => findUser(db, 1, 'x'), [/SEARCH user_resource USING INDEX sqlite_autoindex_user_resource_1/]],
  ['a user by userName', (db) => findUserByName(db, 1, 'x'), [/SEARCH .* USING INDEX user_name /]],
  ['a deleted user by externalId', (db) => findGoneByExternalId(db, 1, 'x'), [/USING INDEX user_external /]],
  ['a deleted user by userName', (db) => findGoneByName(db, 1, 'x'), [/USING INDEX user_gone /]],
  ['the users of a person', (db) => usersOfPerson(db, 1), [/USING INDEX user_person /]],
  ['how many users there are', (db) => countUsers(db, 1), [/SEARCH source USING INTEGER PRIMARY KEY/]],
  ['a group by id', (db) => findGroup(db, 1, 'x'), [/USING INDEX sqlite_autoindex_group_resource_1/]],
  ['a group of any source', (db) => findAnyGroup(db, 'x'), [/USING INDEX sqlite_autoindex_group_resource_1/]],
  ['a group by displayName', (db) => findGroupByName(db, 1, 'x'), [/USING INDEX group_name /]],
  ['a page of groups', (db) => groupPage(db, 1, 0, 100), [/USING INDEX group_live /]],
  ['a member by id', (db) => findMember(db, 1, 'x'), [/user_resource_1/, /group_resource_1/]],
  ['the groups of users', (db) => directGroupsOf(db, [1, 2]), [/SEARCH m USING INDEX membership_of_user /]],
  [
    'the groups around groups',
    (db) => groupsAround(db, [1, 2]),
    [/SEARCH m USING INDEX membership_of_group /, /SEARCH g USING INTEGER PRIMARY KEY/],
  ],
  ['the ids of groups around', (db) => groupIdsAround(db, 1), [/SEARCH m USING INDEX membership_of_group /]],
  [
    'the people within groups',
    (db) => peopleWithin(db, [1]),
    [/SEARCH m USING COVERING INDEX membership_group /, /SEARCH m USING COVERING INDEX membership_user /],
  ],
  ['the members of a group', (db) => listMembers(db, 1), [/SEARCH m USING INDEX membership_/]],
  ['the keys of the members', (db) => listMemberKeys(db, 1), [/SEARCH m USING INDEX membership_/]],
  ['whether a group is large', (db) => hasMoreMembersThan(db, 1, 200), [/INDEX membership_/]],
  ['what is due', (db) => dueDeliveries(db, 1, true, 1, 32), [/USING COVERING INDEX delivery_due /]],
  ['when the next is due', (db) => nextDueAt(db, 1, false), [/USING COVERING INDEX delivery_due/]],
  ['what is to be looked at again', (db) => dueRereads(db, 1, 1, 20), [/USING INDEX reread_due /]],
  ['what of a delivery', (db) => rereadsOfDelivery(db, 1), [/USING INDEX reread_delivery /]],
  ['when to look again', (db) => nextRereadAt(db, 1), [/USING COVERING INDEX reread_due /]],
  ['since when a delivery is open', (db) => openSince(db, delivery), [/INDEX delivery_cause_delivery /]],
  ['the delivery of an account', (db) => findDelivery(db, 1), [/sqlite_autoindex_delivery_1/]],
  ['open causes of a delivery', (db) => causesBetween(db, 1, 0, 9), [/INDEX delivery_cause_delivery /]],
  ['exchanges behind a delivery', (db) => exchangesOfDelivery(db, 1, 1), [/INDEX delivery_cause_delivery /]],
  [
    'removals of the last hour',
    (db) => accountsWithRemovalSince(db, 1, 1),
    [/SEARCH c USING INDEX delivery_cause_removal /],
  ],
  [
    'a page of held removals',
    (db) => listHeldRemovals(db, [1, 1], 9),
    [/SEARCH d USING INDEX delivery_removal \(removal_since>\?/, /SEARCH a USING INTEGER PRIMARY KEY/],
  ],
  ['how many removals are held', countHeldRemovals, [/SEARCH d USING INDEX delivery_removal /]],
  ['what was released', (db) => dueReleased(db, 1, 1, 9), [/USING INDEX delivery_released /]],
  ['when what was released is due', (db) => nextReleasedAt(db, 1), [/USING INDEX delivery_released /]],
  [
    'the held removal of an account',
    (db) => heldRemovalOf(db, 'x'),
    [/SEARCH k USING INDEX sqlite_autoindex_account_1/, /SEARCH d USING INDEX sqlite_autoindex_delivery_1/],
  ],
  ['the account of a person', (db) => findAccount(db, 1, 1), [/sqlite_autoindex_account_2/]],
  ['an account by its target id', (db) => findAccountByTarget(db, 1, 'x'), [/USING INDEX account_target /]],
  ['the accounts of a person', (db) => accountsOfPerson(db, 1), [/USING INDEX account_person /]],
  ['the assignments of an account', (db) => listAssignments(db, 1), [/sqlite_autoindex_assignment_1/]],
  ['open operations of a delivery', (db) => openOperations(db, 1), [/USING INDEX operation_delivery /]],
  [
    'unsettled intents of a delivery',
    (db) => unsettledIntents(db, 1),
    [/USING INDEX operation_delivery /, /sqlite_autoindex_intent_1/],
  ],
  ['the changes of an exchange', (db) => changesOfExchange(db, 1), [/USING INDEX change_exchange /]],
  ['the latest change of a user', (db) => latestChangeOfUser(db, 1), [/INDEX change_user /]],
  ['the causes of changes', (db) => causesOfChanges(db, [1], 50), [/SEARCH c USING INDEX delivery_cause_change /]],
  ['how many causes', (db) => countCausesOfChanges(db, [1]), [/INDEX delivery_cause_change /]],
  ['the operations of a cause', (db) => operationsOfCause(db, 1), [/INDEX operation_cause_cause /]],
  ['the attempts of an operation', (db) => attemptsOfOperation(db, 1), [/USING INDEX attempt_operation /]],
  ['the proofs of an operation', (db) => proofsOfOperation(db, 1, 5), [/USING INDEX proof_operation /]],
  ['an exchange', (db) => findExchange(db, 'x'), [/sqlite_autoindex_exchange_1/]],
  ['the messages of an exchange', (db) => getExchangeBody(db, 1), [/INTEGER PRIMARY KEY/]],
  ['what became of exchanges', (db) => effectsOf(db, [1]), [/INDEX change_exchange /, /INDEX delivery_cause_change /]],
  [
    'a page of Activity',
    (db) => listExchanges(db, [{ sql: 'e.pk < ?', parameters: [9] }], 'newest first', 100),
    [/SEARCH e USING INTEGER PRIMARY KEY/],
  ],
  ['how a source speaks', (db) => sightingsOf(db, 1), [/SEARCH s USING PRIMARY KEY \(source_pk=/, /exchange_1/]],
  [
    'the first page of what was not understood',
    (db) => unrecognisedOf(db, 1, null, 9),
    [/SEARCH s USING INDEX unrecognised_newest \(source_pk=\?\)/],
  ],
  [
    'a page of what was not understood',
    (db) => unrecognisedOf(db, 1, [1, 1], 9),
    [/SEARCH s USING INDEX unrecognised_newest \(source_pk=\? AND last_at</],
  ],
  [
    'how much was not understood',
    (db) => totalOfUnrecognised(db, 1),
    [/SEARCH unrecognised USING INDEX unrecognised_newest /],
  ],
  ['an open work item', (db) => findOpenItem(db, 'guard', 'x'), [/USING INDEX work_item_open /]],
  ['the people of a work item', (db) => peopleOfItem(db, 1), [/USING PRIMARY KEY/]],
  [
    'a page of people',
    (db) => listPeople(db, { view: 'left this week', words: ['x'], after: { name: 'a', id: 'b' }, limit: 9, now: 1 }),
    [/SEARCH person USING COVERING INDEX person_by_name \(\(name_folded,id\)>/, /SEARCH u USING INTEGER PRIMARY KEY/],
  ],
  ['the accounts of a person in their apps', (db) => accountsInApps(db, 1), [/SEARCH k USING INDEX account_person /]],
  [
    'the telling operation of a delivery',
    (db) => tellingOperation(db, 1),
    [/SEARCH operation USING INDEX operation_delivery /],
  ],
  ['the newest changes of a user', (db) => newestChangesOfUser(db, 1, 9), [/SEARCH c USING INDEX change_user /]],
  [
    'the timeline of a person',
    (db) => timelineOf(db, 1, null, 9),
    [/INDEX change_user /, /INDEX membership_change_user /, /INDEX work_item_of_person /, /INDEX operation_delivery /],
  ],
  ['a page of groups by name', (db) => listGroupPage(db, [], null, 9), [/SCAN g USING INDEX group_by_name/]],
  ['a page of members', (db) => memberPage(db, 1, 0, 9), [/SEARCH m USING INDEX membership_group_all /]],
  [
    'accounts of an app',
    (db) => listAccountsOfApp(db, { appPk: 1, state: undefined, words: ['x'], after: null, limit: 9 }),
    [/SCAN p USING COVERING INDEX person_by_name/, /SEARCH k USING COVERING INDEX/, /INDEX account_login /],
  ],
  [
    'the few accounts of a state',
    (db) => listAccountsOfApp(db, { appPk: 1, state: 'failed', words: [], after: null, limit: 9 }),
    [/SEARCH k USING INDEX account_state /],
  ],
  ['the operations of an app', (db) => operationsOfApp(db, 1, 9, 9), [/SEARCH o USING INDEX operation_app /]],
  ['what an app says', (db) => failureOfApp(db, 1), [/USING INDEX operation_open /]],
  ['the last proof of an app', (db) => lastProofOfApp(db, 1), [/INDEX operation_app /]],
  ['the last request of a source', (db) => newestExchangeOf(db, 1), [/USING INDEX exchange_source /]],
  ['the first user of a source', (db) => firstUserOf(db, 1), [/COVERING INDEX user_/, /INDEX change_user /]],
  ['the leavers of a source', (db) => leavingsOf(db, 1, 9), [/SCAN c USING INDEX change_leaving/]],
  ['open items of a person', (db) => openItemsOfPerson(db, 1), [/INDEX work_item_of_person /]],
  ['the open item of an account', (db) => openItemOfAccount(db, 'x'), [/USING INDEX work_item_open /]],
  ['attributes held for a person', (db) => heldAttributes(db, 1), [/USING PRIMARY KEY/]],
];

/** Steps over what another step found, over a parameter (`given`), or over a list of keys that was given. */
const fine =
  /CONSTANT ROW|json_each|SCAN \(subquery|SCAN p$|SCAN (a|w)$|SCAN delivery USING COVERING INDEX delivery_due|SCAN (p|g|c) USING (COVERING )?INDEX (person_by_name|group_by_name|change_leaving)|SCAN l$/;

describe('as the tables grow', () => {
  it.each(lookups)('%s is found by an index', (_what, ask, indexes) => {
    const plan = plansOf(testStore().db, ask);
    for (const index of indexes) expect(plan.join('\n')).toMatch(index);
    expect(plan.filter((step) => step.startsWith('SCAN') && !fine.test(step))).toEqual([]);
  });

  it('the end of the audit log and a page of people are reached by their keys', () => {
    const { db } = testStore();
    // A walk from the end of which one step is taken.
    expect(plansOf(db, lastAuditHash)).toEqual(['SCAN audit']);
    expect(plansOf(db, (read) => peopleAfter(read, 1, 1000)).join('\n')).toMatch(/SEARCH p USING .*PRIMARY KEY/);
  });
});
