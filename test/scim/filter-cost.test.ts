import { expect, test } from 'vitest';
import { readingTerms } from '../../electron/engine/scim/filter/cost.ts';
import { parseFilter } from '../../electron/engine/scim/filter/parser.ts';
import { resolveFilter } from '../../electron/engine/scim/filter/resolve.ts';
import { resourceTypes } from '../../electron/engine/scim/schema.ts';
import { openDirectory, planOf } from './support/directory.ts';

test.each<[string, number]>([
  ['id eq "x"', 0],
  ['userName eq "x" or externalId eq "x" or displayName eq "x"', 0],
  ['emails.value eq "x"', 0],
  ['emails eq "x"', 0],
  ['groups.value eq "x"', 0],
  ['emails[type eq "work" and value eq "x"]', 0],
  ['emails[type eq "work"].value eq "x"', 0],
  ['userName ne "x"', 1],
  ['userName co "x"', 1],
  ['title eq "x"', 1],
  ['active eq true and not (title pr)', 2],
  ['emails[type eq "work" and not (value co "x")]', 2],
  ['emails[type eq "work" or value eq "x"]', 2],
  ['externalId eq null', 1],
  ['emails[value eq null]', 1],
  ['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager[value eq "x"]', 1],
])('%s asks %d things of every resource', (text, terms) => {
  const filter = parseFilter(text);
  expect(readingTerms(resolveFilter(filter, resourceTypes.User))).toBe(terms);
  if (terms > 0) return;
  // What is said to be looked up is: nothing goes through all users.
  const database = openDirectory();
  const steps = planOf(database, filter, 'User');
  database.close();
  expect(
    steps.filter((step) => /^SCAN r\b/.test(step)),
    steps.join('\n'),
  ).toEqual([]);
});
