/**
 * The words of this room. Everything here is a value: a person as the rules see one, a compiled snapshot, and what
 * evaluating it says. Rule 3 runs through it: doubt never grants and never revokes.
 */
import type { Mapping, Rule } from '../../../shared/model/app.ts';

export type AttributeValue = string | number | boolean | null;

/** What expressions see. `user` is the canonical SCIM resource; every schema attribute is bound, null when absent. */
export interface PersonContext {
  readonly user: Readonly<Record<string, unknown>>;
  /** Ids of the groups this person is in, directly or by way of groups in them. */
  readonly groups: readonly string[];
  /**
   * For reasons, by the id of a group that this person is in only by way of others: the names of these, from the one that
   * they are a member of outwards. Absent: they are a member of every group of theirs.
   */
  readonly through?: ReadonlyMap<string, readonly string[]>;
}

/** Which groups exist: a rule that names another one cannot be resolved, and that is doubt. */
export interface Directory {
  hasGroup(id: string): boolean;
  /** For reasons in words, also of a group that rules name and that is still to come; null when there is no such group. */
  groupName(id: string): string | null;
}

/** A mistake in an expression, found when it is saved. */
export interface ExpressionProblem {
  /** `mapping login`, `rule Editors`. */
  readonly where: string;
  /** What is wrong and what to write instead, in one or two sentences. */
  readonly message: string;
  /** Zero-based offsets into the expression. */
  readonly start: number;
  readonly end: number;
}

export interface CompiledSnapshot {
  readonly mappings: readonly Mapping[];
  readonly rules: readonly Rule[];
  /** Ids of groups that the rules name. */
  readonly pinnedGroups: ReadonlySet<string>;
  /** Paths of user attributes that anything here reads, such as `name.givenName`: what else changes touches nothing. */
  readonly inputs: ReadonlySet<string>;
  evaluate(person: PersonContext, directory: Directory): Evaluation;
}

export type Compilation =
  | { readonly ok: true; readonly snapshot: CompiledSnapshot }
  | { readonly ok: false; readonly problems: readonly ExpressionProblem[] };

export interface RoleVerdict {
  readonly role: string;
  readonly rule: { readonly id: string; readonly name: string };
  /** yes: the rule gives the role; no: it does not; doubt: it cannot be told. */
  readonly verdict: 'yes' | 'no' | 'doubt';
  /** The condition with the values it met, in words; for doubt what went wrong. */
  readonly reason: string;
}

export type AttributeVerdict =
  | { readonly attribute: string; readonly ok: true; readonly value: AttributeValue }
  /** Doubt: the attribute keeps what the target has. */
  | { readonly attribute: string; readonly ok: false; readonly reason: string };

export interface Evaluation {
  /** One for each rule, in rule order. A role that any rule gives is given. */
  readonly roles: readonly RoleVerdict[];
  readonly attributes: readonly AttributeVerdict[];
}

/** A group that an expression names, and where it stands. */
export interface PinnedGroup {
  readonly id: string;
  /** Zero-based offsets into the expression. */
  readonly range: { readonly start: number; readonly end: number };
}
