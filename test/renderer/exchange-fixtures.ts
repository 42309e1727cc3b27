import type { Exchange, ExchangeDetail } from '../../shared/model/exchange.ts';
import type { Trace, TraceAccount } from '../../shared/model/trace.ts';

const source = { id: 'source-entra', name: 'Entra' };
const people = [
  ['Ada Lovelace', 'ada', 'Marketing'],
  ['Grace Hopper', 'grace', 'Engineering'],
  ['Edsger Dijkstra', 'edsger', 'Engineering'],
  ['Barbara Liskov', 'barbara', 'Finance'],
  ['Alan Turing', 'alan', 'Marketing'],
  ['Radia Perlman', 'radia', 'Operations'],
] as const;

const at = (time: number): string => new Date(time).toISOString();

/** An exchange of a believable run of provisioning: which kind it is follows from `seq`. `time` in ms. */
export function makeExchange(seq: number, time: number): Exchange {
  const [name, login] = people[seq % people.length] ?? people[0];
  const base = {
    id: `exchange-${seq}`,
    seq,
    at: at(time),
    source,
    durationMs: 1.2 + ((seq * 7919) % 97) / 10,
    notes: 0,
    resourceType: 'User',
    outcome: 'ok',
    status: 200,
    method: 'PATCH',
    path: `/Users/3f1c8a52-${seq}`,
  } as const;
  switch (seq % 12) {
    case 0:
      return {
        ...base,
        notes: 1,
        summary: `Update ${name}: active true -> false`,
        effect: { state: 'proved', text: `${login} disabled in Team Wiki` },
      };
    case 3:
      return {
        ...base,
        method: 'POST',
        path: '/Users',
        status: 201,
        summary: `Create ${name}`,
        effect: { state: 'proved', text: `${login} created in Team Wiki as reader` },
      };
    case 5:
      return {
        ...base,
        resourceType: 'Group',
        path: `/Groups/9b2d-${seq}`,
        status: 204,
        summary: `Update group Wiki Editors: ${name} left`,
        effect: { state: 'waiting', text: '1 role to remove' },
      };
    case 7:
      return {
        ...base,
        method: 'POST',
        path: '/Users',
        status: 409,
        outcome: 'refused',
        summary: `Refused to create ${name}: the userName is taken`,
        effect: { state: 'none', text: 'nothing changed' },
      };
    case 8:
      return seq % 36 === 8
        ? {
            ...base,
            resourceType: 'Group',
            path: `/Groups/9b2d-${seq}`,
            status: 204,
            summary: 'Update group Everyone: 31 members left',
            effect: { state: 'parked', text: '31 people would lose access' },
          }
        : {
            ...base,
            summary: `Update ${name}: department Finance -> Marketing`,
            effect: { state: 'proved', text: '1 role granted, 1 removed' },
          };
    case 9:
      return seq % 48 === 9
        ? {
            ...base,
            status: 503,
            outcome: 'failed',
            summary: `Could not update ${name}: the disk is full`,
            effect: { state: 'none', text: 'nothing changed' },
          }
        : {
            ...base,
            method: 'GET',
            path: `/Users/3f1c8a52-${seq}`,
            summary: `Read ${name}`,
            effect: { state: 'none', text: 'nothing changed' },
          };
    case 10:
      return seq % 24 === 10
        ? {
            ...base,
            summary: `Update ${name}: active true -> false`,
            effect: { state: 'contradicted', text: `${login} is still active in Team Wiki` },
          }
        : {
            ...base,
            summary: `Update ${name}: title Editor -> Lead`,
            effect: { state: 'held', text: 'role admin held: doubt' },
          };
    default:
      return {
        ...base,
        method: 'GET',
        path: `/Users?filter=userName%20eq%20%22${login}%40fabrikam.test%22`,
        summary: `Look for ${name} by userName: 1 found`,
        effect: { state: 'none', text: 'nothing changed' },
      };
  }
}

