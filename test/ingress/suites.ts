import { expect } from 'vitest';
import { errorSchema, patchSchema, type ScimAnswer } from '../support/scim.ts';

export const core = 'urn:ietf:params:scim:schemas:core:2.0:User';

export type Body = Readonly<Record<string, unknown>>;
export const patch = (...Operations: readonly object[]) => ({ schemas: [patchSchema], Operations });
/** The resources of a list. */
export const resources = ({ body }: ScimAnswer) => (body?.Resources ?? []) as readonly Body[];
/** A refusal in the form of RFC 7644 §3.12, which no vendor's suite looks at. */
export function expectError({ body, status, headers }: ScimAnswer, wanted: number): void {
  expect([status, headers['content-type']]).toEqual([wanted, 'application/scim+json; charset=utf-8']);
  expect(body).toMatchObject({ schemas: [errorSchema], status: String(wanted), detail: expect.any(String) });
}
