const dayLength = 'YYYY-MM-DD'.length;
const wholeLength = 'YYYY-MM-DDTHH:MM:SS.sssZ'.length;

/**
 * A reader of `at`, in ms since the epoch, for going over long lists: what `Date.parse` gives, several times as fast for
 * the form that the engine writes, since the day is parsed once for all rows of it.
 */
export function createArrivalReader(): (at: string) => number {
  let day = '';
  let midnight = 0;
  return (at) => {
    if (at.length !== wholeLength || !at.endsWith('Z')) return Date.parse(at);
    if (day === '' || !at.startsWith(day)) {
      day = at.slice(0, dayLength);
      midnight = Date.parse(day);
    }
    const digit = (index: number) => at.charCodeAt(index) - 48;
    const pair = (index: number) => 10 * digit(index) + digit(index + 1);
    return midnight + 3_600_000 * pair(11) + 60_000 * pair(14) + 1_000 * pair(17) + 100 * digit(20) + pair(21);
  };
}
