import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type EngineOptions, StartFailure, type StartFailureCode } from '../../electron/engine/thread.ts';
import { runCommandLine } from '../../electron/headless/command-line.ts';
import { type ScriptedEngine, scriptedEngine } from '../host/scripted-engine.ts';
import { noStatus } from '../support/no-status.ts';

/*
 * The `footbridge` command with an engine whose luck is chosen from outside, for what no real engine does on demand.
 * SCRIPT: {"fail"?: how often a start fails, "code"?: with which failure, "dieAfter"?: ms, "stopTakes"?: ms}
 */
interface Script {
  readonly fail?: number;
  readonly code?: StartFailureCode;
  readonly world?: string;
  readonly dieAfter?: number;
  readonly stopTakes?: number;
  readonly throws?: boolean;
}

const script = JSON.parse(process.env.SCRIPT ?? '{}') as Script;
let failures = script.fail ?? 0;

async function start({ world, data }: EngineOptions): Promise<ScriptedEngine> {
  if (script.throws) throw new TypeError('a fault of our own');
  if (failures > 0 && (script.world ?? world) === world) {
    failures -= 1;
    // A test sees by this that a start is under way, and when each was tried.
    mkdirSync(data, { recursive: true });
    appendFileSync(path.join(data, 'scripted.tried'), `${Date.now()}\n`);
    throw new StartFailure(script.code ?? 'folder-held', `No luck with ${data}.`, 'Try another.');
  }
  mkdirSync(data, { recursive: true });
  const lock = path.join(data, 'scripted.lock');
  try {
    writeFileSync(lock, '', { flag: 'wx' });
  } catch {
    throw new StartFailure('folder-held', `${data} is held by another process.`, 'Stop that one first.');
  }
  writeFileSync(path.join(data, 'footbridge.db'), '');
  const engine = scriptedEngine(world, { 'status.get': () => ({ ok: true, output: noStatus }) });
  if (script.dieAfter !== undefined) setTimeout(() => engine.die(new Error('the thread fell over')), script.dieAfter);
  const stop = async () => {
    await new Promise((resolve) => setTimeout(resolve, script.stopTakes ?? 0));
    rmSync(lock);
    await engine.stop();
  };
  return { ...engine, stop };
}

process.exitCode = await runCommandLine(process.argv.slice(2), start);
