import type { Client } from '../../shared/contract/client.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';

const schema = `
  CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, username text NOT NULL UNIQUE, mail text,
    full_name text, enabled boolean NOT NULL DEFAULT true);
  CREATE TABLE roles (id serial PRIMARY KEY, name text NOT NULL UNIQUE);
  CREATE TABLE user_roles (user_id bigint NOT NULL REFERENCES users, role_id int NOT NULL REFERENCES roles,
    PRIMARY KEY (user_id, role_id));
  INSERT INTO roles (name) VALUES ('reader'), ('editor');
  GRANT ALL ON ALL TABLES IN SCHEMA public TO footbridge;
  GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO footbridge;`;

const table = (name: string) => ({ schema: 'public', table: name });

/** An app in a PostgreSQL server of this run's own, over TLS: everybody active reads. It is only observing. */
export async function addPostgresApp(client: Client) {
  const server: PostgresServer = await startPostgres();
  const database = await server.createDatabase(schema);
  const { id } = await client.call('app.add', {
    name: 'Wiki in PostgreSQL',
    target: {
      kind: 'postgres',
      host: 'localhost',
      port: server.port,
      database,
      user: server.user,
      passwordFile: server.passwordFile,
      tls: { mode: 'verify-full', ca: server.certificates.ca, certificate: null, key: null },
      users: {
        ...table('users'),
        id: 'id',
        login: 'username',
        active: { column: 'enabled', on: true, off: false },
        columns: { mail: 'mail', fullName: 'full_name' },
        email: 'mail',
        employeeNumber: null,
      },
      roles: { ...table('roles'), id: 'id', name: 'name' },
      userRoles: { ...table('user_roles'), user: 'user_id', role: 'role_id' },
    },
  });
  const expressions = { login: 'user.userName', mail: 'primary(user.emails)', fullName: 'user.displayName' };
  const mappings = Object.entries(expressions).map(([attribute, expression]) => ({ attribute, expression }));
  await client.call('app.setMappings', { id, mappings });
  await client.call('app.addRule', { id, rule: { name: 'Everybody reads', role: 'reader', when: 'user.active' } });
  return {
    id,
    /** By login, who may sign in. */
    enabled: async () =>
      new Map(
        (await server.execute(database, 'SELECT username, enabled FROM users')).map((row) => [
          String(row.username),
          row.enabled === true,
        ]),
      ),
    close: () => server.close(),
  };
}
