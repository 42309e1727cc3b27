import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { writing } from './failure.mjs';
import { inRoot, root } from './places.mjs';
import { say } from './step.mjs';

const claim = inRoot('out', 'set-up-under-way');

/**
 * Does one piece of set-up while no other process does any in this clone. A process that was killed leaves its claim
 * behind; the next one sees that it is gone and takes over.
 *
 * @template T
 * @param {() => Promise<T>} work should look again whether anything is left to do
 * @returns {Promise<T>}
 */
export async function inTurn(work) {
  writing(root, () => mkdirSync(inRoot('out'), { recursive: true }));
  let said = false;
  for (let holder = take(); holder !== null; holder = take()) {
    if (!said && holder > 0) say(`Another set-up is under way in this folder (process ${holder}); waiting for it …`);
    said ||= holder > 0;
    await pause(200);
  }
  const leave = () => rmSync(claim, { force: true });
  process.once('exit', leave);
  try {
    return await work();
  } finally {
    process.off('exit', leave);
    leave();
  }
}

/** @returns {number | null} the process that holds the claim, 0 while it has not said who it is; null when it is ours now */
function take() {
  try {
    writing(root, () => writeFileSync(claim, String(process.pid), { flag: 'wx' }));
    return null;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const holder = holderOf(claim);
  // Between making its claim and saying who it is, a process may be held up.
  if (holder === null && isYoung(claim)) return 0;
  if (holder !== null && isRunning(holder)) return holder;
  rmSync(claim, { force: true });
  return take();
}

/** @param {string} path @returns {number | null} */
function holderOf(path) {
  try {
    return Number(readFileSync(path, 'utf8')) || null;
  } catch {
    return null;
  }
}

/** @param {string} path @returns {boolean} whether it was made within the last seconds; false when it is gone */
function isYoung(path) {
  try {
    return Date.now() - statSync(path).mtimeMs < 5_000;
  } catch {
    return false;
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
