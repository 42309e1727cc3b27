import { scimError } from '../scim/error.ts';

/** What one request may have done for it; others wait meanwhile. A bulk request has one for all of its operations. */
export interface Effort {
  /** @throws ScimError 413 when it is too much; what was spent before can be gone on with by what costs less */
  spend(amount: number): void;
}

/** A second or two: so many characters of resources, each counted as often as it is gone through. */
const AT_MOST = 150_000_000;
/** To read a resource, write it again and index its values is to go through it so often. */
const TIMES_FOR_A_CHANGE = 10;
/** To look at one member is worth so many characters. */
const MEMBER = 100;

export function createEffort(): Effort {
  let left = AT_MOST;
  return {
    spend(amount) {
      if (amount > left)
        throw scimError.tooLarge(
          'Others would have to wait too long for this: it changes large resources too often in one request. Send it in several.',
        );
      left -= amount;
    },
  };
}

/** What it takes to change a resource that is so long, each operation of a PATCH going through it. */
export const effortOfChange = (length: number, operations = 0): number => length * (TIMES_FOR_A_CHANGE + operations);

/** What it takes to go through all members of a group. */
export const effortOfMembers = (count: number): number => count * MEMBER;
