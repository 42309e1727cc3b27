import { expect } from 'vitest';
import { enterprise, newUser, replacing, type ScimAnswer } from '../support/scim.ts';
import { type Company, idOf, tryToSend } from './company.ts';

/** Somebody whom the IdP imports, and what of it was acknowledged. */
export interface Imported {
  readonly userName: string;
  id: string | null;
  department: 'Sales' | 'Marketing';
  active: boolean;
}

/** An IdP that imports a company: a few requests at once, each repeated until it is answered. */
export interface Import {
  readonly people: readonly Imported[];
  /** Whom something was acknowledged about since this was asked last. */
  takeAcknowledged(): readonly Imported[];
  /** How many changes were acknowledged. */
  acknowledged(): number;
  /** The statuses of acknowledged changes, by the mark in the query of their request: `?mark=17`. */
  readonly marks: ReadonlyMap<number, number>;
  /** The server is gone: nothing is sent until `goOn`. */
  pause(): void;
  goOn(): void;
  readonly done: Promise<void>;
}

const AT_ONCE = 4;

/** Every fourth goes to Marketing afterwards, every eighth leaves. */
export function startImport(company: Company, size: number): Import {
  const people = Array.from({ length: size }, (_, index): Imported => {
    return { userName: `person.${index}@fabrikam.test`, id: null, department: 'Sales', active: true };
  });
  const marks = new Map<number, number>();
  let fresh = new Set<Imported>();
  let lastMark = 0;
  let gate = Promise.resolve();
  let open = () => {};

  /** A request that changes something, again and again until there is an answer: 503 and silence are none. */
  async function change(method: string, path: string, body: object): Promise<ScimAnswer> {
    for (;;) {
      await gate;
      const mark = ++lastMark;
      const answer = await tryToSend(company, method, `${path}?mark=${mark}`, { body });
      if (answer !== null && answer.status < 300) marks.set(mark, answer.status);
      if (answer !== null && answer.status !== 503) return answer;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** As real ones do: a conflict after an answer that was lost means that it is there; it is looked up. */
  async function create(person: Imported): Promise<string> {
    const answer = await change('POST', '/Users', newUser(person.userName, 'Sales'));
    if (answer.status !== 409) {
      expect(answer.status, answer.text).toBe(201);
      return String(answer.body?.id);
    }
    for (;;) {
      await gate;
      const id = await idOf(company, person.userName).catch(() => null);
      if (id !== null) return id;
    }
  }

  async function bring(person: Imported, index: number): Promise<void> {
    person.id = await create(person);
    fresh.add(person);
    const path = `/Users/${person.id}`;
    if (index % 4 === 0) {
      const answer = await change('PATCH', path, replacing({ [`${enterprise}:department`]: 'Marketing' }));
      expect(answer.status, answer.text).toBe(200);
      person.department = 'Marketing';
      fresh.add(person);
    }
    if (index % 8 === 0) {
      const answer = await change('PATCH', path, replacing({ active: 'False' }));
      expect(answer.status, answer.text).toBe(200);
      person.active = false;
      fresh.add(person);
    }
  }

  const queue = [...people.entries()];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await bring(next[1], next[0]);
  };
  return {
    people,
    marks,
    acknowledged: () => marks.size,
    takeAcknowledged() {
      const taken = [...fresh];
      fresh = new Set();
      return taken;
    },
    pause() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      open = resolve;
    },
    goOn: () => open(),
    done: Promise.all(Array.from({ length: AT_ONCE }, worker)).then(() => undefined),
  };
}
