import { rmSync } from 'node:fs';
import { describe, expect, it, onTestFinished, test } from 'vitest';
import { dialectInWords } from '../../electron/headless/dialect.ts';
import { emptyCard, fullCard, someShapes } from '../renderer/dialect-fixtures.ts';
import { lines, realMain, run } from '../support/command.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('a dialect card in a terminal', () => {
  it('of a source that nothing came from is two lines', () => {
    expect(dialectInWords(emptyCard('okta'), []).split('\n')).toEqual([
      expect.stringMatching(/^Labelled okta\. It looks/),
      'No request yet.',
    ]);
  });

  it('tells all that the card tells', () => {
    const card = fullCard('okta');
    const text = dialectInWords({ ...card, unrecognised: { requests: 99, shapes: 5 } }, someShapes);
    for (const words of [
      '48211 requests. It looks users up',
      'Looks like entra with the flag: flag detected',
      card.hint,
      '   1204  boolean as text. A boolean',
      '      2  a former one.\n',
      '     41  PATCH /Users/{id} | 400 | invalidPath | Replace urn:contoso',
      '… and 3 more kinds of requests',
    ])
      expect(text).toContain(words);
  });

  it('says nothing where nothing was seen', () => {
    const text = dialectInWords({ ...emptyCard('ping'), requests: 1 }, []);
    expect(text).toContain('Understood:\n  nothing\nNot understood in full:\n  nothing');
  });
});

test('footbridge source dialect answers without a host, and says of whom it does not know', async () => {
  const data = temporaryFolder('dialect-command');
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  const source = (...words: readonly string[]) => run(realMain, ['source', ...words, '--data', data]).ended;
  const added = await source('add', '--name', 'Contoso', '--dialect', 'ping', '--json');
  const { id } = lines(added.stdout)[0] as { id: string };
  expect(lines((await source('dialect', id, '--json')).stdout)).toMatchObject([
    { dialect: 'ping', requests: 0, shapes: [] },
  ]);
  const unknown = await source('dialect', 'nobody');
  expect(unknown.code).not.toBe(0);
  expect(unknown.stderr).toContain('nobody');
}, 60_000);
