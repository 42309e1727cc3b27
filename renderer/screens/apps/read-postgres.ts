import { isSocket, PostgresTarget, staysHere } from '../../../shared/model/postgres-target.ts';
import type { PostgresDraft } from './draft.ts';
import { formWords } from './form-words.ts';
import { type FieldErrors, storedValue } from './read-fields.ts';

const { host: hostName, port: portNumber } = PostgresTarget.shape;

const portOf = (text: string): number => (/^\d+$/.test(text.trim()) ? Number(text) : Number.NaN);

/** What is wrong with the server, and with the way there. */
export function wrongServer({ host, port, tls, certificate, key }: PostgresDraft): FieldErrors {
  const errors: FieldErrors = {};
  const place = host.trim();
  if (place !== '' && !hostName.safeParse(place).success) errors.host = formWords.wrongHost;
  if (!portNumber.safeParse(portOf(port)).success) errors.port = formWords.wrongPort;
  if (place !== '' && tls === 'off' && !staysHere(place)) errors.tls = formWords.mustEncrypt;
  if (tls !== 'off' && isSocket(place)) errors.tls = formWords.socketIsHere;
  if (tls === 'off') return errors;
  if (certificate.trim() === '' && key.trim() !== '') errors.certificate = formWords.missing.certificate;
  if (certificate.trim() !== '' && key.trim() === '') errors.key = formWords.missing.key;
  return errors;
}

/** `true` and `false` are yes and no, as such a column keeps them. */
function activeValue(text: string): string | number | boolean {
  const word = text.trim();
  return word === 'true' || word === 'false' ? word === 'true' : storedValue(word);
}

interface Roles {
  readonly roles: object;
  readonly userRoles: object;
}

/** The target that a filled-in form describes, not yet checked. */
export function postgresTarget(draft: PostgresDraft, users: object, { roles, userRoles }: Roles): unknown {
  const file = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  const encrypts = draft.tls !== 'off';
  const schema = draft.schema.trim();
  return {
    kind: 'postgres',
    host: draft.host.trim(),
    port: portOf(draft.port),
    database: draft.database.trim(),
    user: draft.user.trim(),
    passwordFile: file(draft.passwordFile),
    tls: {
      mode: draft.tls,
      ca: encrypts ? file(draft.ca) : null,
      certificate: encrypts ? file(draft.certificate) : null,
      key: encrypts ? file(draft.key) : null,
    },
    users: {
      schema,
      table: draft.usersTable.trim(),
      ...users,
      active: { column: draft.activeColumn.trim(), on: activeValue(draft.on), off: activeValue(draft.off) },
    },
    roles: draft.hasRoles ? { schema, ...roles } : null,
    userRoles: draft.hasRoles ? { schema, ...userRoles } : null,
  };
}
