/**
 * Pseudonyms of one export. Each value is numbered in the order in which its kind appears, so that equal ones stay equal
 * and nothing of a value is in its pseudonym: no digest that could be tried out, no letter, only its kind and, roughly,
 * its length.
 */
export interface Pseudonyms {
  /** @param text anything that somebody sent as a value */
  readonly text: (text: string) => string;
  readonly number: (value: number) => number;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const mail = /^([^@\s]+)@([^@\s]+)$/;
const address = /^(https?|[a-z][a-z0-9+.-]*):\/\/([^/?#\s]*)([^\s]*)$/i;
const instant = /^(\d{4}-\d{2}-\d{2})(?:([T ])(\d{2}:\d{2}(?::\d{2})?)(\.\d+)?(Z|[+ -]\d{2}:?\d{2})?)?$/i;
const digits = /^(?=\+?\d)[+\d][\d\s().,/-]*$/;
const identifier = /^(?=[^\s]*\d)[\w.=+/-]{16,}$/;
/** Entra renames who was deleted softly: 32 hexadecimal digits before the former name. */
const tombstone = /^[0-9a-f]{32}/i;
/** Upper ends of the classes of length that a text says of itself. */
const lengths = [32, 128, 512, 2048, 8192, 32768];
/** A name of few words is told word by word: how a formatted name is made of its parts is worth seeing. */
const wordsAtMost = 4;

export function createPseudonyms(): Pseudonyms {
  const numbered = new Map<string, Map<string, number>>();

  /** The how-many-th value of this kind it is, from 1. */
  function place(kind: string, value: string): number {
    const known = numbered.get(kind) ?? new Map<string, number>();
    numbered.set(kind, known);
    const number = known.get(value) ?? known.size + 1;
    known.set(value, number);
    return number;
  }

  function text(value: string): string {
    if (value.trim() === '' || /^(?:true|false|null)$/i.test(value)) return value;
    const inner = value.trim();
    const start = value.indexOf(inner);
    return `${value.slice(0, start)}${bare(inner)}${value.slice(start + inner.length)}`;
  }

  function bare(value: string): string {
    if (uuid.test(value)) return `00000000-0000-4000-8000-${padded(place('uuid', value), 12)}`;
    const sentTo = mail.exec(value);
    if (sentTo) return `${localPart(sentTo[1] ?? '')}@${host(sentTo[2] ?? '')}`;
    const url = address.exec(value);
    if (url) return urlOf(url[1] ?? '', url[2] ?? '', url[3] ?? '', value);
    if (/^urn:\S+$/i.test(value)) return `urn:example:${place('urn', value)}`;
    const moment = instant.exec(value);
    if (moment) return momentOf(value, moment);
    if (digits.test(value)) return sameDigits(value);
    if (identifier.test(value)) return `id-${place('id', value)}${lengthClass(value)}`;
    if (/[,;]/.test(value))
      return value
        .split(/([,;])/)
        .map((part) => (/^[,;]$/.test(part) ? part : text(part)))
        .join('');
    const words = value.split(/(\s+)/);
    if (words.length > 1 && words.length < 2 * wordsAtMost)
      return words.map((word, position) => (position % 2 === 1 ? word : wordOf(word))).join('');
    return wordOf(value);
  }

  const wordOf = (value: string): string =>
    `text-${place('text', value)}${lengthClass(value)}${isAscii(value) ? '' : '-not-ascii'}`;

  function localPart(value: string): string {
    if (!tombstone.test(value)) return `name-${place('name', value)}`;
    const rest = value.slice(32);
    return `${padded(place('tombstone', value.slice(0, 32)), 32)}${rest === '' ? '' : `name-${place('name', rest)}`}`;
  }

  const host = (value: string): string => `host-${place('host', value)}.example`;

  function urlOf(scheme: string, authority: string, rest: string, whole: string): string {
    const known = /^https?$/i.test(scheme) ? scheme : `scheme-${place('scheme', scheme)}`;
    return `${known}://${host(authority)}${rest === '' || rest === '/' ? rest : `/path-${place('path', whole)}`}`;
  }

  /** The how-many-th day of the year 2000 on, at midnight, written in the same way. */
  function momentOf(value: string, [, , separator, time, fraction, zone]: RegExpExecArray): string {
    const day = new Date(Date.UTC(2000, 0, place('moment', value))).toISOString().slice(0, 10);
    const clock = time === undefined ? '' : `${separator}${time.replace(/\d/g, '0')}`;
    const behind = zone?.replace(/\d/g, '0') ?? '';
    return `${day}${clock}${fraction?.replace(/\d/g, '0') ?? ''}${behind}`;
  }

  /** As many digits, with the same signs between them, as long as they can tell so many values apart. */
  function sameDigits(value: string): string {
    const shape = value.replace(/\d/g, '0');
    const number = String(place(`digits ${shape}`, value));
    const wanted = (value.match(/\d/g) ?? []).length;
    const written = number.padStart(wanted, '0');
    if (written.length > wanted) return `number-${number}-of-${wanted}`;
    let position = 0;
    return shape.replace(/0/g, () => written.charAt(position++));
  }

  function numberOf(value: number): number {
    if (value === 0 || value === 1 || !Number.isFinite(value)) return value;
    const [whole = '', fraction = ''] = plain(Math.abs(value)).split('.');
    const kind = `number ${value < 0 ? '-' : ''}${whole.length}.${fraction.length}`;
    const found = Number(`1${'0'.repeat(whole.length - 1)}`) + place(kind, String(value));
    const made = fraction === '' ? found : Number(`${found}.${'0'.repeat(Math.min(fraction.length, 6) - 1)}1`);
    return value < 0 ? -made : made;
  }

  return { text, number: numberOf };
}

/** Digits and perhaps a point, however large or small; far too large ones as a large one. */
const plain = (value: number): string => {
  const written = String(value);
  return written.includes('e') ? (value > 1 ? '1'.repeat(15) : '0.000001') : written;
};

const padded = (number: number, length: number): string => String(number).padStart(length, '0');

const isAscii = (value: string): boolean => /^[\x20-\x7e]*$/.test(value);

/** Nothing of a short text: most are. */
function lengthClass(value: string): string {
  const end = lengths.find((length) => value.length <= length);
  return end === lengths[0] ? '' : `-up-to-${end ?? 'more'}`;
}
