import { fileURLToPath } from 'node:url';
import type { LogLine } from '../engine/thread.ts';
import { createClosers } from '../host/closers.ts';
import { neighbourOf, worldFolder } from '../host/data-folder.ts';
import { type ExitCode, exitCode } from '../host/exit.ts';
import { hostEngine } from '../host/host-engine.ts';
import { createLogger } from '../host/log.ts';
import { recordUnexpected } from '../host/unexpected.ts';
import { createWorlds } from '../host/worlds.ts';
import type { ServeFlags } from './arguments.ts';
import type { CommandContext } from './context.ts';
import { openHost } from './opening.ts';
import { stopWish } from './signals.ts';

/** The ready-made databases of the sandbox's apps. */
const sandboxResources = fileURLToPath(new URL('../../resources/demo', import.meta.url));

/** By then everything is closed, in milliseconds; what is not is ended, and the store recovers it as after a crash. */
const closeWithin = 2_800;

/** What ended a host although nobody wished it. */
interface Death {
  readonly what: string;
  readonly cause: unknown;
}

/**
 * `footbridge serve`: the host, from its start to its end.
 *
 * @throws HostFailure, StartFailure when it cannot start
 */
export async function serve(flags: ServeFlags, context: CommandContext): Promise<ExitCode> {
  const { data, output } = context;
  const logger = createLogger(flags.json);
  const logEngine = ({ level, fields, message }: LogLine) => logger[level](fields, message);
  const closers = createClosers();
  const ended = Promise.withResolvers<Death | null>();
  let wished = false;
  void stopWish().then(() => {
    wished = true;
    ended.resolve(null);
  });
  process.on('uncaughtException', (cause) => {
    // While closing there is no going back, but it is not lost either.
    if (closers.closing) recordUnexpected(cause, data);
    else ended.resolve({ what: 'The host failed', cause });
  });

  const worlds = createWorlds({
    start: hostEngine((options) => context.start(options, logEngine), data, closers),
    optionsOf: (world) => ({
      world,
      data: worldFolder(data, world),
      scimPort: world === 'live' ? (flags.scimPort ?? 'remembered') : 'remembered',
      logLevel: 'info',
      neighbour: neighbourOf(data, world),
      ...(world === 'sandbox' ? { sandbox: { resources: sandboxResources } } : {}),
    }),
    onDeath: (world, cause) => ended.resolve({ what: `The engine of the ${world} world ended`, cause }),
  });
  try {
    const opened = openHost({ flags, data, output, logger, worlds, closers });
    // A wish to stop may come while this is still opening: what opens after it is closed by the closers.
    const death = await Promise.race([opened.then(() => ended.promise), ended.promise]);
    if (death === null) return exitCode.ok;
    const { id, log } = recordUnexpected(death.cause ?? death.what, data);
    logger.error({ id, log }, death.what);
    output.say(`${death.what} (error ${id}); what is known about it is in ${log}. Start Footbridge again.`);
    return exitCode.unexpected;
  } finally {
    const began = performance.now();
    const ms = () => Math.round(performance.now() - began);
    const late = setTimeout(() => {
      logger.warn({ ms: ms() }, 'Closing took too long.');
      output.say('Footbridge did not close in time and was ended; everything acknowledged is stored.');
      process.exit(exitCode.unexpected);
    }, closeWithin);
    // It must not keep the process alive, but watches it until its very end.
    late.unref();
    await closers.close();
    await worlds.stop();
    if (wished) logger.info({ ms: ms() }, 'Closed.');
  }
}
