import type { Target } from '../../shared/model/app.ts';
import type { World } from '../../shared/model/status.ts';
import type { Answer } from './api/call.ts';
import type { ApiContext } from './api/context.ts';
import { enter } from './audit/chain.ts';
import type { Connector } from './connectors/connector.ts';
import { createCsvConnector } from './connectors/csv/connector.ts';
import { createPostgresConnector } from './connectors/postgres/connector.ts';
import type { SchemaMemory } from './connectors/postgres/fingerprint.ts';
import { createSqliteConnector } from './connectors/sqlite/connector.ts';
import { fence, watchForCopies } from './copied.ts';
import { createEmptied } from './directory/emptied.ts';
import { describePerson } from './directory/person.ts';
import { startEscalation } from './escalate.ts';
import { createEvents, type Events } from './events.ts';
import type { KnownSource } from './ingress/exchange.ts';
import { BASE_PATH } from './ingress/place.ts';
import { freePort } from './ingress/port.ts';
import { createIngress, type Ingress } from './ingress/server.ts';
import type { Ports } from './ports.ts';
import { startPresence } from './presence.ts';
import { createApps, type Workshop } from './provisioning/apps.ts';
import type { ProvisioningContext } from './provisioning/claim.ts';
import { startConfirmLoop } from './provisioning/confirmLoop.ts';
import { startDeliveryLoop } from './provisioning/loop.ts';
import { createReaches } from './provisioning/reach.ts';
import { startRereadLoop } from './provisioning/rereadLoop.ts';
import type { WantContext } from './provisioning/want.ts';
import { recordExchanges, recoverUnfinished } from './recordExchanges.ts';
import { rehearse } from './rehearse.ts';
import type { SandboxIdp } from './sandbox/idp.ts';
import type { SandboxSettings } from './sandboxIdp.ts';
import { createSchemas } from './schemas.ts';
import { serve } from './serve.ts';
import { pruneExchanges } from './store/exchange.ts';
import { findAnyGroup, findGroupEver } from './store/group.ts';
import { findGroupPin } from './store/groupPin.ts';
import { openHeld } from './store/open.ts';
import { getSetting, putSetting } from './store/setting.ts';
import { createSharedTransactions } from './store/sharedTransaction.ts';
import { listSources, listTokens } from './store/source.ts';
import { snapshot, transaction } from './store/sql.ts';
import { type Neighbour, withinWorld } from './worldTargets.ts';
import type { WriteContext } from './write.ts';

export interface EngineSettings {
  readonly world: World;
  /** A port, 0 for any free one, 'remembered' for the last one used; null: no SCIM door and no deliveries. */
  readonly scimPort: number | 'remembered' | null;
  /** Of the sandbox world: its IdP, which needs the SCIM door; absent: there is none. */
  readonly sandbox?: SandboxSettings;
  /** How often it is looked whether somebody must be told of a held removal, in ms; absent: every half minute. */
  readonly escalateEveryMs?: number;
  /** The other world of this data folder, whose apps are none of this world's; absent: there is none. */
  readonly neighbour?: Neighbour;
}

/** The product, without a host: its three doors are SCIM over HTTP, the contract, and the connectors. */
export interface Engine {
  /** `http://127.0.0.1:N/scim/v2`; null without a SCIM door. */
  readonly scim: string | null;
  readonly events: Events;
  call(name: string, input: unknown): Promise<Answer>;
  /** The computer is about to sleep: no new delivery is begun; the doors stay open. Safe to call twice. */
  suspend(): void;
  /** The computer woke: what is due, and what waits to be tried again, is looked at at once. Also without `suspend`. */
  resume(): void;
  stop(): Promise<void>;
}

/** How long reads and refusals are kept; what changed something is kept with its proofs. */
const READS_KEPT_MS = 30 * 24 * 60 * 60 * 1000;
const PRUNE_EVERY_MS = 60 * 60 * 1000;
const PRUNED_AT_ONCE = 2000;

