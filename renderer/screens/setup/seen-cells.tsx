import { useNavigation } from '../../state/context.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import classes from './dialect-card.module.css';
import setup from './setup.module.css';
import { cardWords, words } from './words.ts';

/** The heads of the columns that `SeenCells` fills. */
export function SeenHeads() {
  return (
    <>
      <th scope="col" className={classes.number}>
        {cardWords.columns.requests}
      </th>
      <th scope="col" className={classes.last}>
        {cardWords.columns.last}
      </th>
      <th scope="col" className={classes.example}>
        {cardWords.columns.example}
      </th>
    </>
  );
}

export interface SeenCellsProps {
  readonly seen: { readonly requests: number; readonly lastAt: string; readonly exchangeId: string | null };
  /** What it is an example of, for whoever hears the link by itself. */
  readonly what: string;
}

/** How often something was seen, when last, and the request to look at. */
export function SeenCells({ seen: { requests, lastAt, exchangeId }, what }: SeenCellsProps) {
  const navigation = useNavigation();
  return (
    <>
      <td className={classes.number}>{requests.toLocaleString('en-GB')}</td>
      <td className={classes.last}>
        <RelativeTime at={lastAt} suffix={words.ago} />
      </td>
      <td className={classes.example}>
        {exchangeId === null ? (
          <span className={classes.forgotten}>{cardWords.forgotten}</span>
        ) : (
          <a
            className={setup.link}
            href={navigation.href('activity', [exchangeId])}
            aria-label={cardWords.exampleOf(what)}
          >
            {cardWords.example}
          </a>
        )}
      </td>
    </>
  );
}
