import type { SandboxAction } from '../../../shared/model/sandbox.ts';
import { type Company, departments, displayName, type Person, personOf } from './company.ts';
import { differences } from './differences.ts';
import { comeBack, leave, move, purge, rename, softDelete } from './events.ts';
import { nameOf } from './names.ts';
import { pick, type Random } from './random.ts';
import type { Episode } from './story.ts';

/**
 * What becomes of a company when an admin of its identity provider does something to one person.
 *
 * @returns why it does not apply, in words, when it does not
 */
export function act(company: Company, person: Person, action: SandboxAction, random: Random): Episode | string {
  const name = displayName(person);
  const { presence, id } = person;
  const presenceNow = { here: 'works here', left: 'has left', deleted: 'was deleted' }[presence];
  const doesNotApply = (needed: string) => `${name} ${presenceNow}; only somebody who ${needed}.`;
  switch (action) {
    case 'disable':
      if (presence !== 'here') return doesNotApply('works here can be disabled');
      return { company: leave(company, id), sentence: `${name} is disabled` };
    case 'enable':
      if (presence !== 'left') return doesNotApply('has left can be enabled');
      return { company: comeBack(company, id), sentence: `${name} is enabled again` };
    case 'move': {
      if (presence !== 'here') return doesNotApply('works here can move');
      const others = departments.filter((department) => department !== person.department);
      const department = pick(random, others) ?? person.department;
      return {
        company: move(company, id, department),
        sentence: `${name} moves from ${person.department} to ${department}`,
      };
    }
    case 'rename': {
      if (presence !== 'here') return doesNotApply('works here can take another name');
      for (;;) {
        const { family } = nameOf(company.seed, Math.floor(random() * 10_000));
        const after = rename(company, id, family);
        if (after !== company) return { company: after, sentence: `${name} takes the name ${family.text}` };
      }
    }
    case 'soft-delete':
      if (presence === 'deleted') return doesNotApply('is still there can be deleted');
      return { company: softDelete(leave(company, id), id), sentence: `${name} is deleted softly` };
    case 'restore':
      if (presence !== 'deleted') return doesNotApply('was deleted can be restored');
      return { company: comeBack(company, id), sentence: `${name} is restored` };
    case 'purge':
      if (presence !== 'deleted') return doesNotApply('was deleted softly can be deleted for good');
      return { company: purge(company, id), sentence: `${name} is deleted for good` };
  }
}

/** Whom an episode is about: who came, left or came back, else who changed, else whose groups did. */
export function aboutWhom(before: Company, after: Company): string | null {
  const changes = differences(before, after);
  const isNoHead = (id: string) => (personOf(before, id) ?? personOf(after, id))?.managerId !== null;
  const ofPeople = changes.flatMap((change) => {
    if (change.kind === 'user changed') return [{ id: change.after.id, rank: isNoHead(change.after.id) ? 1 : 2 }];
    if (change.kind === 'manager changed') return [{ id: change.person.id, rank: 4 }];
    if ('person' in change) return [{ id: change.person.id, rank: 0 }];
    if (change.kind === 'members changed') return [...change.added, ...change.removed].map((id) => ({ id, rank: 3 }));
    return [];
  });
  return ofPeople.sort((one, other) => one.rank - other.rank)[0]?.id ?? null;
}
