import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../electron/engine/api/call.ts';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import { contract, type ProcedureName } from '../../shared/contract/contract.ts';
import { ContractErrorBody } from '../../shared/contract/error.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const names = Object.keys(contract) as ProcedureName[];
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const data = temporaryFolder('junk');
let engine: Engine;

beforeAll(async () => {
  const ports = {
    clock: { now: Date.now },
    ids: { next: randomUUID },
    logger: silent,
    paths: { data },
    reached: () => undefined,
  };
  engine = await createEngine(ports, { world: 'live', scimPort: null });
});
afterAll(async () => {
  await engine.stop();
  rmSync(data, { recursive: true, force: true });
});

/** What is answered must be what was asked for in the contract's own form, or a whole error body. */
function expectWhole(name: string, answer: Answer): void {
  if (answer.ok) expect(contract[name as ProcedureName].output.safeParse(answer.output).success).toBe(true);
  else {
    expect(ContractErrorBody.parse(answer.error)).toEqual(answer.error);
    for (const part of [answer.error.message, answer.error.affects, answer.error.fix]) expect(part).not.toBe('');
    // People read this, also when somebody sent megabytes.
    expect(answer.error.message.length).toBeLessThan(2_000);
  }
}

const hostileKey = fc.constantFrom('__proto__', 'constructor', 'toString', 'id', 'limit', 'filter', 'cursor', 'target');
const junk = fc.oneof(
  fc.jsonValue(),
  fc.dictionary(hostileKey, fc.jsonValue()),
  fc.constantFrom<unknown>(undefined, null, Number.NaN, 1n, Symbol('x'), () => 1, new Date(Number.NaN), []),
);

/** Shapes that fit a procedure, with odd values in them. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\u0000', '\ud800', "'; DROP TABLE app; --", '%', '99999999999999999999', '-1', '1e400'),
);
const number = fc.oneof(
  fc.integer(),
  fc.constantFrom(0, -1, 1.5, 2 ** 53, Number.MAX_SAFE_INTEGER, Number.POSITIVE_INFINITY),
);
const filter = fc.record(
  {
    text: fc.oneof(
      text,
      fc.constantFrom(
        'status:>=',
        'status:1e3',
        'status:-1',
        'path:',
        'user:',
        ':',
        'method:ß',
        'status:>=400 path:/Groups x',
      ),
    ),
    sourceId: text,
    outcomes: fc.array(fc.constantFrom('ok', 'refused', 'failed')),
    resourceType: fc.constantFrom('User', 'Group'),
    changesOnly: fc.boolean(),
  },
  { requiredKeys: [] },
);
const target = fc.record({
  kind: fc.constant('sqlite'),
  // The schema lets a NUL pass here, which no system takes in a path.
  file: fc.oneof(
    text.map((path) => path.replaceAll('\u0000', '')),
    fc.constantFrom('/', '.', ':memory:', '', data),
  ),
  users: fc.record({
    table: text,
    id: text,
    login: text,
    active: fc.record({ column: text, on: fc.oneof(text, number), off: fc.oneof(text, number) }),
    columns: fc.dictionary(text, text, { maxKeys: 3 }),
    email: fc.option(text),
    employeeNumber: fc.option(text),
  }),
  roles: fc.record({ table: text, id: text, name: text }),
  userRoles: fc.record({ table: text, user: text, role: text }),
});
const shaped: Partial<Record<ProcedureName, fc.Arbitrary<unknown>>> = {
  'exchange.list': fc.record(
    { filter, cursor: text, after: number, ids: fc.array(text), limit: number },
    { requiredKeys: [] },
  ),
  'exchange.get': fc.record({ id: text }),
  'trace.get': fc.record({ exchangeId: text }),
  'group.list': fc.record({ text, cursor: text, limit: number }, { requiredKeys: [] }),
  'app.test': fc.record({ target }),
  'app.add': fc.record({ name: text, target }),
  'app.setMappings': fc.record({ id: text, mappings: fc.array(fc.record({ attribute: text, expression: text })) }),
  'app.addRule': fc.record({ id: text, rule: fc.record({ name: text, role: text, when: text }) }),
  'app.setGuard': fc.record({ id: text, people: number, percent: number }),
  'source.remove': fc.record({ id: text }),
  'work.decide': fc.record({ id: text, decision: fc.constantFrom('approve', 'retry', 'x'), reason: text }),
};

describe('whatever comes through the admin’s door', () => {
  it('any name is answered', async () => {
    const odd = [
      '__proto__',
      'constructor',
      'toString',
      '',
      'status.get ',
      'x'.repeat(10_000_000),
      7,
      null,
      {},
    ] as string[];
    for (const name of odd) {
      const answer = await engine.call(name, {});
      expect(answer.ok).toBe(false);
      expectWhole(name, answer);
    }
    expect(await engine.call('nothing.like.it', {})).toMatchObject({ ok: false, error: { code: 'unknown-procedure' } });
  });

  it('any junk to any procedure is answered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), junk, async (name, input) => {
        expectWhole(name, await engine.call(name, input));
      }),
      { numRuns: 500 },
    );
  });

  it.each(Object.entries(shaped))('odd values to %s are answered, and are no fault of ours', async (name, input) => {
    await fc.assert(
      fc.asyncProperty(input, async (value) => {
        const answer = await engine.call(name, value);
        expectWhole(name, answer);
        if (!answer.ok) expect(answer.error.code, answer.error.message).not.toBe('internal');
      }),
      { numRuns: 60 },
    );
  });

  it('ten million characters in any text are answered at once', async () => {
    const long = 'x'.repeat(10_000_000);
    for (const name of names) {
      for (const input of [
        long,
        { id: long, exchangeId: long, name: long, text: long, cursor: long, filter: { text: long } },
      ]) {
        const before = process.cpuUsage();
        expectWhole(name, await engine.call(name, input));
        expect(process.cpuUsage(before).user / 1_000).toBeLessThan(2_000);
      }
    }
  });

  it('nothing of it was stored, and no prototype was touched', async () => {
    const items = async (name: ProcedureName) =>
      ((await engine.call(name, {})) as { output: { items: unknown[] } }).output.items;
    expect([await items('app.list'), await items('work.list')]).toEqual([[], []]);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
