import type { PostgresTarget } from '../../../../shared/model/postgres-target.ts';
import { type Connector, type Description, Refusal, type Result, success } from '../connector.ts';
import { findAccounts, listAccounts, readAccount } from './accounts.ts';
import { readCatalogue } from './catalogue.ts';
import { addRole, create, remove, removeRole, setActive, update } from './change.ts';
import { type Fingerprint, fingerprintOf, heldBecause, type SchemaMemory, whatChanged } from './fingerprint.ts';
import { type Desk, type Layout, layOut, readBackOf } from './layout.ts';
import { type Mode, openDatabase } from './session.ts';
import { testTarget } from './trial.ts';

function describe({ attributes, target }: Layout): Description {
  return {
    kind: 'postgres',
    capabilities: {
      readBack: true,
      // Every login is looked for before it is given, whether or not an index keeps it unique.
      unique: true,
      disable: true,
      delete: true,
      roles: target.roles !== null,
      handsOver: false,
      notCovered: [
        'sessions that are already signed in',
        'API tokens and keys that the app may keep itself',
        'copies that the app holds in memory',
      ],
    },
    attributes: attributes.map(({ name }) => name),
    readBack: readBackOf(target),
  };
}

/**
 * An app that keeps its users in a PostgreSQL database. Every verb is one transaction; what reads never shares a
 * connection with what writes, so that a read-back sees what is committed. Connections are opened when they are needed.
 *
 * What gives somebody something is refused once the tables are not what they were when the target was tested, or first
 * used: then nobody knows what it would do. What takes something away goes on (rule 2).
 *
 * @param memory what the tables were like; one for all connectors of an engine, so that a test of the same target counts
 */
export function createPostgresConnector(target: PostgresTarget, memory: SchemaMemory): Connector {
  const layout = layOut(target);
  const database = openDatabase(target);
  const { active } = target.users;
  const key = JSON.stringify(target);

  /** Works with the tables as they are, and remembers them when nothing is remembered yet. */
  async function looking<T>(mode: Mode, work: (desk: Desk) => Promise<T>): Promise<Result<T>> {
    let seen: Fingerprint | null = null;
    const result = await database.run(mode, async (session) => {
      const catalogue = await readCatalogue(session, target, 'whole');
      seen = fingerprintOf(catalogue.rows);
      const changes = mode === 'write' ? whatChanged(memory.get(key) ?? seen, seen) : [];
      if (changes.length > 0) throw new Refusal('permanent', heldBecause(changes));
      return work({ layout, session, catalogue });
    });
    if (result.ok && seen !== null && memory.get(key) === undefined) memory.set(key, seen);
    return result;
  }
  /** Asks no more of the catalogue than the work needs. */
  const plainly = <T>(mode: Mode, work: (desk: Desk) => Promise<T>): Promise<Result<T>> =>
    database.run(mode, async (session) =>
      work({ layout, session, catalogue: await readCatalogue(session, target, 'needed') }),
    );
  const read = <T>(work: (desk: Desk) => Promise<T>) =>
    memory.get(key) === undefined ? looking('read', work) : plainly('read', work);
  const give = <T>(work: (desk: Desk) => Promise<T>) => looking('write', work);
  const take = <T>(work: (desk: Desk) => Promise<T>) => plainly('write', work);

  return {
    describe: () => describe(layout),
    async test() {
      const { fingerprint, ...tested } = await testTarget(layout, database);
      if (fingerprint !== null && tested.steps.every(({ ok }) => ok)) memory.set(key, fingerprint);
      return tested;
    },
    find: (search) => read((desk) => findAccounts(desk, search)),
    read: (id) => read((desk) => readAccount(desk, id)),
    list: (cursor) => read((desk) => listAccounts(desk, cursor)),
    create: (account) => give((desk) => create(desk, account)),
    update: (id, change) => give((desk) => update(desk, id, change)),
    enable: (id) => give((desk) => setActive(desk, id, active.on)),
    disable: (id) => take((desk) => setActive(desk, id, active.off)),
    delete: (id) => take((desk) => remove(desk, id)),
    addRole: (id, role) => give((desk) => addRole(desk, id, role)),
    removeRole: (id, role) => take((desk) => removeRole(desk, id, role)),
    readExport: () => Promise.resolve(success(null)),
    close: () => database.close(),
  };
}
