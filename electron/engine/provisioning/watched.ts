import type { Connector, Failure, Result } from '../connectors/connector.ts';
import { withTimeout } from './timeout.ts';

/** What is learned of a target by each call. */
export interface Watch {
  answered(): void;
  failed(failure: Failure): void;
}

const verbs = [
  'find',
  'read',
  'list',
  'create',
  'update',
  'enable',
  'disable',
  'delete',
  'addRole',
  'removeRole',
] as const;

/**
 * A connector whose every call ends in time, never throws, and is watched: what does not answer leaves its outcome unknown.
 */
export function watched(connector: Connector, watch: Watch): Connector {
  const result: Connector = { ...connector };
  for (const verb of verbs) {
    const call = connector[verb] as (...parameters: unknown[]) => Promise<Result<unknown>>;
    const guarded = async (...parameters: unknown[]): Promise<Result<unknown>> => {
      const answer = await withTimeout(call(...parameters));
      if (answer.ok) watch.answered();
      else watch.failed(answer.failure);
      return answer;
    };
    Object.assign(result, { [verb]: guarded });
  }
  return result;
}
