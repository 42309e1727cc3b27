import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readFile, writeFile } from '../../electron/engine/configuration/file.ts';
import { commandNames } from '../../electron/headless/usage.ts';
import { Configuration } from '../../shared/model/configuration.ts';
import { z } from '../../shared/model/z.ts';

const docs = (name: string): URL => new URL(`../../docs/${name}`, import.meta.url);
const page = readFileSync(docs('CONFIGURATION.md'), 'utf8');

/** What an editor checks a file by: as the reader does, which refuses unknown keys everywhere. */
const schemaOfProgram = (): object =>
  z.toJSONSchema(Configuration, {
    io: 'input',
    override: ({ jsonSchema }) => {
      if (jsonSchema.properties !== undefined) jsonSchema.additionalProperties ??= false;
    },
  });

test('docs/configuration.schema.json is the schema of the program (FOOTBRIDGE_UPDATE=1 writes it, biome formats it)', () => {
  const file = docs('configuration.schema.json');
  if (process.env.FOOTBRIDGE_UPDATE === '1') writeFileSync(file, `${JSON.stringify(schemaOfProgram(), null, 2)}\n`);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(schemaOfProgram())));
});

describe('docs/CONFIGURATION.md', () => {
  const examples = [...page.matchAll(/```json\n(.*?)```/gs)].map((match) => match[1] ?? '');

  test('has an example of every kind of target, written as an export writes it', () => {
    const [whole = ''] = examples;
    const read = readFile(whole);
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    expect(read.file.apps.map(({ target }) => target.kind).sort()).toEqual(['csv', 'postgres', 'sqlite']);
    expect(writeFile(read.file)).toBe(whole);
  });

  test('names every command and its exit codes', () => {
    for (const name of commandNames.filter((one) => one.startsWith('config ')))
      expect(page).toContain(`footbridge ${name}`);
    expect(page).toContain('(EXIT-CODES.md)');
  });

  test('names every part of a file', () => {
    for (const part of Object.keys(Configuration.shape)) expect(page).toContain(`\`${part}\``);
  });
});
