import type { SandboxDialect } from '../../../shared/model/sandbox.ts';
import type { Dialect } from '../../../shared/model/source.ts';
import { authentik } from './authentik.ts';
import type { Company } from './company.ts';
import type { Conversation } from './conversation.ts';
import { differences } from './differences.ts';
import { entra } from './entra.ts';
import { entraFlag } from './entra-flag.ts';
import { generic } from './generic.ts';
import { google } from './google.ts';
import { jumpcloud } from './jumpcloud.ts';
import { type Memory, recollect } from './memory.ts';
import { oktaAiw, oktaOin } from './okta.ts';
import { onelogin } from './onelogin.ts';
import { ping } from './ping.ts';
import { type Fate, scimJson, type Tongue } from './tongue.ts';

export type { Memory } from './memory.ts';

/** The sandbox IdP in one of its dialects. */
export interface Speaker {
  readonly dialect: SandboxDialect;
  /** What `source.add` is told that a source of this dialect speaks. */
  readonly source: Dialect;
  /** What becomes of the resources of those who are gone. */
  readonly fate: Fate;
  readonly tellsGroups: boolean;
  /** Whether groups in groups are told: who is in one of them is in the other, too. */
  readonly tellsNestedGroups: boolean;
  /**
   * What this identity provider asks when an admin presses "Test connection".
   *
   * @param randomId a name that nothing on the server has, such as a random UUID
   * @throws UnfitAnswer
   */
  testConnection(randomId: string): Conversation<void>;
  /**
   * Tells the server what changed. Safe to be told twice: what is there is matched, not made again.
   *
   * @param before null: nothing was told yet
   * @param memory of this server, as the last telling returned it
   * @param learned called with the whole memory whenever a resource was made, matched or deleted, so that a caller
   *   whose conversation is cut keeps what was learned until then
   * @returns the memory afterwards
   * @throws UnfitAnswer
   */
  tell(
    before: Company | null,
    after: Company,
    memory: Memory,
    learned?: (memory: Memory) => void,
  ): Conversation<Memory>;
}

const tongues: Readonly<Record<SandboxDialect, Tongue>> = {
  entra,
  'entra-flag': entraFlag,
  'okta-aiw': oktaAiw,
  'okta-oin': oktaOin,
  onelogin,
  jumpcloud,
  google,
  ping,
  authentik,
  generic,
};

export function speakerOf(dialect: SandboxDialect): Speaker {
  const tongue = tongues[dialect];
  return {
    dialect,
    source: tongue.source,
    fate: tongue.fate,
    tellsGroups: tongue.tellsGroups,
    tellsNestedGroups: tongue.tellsNestedGroups === true,
    testConnection: (randomId) => inContentType(tongue.contentType, tongue.testConnection(randomId)),
    tell: (before, after, memory, learned) =>
      inContentType(tongue.contentType, tell(tongue, before, after, memory, learned)),
  };
}

function* tell(
  tongue: Tongue,
  before: Company | null,
  after: Company,
  memory: Memory,
  learned?: (memory: Memory) => void,
): Conversation<Memory> {
  const recollection = recollect(memory, learned);
  const moment = tongue.sees(after);
  yield* tongue.tell(differences(before && tongue.sees(before), moment), recollection, moment);
  return recollection.memory;
}

/** Says of every body what it is, where it is not what is usual. */
function* inContentType<T>(contentType: string, conversation: Conversation<T>): Conversation<T> {
  if (contentType === scimJson) return yield* conversation;
  let step = conversation.next();
  while (!step.done) {
    const request = step.value;
    step = conversation.next(yield request.body === null ? request : { ...request, contentType });
  }
  return step.value;
}
