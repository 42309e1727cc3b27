import type { Output, ParsedInput } from '../../../shared/contract/contract.ts';
import type { Sandbox } from '../../../shared/model/sandbox.ts';
import type { SandboxIdp } from '../sandbox/idp.ts';
import type { ApiContext } from './context.ts';
import { refused } from './refuse.ts';

/**
 * The sandbox IdP of this world.
 *
 * @throws ContractError in the live world, and where nothing listens for it
 */
function idpOf({ world, sandboxIdp }: ApiContext): SandboxIdp {
  const idp = sandboxIdp();
  if (idp !== null) return idp;
  if (world === 'live') {
    throw refused(
      'The live world has no sandbox IdP: pretend people never come near real ones.',
      'Nothing was changed.',
      'Switch to the sandbox world and ask there.',
    );
  }
  throw refused(
    'The sandbox IdP speaks to Footbridge over HTTP, and nothing listens here.',
    'Nothing was changed.',
    'Start Footbridge (footbridge serve) and ask again.',
  );
}

export const getSandbox = async (context: ApiContext): Promise<Sandbox> => idpOf(context).get();

export const listSandboxPeople = (
  context: ApiContext,
  input: ParsedInput<'sandbox.people'>,
): Output<'sandbox.people'> => idpOf(context).people(input);

export const startSandbox = async (context: ApiContext, input: ParsedInput<'sandbox.start'>): Promise<Sandbox> =>
  idpOf(context).start(input);

export const actInSandbox = async (context: ApiContext, input: ParsedInput<'sandbox.act'>): Promise<Sandbox> =>
  idpOf(context).act(input);

export const runScenario = async (context: ApiContext, input: ParsedInput<'sandbox.run'>): Promise<Sandbox> =>
  idpOf(context).run(input);

export const setSandboxSpeed = async (context: ApiContext, input: ParsedInput<'sandbox.setSpeed'>): Promise<Sandbox> =>
  idpOf(context).setSpeed(input);

export const setSandboxRefuses = async (
  context: ApiContext,
  input: ParsedInput<'sandbox.setRefuses'>,
): Promise<Sandbox> => idpOf(context).setRefuses(input);
