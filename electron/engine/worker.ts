import { parentPort } from 'node:worker_threads';
import { createEngine, type Engine } from './engine.ts';
import { createIds } from './ids.ts';
import type { CrashPoint, Logger } from './ports.ts';
import { recognise, StoreFailure } from './store/failure.ts';
import { databaseFile } from './store/folder.ts';
import type { EngineOptions, FromEngine, LogLevel, StartFailureCode, ToEngine } from './thread.ts';

/** The entry of the engine's thread: the real ports, and the contract over the thread's message port. */
const post = (message: FromEngine): void => parentPort?.postMessage(message);

parentPort?.once('message', (message: ToEngine) => {
  if (message.type === 'start') void start(message.options);
});

async function start(options: EngineOptions): Promise<void> {
  const logger = createLogger(options);
  try {
    const engine = await createEngine(
      {
        clock: { now: Date.now },
        ids: createIds(Date.now),
        logger,
        paths: { data: options.data },
        reached: crashPoint(process.env.FOOTBRIDGE_CRASH_AT),
      },
      options,
    );
    converse(engine);
    post({ type: 'ready', scim: engine.scim });
  } catch (error) {
    post(startFailure(recognise(error, databaseFile(options.data)), logger));
    // Nothing holds the thread: it ends by itself once this message is out.
  }
}

function converse(engine: Engine): void {
  const follows = new Map<number, () => void>();
  const pending = new Set<number>();
  parentPort?.on('message', async (message: ToEngine) => {
    switch (message.type) {
      case 'call': {
        pending.add(message.id);
        const answer = await engine.call(message.name, message.input);
        if (pending.delete(message.id)) post({ type: 'answer', id: message.id, answer });
        break;
      }
      case 'cancel':
        // Whoever withdrew it is answered by then.
        pending.delete(message.id);
        break;
      case 'follow':
        follows.set(
          message.id,
          engine.events.follow(message.position, (messages) => post({ type: 'stream', id: message.id, messages })),
        );
        break;
      case 'unfollow':
        follows.get(message.id)?.();
        follows.delete(message.id);
        break;
      case 'suspend':
        engine.suspend();
        break;
      case 'resume':
        engine.resume();
        break;
      case 'stop':
        for (const end of follows.values()) end();
        await engine.stop();
        parentPort?.close();
    }
  });
}

/** Sends lines of the wanted levels to the host, each naming its world. */
function createLogger({ logLevel, world }: EngineOptions): Logger {
  const levels = ['debug', 'info', 'warn', 'error'] as const;
  const lowest = logLevel === 'silent' ? levels.length : levels.indexOf(logLevel);
  const at = (level: LogLevel) => (fields: object, message: string) => {
    if (levels.indexOf(level) >= lowest) post({ type: 'log', level, fields: { world, ...fields }, message });
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/**
 * Ends the process at a named point, the way a power cut does, when a test asks for it in the environment:
 * `after intent:3` is the third time that point is reached.
 */
function crashPoint(wanted: string | undefined): (point: CrashPoint) => void {
  if (!wanted) return () => {};
  const [point, nth = '1'] = wanted.split(':');
  let left = Number(nth);
  return (reached) => {
    if (reached !== point) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  };
}

function startFailure(error: unknown, logger: Logger): FromEngine {
  const failed = (code: StartFailureCode, message: string, fix: string): FromEngine => ({
    type: 'failed',
    code,
    message,
    fix,
  });
  if (error instanceof StoreFailure) return failed(error.code, error.message, error.fix);
  const { code, port } = error as { code?: string; port?: number };
  if (code === 'EADDRINUSE')
    return failed(
      'port-taken',
      `The port ${port} for SCIM is taken by another program.`,
      'End that program, or choose another port with --scim-port (0 picks a free one).',
    );
  if (code === 'EACCES')
    return failed(
      'port-taken',
      `The port ${port} may not be used by this user.`,
      'Choose one above 1023 with --scim-port.',
    );
  logger.error({ error: String((error as Error).stack) }, 'the engine could not start');
  return failed('internal', `The engine could not start: ${(error as Error).message}`, 'The log above says more.');
}
