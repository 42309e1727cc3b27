import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Arguments, readArguments, UsageFailure, usage } from './arguments.ts';
import { replay, runCampaign } from './campaign.ts';
import type { Shot } from './shot.ts';
import type { Finding } from './worker.ts';

/*
 * `npm run fuzz`: sends what nobody should send to a host of its own over real HTTP, among what everybody sends, and
 * looks whether it answers, how, and whether others are served meanwhile. 0: it holds; 1: something was found; 2: usage.
 */
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const clone = fileURLToPath(new URL('../..', import.meta.url));
const output = join(clone, 'out', 'fuzz');

async function fuzz(typed: readonly string[]): Promise<number> {
  let given: Arguments;
  try {
    given = readArguments(typed);
  } catch (error) {
    if (!(error instanceof UsageFailure)) throw error;
    process.stderr.write(`${error.message}\n${usage}\n`);
    return 2;
  }
  mkdirSync(output, { recursive: true });
  const data = given.data ?? mkdtempSync(join(output, 'data-'));
  try {
    return given.replay === null ? await campaign(given, data) : await again(given.replay, data);
  } finally {
    if (given.data === null) rmSync(data, { recursive: true, force: true });
  }
}

async function campaign({ seed, minutes, requests, workers }: Arguments, data: string): Promise<number> {
  say(`Fuzzing begins at ${seed}; npm run fuzz -- --seed ${seed} sends the same again.`);
  const verdict = await runCampaign({ seed, minutes, requests, workers, data, say });
  for (const line of verdict.summary) say(line);
  for (const finding of verdict.findings) report(seed, finding);
  for (const complaint of verdict.complaints) say(`FOUND  ${complaint}`);
  const found = verdict.findings.length + verdict.complaints.length;
  say(found === 0 ? 'Nothing was found.' : `${found} found. What was found becomes a case of its own in a test.`);
  return found === 0 ? 0 : 1;
}

function report(seed: number, { worker, number, what, shot }: Finding): void {
  const file = join(output, `found-${seed}-${worker}-${number}.json`);
  writeFileSync(file, `${JSON.stringify(shot, null, 2)}\n`);
  say(`FOUND  ${what}`);
  say(`       ${shot.method} ${shot.path.slice(0, 300)} (${shot.delivery}) ${shot.body?.slice(0, 600) ?? ''}`);
  say(`       that request alone:   npm run fuzz -- --replay ${relative(clone, file)}`);
  say(`       all that led to it:   npm run fuzz -- --seed ${seed} --worker ${worker} --requests ${number}`);
}

async function again(file: string, data: string): Promise<number> {
  const what = await replay(JSON.parse(readFileSync(file, 'utf8')) as Shot, data);
  say(what === null ? 'Answered as it should be.' : `FOUND  ${what}`);
  return what === null ? 0 : 1;
}

process.exitCode = await fuzz(process.argv.slice(2));
