import Database from 'better-sqlite3';
import { valuesOf } from '../../../electron/engine/directory/userColumns.ts';
import type { Filter } from '../../../electron/engine/scim/filter/filter.ts';
import { resolveFilter } from '../../../electron/engine/scim/filter/resolve.ts';
import type { JsonObject } from '../../../electron/engine/scim/json.ts';
import { type ResourceType, resourceTypes } from '../../../electron/engine/scim/schema.ts';
import { compileFilter } from '../../../electron/engine/store/filter.ts';
import { groupFilterTable, userFilterTable } from '../../../electron/engine/store/filterTable.ts';
import { fold } from '../../../shared/kit/fold.ts';
import { parseDateTime } from '../../../shared/kit/instant.ts';

/** The tables and indexes that filters are compiled for. */
const tables = `
  CREATE TABLE user_resource (
    pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, external_id TEXT, user_name_folded TEXT NOT NULL,
    display_name_folded TEXT, active INTEGER NOT NULL, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    body TEXT NOT NULL) STRICT;
  CREATE INDEX user_external ON user_resource (external_id);
  CREATE INDEX user_name ON user_resource (user_name_folded);
  CREATE INDEX user_display ON user_resource (display_name_folded);
  CREATE TABLE group_resource (
    pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, external_id TEXT, display_name_folded TEXT NOT NULL,
    created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL, body TEXT NOT NULL, deleted_at INTEGER) STRICT;
  CREATE INDEX group_external ON group_resource (external_id);
  CREATE INDEX group_display ON group_resource (display_name_folded);
  CREATE TABLE membership (
    group_pk INTEGER NOT NULL REFERENCES group_resource, member_user_pk INTEGER REFERENCES user_resource,
    member_group_pk INTEGER REFERENCES group_resource) STRICT;
  CREATE INDEX membership_group ON membership (group_pk);
  CREATE INDEX membership_user ON membership (member_user_pk);
  CREATE INDEX membership_member_group ON membership (member_group_pk);
  CREATE TABLE user_value (user_pk INTEGER NOT NULL REFERENCES user_resource, path TEXT NOT NULL, value TEXT NOT NULL) STRICT;
  CREATE INDEX user_value_found ON user_value (path, value, user_pk);`;

export interface StoredUser {
  readonly pk: number;
  /** Canonical, with id and meta. */
  readonly resource: JsonObject;
}

/** A database with the tables that filters are compiled for, and the rows of these users. */
export function openDirectory(users: readonly StoredUser[] = []): Database.Database {
  const database = new Database(':memory:');
  database.function('fold', { deterministic: true }, (text) => (typeof text === 'string' ? fold(text) : null));
  database.function('instant', { deterministic: true }, (text) =>
    typeof text === 'string' ? (parseDateTime(text) ?? null) : null,
  );
  database.exec(tables);
  const insertUser = database.prepare('INSERT INTO user_resource VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const insertValue = database.prepare('INSERT INTO user_value VALUES (?, ?, ?)');
  for (const { pk, resource } of users) {
    const { id, meta, ...body } = resource;
    const { created, lastModified } = meta as { readonly created: string; readonly lastModified: string };
    insertUser.run(
      pk,
      id,
      resource.externalId ?? null,
      fold(String(resource.userName)),
      typeof resource.displayName === 'string' ? fold(resource.displayName) : null,
      Number(resource.active),
      Date.parse(created),
      Date.parse(lastModified),
      JSON.stringify(body),
    );
    for (const { path, value } of valuesOf(body)) insertValue.run(pk, path, value);
  }
  return database;
}

/** The statement that finds the keys of the resources that match. */
export function statementOf(filter: Filter, named: 'User' | 'Group' | ResourceType) {
  const type: ResourceType = typeof named === 'string' ? resourceTypes[named] : named;
  const table = type.name === 'User' ? userFilterTable : groupFilterTable;
  const { sql, parameters } = compileFilter(resolveFilter(filter, type), table);
  return { sql: `SELECT r.pk FROM ${table.name} AS r WHERE ${sql}`, parameters };
}

/** The keys of the resources that match, in order. */
export function find(
  database: Database.Database,
  filter: Filter,
  type: 'User' | 'Group' | ResourceType,
): readonly number[] {
  const { sql, parameters } = statementOf(filter, type);
  return database
    .prepare(`${sql} ORDER BY r.pk`)
    .pluck()
    .all(...parameters) as number[];
}

/** How SQLite goes about a filter: one line for each step. */
export function planOf(database: Database.Database, filter: Filter, type: 'User' | 'Group'): readonly string[] {
  const { sql, parameters } = statementOf(filter, type);
  const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as readonly {
    readonly detail: string;
  }[];
  return steps.map((step) => step.detail);
}
