import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { settled } from '../support/engine-until.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { openCompany } from './company.ts';
import { type Act, acts, expectOnceAcross } from './scenario.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const provisioning = 'electron/engine/provisioning';

interface Edit {
  readonly file: string;
  /** Exactly as it stands there, once. */
  readonly text: string;
  readonly instead: string;
}

/** A program that something was taken out of. */
interface Mutant {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** Which act, interrupted after the target's commit, is then not done once. */
  readonly act: Act['name'];
  /** What goes wrong, as the scenario tells it. */
  readonly says: RegExp;
}

const noIntent: Edit = {
  file: `${provisioning}/note.ts`,
  text: 'writeIntent(db, operationPk, JSON.stringify(operation), now);',
  instead: 'if (!writeIntent) throw new Error();',
};
const noLookAtInterrupted: Edit = {
  file: `${provisioning}/deliver.ts`,
  text: 'if (!(await settleOpenIntents(context, first))) return 1;',
  instead: 'if (!settleOpenIntents) return 1;',
};
const noLookBefore: Edit = {
  file: `${provisioning}/carryOut.ts`,
  text: 'isSo(operation, looked.value) &&',
  instead: '!isSo &&',
};

const mutants: readonly Mutant[] = [
  {
    name: 'the intent is not written',
    edits: [noIntent],
    act: 'create',
    says: /is there already/,
  },
  {
    name: 'an interrupted create is not looked for',
    edits: [noLookAtInterrupted],
    act: 'create',
    says: /is there already/,
  },
  {
    name: 'the target is not looked at before it is written',
    edits: [noLookAtInterrupted, noLookBefore],
    act: 'disable',
    says: /^what took effect: /,
  },
];

describe('the crash tests can fail', () => {
  const program = temporaryFolder('mutant');
  beforeAll(() => {
    for (const part of ['electron', 'shared', 'resources', 'package.json'])
      cpSync(path.join(root, part), path.join(program, part), { recursive: true });
    symlinkSync(path.join(root, 'node_modules'), path.join(program, 'node_modules'));
  });
  afterAll(() => rmSync(program, { recursive: true, force: true }));

  /** One act, interrupted after the target's commit, with the program that lies there. */
  async function interrupt(name: Act['name']): Promise<void> {
    const { company, host } = await openCompany({ program });
    try {
      const some = acts.filter((act) => act.name === name);
      for (const act of some) await act.prepare(company);
      await settled(host.client);
      expect(await host.stop()).toBe(0);
      await expectOnceAcross(company, some, 'after target commit', { program });
    } finally {
      await company.close();
    }
  }

  test.each(['create', 'disable'] as const)('and pass with a copy that is as it should be: %s', interrupt, 180_000);

  test.each(mutants.map((mutant) => [mutant.name, mutant] as const))(
    'when %s',
    async (_name, { edits, act, says }) => {
      const before = edits.map((edit) => [edit, readFileSync(path.join(program, edit.file), 'utf8')] as const);
      for (const [{ file, text, instead }, original] of before) {
        expect(original.split(text).length, `${file} no longer says: ${text}`).toBe(2);
        writeFileSync(path.join(program, file), original.replace(text, instead));
      }
      try {
        await expect(interrupt(act)).rejects.toThrow(says);
      } finally {
        for (const [{ file }, original] of before) writeFileSync(path.join(program, file), original);
      }
    },
    180_000,
  );
});
