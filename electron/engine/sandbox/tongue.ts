import type { Dialect } from '../../../shared/model/source.ts';
import type { Company } from './company.ts';
import type { Conversation } from './conversation.ts';
import type { Difference } from './differences.ts';
import type { Recollection } from './memory.ts';

/** One dialect: what its identity provider notices of a company, and how it says so. */
export interface Tongue {
  /** What a source of this dialect is said to speak. */
  readonly source: Dialect;
  /** Of every body. */
  readonly contentType: string;
  /** What becomes of the resource of somebody who is deleted softly (`deleted`) and for good (`purged`). */
  readonly fate: Fate;
  readonly tellsGroups: boolean;
  /** Whether it tells the groups in a group as well; the others tell direct members only. */
  readonly tellsNestedGroups?: true;
  /** The company as this identity provider holds it against the server: who is left out has no resource there. */
  sees(company: Company): Company;
  /** @param randomId a name that nothing on the server has */
  testConnection(randomId: string): Conversation<void>;
  /**
   * Tells changes between two moments that `sees` has been applied to, in their order; safe to be told twice.
   *
   * @param moment the later one
   * @throws UnfitAnswer
   */
  tell(changes: readonly Difference[], recollection: Recollection, moment: Company): Conversation<void>;
}

export interface Fate {
  readonly left: 'inactive' | 'gone';
  /** renamed: inactive under `<32 hex digits>name@…`. */
  readonly deleted: 'inactive' | 'renamed' | 'gone';
  /** inactive: this identity provider deletes nobody. */
  readonly purged: 'inactive' | 'gone';
}

export const scimJson = 'application/scim+json; charset=utf-8';
