import type { AttributeDifference } from '../../shared/model/trace.ts';
import classes from './diff.module.css';

/** What an attribute held, on one line; absent values are named as such. */
export const formatValue = (value: unknown): string =>
  value === null || value === undefined ? 'absent' : typeof value === 'string' ? value : JSON.stringify(value);

/** Attributes before and after, one line each. */
export function Diff({ attributes }: { readonly attributes: readonly AttributeDifference[] }) {
  return (
    <table className={classes.diff}>
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
            <th scope="row">{path}</th>
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
