import type { Dialect } from '../../../../shared/model/source.ts';
import { compareText } from '../json.ts';
import { type Sign, signNamed, signOfNormaliser, type Way } from './fingerprint.ts';

/** A kind of thing that was counted of a source, as far as it may tell its client. */
export interface Counted {
  readonly kind: 'normaliser' | 'operation' | 'fingerprint';
  readonly name: string;
}

/** A dialect that requests look like, and what of them does. */
export interface Likeness<Seen extends Counted> {
  readonly dialect: Dialect;
  readonly way: Way | null;
  readonly signs: readonly { readonly sign: Sign; readonly seen: Seen }[];
}

/** Which dialects, and which of their ways, the requests of a source look like; the dialect with the most signs first. */
export function likenesses<Seen extends Counted>(counted: readonly Seen[]): Likeness<Seen>[] {
  const found = new Map<string, Likeness<Seen> & { readonly signs: { sign: Sign; seen: Seen }[] }>();
  for (const seen of counted) {
    const sign = signIn(seen);
    if (sign === undefined) continue;
    const { dialect, way } = sign;
    const key = `${dialect} ${way}`;
    const likeness = found.get(key) ?? { dialect, way, signs: [] };
    likeness.signs.push({ sign, seen });
    found.set(key, likeness);
  }
  const signsOf = (dialect: Dialect) =>
    [...found.values()].reduce((sum, one) => sum + (one.dialect === dialect ? one.signs.length : 0), 0);
  return [...found.values()].sort(
    (one, other) =>
      signsOf(other.dialect) - signsOf(one.dialect) ||
      compareText(one.dialect, other.dialect) ||
      other.signs.length - one.signs.length,
  );
}

function signIn({ kind, name }: Counted): Sign | undefined {
  if (kind === 'fingerprint') return signNamed(name);
  return kind === 'normaliser' ? signOfNormaliser(name) : undefined;
}

/** How label and requests go together. Who shows no sign is what it is labelled with: most clients show none. */
export type Fit =
  | { readonly kind: 'fits' }
  /** The requests look like another dialect, and nothing looks like the label. */
  | { readonly kind: 'looks like another'; readonly other: Dialect }
  /** Some look like the label and some like another one. */
  | { readonly kind: 'two at once'; readonly other: Dialect };

export function fitOf(label: Dialect, looks: readonly { readonly dialect: Dialect }[]): Fit {
  const other = looks.find(({ dialect }) => dialect !== label)?.dialect;
  if (other === undefined) return { kind: 'fits' };
  const isSeen = looks.some(({ dialect }) => dialect === label);
  return { kind: isSeen ? 'two at once' : 'looks like another', other };
}
