import type { OriginatedAttribute } from '../../../shared/model/person.ts';
import { useNavigation } from '../../state/context.tsx';
import { StateMark } from '../../ui/mark.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import classes from './attributes.module.css';
import { formatAttribute, shortPath, sortAttributes } from './attributes.ts';
import { words } from './words.ts';

/** What one source says of somebody, and since when; the time leads to the request that said it. */
export function PersonAttributes({ attributes }: { readonly attributes: readonly OriginatedAttribute[] }) {
  return (
    <table className={classes.attributes}>
      <thead>
        <tr>
          <th scope="col">{words.attribute}</th>
          <th scope="col">{words.value}</th>
          <th scope="col">{words.set}</th>
        </tr>
      </thead>
      <tbody>
        {sortAttributes(attributes).map((attribute) => (
          <Row key={attribute.path} attribute={attribute} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ attribute: { path, value, at, exchangeId, held } }: { readonly attribute: OriginatedAttribute }) {
  const navigation = useNavigation();
  const text = formatAttribute(value);
  return (
    <tr data-attribute={path}>
      <th scope="row" title={path}>
        {shortPath(path)}
      </th>
      <td>
        {text === '' ? <span className={classes.none}>{words.noValue}</span> : <bdi>{text}</bdi>}{' '}
        {held ? (
          <span title={words.heldMeaning}>
            <StateMark shape="pause" tone="warn" loud>
              {words.held}
            </StateMark>
          </span>
        ) : null}
      </td>
      <td className={classes.when}>
        {exchangeId === null ? (
          <RelativeTime at={at} suffix=" ago" />
        ) : (
          <a href={navigation.href('activity', [exchangeId])} aria-label={words.setBy(shortPath(path))}>
            <RelativeTime at={at} suffix=" ago" />
          </a>
        )}
      </td>
    </tr>
  );
}
