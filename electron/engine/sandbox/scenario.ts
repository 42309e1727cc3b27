/** Rehearsals: what a pretend company lives through, and what must be true at the server afterwards. */
import type { Expectation, Scenario } from '../../../shared/model/sandbox.ts';
import {
  type Company,
  departments,
  displayName,
  type Person,
  peopleHere,
  personOf,
  waysIn,
  wikiEditors,
} from './company.ts';
import type { Conversation } from './conversation.ts';
import { comeBack, hire, hireNamesake, join, leave, move, purge, rename, softDelete } from './events.ts';
import { type Fact, lookForFacts, type Told } from './facts.ts';
import type { Memory } from './memory.ts';
import { nameOf } from './names.ts';
import { pick, type Random } from './random.ts';
import { type Episode, tellHiring, tellLeaving, tellMove, tellRename, tellWikiGroup } from './story.ts';

export interface ScenarioPlan {
  readonly scenario: Scenario;
  /** What happens, one after the other, each with the company after it. */
  readonly steps: readonly Episode[];
  /** Object ids of those whom it is about. */
  readonly subjects: readonly string[];
  /** What must be true afterwards. */
  readonly facts: readonly Fact[];
}

/**
 * Plans a scenario for a company: pure, and the same for the same luck.
 *
 * @throws RangeError when there is nobody at work whom it could befall
 */
export function planScenario(scenario: Scenario, company: Company, random: Random): ScenarioPlan {
  const story = new Story(company);
  const extra = plans[scenario](story, random);
  const { steps } = story;
  const subjects = story.subjects();
  return { scenario, steps, subjects, facts: [...subjects.flatMap((id) => story.outcome(id)), ...extra] };
}

/**
 * Asks the server whether what must be true is so.
 *
 * @param memory what is remembered of the server after the last step
 * @throws UnfitAnswer when the server cannot be looked at
 */
export const lookAtServer = (plan: ScenarioPlan, memory: Memory, told: Told): Conversation<readonly Expectation[]> =>
  lookForFacts(plan.facts, memory, told);

/** A company on its way through a scenario. */
class Story {
  readonly start: Company;
  readonly steps: Episode[] = [];

  constructor(start: Company) {
    this.start = start;
  }

  get company(): Company {
    return this.steps.at(-1)?.company ?? this.start;
  }

  tell(company: Company, sentence: string): void {
    this.steps.push({ company, sentence });
  }

  /** Everybody whom the steps themselves are about: not those who only get another manager by them. */
  subjects(): readonly string[] {
    const ids = new Set<string>();
    let before = this.start;
    for (const { company } of this.steps) {
      for (const id of touched(before, company)) ids.add(id);
      before = company;
    }
    return [...ids];
  }

  /** How somebody must be found at the end. */
  outcome(id: string): readonly Fact[] {
    const moments = [this.start, ...this.steps.map((step) => step.company)];
    const last = moments.map((moment) => personOf(moment, id)).findLast((person) => person !== undefined);
    if (last === undefined) return [];
    const now = personOf(this.company, id);
    if (now === undefined) return [{ kind: 'away', person: last, state: 'purged' }];
    if (now.presence !== 'here') return [{ kind: 'away', person: now, state: now.presence }];
    const groups = this.company.groups.filter((group) => group.members.includes(id));
    const former = this.start.groups.filter(
      (group) => group.members.includes(id) && !groups.some((other) => other.id === group.id),
    );
    const ways = waysIn(this.company, id);
    const isIn = new Set([...groups, ...ways.map(({ group }) => group)].map((group) => group.id));
    const formerWays = waysIn(this.start, id).filter(({ group }) => !isIn.has(group.id));
    return [
      { kind: 'here', person: now },
      ...groups.map((group): Fact => ({ kind: 'member', person: now, group })),
      ...former.map((group): Fact => ({ kind: 'no member', person: now, group })),
      ...ways.map((way): Fact => ({ kind: 'in by way', person: now, ...way })),
      ...formerWays.map(({ group }): Fact => ({ kind: 'in no way', person: now, group })),
    ];
  }
}

type Plan = (story: Story, random: Random) => readonly Fact[];

