import type { Status } from '../../shared/model/status.ts';
import { hasSandbox } from '../host/data-folder.ts';
import { type ExitCode, exitCode } from '../host/exit.ts';
import type { CommonFlags } from './arguments.ts';
import type { CommandContext } from './context.ts';
import { withWorld } from './world-client.ts';

/** `footbridge status`: one world in numbers; the live one with its sandbox beside it, once there is one. */
export async function status(flags: CommonFlags, context: CommandContext): Promise<ExitCode> {
  const asked = await withWorld(context, flags.world, (client) => client.call('status.get', {}));
  const beside = flags.world === 'live' && hasSandbox(context.data);
  const sandbox = beside ? await withWorld(context, 'sandbox', (client) => client.call('status.get', {})) : null;
  const words = `${flags.world === 'live' ? 'Live' : 'Sandbox'} world in ${context.data}\n${inWords(asked)}`;
  context.output.result(
    { ...asked, sandbox },
    sandbox === null ? words : `${words}\nSandbox (pretend people)\n${inWords(sandbox)}`,
  );
  return exitCode.ok;
}

function inWords({ people, sources, apps, accounts, outstanding, needsYou, lastProof }: Status): string {
  const states = Object.entries(accounts).map(([state, count]) => `${count} ${state}`);
  const proof =
    lastProof === null
      ? 'none yet'
      : `${lastProof.kind}: ${lastProof.operation} ${lastProof.person} in ${lastProof.app}, ${lastProof.seen} (${lastProof.at})`;
  const rows: readonly (readonly [string, string | number])[] = [
    ['People', people],
    ['Sources', sources],
    ['Apps', apps],
    ['Accounts', states.length === 0 ? 'none' : states.join(', ')],
    ['Outstanding', outstanding],
    ['Needs you', needsYou],
    ['Last proof', proof],
  ];
  return rows.map(([name, value]) => `  ${name.padEnd(12)} ${value}`).join('\n');
}
