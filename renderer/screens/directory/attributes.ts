import type { OriginatedAttribute } from '../../../shared/model/person.ts';

/** An extension's attribute by its own name: the URN before it is for those who hover. */
export const shortPath = (path: string): string =>
  path.startsWith('urn:') ? path.slice(path.lastIndexOf(':') + 1) : path;

/** What an attribute holds, for people: values of a list by what they are, anything else as JSON. */
export function formatAttribute(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(formatAttribute).join(', ');
  if (typeof value !== 'object') return String(value);
  const { value: inner, type, display, ...rest } = value as Record<string, unknown>;
  const { primary: _, ...others } = rest;
  if (inner === undefined || Object.keys(others).length > 0) return JSON.stringify(value);
  const shown = typeof display === 'string' && display !== inner ? `${display} (${String(inner)})` : String(inner);
  return typeof type === 'string' ? `${shown} (${type})` : shown;
}

/** What names a person first, then the rest by name; what is held needs a look and stands before all. */
export function sortAttributes(attributes: readonly OriginatedAttribute[]): readonly OriginatedAttribute[] {
  const rank = ({ path, held }: OriginatedAttribute) => {
    const known = first.findIndex((each) => path === each || path.startsWith(`${each}[`));
    return held ? -1 : known === -1 ? first.length : known;
  };
  return [...attributes].sort((a, b) => rank(a) - rank(b) || shortPath(a.path).localeCompare(shortPath(b.path), 'en'));
}

const first = ['active', 'userName', 'displayName', 'name.givenName', 'name.familyName', 'emails', 'title'];
