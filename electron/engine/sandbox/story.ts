import { whoLoses } from './access.ts';
import {
  type Company,
  departments,
  displayName,
  isMember,
  type Person,
  peopleHere,
  wikiAdmins,
  wikiEditors,
} from './company.ts';
import { comeBack, hire, join, leave, move, purge, rename, softDelete, withdraw } from './events.ts';
import { nameOf } from './names.ts';
import { pick, type Random } from './random.ts';

/** One event of a company's life, and the sentence that tells it. */
export interface Episode {
  readonly company: Company;
  readonly sentence: string;
}

type Teller = (company: Company, random: Random) => Episode | null;

/**
 * The next thing that happens: as hirings and leavings balance each other, the company stays near its size (between 35
 * and 50 people when it began with 40), and who left goes Entra's way: disabled, softly deleted, purged.
 *
 * @param mayLose whether somebody may lose access by it, by the id; without it everybody may
 * @returns the very same company when nothing can happen to it
 */
export function nextEpisode(
  company: Company,
  random: Random,
  mayLose: (personId: string) => boolean = () => true,
): Episode {
  for (;;) {
    const episode = anyEpisode(company, random);
    if (whoLoses(company, episode.company).every(mayLose)) return episode;
  }
}

function anyEpisode(company: Company, random: Random): Episode {
  const here = peopleHere(company).length;
  const { size } = company;
  const most = Math.round(size * 1.25);
  const gone = (presence: Person['presence']) => company.people.filter((person) => person.presence === presence).length;
  const weighted: readonly (readonly [weight: number, teller: Teller])[] = [
    [here >= most ? 0 : here < size ? 8 : 4, tellHiring],
    [here <= Math.round(size * 0.875) ? 0 : here > Math.round(size * 1.1) ? 8 : 4, tellLeaving],
    [5, tellMove],
    [3, tellWikiGroup],
    [1, tellRename],
    [here >= most || gone('left') + gone('deleted') === 0 ? 0 : 1, tellReturn],
    [Math.max(0, gone('left') - 3), tellSoftDeletion],
    [Math.max(0, gone('deleted') - 3), tellPurge],
  ];
  const total = weighted.reduce((sum, [weight]) => sum + weight, 0);
  let ticket = random() * total;
  const chosen = weighted.find(([weight]) => {
    ticket -= weight;
    return ticket < 0;
  });
  return chosen?.[1](company, random) ?? tellHiring(company, random);
}

/** Somebody leaves who is no head of a department: one account to disable, nobody else touched. */
export const tellLeaving: Teller = (company, random) => {
  const person = pick(random, staff(company));
  if (person === undefined) return null;
  return { company: leave(company, person.id), sentence: `${displayName(person)} (${person.department}) leaves` };
};

export const tellHiring = (company: Company, random: Random): Episode => {
  const department = pick(random, departments) ?? 'People';
  const after = hire(company, department);
  const person = after.people.at(-1);
  return { company: after, sentence: `${person ? displayName(person) : 'Somebody'} joins ${department}` };
};

export const tellMove: Teller = (company, random) => {
  const person = pick(random, staff(company));
  if (person === undefined) return null;
  const department =
    pick(
      random,
      departments.filter((other) => other !== person.department),
    ) ?? person.department;
  return {
    company: move(company, person.id, department),
    sentence: `${displayName(person)} moves from ${person.department} to ${department}`,
  };
};

/** The wiki's groups have their own staff: up to six editors and three admins, never none. */
export const tellWikiGroup: Teller = (company, random) => {
  const [group, most] = random() < 0.7 ? ([wikiEditors, 6] as const) : ([wikiAdmins, 3] as const);
  const members = peopleHere(company).filter((person) => isMember(company, group, person.id));
  const joins = members.length <= 1 || (members.length < most && random() < 0.5);
  const others = peopleHere(company).filter((person) => !isMember(company, group, person.id));
  const person = pick(random, joins ? others : members);
  if (person === undefined) return null;
  return joins
    ? { company: join(company, person.id, group), sentence: `${displayName(person)} is added to ${group}` }
    : { company: withdraw(company, person.id, group), sentence: `${displayName(person)} is taken out of ${group}` };
};

export const tellRename: Teller = (company, random) => {
  const person = pick(random, staff(company));
  if (person === undefined) return null;
  const { family } = nameOf(company.seed, Math.floor(random() * 10_000));
  const after = rename(company, person.id, family);
  return { company: after, sentence: `${displayName(person)} takes the name ${family.text}` };
};

const tellReturn: Teller = (company, random) => {
  const person = pick(
    random,
    company.people.filter((other) => other.presence !== 'here'),
  );
  if (person === undefined) return null;
  return { company: comeBack(company, person.id), sentence: `${displayName(person)} is back` };
};

const tellSoftDeletion: Teller = (company) => {
  const person = company.people.find((other) => other.presence === 'left');
  if (person === undefined) return null;
  return { company: softDelete(company, person.id), sentence: `${displayName(person)}, who left, is deleted softly` };
};

const tellPurge: Teller = (company) => {
  const person = company.people.find((other) => other.presence === 'deleted');
  if (person === undefined) return null;
  return { company: purge(company, person.id), sentence: `${displayName(person)} is deleted for good` };
};

const staff = (company: Company) => peopleHere(company).filter((person) => person.managerId !== null);
