import type { CallOptions, ClientCallOptions } from './call-options.ts';
import { contract, type Input, type Output, type ProcedureName } from './contract.ts';
import { ContractError, ContractErrorBody } from './error.ts';
import type { StreamMessage, StreamPosition } from './event.ts';
import { answerWithin, type Patience } from './patience.ts';

export interface StreamHandlers {
  onMessage(message: StreamMessage): void;
  /** The stream ended or never began; the caller decides when to follow again. */
  onEnd(error: ContractError | null): void;
}

/** What carries the contract: HTTP + SSE, a socket, a MessagePort. It knows nothing of procedures. */
export interface Transport {
  /** @returns the raw answer: `{ok: true, output}` or `{ok: false, error}` */
  call(name: string, input: unknown, options: CallOptions): Promise<unknown>;
  /** Follows the events after `position` (from now on when null). @returns a function that stops it */
  follow(position: StreamPosition | null, handlers: StreamHandlers): () => void;
}

export interface Client {
  call<N extends ProcedureName>(name: N, input: Input<N>, options?: ClientCallOptions): Promise<Output<N>>;
  follow(position: StreamPosition | null, handlers: StreamHandlers): () => void;
}

/**
 * The typed client over any transport. Answers are parsed with the contract's own schema, so an engine of
 * another version fails here and not in a screen.
 *
 * @param patience how long answers are waited for; without it for as long as they take, whatever `timeout` says
 * @throws ContractError from `call`, also for an answer that does not fit the contract
 */
export function createClient(transport: Transport, patience: Patience | null = null): Client {
  return {
    async call(name, input, options = {}) {
      const ask = (asked: CallOptions) => transport.call(name, input, asked);
      const answering = patience === null ? ask(options) : answerWithin(patience, contract[name].kind, options, ask);
      const answer = (await answering) as { ok?: unknown; output?: unknown; error?: unknown };
      if (answer?.ok === true) {
        const parsed = contract[name].output.safeParse(answer.output);
        if (parsed.success) return parsed.data as Output<typeof name>;
        throw unfitting(name, parsed.error.message);
      }
      const error = ContractErrorBody.safeParse(answer?.error);
      throw error.success ? new ContractError(error.data) : unfitting(name, 'neither output nor error');
    },
    follow: (position, handlers) => transport.follow(position, handlers),
  };
}

function unfitting(name: string, detail: string): ContractError {
  return new ContractError({
    code: 'internal',
    message: `The answer to ${name} does not fit the contract.`,
    affects: 'Only this view; nothing was changed by reading it.',
    fix: `Reload the window. If it stays: this window and its engine are of different versions. (${detail.slice(0, 200)})`,
    id: 'contract-mismatch',
  });
}
