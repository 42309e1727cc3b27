import { createInterface } from 'node:readline/promises';
import type { Source } from '../../shared/model/source.ts';
import { type ExitCode, exitCode, HostFailure } from '../host/exit.ts';
import type { CommonFlags, SourceAddFlags, SourceRemoveFlags } from './arguments.ts';
import type { CommandContext } from './context.ts';
import { withWorld } from './world-client.ts';

/** `footbridge source add`: prints the base URL and, this once, the token. */
export async function addSource(flags: SourceAddFlags, context: CommandContext): Promise<ExitCode> {
  const { dialect, rate, world } = flags;
  const input = { name: flags.name, dialect, ...(rate === undefined ? {} : { rate }) };
  const { id, name, baseUrl, token } = await withWorld(context, world, (client) => client.call('source.add', input));
  context.output.result(
    { id, name, baseUrl, token },
    `Added “${name}” (${id}). Paste into it:\n  Base URL  ${baseUrl}\n  Token     ${token}\n` +
      'The token is shown this once; Footbridge keeps only its hash.',
  );
  return exitCode.ok;
}

/** `footbridge source list`: with --json one line for each source. */
export async function listSources(flags: CommonFlags, context: CommandContext): Promise<ExitCode> {
  const { items } = await withWorld(context, flags.world, (client) => client.call('source.list', {}));
  if (items.length === 0 && !flags.json) context.output.say('No source yet. Add one: footbridge source add --help');
  for (const source of items) context.output.result(source, inWords(source));
  return exitCode.ok;
}

const inWords = ({ id, name, dialect, baseUrl, lastSeenAt, tokenLastFour }: Source): string =>
  `${name} (${dialect})\n  Id         ${id}\n  Base URL   ${baseUrl}\n  Token      …${tokenLastFour}\n` +
  `  Last seen  ${lastSeenAt ?? 'never'}`;

/** `footbridge source remove`: asks first, unless told `--yes`. */
export async function removeSource(flags: SourceRemoveFlags, context: CommandContext): Promise<ExitCode> {
  const { id, yes, world } = flags;
  const { output } = context;
  if (!yes && !process.stdin.isTTY) {
    throw new HostFailure(
      exitCode.usage,
      'Removing a source asks first, and there is nobody here to answer.',
      'Say it with --yes.',
    );
  }
  return withWorld(context, world, async (client) => {
    if (!yes && !(await confirmed(id))) {
      output.say('Nothing was changed.');
      return exitCode.ok;
    }
    await client.call('source.remove', { id });
    output.result(
      { id, removed: true },
      `Removed source ${id}. What it fed is held as confirmed; one item waits for your decision. Nothing was revoked.`,
    );
    return exitCode.ok;
  });
}

async function confirmed(id: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const question = `Remove source ${id}? What it fed is held as confirmed; nothing is revoked. [y/N] `;
  const answer = await terminal.question(question);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}
