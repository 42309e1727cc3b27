import { homedir } from 'node:os';
import path from 'node:path';
import { defaultDataFolder } from '../host/data-folder.ts';
import { type ExitCode, exitCode, HostFailure } from '../host/exit.ts';
import type { StartEngine } from '../host/worlds.ts';
import { parseCommand } from './arguments.ts';
import type { CommandContext } from './context.ts';
import { createOutput, sayFailure } from './output.ts';
import { commandUsage, usage } from './usage.ts';

/**
 * Runs one `footbridge` command to its end.
 *
 * @param args what follows `footbridge`
 * @returns the exit code; whatever went wrong has been said in words
 */
export async function runCommandLine(args: readonly string[], start: StartEngine): Promise<ExitCode> {
  const surroundings = { platform: process.platform, env: process.env, home: homedir() };
  const fallback = defaultDataFolder(surroundings);
  let json = args.includes('--json');
  let data = fallback;
  // A reader that went away (`footbridge source list | head -1`) is no error of ours,
  // and a host goes on serving when nobody reads its log any more.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  try {
    const command = parseCommand(args);
    if (command.kind === 'help') {
      process.stdout.write(command.of === null ? usage(fallback) : commandUsage(command.of, fallback));
      return exitCode.ok;
    }
    json = command.flags.json;
    data = path.resolve(command.flags.data ?? fallback);
    const context: CommandContext = { start, output: createOutput(json), data };
    switch (command.kind) {
      case 'serve':
        return await (await import('./serve.ts')).serve(command.flags, context);
      case 'source add':
        return await (await import('./source.ts')).addSource(command.flags, context);
      case 'source list':
        return await (await import('./source.ts')).listSources(command.flags, context);
      case 'source dialect':
        return await (await import('./dialect.ts')).showDialect(command.flags, context);
      case 'source remove':
        return await (await import('./source.ts')).removeSource(command.flags, context);
      case 'config export':
        return await (await import('./config.ts')).exportConfig(command.flags, context);
      case 'config check':
        return await (await import('./config.ts')).checkConfig(command.flags, context);
      case 'config import':
        return await (await import('./config.ts')).importConfig(command.flags, context);
      case 'sandbox run':
        return await (await import('./sandbox.ts')).runScenarios(command.flags, context);
      case 'status':
        return await (await import('./status.ts')).status(command.flags, context);
    }
  } catch (error) {
    const code = sayFailure(error, json, data);
    if (args.length === 0 && error instanceof HostFailure) process.stderr.write(`\n${usage(fallback)}`);
    return code;
  }
}
