import type { Conversation, ScimAnswer, ScimRequest } from '../../electron/engine/sandbox/conversation.ts';

/** Carries a conversation to a server without a network between, as JSON that is written and read again. */
export function carry<T>(conversation: Conversation<T>, answer: (request: ScimRequest) => ScimAnswer): T {
  let step = conversation.next();
  while (!step.done) step = conversation.next(answer(JSON.parse(JSON.stringify(step.value)) as ScimRequest));
  return step.value;
}
