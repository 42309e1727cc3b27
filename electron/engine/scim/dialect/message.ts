/** Deviations in how messages name themselves (RFC 7644 §3.1). */
import type { Normaliser } from './reading.ts';

/** A message whose `schemas` do not name it; it is read as what its place says that it is. */
const missingSchema = (name: string, sentAs: string): Normaliser<unknown, string> => ({
  name: `missing ${name} schema`,
  explanation: `“schemas” of ${sentAs} is missing or names something else; it is read as a ${name}.`,
  read: (sent) =>
    Array.isArray(sent) && sent.includes(`urn:ietf:params:scim:api:messages:2.0:${name}`) ? undefined : `a ${name}`,
});

export const missingPatchSchema = missingSchema('PatchOp', 'a PATCH');
export const missingSearchSchema = missingSchema('SearchRequest', 'a search');
export const missingBulkSchema = missingSchema('BulkRequest', 'a bulk request');
