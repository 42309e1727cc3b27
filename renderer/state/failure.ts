import { ContractError, type ContractErrorBody } from '../../shared/contract/error.ts';

/** Any thrown value as the body that ErrorState shows; what is no ContractError is a fault of this page. */
export function toFailure(error: unknown): ContractErrorBody {
  if (error instanceof ContractError) return error.body;
  return {
    code: 'internal',
    message: 'This window met a fault of its own.',
    affects: 'Only this view; provisioning goes on without it.',
    fix: `Reload the window. If it happens again, report it with these details: ${String(error).slice(0, 300)}`,
    id: 'window-fault',
  };
}

/** A question that was withdrawn because a newer one took its place: nothing to show. */
export const isCancelled = (error: unknown): boolean =>
  error instanceof ContractError && error.body.code === 'cancelled';
