import { whoLoses } from './access.ts';
import { appPlans, lossesPerHour } from './apps.ts';
import { type Company, displayName, peopleHere } from './company.ts';
import { leave } from './events.ts';
import { pick, type Random } from './random.ts';
import type { SandboxRecord } from './record.ts';
import { type Episode, nextEpisode } from './story.ts';

/** In milliseconds at human speed: before the first episode while somebody watches, and between episodes. */
export const firstPause = 3_000;
const shortestPause = 5_000;
const longestPause = 20_000;

export const pauseOf = (random: Random): number => shortestPause + random() * (longestPause - shortestPause);

/** In milliseconds at any speed: over so long the guard adds up what is taken from whom. */
const guardWindow = 3_600_000;

/** Who lost something within the guard's hour. */
export const recentLosses = ({ losses }: SandboxRecord, now: number): SandboxRecord['losses'] =>
  Object.fromEntries(Object.entries(losses).filter(([, at]) => at > now - guardWindow));

/**
 * What happens next in a living company. Nobody loses anything who would be one too many within the hour for the guard:
 * what it parks in a sandbox is then parked because of what whoever looks did.
 *
 * @param leaver whether somebody is to leave, as is wanted first when somebody begins to watch
 */
export function chooseEpisode(record: SandboxRecord, leaver: boolean, random: Random, now: number): Episode {
  const { company } = record;
  const losses = recentLosses(record, now);
  const isFull = Object.keys(losses).length >= lossesPerHour(peopleHere(company).length);
  const mayLose = (id: string) => !isFull || Object.hasOwn(losses, id);
  const leaving = leaver ? leavingEverything(company, random) : null;
  const isFitting = leaving !== null && whoLoses(company, leaving.company).every(mayLose);
  return isFitting ? leaving : nextEpisode(company, random, mayLose);
}

/** Somebody leaves who has an account in every app, and to whom nobody reports. */
function leavingEverything(company: Company, random: Random): Episode | null {
  const everywhere = peopleHere(company).filter(
    (person) => person.managerId !== null && appPlans.every((plan) => plan.roles(company, person).length > 0),
  );
  const person = pick(random, everywhere);
  if (person === undefined) return null;
  return { company: leave(company, person.id), sentence: `${displayName(person)} (${person.department}) leaves` };
}
