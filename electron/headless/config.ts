import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ConfigurationImport, ConfigurationPlan } from '../../shared/model/configuration.ts';
import type { NewSource } from '../../shared/model/source.ts';
import { type ExitCode, exitCode, HostFailure } from '../host/exit.ts';
import { writeWhole } from '../host/whole-file.ts';
import type { ConfigExportFlags, ConfigFileFlags, ConfigImportFlags } from './arguments.ts';
import { planInWords } from './config-words.ts';
import type { CommandContext } from './context.ts';
import { withWorld } from './world-client.ts';

/** `footbridge config export`: the file to stdout, or to a place of its own that only its owner may read. */
export async function exportConfig(flags: ConfigExportFlags, context: CommandContext): Promise<ExitCode> {
  const { text } = await withWorld(context, flags.world, (client) => client.call('config.export', {}));
  if (flags.out === undefined) {
    context.output.result(JSON.parse(text) as object, text.trimEnd());
    return exitCode.ok;
  }
  const out = path.resolve(flags.out);
  save(out, text);
  context.output.result({ file: out }, `Written to ${out}.`);
  return exitCode.ok;
}

/** `footbridge config check`: what an import would do; 0 when it could be done. */
export async function checkConfig(flags: ConfigFileFlags, context: CommandContext): Promise<ExitCode> {
  const text = readText(flags.file);
  const plan = await withWorld(context, flags.world, (client) => client.call('config.check', { text }));
  if (plan.problems.length > 0) return sayProblems(plan, flags.file, context);
  context.output.result(plan, planInWords(plan, 'would'));
  return exitCode.ok;
}

/** `footbridge config import`: the whole file or nothing; what takes something away needs `--yes`. */
export async function importConfig(flags: ConfigImportFlags, context: CommandContext): Promise<ExitCode> {
  const text = readText(flags.file);
  const input = { text, yes: flags.yes };
  const done = await withWorld(context, flags.world, (client) => client.call('config.import', input));
  if (done.problems.length > 0) return sayProblems(done, flags.file, context);
  context.output.result(done, `${planInWords(done, done.applied ? 'did' : 'would')}${tokensInWords(done)}`);
  if (done.applied) return exitCode.ok;
  throw new HostFailure(
    exitCode.usage,
    'Nothing was changed: this takes something away, or reads who has access in another way.',
    'If it is meant, say it with --yes.',
  );
}

function sayProblems(plan: ConfigurationPlan | ConfigurationImport, file: string, context: CommandContext): ExitCode {
  const { problems } = plan;
  context.output.result(
    plan,
    problems.map(({ path: place, message }) => `${place || 'the file'}: ${message}`).join('\n'),
  );
  const name = file === '-' ? 'What was read' : file;
  throw new HostFailure(
    exitCode.configuration,
    `${name} cannot be imported: ${problems.length === 1 ? 'one mistake' : `${problems.length} mistakes`}. Nothing was changed.`,
    'Correct it and try again; docs/CONFIGURATION.md says what a file holds.',
  );
}

const tokensInWords = ({ newSources }: ConfigurationImport): string =>
  newSources.length === 0
    ? ''
    : `\n\nPaste into each new source; a token is shown this once, Footbridge keeps only its hash.${newSources.map(sourceInWords).join('')}`;

const sourceInWords = ({ name, baseUrl, token }: NewSource): string =>
  `\n${name}\n  Base URL  ${baseUrl}\n  Token     ${token}`;

/** @throws HostFailure when there is no such file */
function readText(file: string): string {
  try {
    // 0: standard input.
    return readFileSync(file === '-' ? 0 : path.resolve(file), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new HostFailure(
      exitCode.usage,
      file === '-' ? `Nothing could be read from standard input (${code}).` : `${file} cannot be read (${code}).`,
      'Name a configuration file, or - for standard input.',
    );
  }
}

/** @throws HostFailure when its folder cannot be written */
function save(file: string, text: string): void {
  try {
    writeWhole(file, text);
  } catch (error) {
    throw new HostFailure(
      exitCode.folderUnwritable,
      `${file} cannot be written (${(error as NodeJS.ErrnoException).code}).`,
      'Choose another place with --out.',
    );
  }
}
