import fc from 'fast-check';
import { type Company, departments } from '../../electron/engine/sandbox/company.ts';
import {
  comeBack,
  foundCompany,
  hire,
  join,
  leave,
  move,
  purge,
  rename,
  softDelete,
  withdraw,
} from '../../electron/engine/sandbox/events.ts';
import { nameOf } from '../../electron/engine/sandbox/names.ts';

/** One event: `whom` and `what` choose among those who and what is there. */
export interface ChosenEvent {
  readonly kind: keyof typeof eventKinds;
  readonly whom: number;
  readonly what: number;
}

const department = (n: number) => departments[n % departments.length] ?? 'People';
const group = (company: Company, n: number) => company.groups.slice(0, 3)[n % 3]?.name ?? '';

const eventKinds = {
  hire: (company: Company, _: string, what: number) => hire(company, department(what)),
  move: (company: Company, id: string, what: number) => move(company, id, department(what)),
  leave: (company: Company, id: string) => leave(company, id),
  comeBack: (company: Company, id: string) => comeBack(company, id),
  rename: (company: Company, id: string, what: number) => rename(company, id, nameOf(company.seed, what).family),
  softDelete: (company: Company, id: string) => softDelete(company, id),
  purge: (company: Company, id: string) => purge(company, id),
  join: (company: Company, id: string, what: number) => join(company, id, group(company, what)),
  withdraw: (company: Company, id: string, what: number) => withdraw(company, id, group(company, what)),
};

/** Whom an event can befall at all: chosen among these, most events of a random sequence do something. */
const candidates = (company: Company, kind: ChosenEvent['kind']) => {
  const presence = kind === 'purge' ? 'deleted' : kind === 'softDelete' || kind === 'comeBack' ? 'left' : 'here';
  const fitting = company.people.filter((person) => person.presence === presence);
  return fitting.length > 0 ? fitting : company.people;
};

export function applyEvents(company: Company, events: readonly ChosenEvent[]): Company {
  return events.reduce((current, { kind, whom, what }) => {
    const people = candidates(current, kind);
    return eventKinds[kind](current, people[whom % Math.max(1, people.length)]?.id ?? 'nobody', what);
  }, company);
}

const chosenEvent: fc.Arbitrary<ChosenEvent> = fc.record({
  kind: fc.constantFrom(...(Object.keys(eventKinds) as ChosenEvent['kind'][])),
  whom: fc.nat(1000),
  what: fc.nat(1000),
});

/** Any company of up to 25 people, and up to 25 events to befall it. */
export const companyWithEvents = fc.record({
  company: fc
    .tuple(fc.integer({ min: 0, max: 0xffff_ffff }), fc.nat(25))
    .map(([seed, size]) => foundCompany(seed, size)),
  events: fc.array(chosenEvent, { maxLength: 25 }),
});

/** The value, with everything in it frozen: a change in place throws. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
}
