/** The words of filters (RFC 7644 §3.4.2.2): what was written, and what it means for a resource type. */
import type { AttributePath } from '../attribute-path.ts';
import type { AttributeType } from '../schemas/attribute.ts';

export const operators = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const;
export type Operator = (typeof operators)[number];
export type Literal = string | number | boolean | null;

/** A filter as written. */
export type Filter = Logical<Filter> | Compare | Present | ValuePath;

interface Logical<Part> {
  readonly kind: 'and' | 'or' | 'not';
  /** Two or more; for `not` exactly one. */
  readonly filters: readonly Part[];
}

export interface Compare {
  readonly kind: 'compare';
  readonly path: AttributePath;
  readonly operator: Operator;
  readonly value: Literal;
}

export interface Present {
  readonly kind: 'present';
  readonly path: AttributePath;
}

/** `emails[type eq "work"]`; with `comparison` also `emails[type eq "work"].value eq "…"`, which clients send. */
export interface ValuePath {
  readonly kind: 'value path';
  readonly path: AttributePath;
  readonly filter: Filter;
  /** Its path is a sub-attribute of `path`. */
  readonly comparison: Compare | Present | null;
}

/** A filter bound to a resource type: every name is canonical and every literal has the schema's type. */
export type ResolvedFilter = Logical<ResolvedFilter> | ResolvedCompare | ResolvedPresent | ResolvedValuePath;

export interface ResolvedCompare {
  readonly kind: 'compare';
  readonly path: ResolvedAttribute;
  readonly operator: Operator;
  /** Folded when the attribute is not case-exact; for a dateTime milliseconds since the epoch. */
  readonly value: Literal;
  /** The literal in the attribute's type as it was written, before folding. */
  readonly written: Literal;
}

export interface ResolvedPresent {
  readonly kind: 'present';
  readonly path: ResolvedAttribute;
}

/** Some value of the attribute matches the whole inner filter, whose paths start at that value. */
export interface ResolvedValuePath {
  readonly kind: 'value path';
  readonly path: ResolvedAttribute;
  readonly filter: ResolvedFilter;
}

export interface ResolvedAttribute {
  /** The canonical path from the resource, also inside a value path: `emails.type`. */
  readonly key: string;
  /** The names to follow to the attribute, from the resource or, inside a value path, from the value. */
  readonly steps: readonly string[];
  /** Followed in each value after `steps`; null when the attribute itself is meant. */
  readonly subAttribute: string | null;
  readonly type: AttributeType;
  readonly caseExact: boolean;
  /** True when `steps` lead to a list. */
  readonly multiValued: boolean;
}