export function makeDetail(exchange: Exchange): ExchangeDetail {
  const [, login] = people[exchange.seq % people.length] ?? people[0];
  const patch = {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'Replace', path: 'active', value: 'False' }],
  };
  const resource = {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    id: `3f1c8a52-${exchange.seq}`,
    userName: `${login}@fabrikam.test`,
    active: false,
    emails: [{ type: 'work', value: `${login}@fabrikam.test`, primary: true }],
    meta: { resourceType: 'User', version: 'W/"7"' },
  };
  return {
    ...exchange,
    request: {
      headers: {
        'content-type': 'application/scim+json',
        'user-agent': 'Entra provisioning',
        authorization: '[redacted]',
      },
      body: exchange.method === 'GET' ? null : JSON.stringify(patch),
    },
    response: { headers: { 'content-type': 'application/scim+json' }, body: JSON.stringify(resource) },
    dialectNotes:
      exchange.notes > 0
        ? [
            {
              normaliser: 'boolean as text',
              text: 'Entra sent the text “False”; read as false',
              explanation: 'A boolean is sent as the text “True” or “False”; it is read as the boolean.',
            },
          ]
        : [],
  };
}

/** The chain of an exchange, as far as its effect has come. */
export function makeTrace(exchange: Exchange): Trace {
  const from = Date.parse(exchange.at);
  const [name, login] = people[exchange.seq % people.length] ?? people[0];
  const { state } = exchange.effect;
  if (state === 'none') return { exchange, changes: [], accounts: [], accountCount: 0 };
  const account: TraceAccount = {
    accountId: `account-${exchange.seq}`,
    app: { id: 'app-wiki', name: 'Team Wiki', state: 'on' },
    person: { id: `person-${login}`, name },
    state: state === 'parked' ? 'parked' : state === 'contradicted' ? 'active' : 'disabled',
    decisions: [
      {
        role: 'editor',
        effect: state === 'held' ? 'held' : 'revoked',
        reason: 'rule “Editors”: user.active && user.department == "Marketing" (active is false)',
        ruleId: 'rule-editors',
        snapshotId: 'snapshot-1',
      },
      {
        role: 'reader',
        effect: 'revoked',
        reason: 'rule “Everyone reads”: user.active (active is false)',
        ruleId: 'rule-readers',
        snapshotId: 'snapshot-1',
      },
    ],
    waiting: state === 'waiting' ? 'The target was busy; next try in 4 s' : null,
    parked:
      state === 'parked'
        ? { workItemId: 'work-1', reason: '31 people would lose access at once; the guard lets 5 through' }
        : null,
    operations:
      state === 'parked' || state === 'held'
        ? []
        : [
            {
              id: `operation-${exchange.seq}`,
              verb: 'disable',
              summary: `Disable ${login} in Team Wiki`,
              state: state === 'contradicted' ? 'contradicted' : state === 'waiting' ? 'waiting' : 'done',
              createdAt: at(from + 14),
              finishedAt: state === 'waiting' ? null : at(from + 61),
              causes: 1,
              attempts: [
                {
                  id: `attempt-${exchange.seq}-1`,
                  number: 1,
                  startedAt: at(from + 16),
                  finishedAt: at(from + 24),
                  outcome: 'transient',
                  message: 'The database is locked by another writer (SQLITE_BUSY)',
                },
                ...(state === 'waiting'
                  ? []
                  : [
                      {
                        id: `attempt-${exchange.seq}-2`,
                        number: 2,
                        startedAt: at(from + 41),
                        finishedAt: at(from + 47),
                        outcome: 'done' as const,
                        message: '1 row of users updated, 2 rows of user_roles removed',
                      },
                    ]),
              ],
              proof:
                state === 'waiting'
                  ? null
                  : {
                      kind: state === 'contradicted' ? 'contradicted' : 'proved',
                      asked: `users row with id 17 and its user_roles, over a new connection`,
                      seen: state === 'contradicted' ? 'active = 1: the target put it back' : 'active = 0, no roles',
                      notCovered: ['sessions that are open already', 'API keys made by the person'],
                      at: at(from + 58),
                    },
              earlier: [],
            },
          ],
  };
  return {
    exchange,
    changes: [
      {
        id: `change-${exchange.seq}`,
        at: at(from + 3),
        kind: 'updated',
        resourceType: exchange.resourceType ?? 'User',
        resourceId: `3f1c8a52-${exchange.seq}`,
        label: name,
        attributes: [{ path: 'active', before: true, after: false }],
        membersAdded: [],
        membersRemoved: [],
        membersAddedCount: 0,
        membersRemovedCount: 0,
      },
    ],
    accounts: [account],
    accountCount: 1,
  };
}
