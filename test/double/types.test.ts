import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import * as events from '../support/electron/events.ts';

const clone = fileURLToPath(new URL('../..', import.meta.url));
const types = readFileSync(path.join(clone, 'node_modules/electron/electron.d.ts'), 'utf8');

/** The classes and interfaces of Electron in which the events of each list must be. */
const owners: Readonly<Record<keyof typeof events, string>> = {
  appEvents: 'App',
  windowEvents: 'BrowserWindow',
  contentsEvents: 'WebContents',
  sessionEvents: 'Session',
  powerEvents: 'PowerMonitor',
  trayEvents: 'Tray',
  notificationEvents: 'Notification',
  themeEvents: 'NativeTheme',
  screenEvents: 'Screen',
};

const lists: Readonly<Record<string, readonly string[]>> = { ...events };

const declared = (owner: string) =>
  new RegExp(`^  (?:class|interface) ${owner} [^]*?^  }`, 'm').exec(types)?.[0].matchAll(/ on\(event: '([^']+)'/g) ??
  [];

test.each(Object.entries(owners))('Electron emits every event of %s on %s', (list, owner) => {
  const known = new Set([...declared(owner)].map(([, name]) => name));
  expect(lists[list]?.filter((name) => !known.has(name))).toEqual([]);
});

/** What a member of the double's could get wrong, and what the compiler must say. */
const planted = `
import type * as E from 'electron';
import { Emitter, type Like } from '../../test/support/electron/modelled.ts';

export class Parameter extends Emitter implements Like<E.BrowserWindow, Parameter> {
  setTitle(_title: number): void {}
}
export class Result extends Emitter implements Like<E.BrowserWindow, Result> {
  isVisible(): string { return ''; }
}
export class NoPromise extends Emitter implements Like<E.BrowserWindow, NoPromise> {
  loadURL(_url: string): void {}
}
export class Property extends Emitter implements Like<E.App, Property> {
  badgeCount = '0';
}
export class Right extends Emitter implements Like<E.BrowserWindow, Right> {
  async loadURL(_url: string): Promise<void> {}
}
`;

test('the compiler holds the double to Electron’s types', () => {
  // Below the clone, where the compiler finds the packages; `out` is in nobody's list of sources.
  mkdirSync(path.join(clone, 'out'), { recursive: true });
  const folder = mkdtempSync(path.join(clone, 'out', 'double-types-'));
  try {
    writeFileSync(path.join(folder, 'planted.ts'), planted);
    const config = { extends: path.join(clone, 'tsconfig.test.json'), include: ['planted.ts'] };
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
    const wrong = [...compile(folder).matchAll(/^.*TS\d+: (?:Property|Class) '(\w+)'/gm)].map(([, name]) => name);
    expect(wrong).toEqual(['setTitle', 'isVisible', 'loadURL', 'badgeCount']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** @returns what the compiler has to say against the project in a folder */
function compile(folder: string): string {
  try {
    const tsc = path.join(clone, 'node_modules/typescript/bin/tsc');
    return execFileSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
