import { formatExact, formatMoment } from '../../ui/time.ts';
import { cutAtTimes } from './cut-at-times.ts';

/** A sentence of the engine's: the times in it as this computer's clock shows them, exact on hover. */
export function Sentence({ text }: { readonly text: string }) {
  return (
    <span title={text}>
      {cutAtTimes(text).map(({ at, piece, time }) =>
        time === null ? (
          piece
        ) : (
          <time key={at} dateTime={piece} title={formatExact(time)}>
            {formatMoment(time)}
          </time>
        ),
      )}
    </span>
  );
}
