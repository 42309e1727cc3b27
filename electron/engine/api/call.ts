import {
  contract,
  isProcedure,
  type Output,
  type ParsedInput,
  type ProcedureName,
} from '../../../shared/contract/contract.ts';
import { ContractError, type ContractErrorBody } from '../../../shared/contract/error.ts';
import { StoreFailure } from '../store/failure.ts';
import { listAbsencePage } from './absence.ts';
import {
  addApp,
  addRule,
  listApps,
  refreshApp,
  removeApp,
  removeRule,
  setDelivery,
  setGuard,
  setMappings,
  setState,
  testTarget,
} from './app.ts';
import { getAppDetail, listAppAccounts, listAppOperations } from './appDetail.ts';
import { getChecklist } from './checklist.ts';
import { checkConfiguration, exportConfiguration, importConfiguration } from './configuration.ts';
import type { ApiContext } from './context.ts';
import { exportAnonymised, getDialectCard, listUnrecognised } from './dialect.ts';
import { getExchangeDetail, listExchangePage } from './exchange.ts';
import { getGroupDetail, listGroupMembers, listGroups } from './group.ts';
import { getNotifications, setNotifications, testNotification } from './notification.ts';
import { pauseDelivery, resumeDelivery } from './pause.ts';
import { getPersonDetail, listPersons } from './person.ts';
import { getTimeline } from './personTimeline.ts';
import { listPlan, planPerson, planRequest, summarisePlan } from './plan.ts';
import { listHeld, releaseHeld } from './removal.ts';
import {
  actInSandbox,
  getSandbox,
  listSandboxPeople,
  runScenario,
  setSandboxRefuses,
  setSandboxSpeed,
  startSandbox,
} from './sandbox.ts';
import { listSchemas, putSchema, removeSchema } from './schema.ts';
import { addSource, listAllSources, removeSourceById } from './source.ts';
import { getOverview, getStatus } from './status.ts';
import { getTrace } from './trace.ts';
import { decideWork, listWork } from './work.ts';

type Handlers = {
  readonly [N in ProcedureName]: (context: ApiContext, input: ParsedInput<N>) => Output<N> | Promise<Output<N>>;
};

/** Every procedure of the contract has its handler here; the compiler sees to it. */
const handlers: Handlers = {
  'status.get': getStatus,
  'overview.get': getOverview,
  'schema.list': listSchemas,
  'schema.put': putSchema,
  'schema.remove': removeSchema,
  'source.list': listAllSources,
  'source.add': addSource,
  'source.remove': removeSourceById,
  'source.checklist': getChecklist,
  'source.dialect': getDialectCard,
  'source.unrecognised': listUnrecognised,
  'source.exportUnrecognised': exportAnonymised,
  'person.list': listPersons,
  'person.get': getPersonDetail,
  'person.timeline': getTimeline,
  'group.list': listGroups,
  'group.get': getGroupDetail,
  'group.members': listGroupMembers,
  'app.list': listApps,
  'app.get': getAppDetail,
  'app.accounts': listAppAccounts,
  'app.operations': listAppOperations,
  'app.test': testTarget,
  'app.add': addApp,
  'app.refresh': refreshApp,
  'app.remove': removeApp,
  'app.setMappings': setMappings,
  'app.addRule': addRule,
  'app.removeRule': removeRule,
  'app.setGuard': setGuard,
  'delivery.pause': pauseDelivery,
  'delivery.resume': resumeDelivery,
  'app.setDelivery': setDelivery,
  'app.setState': setState,
  'exchange.list': listExchangePage,
  'exchange.get': getExchangeDetail,
  'trace.get': getTrace,
  'absence.list': listAbsencePage,
  'work.list': listWork,
  'work.decide': decideWork,
  'removal.listHeld': listHeld,
  'removal.release': releaseHeld,
  'notification.get': getNotifications,
  'notification.set': setNotifications,
  'notification.test': testNotification,
  'plan.request': planRequest,
  'plan.person': planPerson,
  'plan.list': listPlan,
  'plan.summary': summarisePlan,
  'config.export': exportConfiguration,
  'config.check': checkConfiguration,
  'config.import': importConfiguration,
  'sandbox.get': getSandbox,
  'sandbox.people': listSandboxPeople,
  'sandbox.start': startSandbox,
  'sandbox.act': actInSandbox,
  'sandbox.run': runScenario,
  'sandbox.setSpeed': setSandboxSpeed,
  'sandbox.setRefuses': setSandboxRefuses,
};

export type Answer =
  | { readonly ok: true; readonly output: unknown }
  | { readonly ok: false; readonly error: ContractErrorBody };

/**
 * Answers one call of the admin's door: name known -> input parsed -> handler -> known error, or `internal` with an id.
 * Never throws.
 */
export async function call(context: ApiContext, name: string, input: unknown): Promise<Answer> {
  try {
    if (!isProcedure(name))
      return failed('unknown-procedure', `There is no procedure ${JSON.stringify(name.slice(0, 80))}.`);
    return { ok: true, output: await handle(context, name, input) };
  } catch (error) {
    if (error instanceof ContractError) return { ok: false, error: error.body };
    return unexpected(context, name, error);
  }
}

async function handle<N extends ProcedureName>(context: ApiContext, name: N, input: unknown): Promise<Output<N>> {
  const parsed = contract[name].input.safeParse(input ?? {});
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const at = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
    throw new ContractError({
      code: 'invalid',
      message: `${name} was asked with something that does not fit: ${at}${issue?.message ?? 'unreadable'}`,
      affects: 'Nothing was changed.',
      fix: 'Correct the named part and ask again.',
      id: 'invalid-input',
    });
  }
  return handlers[name](context, parsed.data as ParsedInput<N>);
}

const failed = (code: ContractErrorBody['code'], message: string): Answer => ({
  ok: false,
  error: { code, message, affects: 'Nothing was changed.', fix: 'Use a procedure of the contract.', id: code },
});

function unexpected(context: ApiContext, name: string, error: unknown): Answer {
  const id = context.ids.next();
  context.logger.error({ id, procedure: name, error: String((error as Error).stack) }, 'a procedure failed');
  const known = error instanceof StoreFailure ? error : null;
  return {
    ok: false,
    error: {
      code: 'internal',
      message: known ? known.message : 'Footbridge could not do this because of a fault of its own.',
      affects: 'What was asked is not done; nothing was changed by half.',
      fix: known ? known.fix : `Try again. If it stays, report it with the id ${id}, which stands in the log.`,
      id,
    },
  };
}
