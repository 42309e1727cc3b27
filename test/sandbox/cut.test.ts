import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Conversation, UnfitAnswer } from '../../electron/engine/sandbox/conversation.ts';
import { type Memory, speakerOf } from '../../electron/engine/sandbox/speaker.ts';
import { sandboxDialects } from '../../shared/model/sandbox.ts';
import { carry } from './carry.ts';
import { applyEvents, companyWithEvents } from './company-events.ts';
import { ScimNames } from './scim-names.ts';
import { company } from './told.ts';

describe('a conversation that is cut', () => {
  /** Carries so many requests and not one more, as a crash does: the last answer may have been lost. */
  function cut<T>(conversation: Conversation<T>, server: ScimNames, requests: number): boolean {
    let step = conversation.next();
    for (let n = 0; n < requests && !step.done; n += 1) {
      const answer = server.answer(step.value);
      if (n === requests - 1) return false;
      step = conversation.next(answer);
    }
    return step.done === true;
  }

  it('is told again from what was learned: nothing is made twice, in any dialect, wherever it was cut', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...sandboxDialects),
        companyWithEvents,
        fc.nat(150),
        (dialect, { company: founded, events: chosen }, requests) => {
          const { tell } = speakerOf(dialect);
          const [whole, torn] = [new ScimNames(), new ScimNames()];
          const after = applyEvents(founded, chosen);
          const imported = carry(tell(null, founded, {}), whole.answer);
          carry(tell(founded, after, imported), whole.answer);

          let memory: Memory = {};
          const learned = (current: Memory) => {
            memory = current;
          };
          if (!cut(tell(null, founded, memory, learned), torn, requests)) {
            memory = carry(tell(null, founded, memory), torn.answer);
          }
          if (!cut(tell(founded, after, memory, learned), torn, requests)) {
            memory = carry(tell(founded, after, memory), torn.answer);
          }
          expect([torn.names('Users'), torn.names('Groups')]).toEqual([whole.names('Users'), whole.names('Groups')]);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('stops in words at a conflict with somebody who cannot be found', () => {
    const conversation = speakerOf('google').tell(null, company, {});
    conversation.next();
    conversation.next({ status: 409, body: { scimType: 'uniqueness' } });
    const nobody = { status: 200, body: { totalResults: 0, Resources: [] } };
    expect(() => conversation.next(nobody)).toThrow(UnfitAnswer);
  });
});
