import type { Connector, Result, TargetAccount } from '../connectors/connector.ts';
import { failure } from '../connectors/connector.ts';
import type { WantedAccount } from './account.ts';
import type { CarriedOut, Claim, DeliveryContext } from './claim.ts';
import { missingAccount } from './missing.ts';
import { noteFailure, noteSeen, noteStart } from './note.ts';
import { afterwards, gives, isSo, type PlannedOperation } from './plan.ts';
import { describeSeen, proofOf, unverifiable } from './proof.ts';

/**
 * Carries out one operation: look, intend, act, look again. What already is so is not done twice; what is done is
 * proved by a read-back of its own, or said to be contradicted.
 *
 * @param targetId the target's id of the account, null before it is created
 */
export async function carryOut(
  context: DeliveryContext,
  claim: Claim,
  operation: PlannedOperation,
  confirmed: WantedAccount | null,
  targetId: string | null,
): Promise<CarriedOut> {
  const { connector } = claim;
  // Where there are no roles, the account is all that there is to have; what a target cannot is never asked of it.
  if (operation.role !== null && !connector.describe().capabilities.roles)
    return { ok: true, confirmed: afterwards(operation, confirmed, claim.wanted.login), targetId };
  const looked = await look(claim, operation, confirmed, targetId);
  if (!looked.ok) {
    // Rule 2: a disable waits for nothing that is not needed for it, not even for being able to look.
    const blind = operation.verb === 'disable' && looked.failure.kind !== 'transient';
    if (!blind) {
      const started = noteStart(context, claim, operation, false);
      noteFailure(context, claim, started, looked.failure);
      return { ok: false, refused: looked.failure.kind === 'permanent' };
    }
  } else if (looked.value === 'gone') {
    return missingAccount(context, claim, operation, confirmed, targetId ?? '');
  } else if (
    looked.value !== 'absent' &&
    isSo(operation, looked.value) &&
    !mayBeRenamed(operation, confirmed, looked.value)
  ) {
    const started = noteStart(context, claim, operation, false);
    const after = afterwards(operation, confirmed, claim.wanted.login);
    noteSeen(context, claim, operation, started, {
      outcome: 'already so',
      message: 'The target already had it so; nothing was written.',
      proof: proofOf(claim, operation, looked.value),
      confirmed: after,
    });
    return { ok: true, confirmed: after, targetId };
  }

  const started = noteStart(context, claim, operation, true);
  context.reached('after intent');
  const acted = await act(connector, operation, targetId);
  context.reached('after target commit');
  if (!acted.ok) {
    noteFailure(context, claim, started, acted.failure);
    return { ok: false, refused: acted.failure.kind === 'permanent' };
  }
  const id = acted.value ?? targetId ?? '';
  const read = await connector.read(id);
  context.reached('before note');
  if (!read.ok && read.failure.kind === 'transient') {
    noteFailure(context, claim, started, { ...read.failure, kind: 'unknown' });
    return { ok: false, refused: false };
  }
  const proof = read.ok ? proofOf(claim, operation, read.value) : unverifiable(claim, read.failure);
  const after =
    proof.kind === 'contradicted'
      ? standing(operation, confirmed, read.ok ? read.value : null)
      : afterwards(operation, confirmed, claim.wanted.login);
  noteSeen(context, claim, operation, started, {
    outcome: 'done',
    message: 'The target accepted it.',
    proof,
    ...(acted.value === null ? {} : { targetId: acted.value }),
    confirmed: after,
  });
  context.reached('after proof');
  return proof.kind === 'contradicted' ? { ok: false, refused: false } : { ok: true, confirmed: after, targetId: id };
}

/**
 * Looks at the target before acting. `absent`: there is nothing, and there should be nothing (a create); `gone`: the
 * account that should be there is not found by its id.
 */
async function look(
  claim: Claim,
  operation: PlannedOperation,
  confirmed: WantedAccount | null,
  targetId: string | null,
): Promise<Result<TargetAccount | 'absent' | 'gone'>> {
  if (operation.verb === 'create') {
    const login = operation.login ?? claim.wanted.login;
    const found = await claim.connector.find({ login });
    if (!found.ok) return found;
    const other = found.value[0];
    if (!other) return { ok: true, value: 'absent' };
    return failure('conflict', `an account “${other.login}” (id ${other.id}) is there already`);
  }
  if (targetId === null) return failure('permanent', 'the account has no id in the target');
  const read = await claim.connector.read(targetId);
  if (!read.ok) return read;
  if (read.value && gives(operation) && !isTheirs(claim, confirmed, read.value))
    return failure('conflict', `${describeSeen(read.value)}; this id was known as “${confirmed?.login}”`);
  return { ok: true, value: read.value ?? 'gone' };
}

/**
 * Whether an account still has a login that is known of this person. When not, somebody renamed it, or the target gave
 * the id of a deleted account to another one, as SQLite does: nothing is given to who knows whom. What is taken away
 * goes by the id alone (rule 2).
 */
export function isTheirs(
  claim: Pick<Claim, 'account' | 'wanted'>,
  confirmed: WantedAccount | null,
  seen: TargetAccount,
): boolean {
  const fold = (login: string) => login.normalize('NFC').toLowerCase();
  const known = [confirmed?.login, claim.account.login, claim.wanted.login];
  return known.some((login) => typeof login === 'string' && fold(login) === fold(seen.login));
}

/**
 * A role that we gave is not there, and one that we did not give is: it may be the same one under another name. Then the
 * target is asked to take it away all the same, and says whether it knows a role of that name.
 */
const mayBeRenamed = (
  { verb, role }: PlannedOperation,
  confirmed: WantedAccount | null,
  seen: TargetAccount,
): boolean =>
  verb === 'removeRole' &&
  seen.active &&
  confirmed?.roles.includes(role ?? '') === true &&
  seen.roles.some((other) => !confirmed.roles.includes(other));

/** Calls the connector's verb. @returns the id of a new account, else null */
async function act(
  connector: Connector,
  operation: PlannedOperation,
  id: string | null,
): Promise<Result<string | null>> {
  const { verb, role, login, attributes } = operation;
  if (verb === 'create') return connector.create({ login: login ?? '', attributes });
  if (id === null) return failure('permanent', 'the account has no id in the target');
  const result = await (() => {
    switch (verb) {
      case 'update':
        return connector.update(id, login === null ? { attributes } : { login, attributes });
      case 'enable':
        return connector.enable(id);
      case 'disable':
        return connector.disable(id);
      case 'delete':
        return connector.delete(id);
      case 'addRole':
        return connector.addRole(id, role ?? '');
      case 'removeRole':
        return connector.removeRole(id, role ?? '');
    }
  })();
  return result.ok ? { ok: true, value: null } : result;
}

/** What is confirmed after a contradiction: what was before; of what was written, what is there instead. */
function standing(
  operation: PlannedOperation,
  confirmed: WantedAccount | null,
  seen: TargetAccount | null,
): WantedAccount | null {
  if (!seen || (operation.verb !== 'create' && operation.verb !== 'update')) return confirmed;
  const attributes = Object.fromEntries(
    Object.keys(operation.attributes).map((name) => [name, seen.attributes[name] ?? null]),
  );
  if (operation.verb === 'update' && confirmed)
    return { ...confirmed, login: seen.login, attributes: { ...confirmed.attributes, ...attributes } };
  return { active: seen.active, login: seen.login, attributes, roles: [] };
}
