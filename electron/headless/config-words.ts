import type { ConfigurationPlan } from '../../shared/model/configuration.ts';
import type { Impact } from '../../shared/model/impact.ts';

/** How many people the command line names of each list; `--json` has up to 500. */
const NAMED = 20;

type Tense = 'did' | 'would';

/** What an import did or would do, in lines. */
export function planInWords(plan: ConfigurationPlan, tense: Tense): string {
  const { added, changed, removed, awaited, impact } = plan;
  const things = (verb: string, list: readonly { readonly kind: string; readonly name: string }[]): string[] =>
    list.map(({ kind, name }) => `${verb} ${kind} ${name}`);
  const lines = [
    ...things('+ add', added),
    ...changed.map(({ kind, name, what }) => `~ change ${kind} ${name}: ${what.join(', ')}`),
    ...things('- remove', removed),
    ...awaited.map(
      ({ displayName, source }) => `? group ${displayName} has not been sent by ${source} yet; its rules wait for it`,
    ),
    ...impactInWords(impact, tense),
  ];
  return lines.length === 0 ? `Nothing ${tense === 'did' ? 'changed' : 'would change'}.` : lines.join('\n');
}

function impactInWords({ gains, gainsCount, loses, losesCount, held, heldCount }: Impact, tense: Tense): string[] {
  const verb = (did: string, would: string): string => (tense === 'did' ? did : would);
  return [
    ...effects(gains, gainsCount, verb('gains', 'would gain')),
    ...effects(loses, losesCount, verb('loses', 'would lose')),
    ...effects(held, heldCount, verb('keeps, in doubt,', 'would keep, in doubt,')),
  ];
}

function effects(list: Impact['gains'], count: number, verb: string): string[] {
  const lines = list
    .slice(0, NAMED)
    .map(({ person, app, role, reason }) => `  ${person} ${verb} ${role} in ${app}: ${reason}`);
  return count > lines.length ? [...lines, `  and ${count - lines.length} more ${verb} a role`] : lines;
}
