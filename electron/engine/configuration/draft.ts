import type { Target } from '../../../shared/model/app.ts';
import type { ConfigurationApp } from '../../../shared/model/configuration.ts';
import type { Notifications } from '../../../shared/model/notifications.ts';
import type { SchemaExtension } from '../../../shared/model/schema-extension.ts';
import type { SourceSettings } from '../../../shared/model/source.ts';
import type { CompiledSnapshot } from '../mapping/types.ts';
import type { ExtensionChanges } from '../scim/schemas/extension-change.ts';
import type { AppRow, SnapshotBody } from '../store/app.ts';
import type { SourceRow } from '../store/source.ts';
import type { ResolvedGroup } from './groups.ts';

/** One app as an import is to leave it. */
export interface DraftApp {
  /** null: it is new. */
  readonly row: AppRow | null;
  readonly name: string;
  readonly target: Target;
  readonly guard: ConfigurationApp['guard'];
  readonly delivery: ConfigurationApp['delivery'];
  /** Roles that were found in a target that was tried; null: it was not. */
  readonly roles: readonly string[] | null;
  readonly body: SnapshotBody;
  /** Compiled, where mappings or rules are others than now. */
  readonly snapshot: CompiledSnapshot | null;
}

/** What an import is to write. */
export interface Draft {
  /** Every extension as it is to be. */
  readonly schemaExtensions: readonly SchemaExtension[];
  readonly extensionChanges: ExtensionChanges;
  readonly newSources: readonly SourceSettings[];
  readonly changedSources: readonly { readonly row: SourceRow; readonly settings: SourceSettings }[];
  readonly removedSources: readonly SourceRow[];
  readonly groups: readonly ResolvedGroup[];
  /** New and changed ones. */
  readonly apps: readonly DraftApp[];
  readonly removedApps: readonly AppRow[];
  /** null: they stay as they are. */
  readonly notifications: Notifications | null;
}
