import { createClient } from '../../shared/contract/client.ts';
import type { Events } from './events.ts';
import type { Ports } from './ports.ts';
import { createSandboxIdp, type SandboxIdp } from './sandbox/idp.ts';
import { type ReadDb, row, sql } from './store/sql.ts';

/** What the sandbox world is given besides what every world is. */
export interface SandboxSettings {
  /** The folder that holds the sandbox apps' ready-made databases. */
  readonly resources: string;
  /** How many times as fast as people can watch; 1 unless a test cannot wait. */
  readonly haste?: number;
}

export interface SandboxIdpParts {
  readonly ports: Ports;
  readonly db: ReadDb;
  readonly events: Events;
  /** The SCIM door of this very engine. */
  readonly scim: string;
  /** The contract of this very engine. */
  readonly call: (name: string, input: unknown) => Promise<unknown>;
}

const personOfUser = sql(
  'person of user',
  'SELECT p.id FROM user_resource u JOIN person p ON p.pk = u.person_pk WHERE u.id = ? LIMIT 1',
);

/** Starts the sandbox IdP beside the engine that it talks to, as a user of it: over the contract and over HTTP. */
export function startSandboxIdp(
  parts: SandboxIdpParts,
  { resources, haste = 1 }: SandboxSettings,
): Promise<SandboxIdp> {
  const { ports, db, events, scim, call } = parts;
  return createSandboxIdp({
    client: createClient({
      call,
      follow: (position, { onMessage }) =>
        events.follow(position, (messages) => {
          for (const message of messages) onMessage(message);
        }),
    }),
    scim,
    data: ports.paths.data,
    resources,
    now: () => ports.clock.now(),
    log: (line) => ports.logger.info({}, line),
    changed: (summary) => events.emit('sandbox', [], summary),
    personIdOf: (resourceId) => row<{ id: string }>(db, personOfUser, [resourceId])?.id ?? null,
    haste,
  });
}
