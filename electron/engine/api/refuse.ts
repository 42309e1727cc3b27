import { ContractError, type ContractErrorBody } from '../../../shared/contract/error.ts';

/** The errors that handlers give: what happened, whom it affects, what to do. */
const refusal =
  (code: ContractErrorBody['code'], id: string) =>
  (message: string, affects: string, fix: string): ContractError =>
    new ContractError({ code, message, affects, fix, id });

export const invalid = refusal('invalid', 'invalid-input');
export const conflict = refusal('conflict', 'conflict');
export const refused = refusal('refused', 'refused');

export const notFound = (what: string, id: string): ContractError =>
  new ContractError({
    code: 'not-found',
    message: `There is no ${what} with the id ${id}.`,
    affects: 'Nothing was changed.',
    fix: 'It may have been removed meanwhile: look at the list again.',
    id: 'not-found',
  });
