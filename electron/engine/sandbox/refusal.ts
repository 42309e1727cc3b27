import { ContractError, type ContractErrorBody } from '../../../shared/contract/error.ts';

const ownId = 'sandbox-';

const refusal =
  (code: ContractErrorBody['code']) =>
  (message: string, affects: string, fix: string): ContractError =>
    new ContractError({ code, message, affects, fix, id: `${ownId}${code}` });

/** What the sandbox IdP answers an admin with when it does not do what it was asked. */
export const refused = refusal('refused');
export const conflict = refusal('conflict');
export const notFound = refusal('not-found');
export const invalid = refusal('invalid');
export const unreachable = refusal('unreachable');

export const noCompany = (): ContractError =>
  refused('There is no pretend company yet.', 'Nothing was changed.', 'Found one first: sandbox.start does.');

export const isStopping = (): ContractError =>
  unreachable(
    'Footbridge stops, and the sandbox IdP with it.',
    'What was not told yet is told at the next start.',
    'Start Footbridge again.',
  );

/** Whether an error is an answer of the sandbox IdP's own: nothing came to a stop by it. */
export const isRefusal = (error: unknown): boolean => error instanceof ContractError && error.body.id.startsWith(ownId);
