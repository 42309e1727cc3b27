import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Client } from '../../shared/contract/client.ts';
import type { App } from '../../shared/model/app.ts';

/** A member of the ticket desk as its own file tells it. */
export interface Agent {
  readonly standing: string;
  readonly team: string | null;
  readonly duties: readonly string[];
}

export interface TicketDesk {
  readonly app: App;
  agent(login: string): Agent | undefined;
}

const schema = `
  CREATE TABLE "Agents of the desk" (
    "agent key" TEXT PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(8)))),
    "sign-in" TEXT UNIQUE NOT NULL, "mail" TEXT, "team" TEXT,
    standing TEXT NOT NULL DEFAULT 'off duty' CHECK (standing IN ('on duty', 'off duty'))
  );
  CREATE TABLE duty (code TEXT PRIMARY KEY, "says" TEXT NOT NULL UNIQUE);
  CREATE TABLE "who does what" (agent TEXT NOT NULL, duty TEXT NOT NULL, UNIQUE (agent, duty));
  INSERT INTO duty VALUES ('D1', 'answers tickets'), ('D2', 'closes "big" tickets');`;

/** Names of the roles that the ticket desk knows. */
export const answers = 'answers tickets';
export const closes = 'closes "big" tickets';

/**
 * A second app, as different from Team Wiki as an app may be in names, types and what "may sign in" is called; set up
 * through contract mutations alone: those in support answer, those in a group who are in support close.
 *
 * @param groupId the group of the attribute + group rule
 */
export async function addTicketDesk(client: Client, folder: string, groupId: string): Promise<TicketDesk> {
  const file = join(folder, 'tickets.sqlite');
  const database = new Database(file);
  database.exec(schema);
  database.close();
  const { id } = await client.call('app.add', {
    name: 'Ticket Desk',
    target: {
      kind: 'sqlite',
      file,
      users: {
        table: 'Agents of the desk',
        id: 'agent key',
        login: 'sign-in',
        active: { column: 'standing', on: 'on duty', off: 'off duty' },
        columns: { post: 'mail', team: 'team' },
        email: 'post',
      },
      roles: { table: 'duty', id: 'code', name: 'says' },
      userRoles: { table: 'who does what', user: 'agent', role: 'duty' },
    },
  });
  await client.call('app.setMappings', {
    id,
    mappings: [
      { attribute: 'login', expression: 'user.userName' },
      { attribute: 'post', expression: 'primary(user.emails)' },
      { attribute: 'team', expression: 'user.department' },
    ],
  });
  const isSupport = 'user.department == "Support"';
  await client.call('app.addRule', { id, rule: { name: 'Support answers', role: answers, when: isSupport } });
  const when = `${isSupport} && "${groupId}" in groups`;
  await client.call('app.addRule', { id, rule: { name: 'Seniors close', role: closes, when } });
  const app = await client.call('app.setState', { id, state: 'on' });
  return {
    app,
    agent(login) {
      const look = new Database(file, { readonly: true });
      try {
        const found = look
          .prepare<[string], { key: string; standing: string; team: string | null }>(
            'SELECT "agent key" AS key, standing, team FROM "Agents of the desk" WHERE "sign-in" = ?',
          )
          .get(login);
        if (!found) return undefined;
        const duties = look
          .prepare<[string], string>(
            'SELECT d.says FROM "who does what" w JOIN duty d ON d.code = w.duty WHERE w.agent = ? ORDER BY d.code',
          )
          .pluck()
          .all(found.key);
        return { standing: found.standing, team: found.team, duties };
      } finally {
        look.close();
      }
    },
  };
}
