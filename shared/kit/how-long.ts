const MINUTE = 60_000;
const units = [
  ['day', 24 * 60 * MINUTE],
  ['hour', 60 * MINUTE],
  ['minute', MINUTE],
] as const;

/** "8 hours", "2 days 3 hours": a time in its two largest parts; under a minute "less than a minute". */
export function howLong(ms: number): string {
  // Rounded to the minute first, so that no part comes to be a whole of the next larger one.
  let rest = Math.round(Math.abs(ms) / MINUTE) * MINUTE;
  const parts: string[] = [];
  for (const [name, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0 && parts.length < 2) parts.push(`${count.toLocaleString('en')} ${name}${count === 1 ? '' : 's'}`);
    else if (parts.length > 0) break;
  }
  return parts.length === 0 ? 'less than a minute' : parts.join(' ');
}
