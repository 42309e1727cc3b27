import fc from 'fast-check';

const word = fc.constantFrom('a', 'B', 'c', '');
const label = fc.constantFrom('work', 'home', 'other');
const element = fc.record({ value: word, type: label, primary: fc.boolean() }, { requiredKeys: [] });
const sentAs = {
  text: fc.oneof(word, fc.constant(null), fc.constant(['a'])),
  truth: fc.oneof(fc.boolean(), fc.constantFrom('True', 'false', 'x', null)),
  list: fc.oneof(fc.array(element, { maxLength: 3 }), element, word),
};
const filtered = fc.tuple(
  fc.constantFrom('emails', 'roles'),
  fc.constantFrom('type', 'value', 'display'),
  fc.constantFrom('eq', 'ne', 'co'),
  label,
);
/** One operation of a PATCH of a user, right or wrong, on few values, so that operations meet. */
export const operation = fc
  .oneof(
    fc.record({
      path: fc.constantFrom('title', 'userName', 'name.givenName', 'department', 'manager', 'emails.type'),
      value: sentAs.text,
    }),
    fc.record({ path: fc.constant('active'), value: sentAs.truth }),
    fc.record({ path: fc.constantFrom('emails', 'roles'), value: sentAs.list }),
    fc.record({
      path: filtered.map(([list, part, operator, text]) => `${list}[${part} ${operator} "${text}"]`),
      value: element,
    }),
    fc.record({
      path: filtered.map(([list, part, operator, text]) => `${list}[${part} ${operator} "${text}"].value`),
      value: sentAs.text,
    }),
    fc.record({
      path: filtered.map(([list, part, operator, text]) => `${list}[${part} ${operator} "${text}"].primary`),
      value: sentAs.truth,
    }),
    fc.record({
      value: fc.record(
        { title: sentAs.text, active: sentAs.truth, emails: sentAs.list, name: fc.record({ familyName: word }) },
        { requiredKeys: [] },
      ),
    }),
  )
  .chain((rest) => fc.constantFrom('add', 'replace', 'remove', 'Replace').map((op) => ({ op, ...rest })));
