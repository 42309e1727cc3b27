import type { AttributeDifference } from '../../shared/model/trace.ts';
import classes from './diff.module.css';

/** What an attribute held, on one line; absent values are named as such. */
export const formatValue = (value: unknown): string =>
  value === null || value === undefined ? 'absent' : typeof value === 'string' ? value : JSON.stringify(value);

/** An extension's attribute by its own name; the URN before it is for those who hover or copy. */
const shortPath = (path: string): string => (path.startsWith('urn:') ? path.slice(path.lastIndexOf(':') + 1) : path);

export interface DiffProps {
  readonly attributes: readonly AttributeDifference[];
  /** Among other things: short names, and no heads over columns that speak for themselves. */
  readonly brief?: boolean;
}

/** Attributes before and after, one line each. */
export function Diff({ attributes, brief = false }: DiffProps) {
  return (
    <table className={classes.diff} data-brief={brief || undefined}>
      <thead>
        <tr>
          <th scope="col">Attribute</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {attributes.map(({ path, before, after }) => (
          <tr key={path}>
            <th scope="row" title={path}>
              {brief ? shortPath(path) : path}
            </th>
            <Value value={before} side="before" />
            <Value value={after} side="after" />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({ value, side }: { readonly value: unknown; readonly side: 'before' | 'after' }) {
  const absent = value === null || value === undefined;
  return (
    <td className={absent ? classes.absent : classes[side]}>
      {absent ? null : <span aria-hidden="true">{side === 'before' ? '− ' : '+ '}</span>}
      {formatValue(value)}
    </td>
  );
}