const plans: Readonly<Record<Scenario, Plan>> = {
  joiner(story, random) {
    const hired = story.company;
    const department = pick(random, departments) ?? 'People';
    const after = hire(hired, department);
    const person = after.people.at(-1);
    if (person === undefined) return [];
    story.tell(after, `${displayName(person)} joins ${department}`);
    story.tell(join(after, person.id, wikiEditors), `${displayName(person)} is added to ${wikiEditors}`);
    return [];
  },

  mover(story, random) {
    const person = somebody(story.company, random);
    const others = departments.filter((department) => department !== person.department);
    const department = pick(random, others) ?? person.department;
    const sentence = `${displayName(person)} moves from ${person.department} to ${department}`;
    story.tell(move(story.company, person.id, department), sentence);
    return [{ kind: 'same resource', person }];
  },

  leaver(story, random) {
    tellLeft(story, somebody(story.company, random));
    return [];
  },

  return(story, random) {
    const person = somebody(story.company, random);
    tellLeft(story, person);
    story.tell(comeBack(story.company, person.id), `${displayName(person)} is back`);
    return [{ kind: 'same resource', person }];
  },

  rehire(story, random) {
    const former = somebody(story.company, random);
    const name = displayName(former);
    tellLeft(story, former);
    story.tell(softDelete(story.company, former.id), `${name}, who left, is deleted softly`);
    story.tell(purge(story.company, former.id), `${name} is deleted for good`);
    const after = hireNamesake(story.company, former);
    const person = after.people.at(-1);
    if (person === undefined) return [];
    story.tell(
      after,
      `Another ${name} joins ${former.department}, and is called ${person.login} as the former one was`,
    );
    return [{ kind: 'another person', person, former }];
  },

  rename(story, random) {
    const person = somebody(story.company, random);
    const family = otherFamily(story.company, person, random);
    const sentence = `${displayName(person)} takes the name ${family.text}`;
    story.tell(rename(story.company, person.id, family), sentence);
    return [
      { kind: 'same resource', person: personOf(story.company, person.id) ?? person },
      { kind: 'name given up', person, login: person.login },
    ];
  },

  'soft-delete'(story, random) {
    const person = somebody(story.company, random);
    tellLeft(story, person);
    story.tell(softDelete(story.company, person.id), `${displayName(person)}, who left, is deleted softly`);
    return [];
  },

  'living-day'(story, random) {
    const day = [
      tellHiring,
      tellMove,
      tellLeaving,
      tellWikiGroup,
      tellRename,
      tellMove,
      tellLeaving,
      tellWikiGroup,
      tellHiring,
      tellLeaving,
    ];
    const left: string[] = [];
    for (const teller of day) {
      const before = story.company;
      const episode = teller(before, random);
      if (episode === null || episode.company === before) continue;
      story.tell(episode.company, episode.sentence);
      if (teller !== tellLeaving) continue;
      left.push(...touched(before, episode.company));
    }
    const [returns, deleted] = left.flatMap((id) => personOf(story.company, id) ?? []);
    if (returns) story.tell(comeBack(story.company, returns.id), `${displayName(returns)} is back`);
    if (deleted) {
      story.tell(softDelete(story.company, deleted.id), `${displayName(deleted)}, who left, is deleted softly`);
    }
    return [];
  },
};

const tellLeft = (story: Story, person: Person) =>
  story.tell(leave(story.company, person.id), `${displayName(person)} (${person.department}) leaves`);

/** Somebody at work, best one who is no head of a department: then nobody else is touched. */
function somebody(company: Company, random: Random): Person {
  const here = peopleHere(company);
  const person =
    pick(
      random,
      here.filter(({ managerId }) => managerId !== null),
    ) ?? here[0];
  if (person === undefined) throw new RangeError(`Nobody is at work at ${company.name}.`);
  return person;
}

function otherFamily(company: Company, person: Person, random: Random) {
  for (;;) {
    const { family } = nameOf(company.seed, Math.floor(random() * 10_000));
    if (family.text !== person.name.family.text) return family;
  }
}

/** Who is another than before, or in other groups; a new manager alone does not count, nor a head's title. */
function touched(before: Company, after: Company): readonly string[] {
  const was = new Map(before.people.map((person) => [person.id, person]));
  const is = new Set(after.people.map((person) => person.id));
  const essence = ({ login, department, presence, name }: Person) =>
    JSON.stringify([login, department, presence, name]);
  const changed = after.people.filter((person) => {
    const former = was.get(person.id);
    return former === undefined || essence(former) !== essence(person);
  });
  const regrouped = after.groups.flatMap((group) => {
    const former = before.groups.find((other) => other.id === group.id)?.members ?? [];
    return [
      ...group.members.filter((id) => !former.includes(id)),
      ...former.filter((id) => !group.members.includes(id)),
    ];
  });
  const gone = before.people.filter((person) => !is.has(person.id));
  return [...new Set([...changed.map(({ id }) => id), ...regrouped, ...gone.map(({ id }) => id)])];
}
