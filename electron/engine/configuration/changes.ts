import type { Target } from '../../../shared/model/app.ts';
import type { SourceSettings } from '../../../shared/model/source.ts';
import { readDelivery } from '../provisioning/apps.ts';
import type { SourceRow } from '../store/source.ts';
import { sameRule } from './body.ts';
import type { CurrentApp } from './current.ts';
import type { DraftApp } from './draft.ts';
import { readsAccessOtherwise, textOf } from './target.ts';

/** What of a source a file changes, in words; nothing when it stays as it is. */
export function sourceChanges(row: SourceRow, settings: SourceSettings): string[] {
  const rate = (value: number): string => (value === 0 ? 'no limit' : `${value} requests per second`);
  return [
    ...(row.name === settings.name ? [] : [`name ${row.name} -> ${settings.name}`]),
    ...(row.dialect === settings.dialect ? [] : [`dialect ${row.dialect} -> ${settings.dialect}`]),
    ...(row.rate === settings.rate ? [] : [`rate ${rate(row.rate)} -> ${rate(settings.rate)}`]),
  ];
}

/** What of an app a file changes, in words; nothing when it stays as it is. */
export function appChanges({ row, target, body }: CurrentApp, draft: DraftApp): string[] {
  const guard = ({ people, percent }: DraftApp['guard']): string => `${people} people or ${percent} %`;
  const now = { people: row.guard_people, percent: row.guard_percent };
  const found = [
    ...(row.name === draft.name ? [] : [`name ${row.name} -> ${draft.name}`]),
    ...targetChanges(target, draft.target),
    ...(guard(now) === guard(draft.guard) ? [] : [`guard ${guard(now)} -> ${guard(draft.guard)}`]),
    ...deliveryChanges(readDelivery(row), draft.delivery),
    ...mappingChanges(body.mappings, draft.body.mappings),
    ...ruleChanges(body.rules, draft.body.rules),
  ];
  // What is left: the same mappings and rules in another order.
  const reordered = found.length === 0 && JSON.stringify(body) !== JSON.stringify(draft.body);
  return reordered ? ['order of mappings or rules'] : found;
}

function deliveryChanges(from: DraftApp['delivery'], to: DraftApp['delivery']): string[] {
  const names = Object.keys(to) as (keyof typeof to)[];
  const changed = names.filter((name) => JSON.stringify(from[name]) !== JSON.stringify(to[name]));
  return changed.map((name) => `delivery ${name} ${JSON.stringify(from[name])} -> ${JSON.stringify(to[name])}`);
}

function targetChanges(from: Target, to: Target): string[] {
  if (textOf(from) === textOf(to)) return [];
  const access = readsAccessOtherwise(from, to)
    ? ', also who may sign in: what was confirmed is not looked at again'
    : '';
  return [`target: how it is read and written${access}`];
}

function mappingChanges(from: DraftApp['body']['mappings'], to: DraftApp['body']['mappings']): string[] {
  const before = new Map(from.map(({ attribute, expression }) => [attribute, expression]));
  const after = new Map(to.map(({ attribute, expression }) => [attribute, expression]));
  const attributes = [...new Set([...before.keys(), ...after.keys()])];
  return attributes.flatMap((attribute) => {
    const [was, is] = [before.get(attribute), after.get(attribute)];
    if (was === is) return [];
    return [`mapping ${attribute} ${was === undefined ? 'added' : is === undefined ? 'removed' : 'changed'}`];
  });
}

function ruleChanges(from: DraftApp['body']['rules'], to: DraftApp['body']['rules']): string[] {
  const before = new Map(from.map((rule) => [rule.id, rule]));
  const after = new Set(to.map(({ id }) => id));
  return [
    ...to.flatMap((rule) => {
      const was = before.get(rule.id);
      if (was && sameRule(was, rule)) return [];
      return [`rule “${rule.name}” ${was ? 'changed' : 'added'}`];
    }),
    ...from.filter(({ id }) => !after.has(id)).map(({ name }) => `rule “${name}” removed`),
  ];
}