function connectorOf(target: Target, schemas: SchemaMemory): Connector {
  switch (target.kind) {
    case 'sqlite':
      return createSqliteConnector(target);
    case 'csv':
      return createCsvConnector(target);
    case 'postgres':
      return createPostgresConnector(target, schemas);
  }
}

/**
 * Composes the rooms into a running engine.
 *
 * @throws StoreFailure when the folder or its database cannot be had; the system's error when the port cannot
 */
export async function createEngine(ports: Ports, settings: EngineSettings): Promise<Engine> {
  const { clock, ids, logger, paths } = ports;
  const store = openHeld(paths.data, logger);
  const { db } = store;
  if (settings.world === 'live') watchForCopies({ db, clock, ids, logger, folder: paths.data });
  const events = createEvents(ids.next());
  const tables: SchemaMemory = new Map();
  const connect: Workshop['connect'] = (target) => {
    const connector = connectorOf(target, tables);
    return settings.neighbour ? withinWorld(connector, target, paths.data, settings.neighbour) : connector;
  };
  const schemas = createSchemas(db);
  const apps = createApps(db, { compile: schemas.compile, connect });
  const wantContext: WantContext = {
    clock,
    ids,
    directory: {
      hasGroup: (id) => findAnyGroup(db, id) !== undefined,
      groupName: (id) => {
        const group = findAnyGroup(db, id);
        if (group) return String((JSON.parse(group.body) as { displayName?: unknown }).displayName);
        return findGroupEver(db, id) ? null : (findGroupPin(db, id)?.display_name ?? null);
      },
    },
    describe: describePerson,
  };
  recoverUnfinished(db, ids);

  let sources = readSources();
  function readSources(): Map<string, KnownSource> {
    const tokens = listTokens(db);
    return new Map(
      listSources(db).map((source) => [
        source.key,
        {
          ...source,
          tokenHashes: tokens.filter((token) => token.source_pk === source.pk).map((token) => token.hash),
        },
      ]),
    );
  }

  const { capture, seen } = recordExchanges(db, events, ids, logger);

  let port: number | null = null;
  let sandboxIdp: SandboxIdp | null = null;
  let stopping: Promise<void> | null = null;
  if (getSetting(db, 'scim.port') === null) rememberPort(await freePort());
  const baseUrl = (key: string) => `http://127.0.0.1:${port ?? getSetting(db, 'scim.port')}${BASE_PATH}/${key}`;
  const deliveryContext: ProvisioningContext | null =
    settings.scimPort === null
      ? null
      : {
          db,
          clock,
          ids,
          logger,
          reached: ports.reached,
          apps,
          record: (writable, subject, content) => enter(writable, { at: clock.now(), kind: 'proof', subject, content }),
          random: Math.random,
          moved: (exchangeIds, summary) => events.emit('provisioning', exchangeIds, summary),
          workChanged: () => events.emit('work', [], 'What needs you changed'),
        };
  const confirming = deliveryContext && startConfirmLoop(deliveryContext);
  const reaches =
    deliveryContext &&
    createReaches({
      ...deliveryContext,
      moved(exchangeIds, summary) {
        deliveryContext.moved(exchangeIds, summary);
        confirming?.soon();
      },
    });
  const deliveries = reaches && startDeliveryLoop(reaches);
  const rereads = reaches && startRereadLoop(reaches, () => deliveries?.wake());
  const escalation =
    deliveryContext && settings.world === 'live' ? startEscalation(deliveryContext, settings.escalateEveryMs) : null;
  const presence =
    deliveryContext &&
    startPresence({
      ...deliveryContext,
      steady: () => performance.now(),
      setBack: () => deliveries?.resume(),
    });

  const emptied = createEmptied();
  const transactions = createSharedTransactions(db, emptied);
  const writeContext: WriteContext = {
    db,
    clock,
    ids,
    apps,
    emptied,
    transactions,
    wantContext,
    types: schemas.types,
    baseUrl,
    changed(due) {
      events.emit('directory', [], 'People or groups changed');
      if (!due) return;
      events.emit('work', [], 'Wanted accounts changed');
      deliveries?.wake();
    },
  };
  const pruning = setInterval(prune, PRUNE_EVERY_MS);
  const ingress = settings.scimPort === null ? null : openDoor();
  function openDoor(): Ingress {
    return createIngress({
      clock,
      ids,
      logger,
      capture,
      findSource: (key) => sources.get(key),
      serve: (request) => serve(writeContext, request),
      within: (slice) => snapshot(db, slice),
      seen,
    });
  }
  if (ingress) {
    try {
      port = await listen(ingress);
    } catch (error) {
      await stop();
      throw error;
    }
  }
  async function listen(door: Ingress): Promise<number> {
    const remembered = Number(getSetting(db, 'scim.port') ?? 0);
    const got = await door.listen(settings.scimPort === 'remembered' ? remembered : (settings.scimPort ?? 0));
    if (got !== remembered) rememberPort(got);
    return got;
  }
  function rememberPort(chosen: number): void {
    transaction(db, (writable) => putSetting(writable, 'scim.port', String(chosen)));
  }

  function prune(): void {
    const more = transaction(db, (writable) => pruneExchanges(writable, clock.now() - READS_KEPT_MS, PRUNED_AT_ONCE));
    if (more && stopping === null) setImmediate(prune);
  }

  const scim = port === null ? null : `http://127.0.0.1:${port}${BASE_PATH}`;
  const api: ApiContext = {
    world: settings.world,
    db,
    clock,
    ids,
    logger,
    apps,
    events,
    wantContext,
    compile: schemas.compile,
    compileWith: schemas.compileWith,
    schemasChanged: schemas.reload,
    connect,
    sandboxIdp: () => sandboxIdp,
    baseUrl,
    scim,
    sourcesChanged: () => {
      sources = readSources();
    },
    notificationsChanged: () => escalation?.soon(),
    fence: (former) => fence({ folder: paths.data, logger }, former),
    rehearse: (request, look) => rehearse(writeContext, request, look),
    findSource: (key) => sources.get(key),
    tryApp: (app) => deliveries?.tryApp(app),
    wake() {
      deliveries?.wake();
      confirming?.soon();
    },
  };

  /** The admin's door is read when somebody first comes to it: the IdP's opens sooner by that, and may be the only one. */
  const answer = async (name: string, input: unknown) => (await import('./api/call.ts')).call(api, name, input);
  if (settings.world === 'sandbox' && settings.sandbox && scim !== null) {
    try {
      // The live world never loads it.
      const { startSandboxIdp } = await import('./sandboxIdp.ts');
      sandboxIdp = await startSandboxIdp({ ports, db, events, scim, call: answer }, settings.sandbox);
    } catch (error) {
      await stop();
      throw error;
    }
  }

  /** In order: no pretend people, no new requests, no new deliveries, what is captured is written, then the database. */
  function stop(): Promise<void> {
    stopping ??= (async () => {
      clearInterval(pruning);
      await sandboxIdp?.stop();
      // What was asked before is answered, and what the door let in last is done.
      ingress?.flush();
      transactions.flush();
      await ingress?.close();
      transactions.flush();
      presence?.stop();
      await escalation?.stop();
      await deliveries?.stop();
      await rereads?.stop();
      await confirming?.stop();
      capture.stop();
      await apps.close();
      store.close();
    })();
    return stopping;
  }

  return {
    scim,
    events,
    call: answer,
    suspend() {
      if (stopping !== null) return;
      logger.info({}, 'suspended: no new delivery is begun');
      presence?.slept();
      deliveries?.suspend();
    },
    resume() {
      if (stopping !== null) return;
      logger.info({}, 'resumed: everything that waits is looked at again');
      presence?.woke();
      deliveries?.resume();
      rereads?.soon();
      confirming?.soon();
    },
    stop,
  };
}
