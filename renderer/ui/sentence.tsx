import { cutAtTimes } from './cut-at-times.ts';
import { formatExact, formatMoment } from './time.ts';

/** A sentence of the engine's: the times in it as this computer's clock shows them, exact on hover; where it is cut off, the whole of it on hover. */
export function Sentence({ text }: { readonly text: string }) {
  const pieces = cutAtTimes(text);
  const whole = pieces.map(({ piece, time }) => (time === null ? piece : formatMoment(time))).join('');
  return (
    <span title={whole}>
      {pieces.map(({ at, piece, time }) =>
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
