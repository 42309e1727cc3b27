import { absolutePath, identifier } from './page.ts';
import { z } from './z.ts';

export const csvDelimiters = [',', ';', '\t', '|'] as const;

const csvShape = {
  /** Absolute path of the file. */
  file: absolutePath,
  delimiter: z.enum(csvDelimiters).default(','),
};

/** One cell lists every role, or each role is a row of its own. */
export const CsvRoles = z.discriminatedUnion('layout', [
  z.object({ layout: z.literal('column'), column: identifier, separator: z.string().min(1).max(5).default(';') }),
  z.object({ layout: z.literal('rows'), column: identifier }),
]);
export type CsvRoles = z.infer<typeof CsvRoles>;

const target = z.object({
  kind: z.literal('csv'),
  /**
   * The file that the app imports. It is made when it is not there; its folder must exist. The app must leave it where it
   * is: it is the whole of what Footbridge hands over, not a message.
   */
  ...csvShape,
  /** Some programs (Excel) read UTF-8 only after a byte order mark. A file that is there keeps its own. */
  byteOrderMark: z.boolean().default(false),
  users: z.object({
    /**
     * The column that holds the immutable id (rule 2): what the mapping says when an attribute is mapped to it, else a
     * key that Footbridge makes. null: the login is the id, and can then not be changed.
     */
    id: identifier.nullable().default(null),
    login: identifier,
    /**
     * The column that says whether a user may sign in, and what it holds for yes and for no. Upper and lower case are the
     * same; any other word is neither: such an account is asked about, and can only be disabled.
     */
    active: z.object({ column: identifier, on: z.string().min(1), off: z.string().min(1) }),
    /**
     * Target attribute -> column; the mapping computes the attributes on the left. Yes and no are written as 1 and 0: for
     * words, let the mapping say which (`x ? "yes" : "no"`).
     */
    columns: z.record(identifier, identifier),
    email: identifier.nullable().default(null),
    employeeNumber: identifier.nullable().default(null),
  }),
  roles: CsvRoles.nullable().default(null),
  /** Roles that the app knows, besides those that stand in the file. */
  knownRoles: z.array(z.string().trim().min(1).max(200)).max(500).default([]),
  /**
   * Writes a cell that a spreadsheet would take for a formula (it begins with =, +, -, @ or a wide one of these, tab
   * or a line ending) with an apostrophe before it, and reads it back without.
   */
  formulaSafe: z.boolean().default(false),
  /**
   * The app's own export of what it has: read back, it turns "handed over" into "proved". Columns as above; the id and
   * the attributes may be missing.
   */
  export: z.object(csvShape).nullable().default(null),
});

const fold = (text: string): string => text.trim().normalize('NFC').toLowerCase();

const differ = (texts: readonly string[]): boolean => new Set(texts).size === texts.length;

/** How Footbridge keeps the users of an app that imports them from a CSV file (RFC 4180, with a header line). */
export const CsvTarget = target
  .refine(({ users }) => differ([fold(users.active.on), fold(users.active.off)]), {
    path: ['users', 'active'],
    message: 'On and off are the same word; nobody could be disabled.',
  })
  .refine(
    ({ users, roles }) =>
      differ([
        users.login,
        users.active.column,
        ...(users.id === null ? [] : [users.id]),
        ...(roles ? [roles.column] : []),
      ]),
    { path: ['users'], message: 'Id, login, status and roles each need a column of their own.' },
  )
  .refine((csv) => csv.export?.file !== csv.file, {
    path: ['export'],
    message: 'The export is what the app writes, not the file that it imports.',
  });
export type CsvTarget = z.infer<typeof CsvTarget>;
