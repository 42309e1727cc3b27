import { fileURLToPath } from 'node:url';
import type { Logger } from '../engine/ports.ts';
import type { EngineThread } from '../engine/thread.ts';
import { createSession } from '../host/admin/session.ts';
import type { Closers } from '../host/closers.ts';
import { hasSandbox } from '../host/data-folder.ts';
import { beginRehearsal, sandboxIfWell } from '../host/rehearsal.ts';
import type { Worlds } from '../host/worlds.ts';
import type { ServeFlags } from './arguments.ts';
import { openBrowser } from './browser.ts';
import type { Output } from './output.ts';

const screens = fileURLToPath(new URL('../../out/renderer', import.meta.url));

export interface Opening {
  readonly flags: ServeFlags;
  readonly data: string;
  readonly output: Output;
  readonly logger: Logger;
  readonly worlds: Worlds;
  readonly closers: Closers;
}

/**
 * Opens everything a host has, in the order in which one part needs the other: the live engine takes the folder, then
 * the command line's socket, the sandbox and the screens' server; then it says that it is ready. A sandbox that cannot be
 * had is said, and keeps nothing else from opening.
 *
 * @throws HostFailure, StartFailure when a part cannot be had
 */
export async function openHost(opening: Opening): Promise<void> {
  const { flags, data, output, logger, worlds, closers } = opening;
  // The server's code loads while the engine opens its database.
  const [live, { openFolderDoor }, { openLoopbackDoor }] = await Promise.all([
    worlds.engine('live'),
    import('../host/folder-door.ts'),
    import('./loopback-door.ts'),
  ]);
  const given = { worlds, logger };
  const folder = await openFolderDoor(given, data);
  closers.add(() => folder.close());

  const session = createSession({ now: Date.now });
  const sandboxAsked = flags.demo || flags.world === 'sandbox';
  const missed = (what: string, why: string) => sandboxAsked && !closers.closing && output.say(`${what} ${why}`);
  const [sandbox, loopback] = await Promise.all([
    sandboxAsked || hasSandbox(data) ? sandboxIfWell(worlds, logger, missed) : null,
    openLoopbackDoor(given, data, flags.adminPort, session, screens).then((door) => {
      closers.add(() => door.server.close());
      return door;
    }),
  ]);
  if (closers.closing) return;

  const page = `http://127.0.0.1:${loopback.port}/`;
  const admin = `${page}#token=${session.token}`;
  output.result(
    {
      event: 'ready',
      scim: live.scim,
      sandbox: sandbox === null ? null : { scim: sandbox.scim },
      admin,
      pid: process.pid,
    },
    `Footbridge is running.\n  Screens   ${admin}\n  IdPs      ${live.scim}\n` +
      `${sandbox === null ? '' : `  Sandbox   ${sandbox.scim}\n`}  Data      ${data}\nCtrl-C stops it.`,
  );
  if (flags.open) {
    openBrowser(`${page}#code=${session.issueCode()}`, () =>
      output.say(`No browser could be opened here. Open this address yourself: ${admin}`),
    );
  }
  if (flags.demo && sandbox !== null) await beginDemo(sandbox, opening);
}

/** Whatever keeps the demo from beginning is said, and ends nothing else. */
async function beginDemo(sandbox: EngineThread, { output, logger, closers }: Opening): Promise<void> {
  try {
    await beginRehearsal(sandbox);
  } catch (error) {
    if (closers.closing) return;
    logger.error({ err: error }, 'The demo did not begin.');
    output.say(
      `The demo did not begin: ${error instanceof Error ? error.message : String(error)} Everything else goes on.`,
    );
  }
}
