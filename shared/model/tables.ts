/** What apps that keep their users in tables of a database have in common, whatever the database is. */
import { identifier } from './page.ts';
import { z } from './z.ts';

/** @param value what the column that says who may sign in can hold */
export const usersTable = <V extends z.ZodType>(value: V) =>
  z.object({
    table: identifier,
    /** The primary key: the immutable id by which an account is disabled (rule 2). */
    id: identifier,
    login: identifier,
    /** The column that says whether a user may sign in, and what it holds for yes and for no. */
    active: z.object({ column: identifier, on: value, off: value }),
    /** Target attribute -> column; the mapping computes the attributes on the left. */
    columns: z.record(identifier, identifier),
    /** Which of the target attributes hold the e-mail address and the employee number, for the wider search of rule 2. */
    email: identifier.nullable().default(null),
    employeeNumber: identifier.nullable().default(null),
  });

/** The roles that an app knows. */
export const RolesTable = z.object({ table: identifier, id: identifier, name: identifier });
export type RolesTable = z.infer<typeof RolesTable>;

/** Who has which of them. */
export const UserRolesTable = z.object({ table: identifier, user: identifier, role: identifier });
export type UserRolesTable = z.infer<typeof UserRolesTable>;
