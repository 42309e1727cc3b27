import type { Connector, Failure, Result } from '../connectors/connector.ts';
import type { Step } from './steps.ts';
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

/** What takes access away waits for no other step. */
const urgent: ReadonlySet<string> = new Set(['disable', 'delete', 'removeRole']);

/**
 * A connector whose every call waits for its turn, ends in time, never throws, and is watched: what does not answer leaves its outcome unknown.
 */
export function watched(connector: Connector, watch: Watch, step: Step): Connector {
  const result: Connector = { ...connector };
  for (const verb of verbs) {
    const call = connector[verb] as (...parameters: unknown[]) => Promise<Result<unknown>>;
    const guarded = async (...parameters: unknown[]): Promise<Result<unknown>> => {
      await step(urgent.has(verb));
      const answer = await withTimeout(call(...parameters));
      // What is noted of it is a commit, and a turn of its own.
      await step(urgent.has(verb));
      if (answer.ok) watch.answered();
      else watch.failed(answer.failure);
      return answer;
    };
    Object.assign(result, { [verb]: guarded });
  }
  return result;
}
