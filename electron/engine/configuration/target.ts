import type { Target } from '../../../shared/model/app.ts';
import type { ConfigurationApp, ConfigurationProblem } from '../../../shared/model/configuration.ts';
import type { Workshop } from '../provisioning/apps.ts';
import type { Current } from './current.ts';
import { problemAt } from './problem.ts';

/** What is known of a target: the attributes a mapping can fill, and the roles found there at its last test. */
export interface TriedTarget {
  readonly attributes: readonly string[];
  readonly roles: readonly string[];
  /** In words, why it cannot be connected; null when it can. */
  readonly failure: string | null;
}

/** By the text of the target. */
export type TriedTargets = ReadonlyMap<string, TriedTarget>;

export const textOf = (target: Target): string => JSON.stringify(target);

/** Tries every target of a file that its app does not have already; nothing is changed by it. */
export async function tryTargets(
  apps: readonly ConfigurationApp[],
  current: Current,
  connect: Workshop['connect'],
): Promise<TriedTargets> {
  const known = new Set(current.apps.map(({ row, target }) => `${row.name.toLowerCase()}\n${textOf(target)}`));
  const tried = new Map<string, TriedTarget>();
  for (const { name, target } of apps) {
    if (known.has(`${name.toLowerCase()}\n${textOf(target)}`) || tried.has(textOf(target))) continue;
    tried.set(textOf(target), await tryTarget(target, connect));
  }
  return tried;
}

async function tryTarget(target: Target, connect: Workshop['connect']): Promise<TriedTarget> {
  const connector = connect(target);
  try {
    const { steps, roles } = await connector.test();
    const failing = steps.find((step) => !step.ok);
    return {
      attributes: connector.describe().attributes,
      roles,
      failure: failing ? `${failing.step}: ${failing.detail}` : null,
    };
  } finally {
    await connector.close();
  }
}

/** Where accounts are kept and by what they are known: another one is another app, whatever it is called. */
function placeOf(target: Target): readonly unknown[] {
  const { kind, users } = target;
  switch (target.kind) {
    case 'sqlite':
      return [kind, target.file, target.users.table, users.id];
    case 'csv':
      return [kind, target.file, users.id ?? users.login];
    case 'postgres':
      return [kind, target.host, target.port, target.database, target.users.schema, target.users.table, users.id];
  }
}

/** By what it is told who may sign in, as whom, and with which roles. */
const accessOf = (target: Target): readonly unknown[] =>
  target.kind === 'csv'
    ? [target.users.login, target.users.active, target.roles]
    : [target.users.login, target.users.active, target.roles, target.userRoles];

/**
 * Whether access is read and written in another way. What was confirmed in the old way then says nothing: with on and
 * off exchanged, whoever was shut out is in.
 */
export const readsAccessOtherwise = (from: Target, to: Target): boolean =>
  JSON.stringify(accessOf(from)) !== JSON.stringify(accessOf(to));

/** @returns null when the accounts of the one are those of the other */
export function otherTarget(index: number, name: string, from: Target, to: Target): ConfigurationProblem | null {
  if (JSON.stringify(placeOf(from)) === JSON.stringify(placeOf(to))) return null;
  return problemAt(
    ['apps', index, 'target'],
    `${name} is connected to another place (kind, file or database, table or id column), where its accounts are. For a new place, give the app another name.`,
  );
}
