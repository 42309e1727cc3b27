import { randomUUID } from 'node:crypto';
import type { Expectation, Scenario, ScenarioRun } from '../../../shared/model/sandbox.ts';
import { type AppPlace, setUpApps } from './apps.ts';
import { type Company, personOf } from './company.ts';
import { UnfitAnswer } from './conversation.ts';
import { lookAtAccounts } from './look.ts';
import type { Memory } from './memory.ts';
import type { Random } from './random.ts';
import { keptRuns, type SandboxRecord } from './record.ts';
import { conflict } from './refusal.ts';
import { lookAtServer, planScenario, type ScenarioPlan } from './scenario.ts';
import { NoAnswer } from './speak.ts';
import { speakerOf } from './speaker.ts';
import { type Telling, withoutMembers } from './telling.ts';

/** How many runs may wait for their turn. */
const mostWaiting = 5;

/**
 * The runs with a new one in front.
 *
 * @throws ContractError when too many wait already
 */
export function withNewRun(runs: readonly ScenarioRun[], scenario: Scenario, now: number): readonly ScenarioRun[] {
  const waiting = runs.filter(({ finishedAt }) => finishedAt === null).length;
  if (waiting >= mostWaiting) {
    throw conflict(
      `${waiting} scenarios wait for their turn already.`,
      'Nothing was changed; they go on one after the other.',
      'Wait until one of them is done.',
    );
  }
  const run: ScenarioRun = {
    id: randomUUID(),
    scenario,
    startedAt: new Date(now).toISOString(),
    finishedAt: null,
    steps: [],
    expectations: [],
    failure: null,
  };
  return [run, ...runs].slice(0, keptRuns);
}

/** What a stop cut short is said to be so: its company lives on, but nobody looked. */
export const closeInterrupted = (runs: readonly ScenarioRun[], now: number): readonly ScenarioRun[] =>
  runs.map((run) =>
    run.finishedAt === null ? { ...run, ...ended(now, 'Footbridge was stopped while it ran.') } : run,
  );

const ended = (now: number, failure: string | null) => ({ finishedAt: new Date(now).toISOString(), failure });

/** What a run is carried out with. */
export interface Stage {
  readonly telling: Telling;
  readonly place: AppPlace;
  readonly personIdOf: (resourceId: string) => string | null;
  readonly drawLuck: () => Random;
  readonly now: () => number;
  readonly changed: (summary: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Carries a run out: tells what happens, step by step, then looks at what came of it, at the server as an identity
 * provider and in the apps as an admin.
 *
 * @throws UnfitAnswer, NoAnswer; the run says why it ended before its time, for whatever reason
 */
export async function rehearse(id: string, stage: Stage): Promise<void> {
  const { telling, changed, now, signal } = stage;
  const runOf = (record: SandboxRecord | null) => record?.runs.find((run) => run.id === id);
  const note = (change: Partial<ScenarioRun>, summary: string): void => {
    const runs = telling.record?.runs ?? [];
    telling.keep({ runs: runs.map((run) => (run.id === id ? { ...run, ...change } : run)) });
    changed(summary);
  };
  const run = runOf(telling.record);
  // Another company was founded while it waited.
  if (run === undefined) return;
  try {
    await telling.catchUp();
    const before = recordOf(telling);
    const plan = planScenario(run.scenario, before.company, stage.drawLuck());
    const steps: string[] = [];
    for (const step of plan.steps) {
      await telling.tell(step);
      steps.push(step.sentence);
      note({ steps: [...steps] }, step.sentence);
    }
    const told = { dialect: before.dialect, before: before.memory };
    const atServer = await telling.ask(lookAtServer(plan, recordOf(telling).memory, told));
    note({ expectations: [...atServer] }, `The scenario ${run.scenario} was told`);
    const moments = [before.company, ...plan.steps.map((step) => step.company)];
    const inApps = await lookAtAll(stage, { plan, moments, remembered: before.memory, since: run.startedAt });
    note({ expectations: [...atServer, ...inApps], ...ended(now(), null) }, `The scenario ${run.scenario} is done`);
  } catch (error) {
    if (signal.aborted) throw error;
    const why = error instanceof Error ? error.message : String(error);
    note(ended(now(), why), `The scenario ${run.scenario} came to a stop`);
    // The company cannot go on when its server does not answer; anything else is this run's own affair.
    if (error instanceof UnfitAnswer || error instanceof NoAnswer) throw error;
  }
}

/** What was told, for whoever looks at what came of it. */
interface Told {
  readonly plan: ScenarioPlan;
  /** Of the company, the last one last: who is deleted for good is not in it any more. */
  readonly moments: readonly Company[];
  /** What the IdP remembered before, since it forgets who is deleted. */
  readonly remembered: Memory;
  /** When it began, ISO 8601. */
  readonly since: string;
}

async function lookAtAll(
  { telling, place, personIdOf, signal }: Stage,
  { plan, moments, remembered, since }: Told,
): Promise<readonly Expectation[]> {
  const { company, memory, dialect } = recordOf(telling);
  const lastSeen = (id: string) => moments.map((moment) => personOf(moment, id)).findLast((one) => one !== undefined);
  return lookAtAccounts({
    client: place.client,
    apps: await setUpApps(place),
    company: speakerOf(dialect).tellsGroups ? company : withoutMembers(company),
    since,
    asksWhoIsNew: plan.scenario === 'rehire',
    subjects: plan.subjects.flatMap((id) => {
      const person = personOf(company, id) ?? lastSeen(id);
      const resourceId = memory[id] ?? remembered[id];
      if (person === undefined) return [];
      // Where nobody is deleted, somebody new may have been given the resource, and with it the accounts.
      const isGivenAway = Object.keys(memory).some((other) => memory[other] === resourceId && other !== id);
      if (person.presence !== 'here' && isGivenAway) return [];
      return [{ person, personId: resourceId === undefined ? null : personIdOf(resourceId) }];
    }),
    signal,
  });
}

function recordOf({ record }: Telling): SandboxRecord {
  if (record === null) throw new Error('The company is gone in the middle of a scenario.');
  return record;
}
