/** Digits at the given places as a number; -1 when one of them is none. */
function digits(text: string, start: number, end: number): number {
  let number = 0;
  for (let position = start; position < end; position += 1) {
    const digit = text.charCodeAt(position) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    number = number * 10 + digit;
  }
  return number;
}

const within = (value: number, low: number, high: number) => value >= low && value <= high;

/**
 * An xsd:dateTime (RFC 7643 §2.3.5) as milliseconds since the epoch, with fractions of a millisecond kept. Without an
 * offset it is read as UTC.
 *
 * @returns undefined when the text is no dateTime
 */
export function parseDateTime(text: string): number | undefined {
  if (text.length < 19 || text.length > 40) return undefined;
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)];
  const [hour, minute, second] = [digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19)];
  const marks = text.charAt(4) + text.charAt(7) + text.charAt(10).toUpperCase() + text.charAt(13) + text.charAt(16);
  if (marks !== '--T::' || year < 0) return undefined;
  if (!within(month, 1, 12) || !within(hour, 0, 23) || !within(minute, 0, 59) || !within(second, 0, 59))
    return undefined;
  // Day 0 of the next month is the last of this one.
  if (!within(day, 1, new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate())) return undefined;

  let position = 19;
  let fraction = 0;
  if (text.charAt(position) === '.') {
    const start = position + 1;
    position = start;
    while (within(text.charCodeAt(position), 48, 57)) position += 1;
    if (position === start) return undefined;
    fraction = Number(`0.${text.slice(start, position)}`) * 1000;
  }
  const offset = parseOffset(text.slice(position));
  if (offset === undefined) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  return date.getTime() + fraction - offset;
}

/** `Z`, nothing or `+02:00`, in milliseconds. */
function parseOffset(text: string): number | undefined {
  if (text === '' || text === 'Z' || text === 'z') return 0;
  const sign = text.charAt(0) === '+' ? 1 : text.charAt(0) === '-' ? -1 : 0;
  if (sign === 0 || text.length !== 6 || text.charAt(3) !== ':') return undefined;
  const [hours, minutes] = [digits(text, 1, 3), digits(text, 4, 6)];
  if (!within(hours, 0, 14) || !within(minutes, 0, 59)) return undefined;
  return sign * (hours * 60 + minutes) * 60_000;
}
