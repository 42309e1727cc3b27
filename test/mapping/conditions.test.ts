import { describe, expect, it } from 'vitest';
import { ada, compiled, compute, decide, directory, nobody } from './company.ts';

describe('a condition', () => {
  it.each([
    // [condition, for Ada, for a person of whom nothing is known]
    ['user.department == "Marketing"', 'yes', 'no'],
    ['"Marketing" == user.department', 'yes', 'no'],
    ['user.department != "Marketing"', 'no', 'yes'],
    ['user.department in ["Sales", "Marketing"]', 'yes', 'no'],
    ['user.active', 'yes', 'doubt'],
    ['user.active == true', 'yes', 'no'],
    ['!user.active', 'no', 'doubt'],
    ['user.title == null', 'yes', 'yes'],
    ['user.title.contains("Lead")', 'no', 'no'],
    ['user.displayName.startsWith("Ada")', 'yes', 'no'],
    ['user.displayName.endsWith(user.name.familyName)', 'yes', 'no'],
    ['"Lead".contains(user.title)', 'no', 'no'],
    ['user.displayName.matches("^(?i)ADA ")', 'yes', 'no'],
    ['lower(user.userName).endsWith("@example.com")', 'yes', 'no'],
    ['user.userName.lower() == "ada.lovelace@example.com"', 'yes', 'no'],
    ['user.manager.value == "boss-1"', 'yes', 'no'],
    ['user.name.familyName == "Lovelace" && user.title == null', 'yes', 'no'],
    ['"g-marketing" in groups', 'yes', 'no'],
    ['"g-sales" in groups', 'no', 'no'],
    ['!("g-sales" in groups)', 'yes', 'yes'],
    ['"g-deleted" in groups', 'doubt', 'doubt'],
    ['!("g-deleted" in groups)', 'doubt', 'doubt'],
    ['user.department == "Marketing" || "g-deleted" in groups', 'doubt', 'doubt'],
    ['user.emails.exists(e, e.type == "work" && e.value.endsWith("@example.com"))', 'yes', 'no'],
    ['user.emails.all(e, e.value.contains("@"))', 'yes', 'yes'],
    ['user.emails.filter(e, e.type == "work").exists_one(e, e.primary == true)', 'yes', 'no'],
    ['size(user.emails) > 1', 'yes', 'no'],
    ['size(user.title) == 0', 'yes', 'yes'],
    ['user.title.size() == 0', 'yes', 'yes'],
    ['user.grade >= 5', 'yes', 'doubt'],
    ['user.grade == 7', 'yes', 'no'],
    ['int(user.employeeNumber) > 1000', 'yes', 'doubt'],
    ['user.title < "M"', 'doubt', 'doubt'],
    ['user.emails[1].type == "work"', 'yes', 'doubt'],
    ['user.emails[7].type == "work"', 'doubt', 'doubt'],
    ['1 / (user.grade - 7) == 1', 'doubt', 'doubt'],
    ['coalesce(user.active, false)', 'yes', 'no'],
    ['coalesce(user.title, "text")', 'doubt', 'doubt'],
    ['"urn:ietf:params:scim:schemas:core:2.0:User" in user.schemas', 'yes', 'no'],
    ['user.title == "x" ? true : user.department == "Marketing"', 'yes', 'no'],
  ])('%s', (source, forAda, forNobody) => {
    expect([decide(source), decide(source, nobody)]).toEqual([forAda, forNobody]);
  });

  it.each([
    [{ department: 7 }, 'user.department == "Marketing"'],
    [{ department: ['Marketing'] }, 'user.department == "Marketing"'],
    [{ department: 'x'.repeat(65_537) }, 'user.department == "Marketing"'],
  ])('is in doubt about a value that its attribute cannot hold: %#', (extension, source) => {
    const person = { user: { 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': extension }, groups: [] };
    expect(decide(source, person)).toBe('doubt');
    expect(decide('user.title == null', person), 'another attribute').toBe('yes');
  });

  it('is in doubt about lists beyond their bound', () => {
    const emails = Array.from({ length: 1_001 }, (_, index) => ({ value: `${index}@example.com` }));
    expect(decide('size(user.emails) > 0', { user: { emails }, groups: [] })).toBe('doubt');
    expect(decide('size(user.emails) > 0', { user: { emails: emails.slice(1) }, groups: [] })).toBe('yes');
    const groups = emails.map(({ value }) => value);
    expect(decide('"g-all" in groups', { user: {}, groups })).toBe('doubt');
  });
});

describe('a mapping', () => {
  it.each<[string, unknown, unknown]>([
    ['user.displayName', 'Ada Lovelace', null],
    ['primary(user.emails)', 'ada@example.com', null],
    ['primary(user.emails.filter(e, e.type == "home"))', 'home@example.org', null],
    ['primary(user.schemas)', 'urn:ietf:params:scim:schemas:core:2.0:User', null],
    ['coalesce(user.nickName, user.name.givenName, "nobody")', 'Ada', 'nobody'],
    ['user.name.givenName + " " + user.name.familyName', 'Ada Lovelace', 'doubt'],
    ['join(user.emails.map(e, e.value), ", ")', 'home@example.org, ada@example.com', ''],
    ['user.emails.map(e, e.type == "work", e.value).join(";")', 'ada@example.com', ''],
    ['["a", user.title, "b"].join("-")', 'a-b', 'a-b'],
    ['upper(user.title)', null, null],
    ['trim("  a ") + upper("b")', 'aB', 'aB'],
    ['user.name.givenName.substring(0, 1)', 'A', 'doubt'],
    ['user.userName.substring(0, user.userName.indexOf("@"))', 'Ada.Lovelace', 'doubt'],
    ['user.grade + 1', 8, 'doubt'],
    ['user.grade * 9007199254740991', 'doubt', 'doubt'],
    ['9223372036854775807 + user.grade', 'doubt', 'doubt'],
    ['user.active', true, null],
    ['string(user.active)', 'true', 'doubt'],
    ['double("1.5")', 1.5, 1.5],
    ['1.0 / 0.0', 'doubt', 'doubt'],
    ['"g-marketing" in groups ? "yes" : "no"', 'yes', 'no'],
    ['"g-deleted" in groups ? "yes" : "no"', 'doubt', 'doubt'],
    ['null', null, null],
  ])('%s', (source, forAda, forNobody) => {
    expect([compute(source), compute(source, nobody)]).toEqual([forAda, forNobody]);
  });

  it.each([['null'], ['""'], ['"  "'], ['user.title'], ['7']])(
    'of login holds the account in doubt when it yields %s',
    (expression) => {
      const snapshot = compiled({ mappings: [{ attribute: 'login', expression }], rules: [] });
      expect(snapshot.evaluate(ada, directory).attributes[0]).toMatchObject({ attribute: 'login', ok: false });
    },
  );
});

describe('a snapshot', () => {
  it('says what it reads and which groups it names', () => {
    const snapshot = compiled({
      mappings: [
        { attribute: 'login', expression: 'lower(user.userName)' },
        { attribute: 'mail', expression: 'primary(user.emails)' },
        { attribute: 'fullName', expression: 'user.name.givenName + " " + user.name.familyName' },
      ],
      rules: [
        { id: '1', name: 'A', role: 'a', when: 'user.manager.value == "x" && "g-1" in groups' },
        { id: '2', name: 'B', role: 'b', when: '"g-2" in groups || "g-1" in groups' },
      ],
    });
    expect([...snapshot.inputs].sort()).toEqual(
      ['emails', 'manager.value', 'name.familyName', 'name.givenName', 'userName'].sort(),
    );
    expect([...snapshot.pinnedGroups].sort()).toEqual(['g-1', 'g-2']);
  });

  it('gives every verdict a reason with the values it met', () => {
    const snapshot = compiled({
      mappings: [
        { attribute: 'login', expression: 'user.userName' },
        { attribute: 'mail', expression: 'user.title + "x"' },
      ],
      rules: [
        { id: '1', name: 'Editors', role: 'editor', when: 'user.department == "Marketing"' },
        { id: '2', name: 'Leads', role: 'lead', when: 'user.title.contains("Lead")\n  && "g-marketing" in groups' },
        { id: '3', name: 'Gone', role: 'gone', when: '"g-deleted" in groups' },
        { id: '4', name: 'Work', role: 'work', when: 'user.emails.exists(e, e.type == "work")' },
      ],
    });
    const evaluation = snapshot.evaluate(ada, directory);
    expect(evaluation.roles.map(({ verdict, reason }) => `${verdict}: ${reason}`)).toEqual([
      'yes: rule “Editors”: user.department == "Marketing" (department is Marketing)',
      'no: rule “Leads”: user.title.contains("Lead") && “Marketing team” in groups (title is absent, member of “Marketing team”)',
      'doubt: rule “Gone” cannot be told, the group g-deleted, which it names, does not exist any more: “g-deleted” in groups',
      'yes: rule “Work”: user.emails.exists(e, e.type == "work") (emails is home@example.org, ada@example.com)',
    ]);
    expect(evaluation.attributes[1]).toEqual({
      attribute: 'mail',
      ok: false,
      reason: 'mail cannot be computed, the values do not fit together: user.title + "x" (title is absent)',
    });
  });
});
