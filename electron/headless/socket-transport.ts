import { type IncomingMessage, request } from 'node:http';
import type { Transport } from '../../shared/contract/client.ts';
import { ContractError, ContractErrorBody } from '../../shared/contract/error.ts';
import { StreamMessage } from '../../shared/contract/event.ts';
import type { World } from '../../shared/model/status.ts';

/** What a caller gets when the host went away. */
const gone: ContractErrorBody = {
  code: 'unreachable',
  message: 'The Footbridge that holds this data folder stopped answering.',
  affects: 'This command; whether it took effect can be seen with footbridge status.',
  fix: 'Try again: if that host has ended, the command opens the folder itself.',
  id: 'host-gone',
};

const cancelled: ContractErrorBody = {
  code: 'cancelled',
  message: 'The call was cancelled.',
  affects: 'A change that had begun is whole or not at all.',
  fix: 'Ask again if it is still wanted.',
  id: 'cancelled',
};

/** @throws SyntaxError when the host died in the middle of its answer */
async function answerOf(response: IncomingMessage): Promise<unknown> {
  response.setEncoding('utf8');
  let text = '';
  for await (const part of response) text += part;
  return JSON.parse(text);
}

/** Why a stream did not begin, in the host's words. @throws what is no such answer */
async function refusalOf(response: IncomingMessage): Promise<ContractError> {
  const { error } = (await answerOf(response)) as { error?: unknown };
  return new ContractError(ContractErrorBody.parse(error));
}

/** The messages of an event stream, as they come; comment lines are heartbeats. */
async function* messagesOf(response: IncomingMessage): AsyncGenerator<StreamMessage> {
  response.setEncoding('utf8');
  let rest = '';
  for await (const part of response) {
    const lines = `${rest}${part}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('data: ')) yield StreamMessage.parse(JSON.parse(line.slice('data: '.length)));
    }
  }
}

/** The contract over the socket of the host that holds a data folder; no token is asked there. */
export function createSocketTransport(socketPath: string, world: World): Transport {
  const base = { socketPath, headers: { host: 'footbridge', 'content-type': 'application/json' } };
  return {
    call(name, input, { signal } = {}) {
      return new Promise((resolve) => {
        const lost = () => resolve({ ok: false, error: signal?.aborted ? cancelled : gone });
        const path = `/rpc/${encodeURIComponent(name)}?world=${world}`;
        const call = request({ ...base, path, method: 'POST' }, (response) => {
          answerOf(response).then(resolve, lost);
        });
        const cancel = () => call.destroy();
        signal?.addEventListener('abort', cancel);
        if (signal?.aborted) cancel();
        call.once('error', lost);
        call.once('close', () => signal?.removeEventListener('abort', cancel));
        call.end(JSON.stringify({ input }));
      });
    },
    follow(position, { onMessage, onEnd }) {
      const from = position === null ? '' : `&epoch=${encodeURIComponent(position.epoch)}&after=${position.seq}`;
      let following = true;
      const end = (error: ContractError | null) => {
        if (following) onEnd(error);
        following = false;
      };
      const stream = request({ ...base, path: `/events?world=${world}${from}` }, async (response) => {
        try {
          if (response.statusCode !== 200) return end(await refusalOf(response));
          for await (const message of messagesOf(response)) if (following) onMessage(message);
          end(null);
        } catch {
          end(new ContractError(gone));
        }
      });
      stream.once('error', () => end(new ContractError(gone)));
      stream.end();
      return () => {
        following = false;
        stream.destroy();
      };
    },
  };
}
