import type { AttributeValue } from '../mapping/types.ts';

/** What an account should be, or was last seen to be. */
export interface WantedAccount {
  readonly active: boolean;
  readonly login: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Names of roles, sorted. */
  readonly roles: readonly string[];
}

/** What of a delivery may not be done now, and which work items decide it. */
export interface Parked {
  /** Removals that the guard holds back; everything else goes on. */
  readonly guard: { readonly itemPk: number; readonly disable: boolean; readonly roles: readonly string[] } | null;
  /** The work item (a conflict, a refusal) that stops this delivery until it is decided or something new is wanted. */
  readonly blockedBy: number | null;
}

export const readParked = (text: string | null): Parked | null => (text === null ? null : (JSON.parse(text) as Parked));

/** @returns null when nothing is left parked */
export const writeParked = (parked: Parked): string | null =>
  parked.guard === null && parked.blockedBy === null ? null : JSON.stringify(parked);

/** Values that a target stores in its own type are the same when they read the same. */
export const sameValue = (a: AttributeValue | undefined, b: AttributeValue | undefined): boolean => {
  if (a === b) return true;
  const empty = (value: AttributeValue | undefined) => value === undefined || value === null || value === '';
  if (empty(a) || empty(b)) return empty(a) && empty(b);
  return asText(a) === asText(b);
};

/** A database without a type for yes and no keeps 1 and 0. */
const asText = (value: AttributeValue | undefined): string =>
  typeof value === 'boolean' ? String(Number(value)) : String(value);

/** The attributes of `wanted` that `current` does not have so. */
export function differingAttributes(
  wanted: WantedAccount['attributes'],
  current: WantedAccount['attributes'],
): Record<string, AttributeValue> {
  const result: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(wanted)) if (!sameValue(value, current[name])) result[name] = value;
  return result;
}

export const without = (all: readonly string[], some: readonly string[]): string[] =>
  all.filter((one) => !some.includes(one));

/** Whether both ask for the same account. */
export const sameAccount = (a: WantedAccount, b: WantedAccount): boolean =>
  a.active === b.active &&
  a.login === b.login &&
  a.roles.length === b.roles.length &&
  without(a.roles, b.roles).length === 0 &&
  Object.keys(differingAttributes(a.attributes, b.attributes)).length === 0 &&
  Object.keys(differingAttributes(b.attributes, a.attributes)).length === 0;
