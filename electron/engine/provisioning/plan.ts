import type { Verb } from '../../../shared/model/trace.ts';
import type { TargetAccount } from '../connectors/connector.ts';
import type { AttributeValue } from '../mapping/types.ts';
import { differingAttributes, type Parked, sameValue, type WantedAccount, without } from './account.ts';

/** One act that brings a target nearer to what is wanted. */
export interface PlannedOperation {
  readonly verb: Verb;
  readonly role: string | null;
  /** For create and update: the login and the attributes to write. */
  readonly login: string | null;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

const act = (verb: Verb, more: Partial<PlannedOperation> = {}): PlannedOperation => ({
  verb,
  role: null,
  login: null,
  attributes: {},
  ...more,
});

/**
 * Derives what is to be done from what is wanted and what is confirmed. What takes access away comes first: disable,
 * then roles; what is parked is left out. A leaver's attributes are never written. Pure.
 *
 * @param seen the account as the target shows it now, where it could be read: a leaver loses every role found there
 */
export function plan(
  wanted: WantedAccount,
  confirmed: WantedAccount | null,
  parked: Parked | null,
  seen: TargetAccount | null,
): PlannedOperation[] {
  if (parked && parked.blockedBy !== null) return [];
  if (!confirmed) {
    if (!wanted.active) return [];
    return [
      act('create', { login: wanted.login, attributes: wanted.attributes }),
      ...wanted.roles.map((role) => act('addRole', { role })),
    ];
  }
  const removable = (role: string) => !parked?.guard?.roles.includes(role);
  if (!wanted.active) {
    if (parked?.guard?.disable) return [];
    const roles = new Set([...confirmed.roles, ...(seen?.roles ?? [])]);
    return [
      ...(confirmed.active || seen?.active ? [act('disable')] : []),
      ...[...roles]
        .filter(removable)
        .sort()
        .map((role) => act('removeRole', { role })),
    ];
  }
  const attributes = differingAttributes(wanted.attributes, confirmed.attributes);
  const login = wanted.login === confirmed.login ? null : wanted.login;
  return [
    ...without(confirmed.roles, wanted.roles)
      .filter(removable)
      .map((role) => act('removeRole', { role })),
    ...(login !== null || Object.keys(attributes).length > 0 ? [act('update', { login, attributes })] : []),
    ...(confirmed.active ? [] : [act('enable')]),
    ...without(wanted.roles, confirmed.roles).map((role) => act('addRole', { role })),
  ];
}

/** Whether it takes access away. */
export const takes = ({ verb }: PlannedOperation): boolean =>
  verb === 'disable' || verb === 'removeRole' || verb === 'delete';

/** Whether it gives access, or says whose it is. */
export const gives = ({ verb }: PlannedOperation): boolean =>
  verb === 'enable' || verb === 'addRole' || verb === 'update';

/** Whether the target shows what the operation intends: before it, it is not needed; after it, it is proved. */
export function isSo(operation: PlannedOperation, seen: TargetAccount): boolean {
  switch (operation.verb) {
    case 'create':
      return seen.active && hasAttributes(withValues(operation), seen);
    case 'update':
      return hasAttributes(operation, seen);
    case 'enable':
      return seen.active;
    case 'disable':
      return !seen.active;
    case 'delete':
      return false;
    case 'addRole':
      return operation.role !== null && seen.roles.includes(operation.role);
    case 'removeRole':
      return operation.role !== null && !seen.roles.includes(operation.role);
  }
}

/** What is wanted empty at creation is left to the target's own default. */
const withValues = (operation: PlannedOperation): PlannedOperation => ({
  ...operation,
  attributes: Object.fromEntries(Object.entries(operation.attributes).filter(([, value]) => value !== null)),
});

const hasAttributes = (operation: PlannedOperation, seen: TargetAccount): boolean =>
  (operation.login === null || operation.login === seen.login) &&
  Object.entries(operation.attributes).every(([name, value]) => sameValue(value, seen.attributes[name]));

/** What is confirmed after an operation was seen to have taken effect. */
export function afterwards(
  operation: PlannedOperation,
  confirmed: WantedAccount | null,
  login: string,
): WantedAccount | null {
  const base: WantedAccount = confirmed ?? { active: false, login, attributes: {}, roles: [] };
  switch (operation.verb) {
    case 'create':
      return { active: true, login: operation.login ?? login, attributes: operation.attributes, roles: [] };
    case 'update':
      return {
        ...base,
        login: operation.login ?? base.login,
        attributes: { ...base.attributes, ...operation.attributes },
      };
    case 'enable':
      return { ...base, active: true };
    case 'disable':
      return { ...base, active: false };
    case 'delete':
      return null;
    case 'addRole':
      return { ...base, roles: [...without(base.roles, [operation.role ?? '']), operation.role ?? ''].sort() };
    case 'removeRole':
      return { ...base, roles: without(base.roles, [operation.role ?? '']) };
  }
}

/** "Disable ada in Team Wiki". */
export function describeOperation(operation: PlannedOperation, login: string, app: string): string {
  switch (operation.verb) {
    case 'create':
      return `Create ${operation.login ?? login} in ${app}`;
    case 'update': {
      const names = [...(operation.login === null ? [] : ['login']), ...Object.keys(operation.attributes)];
      return `Update ${login} in ${app}: ${names.join(', ')}`;
    }
    case 'enable':
      return `Enable ${login} in ${app}`;
    case 'disable':
      return `Disable ${login} in ${app}`;
    case 'delete':
      return `Delete ${login} from ${app}`;
    case 'addRole':
      return `Give ${login} the role ${operation.role} in ${app}`;
    case 'removeRole':
      return `Take the role ${operation.role} from ${login} in ${app}`;
  }
}
