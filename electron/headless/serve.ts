import { fileURLToPath } from 'node:url';
import { type EngineThread, type LogLine, StartFailure } from '../engine/thread.ts';
import type { ServeFlags } from './arguments.ts';
import { type Closers, createClosers } from './closers.ts';
import type { CommandContext, StartEngine } from './context.ts';
import { neighbourOf, worldFolder } from './data-folder.ts';
import { CommandFailure, type ExitCode, exitCode } from './exit.ts';
import { isAnswering, socketOf } from './folder-socket.ts';
import { createLogger } from './log.ts';
import { openHost } from './opening.ts';
import { recordUnexpected } from './output.ts';
import { startPatiently } from './patience.ts';
import { stopWish } from './signals.ts';
import { createWorlds } from './worlds.ts';

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
 * @throws CommandFailure, StartFailure when it cannot start
 */
export async function serve(flags: ServeFlags, context: CommandContext): Promise<ExitCode> {
  const { data, output } = context;
  const logger = createLogger(flags.json);
  const logEngine = ({ level, fields, message }: LogLine) => logger[level](fields, message);
  const closers = createClosers();
  const ended = Promise.withResolvers<Death | null>();
  void stopWish().then(() => ended.resolve(null));
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
    const late = setTimeout(() => {
      output.say('Footbridge did not close in time and was ended; everything acknowledged is stored.');
      process.exit(exitCode.unexpected);
    }, closeWithin);
    // It must not keep the process alive, but watches it until its very end.
    late.unref();
    await closers.close();
    await worlds.stop();
  }
}

/** What ends the waiting for a held folder when the host is told to stop meanwhile. */
const stoppedEarly = new StartFailure('internal', 'Footbridge is stopping.', 'Start it again.');

/** Starts the engines of a host; the live one only while no other host answers on the folder. */
const hostEngine =
  (start: StartEngine, data: string, closers: Closers): StartEngine =>
  async (options): Promise<EngineThread> => {
    const answering = async () => {
      if (closers.closing) throw stoppedEarly;
      return options.world === 'live' && (await isAnswering(socketOf(data)));
    };
    const engine = await startPatiently(start, options, answering);
    if (engine !== null) return engine;
    throw new CommandFailure(
      exitCode.folderHeld,
      `Another Footbridge already runs on ${data}.`,
      'Use that one, stop it first, or choose another folder with --data.',
    );
  };
