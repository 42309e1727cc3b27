import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from '../../electron/engine/ingress/json.ts';
import { processorMs } from '../support/processor.ts';
import { propertyRuns } from '../support/runs.ts';

const most = { depth: 32, keys: 400_000 };
const read = (text: string) => parseJson(text, most);
const refused = expect.objectContaining({ status: 400, scimType: 'invalidSyntax' });

/** A name as JSON may write it: the flagged ones of its letters as escapes. */
const escaped = (name: string, flags: readonly boolean[]) =>
  Array.from({ length: name.length }, (_, at) =>
    flags[at % flags.length]
      ? `\\u${name.charCodeAt(at).toString(16).padStart(4, '0')}`
      : JSON.stringify(name.charAt(at)).slice(1, -1),
  ).join('');

describe('a body is read as JSON has it', () => {
  test('whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 6, stringUnit: 'binary' }).filter((value) => !hasLoneProto(value)),
        (value) => {
          const text = JSON.stringify(value);
          expect(read(text)).toEqual(JSON.parse(text));
        },
      ),
      { numRuns: propertyRuns(500) },
    );
  });

  test.each([
    '{"a":{"a":{"a":[{"a":1},{"a":2}]}},"b":{"a":"a:a"}}',
    '[{"op":"add","path":"emails[type eq \\"a\\"].value","value":"\\"a\\":1,\\"a\\":2"}]',
    '{"a":"\\\\","b":"a\\u0022:","\\u0061b":1,"a\\u0062c":2}',
    '{"":1," ":2,"A":3,"a":4}',
  ])('%s has nothing twice', (text) => expect(read(text)).toEqual(JSON.parse(text)));
});

/** fast-check's objects may have an own member of this name, which toEqual does not see. */
const hasLoneProto = (value: unknown): boolean => JSON.stringify(value).includes('__proto__');

describe('a member that stands twice is refused and named', () => {
  test.each<[string, string]>([
    ['{"active":true,"active":false}', 'active'],
    ['{"active":true,"active":true}', 'active'],
    ['{"active" : true , "b":{"active":1}, "active"\n:false}', 'active'],
    ['{"Operations":[{"op":"add"},{"op":"add","value":1,"value":2}]}', 'value'],
    ['{"\\u0061ctive":true,"active":false}', 'active'],
    ['{"active":true,"a\\u0063tive":false}', 'active'],
    ['{"__proto__":{},"__proto__":{}}', '__proto__'],
    ['{"":1,"":2}', ''],
  ])('%s', (text, name) => {
    expect(() => read(text)).toThrow(refused);
    expect(() => read(text)).toThrow(`“${name}” twice`);
  });

  test('wherever it stands, however many stand between, and however it is written', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.string({ unit: 'binary', maxLength: 6 }).filter((name) => name.isWellFormed()),
          {
            minLength: 1,
            maxLength: 40,
          },
        ),
        fc.nat(),
        fc.nat(),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (names, one, place, flags, nested) => {
          const written = names.map((name) => `${JSON.stringify(name)}:{"x":[1]}`);
          const name = names[one % names.length] ?? '';
          const again = escaped(name, flags);
          written.splice(place % (written.length + 1), 0, `"${again}":1`);
          const text = `{${written.join(',')}}`;
          expect(() => read(nested ? `[{"a":${text}}]` : text)).toThrow(refused);
        },
      ),
      { numRuns: propertyRuns(300) },
    );
  });

  test('an object of 90,000 members is looked through in a moment', () => {
    const text = `{${Array.from({ length: 90_000 }, (_, index) => `"key${index}":1`).join(',')}}`;
    expect(processorMs(() => read(text))).toBeLessThan(1_000);
    const similar = `[${Array(6_000).fill('{"aaaaaaaaaaaaaaaa1":1,"aaaaaaaaaaaaaaaa2":1,"aaaaaaaaaaaaaaaa3":1}').join(',')}]`;
    expect(processorMs(() => read(similar))).toBeLessThan(500);
  });
});

describe('what is no JSON is refused', () => {
  test.each([
    '{"a":1,}',
    '}{',
    ']]]]{"a":1}',
    '{"a":1,"\\x":2}',
    '{"a"',
    '"',
    '{"a\\":1}',
    ':::',
    '{"\\u00":1,"\\u00":2}',
  ])('%s', (text) => expect(() => read(text)).toThrow(refused));

  test('whatever it is', () => {
    const piece = fc.constantFrom('{', '}', '[', ']', ':', ',', '"', '\\', 'a', '"a"', '1', ' ', '\\u0061');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
        const text = pieces.join('');
        let parsed: unknown;
        try {
          parsed = JSON.parse(text);
        } catch {
          expect(() => read(text)).toThrow(refused);
          return;
        }
        try {
          expect(read(text)).toEqual(parsed);
        } catch (error) {
          expect(error).toEqual(refused);
        }
      }),
      { numRuns: propertyRuns(1000) },
    );
  });
});
