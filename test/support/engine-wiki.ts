import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import type { Client } from '../../shared/contract/client.ts';
import type { App } from '../../shared/model/app.ts';
import { usualDelivery } from '../../shared/model/delivery-settings.ts';
import { wikiTarget } from './team-wiki.ts';

const ready = fileURLToPath(new URL('../../resources/demo/team-wiki.db', import.meta.url));

/** The departments that read Team Wiki here; Marketing edits it as well. */
export const readingDepartments = ['Sales', 'Marketing'] as const;

export interface WikiAccount {
  readonly id: number;
  readonly username: string;
  readonly enabled: boolean;
  readonly department: string | null;
  /** Names, sorted. */
  readonly roles: readonly string[];
}

/** Team Wiki as somebody sees it who opens its file: nothing here goes through Footbridge. */
export interface Wiki {
  readonly file: string;
  account(username: string): WikiAccount | undefined;
  /** What took effect on an account, in order: `created`, `role added reader`; everybody's when no name is given. */
  effects(username?: string): string[];
  /** Runs SQL on the file: a trigger that undoes things, an account of somebody else. */
  execute(sql: string): void;
  /** Holds the file against every reader and writer. @returns the function that lets go */
  lock(): () => void;
}

/** The file of Team Wiki in a folder, which it is copied to unless it is there. */
export function openWiki(folder: string): Wiki {
  const file = path.join(folder, 'team-wiki.db');
  const look = <T>(work: (database: Database.Database) => T): T => {
    const database = new Database(file, { timeout: 5_000 });
    try {
      return work(database);
    } finally {
      database.close();
    }
  };
  const roles = 'SELECT r.name FROM user_roles u JOIN roles r ON r.id = u.role_id WHERE u.user_id = ? ORDER BY r.name';
  return {
    file,
    account: (username) =>
      look((database) => {
        const row = database.prepare('SELECT * FROM users WHERE username = ?').get(username) as
          | { id: number; username: string; enabled: number; department: string | null }
          | undefined;
        if (row === undefined) return undefined;
        const names = database.prepare<[number], string>(roles).pluck().all(row.id);
        return { ...row, enabled: row.enabled === 1, roles: names };
      }),
    effects: (username) =>
      look((database) =>
        database
          .prepare<[string | null], { event: string; username: string; detail: string | null }>(
            'SELECT event, username, detail FROM access_log WHERE username = coalesce(?, username) ORDER BY id',
          )
          .all(username ?? null)
          .map((line) => {
            const effect = line.event.startsWith('role') ? `${line.event} ${line.detail}` : line.event;
            return username === undefined ? `${line.username}: ${effect}` : effect;
          }),
      ),
    execute: (sql) => look((database) => database.exec(sql)),
    lock() {
      const database = new Database(file, { timeout: 5_000 });
      database.exec('BEGIN EXCLUSIVE');
      return () => database.close();
    },
  };
}

/** A copy of Team Wiki's file as it comes, in a folder. */
export function copyWiki(folder: string): Wiki {
  copyFileSync(ready, path.join(folder, 'team-wiki.db'));
  return openWiki(folder);
}

/**
 * Sets Team Wiki up as an admin does, through the contract, and switches it on. Its guard lets everything pass: what
 * is tried with it is not the guard.
 *
 * @param folder where the file goes
 */
export async function addWiki(client: Client, folder: string): Promise<{ readonly app: App; readonly wiki: Wiki }> {
  const wiki = copyWiki(folder);
  const { id } = await client.call('app.add', {
    name: 'Team Wiki',
    target: wikiTarget(wiki.file),
  });
  await client.call('app.setMappings', {
    id,
    mappings: [
      { attribute: 'login', expression: 'user.userName' },
      { attribute: 'email', expression: 'primary(user.emails)' },
      { attribute: 'fullName', expression: 'user.displayName' },
      { attribute: 'department', expression: 'user.department' },
    ],
  });
  const reads = readingDepartments.map((department) => `user.department == "${department}"`).join(' || ');
  await client.call('app.addRule', { id, rule: { name: 'They read', role: 'reader', when: reads } });
  const edits = 'user.department == "Marketing"';
  await client.call('app.addRule', { id, rule: { name: 'Marketing edits', role: 'editor', when: edits } });
  await client.call('app.setGuard', { id, people: 100_000, percent: 100 });
  await client.call('app.setDelivery', { id, delivery: { ...usualDelivery, debounceSeconds: 0 } });
  return { app: await client.call('app.setState', { id, state: 'on' }), wiki };
}
