import { vendorNames } from '../../../shared/kit/vendor-names.ts';
import type { Dialect } from '../../../shared/model/source.ts';
import type { NormaliserDescription } from '../scim/dialect/catalogue.ts';
import type { Fit } from '../scim/dialect/likeness.ts';

/** What identity providers are called in sentences. */
export const speakerNames: Readonly<Record<Dialect, string>> = {
  ...vendorNames,
  generic: 'a client that speaks SCIM 2.0 as it is written',
};

/** How each of them speaks, as far as it matters to whoever looks at its requests. */
export const dialectSpeech: Readonly<Record<Dialect, string>> = {
  entra:
    'Entra looks a user up by a filter, creates them with POST, and tells each change with PATCH. Without the flag aadOptscim062020 it writes “Add”, “Replace” and “Remove” and sends booleans as text; with the flag one operation holds all changes. One tenant sends both: provisioning on demand ignores the flag. Whoever is deleted is renamed first, and deleted 30 days later.',
  okta: 'Okta looks a user up by a filter and creates them with POST. A custom app (AIW) then replaces the whole user with PUT; an app of the catalogue (OIN) deactivates with PATCH. Users are never deleted, only set inactive. Groups are pushed, and a push says who is a member by removing and adding in one request.',
  onelogin:
    'OneLogin looks a user up by a filter and creates them with POST; changes come as PUT or PATCH, by its settings. Roles may come as one text with commas.',
  jumpcloud:
    'JumpCloud tests the connection by creating a real test user and group and deleting both. Users are replaced with PUT, groups changed with PATCH.',
  google:
    'Google creates users with POST and replaces them with PUT, and names schemas of SCIM 1.1 among those of SCIM 2.0. It mostly sends no groups. Users are suspended, or deleted after the waiting time that is set there.',
  ping: 'PingOne looks a user up by a filter and replaces users with PUT, never PATCH. It reads all groups and compares them itself.',
  authentik:
    'authentik creates users and groups with POST, adopts what is there on a 409, and replaces with PUT. Members of groups come with PATCH, a few at a time. Whoever leaves is deleted.',
  generic:
    'A client that keeps to RFC 7643 and 7644. What others write differently is understood from it just as well, as long as nothing can be lost by it.',
};

/** What it means that label and requests do not fit, and what to do; null when they do. */
export function fitInWords(name: string, label: Dialect, fit: Fit, normalisers: readonly NormaliserDescription[]) {
  if (fit.kind === 'fits') return null;
  const other = speakerNames[fit.other];
  if (fit.kind === 'two at once')
    return `Requests of ${name} look like ${speakerNames[label]} and like ${other}. Two identity providers may share this address and token: then add a source for each, so that nobody is told apart wrongly.`;
  return `${name} is labelled ${labelIn(label)}, but its requests look like ${other}. ${differenceInWords(label, fit.other, normalisers)} If it is ${other}, correct the label: save the configuration, change this source’s “dialect” to “${fit.other}” and import it.`;
}

const labelIn = (label: Dialect): string => (label === 'generic' ? 'as another one (SCIM 2.0)' : speakerNames[label]);

/** Which deviations are read otherwise under the other label. */
function differenceInWords(label: Dialect, other: Dialect, normalisers: readonly NormaliserDescription[]): string {
  const namesOf = (dialect: Dialect, without: Dialect) =>
    normalisers
      .filter(({ dialects }) => dialects?.includes(dialect) === true && !dialects.includes(without))
      .map(({ name }) => `“${name}”`);
  const missed = namesOf(other, label);
  const tooMany = namesOf(label, other);
  const sentences = [
    missed.length > 0 ? `Under this label ${missed.join(' and ')} ${areNot(missed)} understood.` : '',
    tooMany.length > 0 ? `Under this label ${tooMany.join(' and ')} ${are(tooMany)} read in, and could be wrong.` : '',
  ].filter(Boolean);
  return sentences.length > 0 ? sentences.join(' ') : 'All that it sends is understood under either label.';
}

const are = (names: readonly string[]): string => (names.length === 1 ? 'is' : 'are');
const areNot = (names: readonly string[]): string => `${are(names)} not`;

/** What the kinds of requests say of how a source works, a sentence each. @param asked names such as `PUT /Users/{id}` */
export function habitsOf(asked: ReadonlySet<string>): string[] {
  const by = (method: string, place: string) => asked.has(`${method} /${place}/{id}`);
  const changes = (place: 'Users' | 'Groups') => {
    const [put, patch] = [by('PUT', place), by('PATCH', place)];
    if (put && patch) return [`${place} are changed by PUT and by PATCH.`];
    const kept = place === 'Users' ? 'active and externalId' : 'members and externalId';
    if (put) return [`${place} are changed by PUT only: what it leaves out is cleared, but for ${kept}.`];
    return patch ? [`${place} are changed by PATCH only: what it leaves out stays.`] : [];
  };
  const finds = asked.has('GET /Users?filter')
    ? ['It looks users up by a filter before it creates them.']
    : asked.has('POST /Users')
      ? ['It has not looked users up by a filter; on a conflict it must adopt them by itself.']
      : [];
  const leaves = by('DELETE', 'Users') ? ['It deletes users.'] : [];
  const groups = [...asked].some((name) => name.includes('/Groups')) ? [] : ['It has sent nothing about groups.'];
  return [...finds, ...changes('Users'), ...leaves, ...changes('Groups'), ...groups];
}

const NAMED = 3;

/** What was left out of a request that was done. */
export function droppedInWords(names: readonly string[]): string {
  const named = names.slice(0, NAMED).map((name) => `“${name}”`);
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return `It was done without ${named.join(', ')}${more}, which this service does not know.`;
}

/** The sentence of the answer, of an exchange's summary: `Refused: There is …`; null where there is none. */
export const answeredIn = (summary: string | null): string | null =>
  summary?.replace(/^(?:Refused|Failed): /, '') ?? null;
