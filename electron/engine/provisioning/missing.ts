import type { Failure, Search } from '../connectors/connector.ts';
import type { WantedAccount } from './account.ts';
import type { CarriedOut, Claim, DeliveryContext } from './claim.ts';
import { noteFailure, noteGone, noteSeen, noteStart } from './note.ts';
import { afterwards, type PlannedOperation } from './plan.ts';
import { describeSeen, kindWhenSo } from './proof.ts';

/**
 * The account is not found by its id. Rule 2: that is *unknown*, not gone, until a search by login, e-mail and employee
 * number finds nothing either. Then there is nothing left to disable, and for anything else a person must say.
 */
export async function missingAccount(
  context: DeliveryContext,
  claim: Claim,
  operation: PlannedOperation,
  confirmed: WantedAccount | null,
  targetId: string,
): Promise<CarriedOut> {
  const search: Search = {
    login: claim.account.login ?? claim.wanted.login,
    ...(claim.email === null ? {} : { email: claim.email }),
    ...(claim.employeeNumber === null ? {} : { employeeNumber: claim.employeeNumber }),
  };
  const started = noteStart(context, claim, operation, false);
  const found = await claim.connector.find(search);
  const give = (failed: Failure): CarriedOut => {
    noteFailure(context, claim, started, failed);
    return { ok: false, refused: failed.kind === 'permanent' };
  };
  if (!found.ok) return give(found.failure);
  const other = found.value[0];
  const asked = `by id ${targetId}, by ${Object.keys(search).join(', ')}`;
  if (other)
    return give({
      kind: 'permanent',
      message: `the account with id ${targetId} is not there any more, but ${describeSeen(other)} looks like it`,
    });
  if (operation.verb !== 'disable' && operation.verb !== 'removeRole' && operation.verb !== 'delete') {
    noteGone(context, claim, started, `nothing is found ${asked}`);
    return { ok: false, refused: true };
  }
  const after = afterwards(operation, confirmed, claim.wanted.login);
  noteSeen(context, claim, operation, started, {
    outcome: 'already so',
    message: 'There was nothing left to do: the account is not in the app any more.',
    proof: {
      kind: kindWhenSo(claim),
      asked: `${claim.connector.describe().readBack}; then a search ${asked}`,
      seen: 'no such account',
      notCovered: [...claim.connector.describe().capabilities.notCovered],
    },
    confirmed: after,
  });
  return { ok: true, confirmed: after, targetId };
}
