/** `footbridge sandbox run`: the sandbox IdP against any SCIM server, without an engine or a data folder. */
import { randomInt, randomUUID } from 'node:crypto';
import type { Scenario } from '../../shared/model/sandbox.ts';
import type { Company } from '../engine/sandbox/company.ts';
import { type Conversation, UnfitAnswer } from '../engine/sandbox/conversation.ts';
import { foundCompany } from '../engine/sandbox/events.ts';
import { createRandom } from '../engine/sandbox/random.ts';
import { lookAtServer, planScenario } from '../engine/sandbox/scenario.ts';
import { type Line, NoAnswer, speak } from '../engine/sandbox/speak.ts';
import { type Memory, type Speaker, speakerOf } from '../engine/sandbox/speaker.ts';
import { type ExitCode, exitCode, HostFailure } from '../host/exit.ts';
import type { SandboxRunFlags } from './arguments.ts';
import type { CommandContext } from './context.ts';
import type { Output } from './output.ts';
import { stopWish } from './signals.ts';
import { tokenVariable } from './usage.ts';

/**
 * Founds a company, connects, imports it, lets the scenarios happen and looks at the server after each.
 *
 * @returns 0 when everything was met, 11 when not
 * @throws HostFailure (12 no answer, 13 the token is refused, 14 no SCIM server)
 */
export async function runScenarios(flags: SandboxRunFlags, { output }: CommandContext): Promise<ExitCode> {
  const token = flags.token ?? process.env[tokenVariable];
  if (!token) {
    const fix = `Type --token, or set ${tokenVariable}, which no list of processes shows.`;
    throw new HostFailure(exitCode.usage, 'footbridge sandbox run needs the token of the server.', fix);
  }
  const stopping = new AbortController();
  void stopWish().then(() => stopping.abort());
  const line: Line = { baseUrl: flags.base, token, rate: 0, signal: stopping.signal };
  const rehearsal = new Rehearsal(flags, line, output);
  try {
    await rehearsal.connect();
    await rehearsal.importCompany();
    for (const scenario of flags.scenarios) await rehearsal.run(scenario);
  } catch (error) {
    if (stopping.signal.aborted) output.say('Stopped on request. What was told stays told.');
    else throw failureOf(error, flags, rehearsal.isConnected);
    return exitCode.expectation;
  }
  return rehearsal.summary() ? exitCode.ok : exitCode.expectation;
}

class Rehearsal {
  readonly #speaker: Speaker;
  readonly #line: Line;
  readonly #output: Output;
  readonly #seed: number;
  readonly #label: string;
  #company: Company;
  #memory: Memory = {};
  #requests = 0;
  #runs = 0;
  #looked = { met: 0, unmet: 0 };
  isConnected = false;

  constructor({ dialect, people = 40, seed = randomInt(999_999_999) }: SandboxRunFlags, line: Line, output: Output) {
    this.#speaker = speakerOf(dialect);
    this.#line = line;
    this.#output = output;
    this.#seed = seed;
    // A domain of its own, so that nobody is mistaken for one of another run, and nobody for a real person.
    this.#label = `contoso-${seed.toString(36)}`;
    this.#company = foundCompany(seed, people, 'Contoso', `${this.#label}.test`);
    const { groups, domain } = this.#company;
    const about = { dialect, people, groups: groups.length, domain, seed, base: line.baseUrl };
    const words = `A pretend company of ${people} people and ${groups.length} groups at ${domain} (--seed ${seed}), told in ${dialect} to ${line.baseUrl}`;
    output.result({ event: 'company', ...about }, words);
  }

  async connect(): Promise<void> {
    await this.#ask(this.#speaker.testConnection(randomUUID()));
    this.isConnected = true;
    this.#output.result({ event: 'connected', requests: this.#requests }, 'Connection test: passed');
  }

  async importCompany(): Promise<void> {
    const before = this.#requests;
    await this.#tell(null, this.#company);
    const requests = this.#requests - before;
    const words = `First import: told in ${requests} requests`;
    this.#output.result({ event: 'imported', requests }, words);
  }

  async run(scenario: Scenario): Promise<void> {
    const plan = planScenario(scenario, this.#company, createRandom(this.#seed, this.#runs, 5));
    this.#runs += 1;
    const told = { dialect: this.#speaker.dialect, before: this.#memory };
    this.#output.result({ event: 'scenario', scenario }, `\n${scenario}`);
    for (const { company, sentence } of plan.steps) {
      this.#output.result({ event: 'step', scenario, sentence }, `  - ${sentence}`);
      await this.#tell(this.#company, company);
      this.#company = company;
    }
    for (const { text, met, detail } of await this.#ask(lookAtServer(plan, this.#memory, told))) {
      this.#looked[met ? 'met' : 'unmet'] += 1;
      const words = `  ${met ? 'met:    ' : 'NOT MET:'} ${text} (${detail})`;
      this.#output.result({ event: 'expectation', scenario, text, met, detail }, words);
    }
  }

  /** @returns whether everything was met */
  summary(): boolean {
    const { met, unmet } = this.#looked;
    const words = `\n${met} of ${met + unmet} expectations met, ${this.#requests} requests. What was made stays there: everybody at ${this.#label}.test, and the groups “… (${this.#label})”.`;
    this.#output.result({ event: 'summary', met, unmet, requests: this.#requests, seed: this.#seed }, words);
    return unmet === 0;
  }

  async #tell(before: Company | null, after: Company): Promise<void> {
    const conversation = this.#speaker.tell(before && this.#shown(before), this.#shown(after), this.#memory);
    this.#memory = await this.#ask(conversation);
  }

  /** No group there may be taken for one of ours: a dialect that finds a group by its name takes it over. */
  #shown(company: Company): Company {
    const groups = company.groups.map((group) => ({ ...group, name: `${group.name} (${this.#label})` }));
    return { ...company, groups };
  }

  #ask<T>(conversation: Conversation<T>): Promise<T> {
    return speak(this.#counted(conversation), this.#line);
  }

  *#counted<T>(conversation: Conversation<T>): Conversation<T> {
    let step = conversation.next();
    while (!step.done) {
      this.#requests += 1;
      step = conversation.next(yield step.value);
    }
    return step.value;
  }
}

/** @param connected whether the connection test was passed: then a wrong answer is a server's that speaks SCIM */
function failureOf(error: unknown, { base, dialect }: SandboxRunFlags, connected: boolean): unknown {
  if (error instanceof NoAnswer) {
    const fix = `See that the server runs and that this computer reaches ${base}.`;
    return new HostFailure(exitCode.noAnswer, error.message, fix);
  }
  if (!(error instanceof UnfitAnswer)) return error;
  if (error.answer.status === 401 || error.answer.status === 403) {
    const fix = 'Make a new token there and try it again; it is sent as “Authorization: Bearer …”.';
    return new HostFailure(exitCode.tokenRefused, error.message, fix);
  }
  if (!connected) {
    const fix = `The base URL must be the one below which /Users is answered, as RFC 7644 says; now it is ${base}.`;
    return new HostFailure(exitCode.notScim, error.message, fix);
  }
  const fix = `An identity provider of the dialect ${dialect} would stop here as well; its users and groups wait until the server answers as needed.`;
  return new HostFailure(exitCode.expectation, error.message, fix);
}
