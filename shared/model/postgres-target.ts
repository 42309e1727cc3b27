import { absolutePath, identifier } from './page.ts';
import { RolesTable, UserRolesTable, usersTable } from './tables.ts';
import { z } from './z.ts';

export const tlsModes = ['verify-full', 'verify-ca', 'off'] as const;
export type TlsMode = (typeof tlsModes)[number];

/** Whether a server is reached through a Unix socket: its host is the socket's folder. */
export const isSocket = (host: string): boolean => host.startsWith('/');

/** Whether what is sent to a server never leaves this computer. */
export const staysHere = (host: string): boolean =>
  isSocket(host) || /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host.trim());

const schema = identifier.default('public');

const target = z.object({
  kind: z.literal('postgres'),
  /** The server's name or address, or the absolute path of the folder that its Unix socket lies in. */
  host: z
    .string()
    .trim()
    .min(1)
    .max(1024)
    .regex(
      /^(\/[^\0]*|[A-Za-z0-9._-]+|[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?)$/,
      'Give the name or the address of the server alone: the port and the database have places of their own.',
    ),
  port: z.number().int().min(1).max(65_535).default(5432),
  database: identifier,
  user: identifier,
  /**
   * Absolute path of a file with the password on its first line, which nobody but its owner may read. It is read anew for
   * each connection, so a new password needs nothing else. null: the server asks for none (trust, peer, a certificate).
   */
  passwordFile: absolutePath.nullable().default(null),
  /**
   * verify-full: encrypted, the certificate is checked, and that it is this server's; verify-ca: the certificate alone;
   * off: only where nothing leaves this computer. Files are PEM, absolute paths; without `ca` the system's roots count.
   */
  tls: z
    .object({
      mode: z.enum(tlsModes).default('verify-full'),
      ca: absolutePath.nullable().default(null),
      certificate: absolutePath.nullable().default(null),
      key: absolutePath.nullable().default(null),
    })
    .default({ mode: 'verify-full', ca: null, certificate: null, key: null }),
  users: z.object({ schema, ...usersTable(z.union([z.string(), z.number(), z.boolean()])).shape }),
  /** null, both: the app has users and no roles; having an account is all there is to have. */
  roles: z
    .object({ schema, ...RolesTable.shape })
    .nullable()
    .default(null),
  userRoles: z
    .object({ schema, ...UserRolesTable.shape })
    .nullable()
    .default(null),
});

/** How Footbridge reads and writes the users of an app that keeps them in a PostgreSQL database. */
export const PostgresTarget = target
  .refine(({ tls, host }) => tls.mode !== 'off' || staysHere(host), {
    path: ['tls', 'mode'],
    message:
      'Without TLS, names and the password could be read on the way. That is only for a server on this computer: 127.0.0.1, ::1, localhost, or the folder of its Unix socket.',
  })
  .refine(({ tls, host }) => tls.mode === 'off' || !isSocket(host), {
    path: ['tls', 'mode'],
    message: 'A Unix socket never leaves this computer and carries no TLS: set it to off.',
  })
  .refine(({ tls }) => tls.mode !== 'off' || (tls.ca === null && tls.certificate === null && tls.key === null), {
    path: ['tls'],
    message: 'Without TLS no certificate is used: leave the files out.',
  })
  .refine(({ tls }) => (tls.certificate === null) === (tls.key === null), {
    path: ['tls'],
    message: 'A client certificate and its key go together: name both files, or neither.',
  })
  .refine(({ users }) => String(users.active.on) !== String(users.active.off), {
    path: ['users', 'active'],
    message: 'On and off are the same; nobody could be disabled.',
  })
  .refine(({ roles, userRoles }) => (roles === null) === (userRoles === null), {
    path: ['userRoles'],
    message: 'The table of roles and the table of who has which go together: name both, or neither.',
  });
export type PostgresTarget = z.infer<typeof PostgresTarget>;
