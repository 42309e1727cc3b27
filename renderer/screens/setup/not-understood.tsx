import type { DialectCard, UnrecognisedShape } from '../../../shared/model/dialect.ts';
import { usePages } from '../../state/ask.ts';
import { useWorld } from '../../state/context.tsx';
import { useSaving } from '../../state/saving.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { StateMark } from '../../ui/mark.tsx';
import { ErrorState } from '../../ui/notice.tsx';
import { SaveButton } from '../../ui/save-button.tsx';
import classes from './dialect-card.module.css';
import { SeenCells, SeenHeads } from './seen-cells.tsx';
import setup from './setup.module.css';
import { cardWords } from './words.ts';

const idOf = ({ id }: UnrecognisedShape): string => id;

export interface NotUnderstoodProps {
  readonly id: string;
  readonly total: DialectCard['unrecognised'];
}

/** The requests that were not understood in full, by shape, and the file to be handed on. */
export function NotUnderstood({ id, total }: NotUnderstoodProps) {
  return (
    <>
      <h4 className={classes.heading}>{cardWords.notUnderstood(total.shapes)}</h4>
      {total.shapes === 0 ? (
        <p className={setup.quiet}>{cardWords.notUnderstoodNothing}</p>
      ) : (
        <>
          <ShapeTable id={id} total={total} />
          <SaveExport id={id} />
        </>
      )}
    </>
  );
}

function ShapeTable({ id, total }: NotUnderstoodProps) {
  const { rows, failure, next, more, loadMore, ask } = usePages('source.unrecognised', { id }, idOf, ['exchange']);
  if (failure && rows.length === 0) return <ErrorState error={failure} retry={ask} />;
  return (
    <>
      <div className={setup.sideways}>
        <table className={setup.table} aria-label={cardWords.notUnderstood(total.shapes)}>
          <thead>
            <tr>
              <th scope="col">{cardWords.columns.what}</th>
              <SeenHeads />
            </tr>
          </thead>
          <tbody>
            {rows.map((shape) => (
              <ShapeRow key={shape.id} shape={shape} />
            ))}
          </tbody>
        </table>
      </div>
      {next === null ? null : (
        <ButtonRow>
          <Button disabled={more === 'loading'} onPress={loadMore}>
            {cardWords.more}
          </Button>
        </ButtonRow>
      )}
    </>
  );
}

function ShapeRow({ shape }: { readonly shape: UnrecognisedShape }) {
  const { kind, method, path, status, scimType, parts, sentence } = shape;
  const request = `${method} ${path}`.trim();
  return (
    <tr>
      <td>
        {/* Beside each other, or below where room is short. */}
        <div className={classes.shape}>
          <div>
            <code>{request}</code>
            {parts.map((part) => (
              <code key={part} className={classes.part}>
                {part}
              </code>
            ))}
          </div>
          <div>
            {status === 0 ? null : (
              <StateMark shape={kind === 'refused' ? 'cross' : 'dash'} tone={kind === 'refused' ? 'bad' : 'warn'}>
                {kind === 'refused' ? cardWords.refused(status, scimType) : cardWords.dropped}
              </StateMark>
            )}
            <p dir="auto">{sentence}</p>
          </div>
        </div>
      </td>
      <SeenCells seen={shape} what={request} />
    </tr>
  );
}

function SaveExport({ id }: { readonly id: string }) {
  const { client } = useWorld();
  const saving = useSaving(async () => ({
    name: cardWords.exportName,
    text: (await client.call('source.exportUnrecognised', { id })).text,
  }));
  return (
    <>
      <p className={classes.exported}>{cardWords.exportText}</p>
      <ButtonRow>
        <SaveButton saving={saving}>{cardWords.export}</SaveButton>
      </ButtonRow>
    </>
  );
}
