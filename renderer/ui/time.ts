const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
});
const anotherDay = new Intl.DateTimeFormat('en-GB', {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});
const day = new Intl.DateTimeFormat('en-GB', { year: 'numeric', month: 'short', day: 'numeric' });
const exact = new Intl.DateTimeFormat('en-GB', {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hour12: false,
});

/** `14:02:11`, in the zone of this computer. */
export const formatClock = (at: number): string => clock.format(at);

/** `14:02:11` today, `21 Nov, 14:02` on another day. */
export const formatMoment = (at: number): string =>
  new Date(at).toDateString() === new Date().toDateString() ? formatClock(at) : anotherDay.format(at);

/** `22 Nov 2026, 14:02:11.480 (Europe/Berlin)`. */
export const formatExact = (at: number): string => `${exact.format(at)} (${zone})`;

/** `22 Nov 2026`, in the zone of this computer. */
export const formatDay = (at: number): string => day.format(at);

/** How long ago, in whole units: `now`, `12 s`, `3 min`, `5 h`, `9 d`. */
export function formatAge(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1_000);
  if (seconds < 3) return 'now';
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** An offset or a length of time: `+0 ms`, `+12 ms`, `+1.24 s`, `+3 min 5 s`, `+2 h 4 min`. */
export function formatOffset(milliseconds: number): string {
  const rounded = Math.round(milliseconds);
  if (rounded < 1_000) return `+${rounded} ms`;
  if (rounded < 60_000) return `+${(rounded / 1_000).toFixed(2)} s`;
  const minutes = Math.floor(rounded / 60_000);
  if (minutes < 60) return `+${minutes} min ${Math.floor((rounded % 60_000) / 1_000)} s`;
  return `+${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Milliseconds with as many digits as matter: `0.4`, `12`, `1 204`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 10) return milliseconds.toFixed(1);
  return Math.round(milliseconds)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, '\u202f');
}
