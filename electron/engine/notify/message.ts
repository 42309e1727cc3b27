import { howLong } from '../../../shared/kit/how-long.ts';
import type { HeldRemoval } from '../../../shared/model/removal.ts';

/** So many people are named in a message; all are counted. */
const NAMED = 50;

export interface Message {
  readonly subject: string;
  readonly text: string;
  /** For programs. */
  readonly body: object;
}

/** One line each: what stands in names must not make lines, or headers, of its own. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').slice(0, 300);

const whatIsLeft = ({ disable, roles, app }: HeldRemoval): string =>
  disable ? `can still sign in to ${app.name}` : `still has ${roles.join(', ')} in ${app.name}`;

/**
 * Tells of access that should be gone and is not.
 *
 * @param all how many accounts that concerns, also those that were told of before
 */
export function heldMessage(held: readonly HeldRemoval[], all: number, now: number): Message {
  const people = new Set(held.map(({ person }) => person.id)).size;
  const who = people === 1 ? oneLine(held[0]?.person.name ?? '') : `${people.toLocaleString('en')} people`;
  const subject = `Footbridge: ${who} still ${people === 1 ? 'has' : 'have'} access that should be gone`;
  const lines = held
    .slice(0, NAMED)
    .map(
      (one) =>
        `- ${oneLine(`${one.person.name} ${whatIsLeft(one)}, for ${howLong(now - Date.parse(one.since))}.`)} ${oneLine(one.why)}`,
    );
  const rest = held.length - lines.length;
  return {
    subject: oneLine(subject),
    text: [
      'Somebody was to lose access and has not. Until it is done they can use it.',
      '',
      ...lines,
      ...(rest > 0 ? [`- and ${rest.toLocaleString('en')} more`] : []),
      '',
      ...(all > held.length ? [`In all, ${all.toLocaleString('en')} accounts are held.`] : []),
      'Open Footbridge and look under “Needs you”: it says what holds each of them, and one person can be released at once.',
    ].join('\n'),
    body: {
      event: 'removals.held',
      at: new Date(now).toISOString(),
      accounts: all,
      removals: held.slice(0, NAMED).map(({ person, app, since, disable, roles, heldBy, why }) => ({
        person,
        app,
        since,
        disable,
        roles,
        heldBy,
        why,
      })),
    },
  };
}

/** To see that a channel works. */
export const testMessage = (now: number): Message => ({
  subject: 'Footbridge: this is a test',
  text: 'This channel works. You will be told here when somebody still has access that should be gone, a quarter of an hour after it began.',
  body: { event: 'test', at: new Date(now).toISOString() },
});
