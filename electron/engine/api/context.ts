import type { Target } from '../../../shared/model/app.ts';
import type { SchemaExtension } from '../../../shared/model/schema-extension.ts';
import type { World } from '../../../shared/model/status.ts';
import type { Connector } from '../connectors/connector.ts';
import type { Events } from '../events.ts';
import type { KnownSource, ScimReply, ScimRequest } from '../ingress/exchange.ts';
import type { Clock, Ids, Logger } from '../ports.ts';
import type { Apps, LoadedApp, Workshop } from '../provisioning/apps.ts';
import type { WantContext } from '../provisioning/want.ts';
import type { SandboxIdp } from '../sandbox/idp.ts';
import type { ReadDb } from '../store/sql.ts';

/** What handlers are given: the engine's parts, and how to tell it that something changed. */
export interface ApiContext {
  readonly world: World;
  readonly db: ReadDb;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly apps: Apps;
  readonly events: Events;
  readonly wantContext: WantContext;
  compile: Workshop['compile'];
  /** What compiles with these schema extensions, and no others. */
  compileWith(schemaExtensions: readonly SchemaExtension[]): Workshop['compile'];
  /** Schema extensions changed: the door and the expressions read them again. */
  schemasChanged(): void;
  connect(target: Target): Connector;
  /** The base URL of a source as IdPs reach it. */
  baseUrl(sourceKey: string): string;
  /** `http://127.0.0.1:N/scim/v2`; null while nothing listens. */
  readonly scim: string | null;
  /** Sources or tokens changed: the door reads them again. */
  sourcesChanged(): void;
  /** The sandbox IdP; null in the live world, and where nothing listens for it. */
  sandboxIdp(): SandboxIdp | null;
  /**
   * Carries out a request of a source as it would be, and undoes all of it.
   *
   * @param look at what it came to, before it is undone; not asked when it is refused, or changes nothing
   * @returns what it would be answered, and what was seen
   * @throws ScimError what would be refused
   */
  rehearse<T>(request: ScimRequest, look: (db: ReadDb) => T): Promise<{ reply: ScimReply; seen: T | null }>;
  findSource(key: string): KnownSource | undefined;
  /** Whom to tell of held removals was set. */
  notificationsChanged(): void;
  /** These data have taken over from those in another folder. */
  fence(former: string): void;
  /** Deliveries may have become due. */
  wake(): void;
  /** A person says that an app can be reached: it is tried now. */
  tryApp(app: LoadedApp): void;
}
