/**
 * The interface between provisioning and one kind of target. A connector is given values and returns values; it
 * knows no store, keeps no state that matters, and never throws for what a target does: failures are values.
 */

/** Why a verb did not do its work. `retryAfter` in milliseconds, when the target said so. */
export interface Failure {
  /**
   * transient: may pass by itself; permanent: the target refuses this, again and again; credentials: our login is
   * refused; conflict: something that is not ours stands in the way; unknown: it cannot be told whether it took effect.
   */
  readonly kind: 'transient' | 'permanent' | 'credentials' | 'conflict' | 'unknown';
  /** What happened, in a sentence that names the target's own words. */
  readonly message: string;
  readonly retryAfter?: number;
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export const success = <T>(value: T): Result<T> => ({ ok: true, value });
export const failure = (kind: Failure['kind'], message: string, retryAfter?: number): Result<never> => ({
  ok: false,
  failure: retryAfter === undefined ? { kind, message } : { kind, message, retryAfter },
});

/** A known failure, on its way out of the work on a target. */
export class Refusal extends Error {
  readonly failure: Failure;

  constructor(kind: Failure['kind'], message: string) {
    super(message);
    this.failure = { kind, message };
  }
}

/** Values of a target's own attributes, by the names that the mapping uses. null is "no value". */
export type AttributeValues = Readonly<Record<string, string | number | boolean | null>>;

/** An account as the target shows it now. */
export interface TargetAccount {
  /** The target's immutable id, as text. */
  readonly id: string;
  readonly login: string;
  readonly active: boolean;
  readonly attributes: AttributeValues;
  /** Names of the roles it has there, sorted. */
  readonly roles: readonly string[];
}

/** What a search goes by: every part that is given is looked for on its own (rule 2). */
export interface Search {
  readonly login?: string;
  readonly email?: string;
  readonly employeeNumber?: string;
}

export interface NewAccount {
  readonly login: string;
  readonly attributes: AttributeValues;
}

/** What a target can do at all; what it cannot is never asked of it. */
export interface Capabilities {
  /** Reads back an account by its id, over a connection of its own: the ground for a proof. */
  readonly readBack: boolean;
  /** Refuses a second account of the same login by itself, or can be searched by login. */
  readonly unique: boolean;
  readonly disable: boolean;
  readonly delete: boolean;
  readonly roles: boolean;
  /**
   * What is written here takes effect only when the app takes it over (a file that it imports): a read-back shows that
   * it was handed over, no more. Only `readExport` proves.
   */
  readonly handsOver: boolean;
  /** What a read-back here cannot show: sessions, tokens, keys. Printed on every proof. */
  readonly notCovered: readonly string[];
}

export interface Description {
  readonly kind: string;
  readonly capabilities: Capabilities;
  /** The attributes that a mapping can fill. */
  readonly attributes: readonly string[];
  /** How the read-back is done, for people: `SELECT … FROM users WHERE id = ?`. */
  readonly readBack: string;
}

export interface TestStep {
  readonly step: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** An app's own export of its accounts. */
export interface AppExport {
  /** When the app wrote it, in ms since the epoch. */
  readonly at: number;
  /** Where it was read, for people. */
  readonly asked: string;
  /** Changes with every export: two of the same mark hold the same. */
  readonly mark: string;
  /** @returns null when it has no such account; a failure when it has, and what it says of it cannot be told */
  account(id: string, login: string): Result<TargetAccount | null>;
}

export interface Connector {
  describe(): Description;
  /** Tries everything that can be tried without changing anything. */
  test(): Promise<{ readonly steps: readonly TestStep[]; readonly roles: readonly string[] }>;
  /** Every account that any part of the search finds; an empty list is "nowhere". */
  find(search: Search): Promise<Result<readonly TargetAccount[]>>;
  /** @returns null when no account has this id */
  read(id: string): Promise<Result<TargetAccount | null>>;
  list(
    cursor: string | null,
  ): Promise<Result<{ readonly accounts: readonly TargetAccount[]; readonly next: string | null }>>;
  /** Creates an active account without roles. @returns the target's id of it */
  create(account: NewAccount): Promise<Result<string>>;
  /** Writes just the given attributes; `login` renames. */
  update(id: string, change: { readonly login?: string; readonly attributes: AttributeValues }): Promise<Result<void>>;
  enable(id: string): Promise<Result<void>>;
  /** Depends on nothing but the id (rule 2). */
  disable(id: string): Promise<Result<void>>;
  delete(id: string): Promise<Result<void>>;
  addRole(id: string, role: string): Promise<Result<void>>;
  removeRole(id: string, role: string): Promise<Result<void>>;
  /**
   * What the app itself says it has, and as of when (ms since the epoch); null when it gives no such export, or none is
   * there yet. Only asked where `handsOver`.
   */
  readExport(): Promise<Result<AppExport | null>>;
  close(): Promise<void>;
}
