import { join } from 'node:path';
import { bundles, ensureBuilt } from '../../scripts/setup/bundle.mjs';
import { projectNode } from '../../scripts/setup/project-node.mjs';
import { type Arguments, type Part, readArguments, UsageFailure, usage } from './arguments.ts';
import { measureDelivery } from './delivery.ts';
import { measureFirstSync } from './firstSync.ts';
import { withFolder, withHost } from './host.ts';
import { clearProfiles, costsWithin, profileText } from './profile.ts';
import { busy, machine, type Summary, summarise, tableOf, writeFigures } from './report.ts';
import { measureScim } from './scim.ts';
import { measureStartup } from './startup.ts';
import type { Measured } from './targets.ts';

/*
 * `npm run bench`: what the product costs against floors measured in the same run. docs/PERFORMANCE.md says how to
 * read it. Ends with 1 only where a budget and its ratio to the floor are missed in two of three runs.
 */
const say = (what: string): void => void process.stderr.write(`${what}\n`);

async function bench(typed: readonly string[]): Promise<number> {
  let given: Arguments;
  try {
    given = readArguments(typed);
  } catch (error) {
    if (!(error instanceof UsageFailure)) throw error;
    process.stderr.write(`${error.message}\n${usage}\n`);
    return 2;
  }
  if (process.platform !== 'linux')
    say('CPU and memory of another process can only be read on Linux; they are left out.');
  if (busy() > 0.5) say(`The machine is busy (load ${busy().toFixed(1)}): the figures will drift; look at the ratios.`);
  // What is measured is what is run.
  await ensureBuilt(projectNode(), bundles.headless);
  let red = false;
  for (const part of given.parts) {
    for (const users of part === 'scim' || part === 'first-sync' ? given.users : [null]) {
      const rows = await benchPart(part, users, given);
      red ||= rows.some((row) => row.red);
    }
  }
  return red ? 1 : 0;
}

async function benchPart(part: Part, users: number | null, given: Arguments): Promise<Summary[]> {
  if (given.profile) clearProfiles();
  const title = users === null ? part : `${part}, ${users} users`;
  const busyBefore = busy();
  const runs: (readonly Measured[])[] = [];
  for (let run = 1; run <= given.runs; run += 1) {
    say(`${title}: run ${run} of ${given.runs}`);
    runs.push(await measurePart(part, users ?? 0, given));
  }
  const rows = summarise(runs);
  process.stdout.write(`\n${tableOf(title, rows)}\n\n`);
  const file = writeFigures(users === null ? part : `${part}-${users}`, {
    part,
    users,
    at: new Date().toISOString(),
    machine: machine(),
    load: { before: busyBefore, after: busy() },
    rows,
  });
  say(`written to ${file}`);
  if (given.profile) printProfiles(runs.flat());
  return rows;
}

function measurePart(part: Part, users: number, { only, profile }: Arguments): Promise<Measured[]> {
  const step = (what: string) => say(`  ${what}`);
  switch (part) {
    case 'scim':
      return measureScim({ users, profile, wants: (key) => only === null || only.includes(key), say: step });
    case 'startup':
      return measureStartup(step);
    case 'delivery':
      return measureDelivery(step, profile);
    case 'first-sync':
      return withFolder(async (folder) => {
        const data = join(folder, 'data');
        return withHost(data, profile, (host) => measureFirstSync(host, { folder, data, people: users, say: step }));
      });
  }
}

function printProfiles(rows: readonly Measured[]): void {
  for (const { key, window, requests } of rows) {
    if (window === undefined || requests === undefined) continue;
    process.stdout.write(`\n${key}\n${profileText(costsWithin(window), requests)}\n`);
  }
}

process.exitCode = await bench(process.argv.slice(2));
