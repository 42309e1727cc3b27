import { describe, expect, test } from 'vitest';
import { textOf } from '../architecture/sources.ts';
import { preloadFaults } from './faults.ts';

const source = textOf('electron/preload/preload.ts');

test('the preload does what is agreed and nothing else', () => {
  expect(preloadFaults(source)).toEqual([]);
});

describe('a preload is refused that', () => {
  const first = 'ipcRenderer.invoke(channels.port)';
  test.each([
    ['requires Node', (text: string) => `${text}const fs = require('fs');`, /a module while it runs/],
    ['imports Node', (text: string) => `import fs from 'node:fs';${text}`, /imports node:fs/],
    ['imports while it runs', (text: string) => `${text}await import('electron');`, /a module while it runs/],
    [
      'takes more of Electron',
      (text: string) => text.replace('contextBridge,', 'contextBridge, webFrame,'),
      /more of electron: webFrame/,
    ],
    [
      'takes all of Electron',
      (text: string) => `import * as electron from 'electron';${text}`,
      /more of electron: electron/,
    ],
    [
      'exposes a verb more',
      (text: string) => text.replace('platform:', 'quit: () => undefined, platform:'),
      /the verbs are .*quit/,
    ],
    [
      'exposes a verb less',
      (text: string) => text.replace('platform: process.platform,', ''),
      /the verbs are openExternal, pickFile, port,/,
    ],
    [
      'exposes what it spreads',
      (text: string) => text.replace('platform:', '...process.env, platform:'),
      /the verbs are \?,/,
    ],
    [
      'exposes under another name',
      (text: string) => text.replace("'desktop'", "'electron'"),
      /something else than window\.desktop/,
    ],
    [
      'exposes twice',
      (text: string) => `${text}contextBridge.exposeInMainWorld('more', {});`,
      /contextBridge is used 2 times/,
    ],
    ['freezes nothing', (text: string) => text.replace('Object.freeze(verbs)', 'verbs'), /is not frozen/],
    ['hands ipcRenderer out', (text: string) => text.replace('process.platform', 'ipcRenderer'), /something else/],
    ['sends', (text: string) => text.replace(first, 'ipcRenderer.send(channels.port)'), /used for send/],
    [
      'invokes a channel of its own',
      (text: string) => text.replace(first, "ipcRenderer.invoke('quit')"),
      /channel that is not agreed/,
    ],
    [
      'lets the page name the channel',
      (text: string) => text.replace('channels.openExternal, url', 'url'),
      /channel that is not agreed/,
    ],
    [
      'takes the channel from outside',
      (text: string) => text.replace(first, 'ipcRenderer.invoke(channels[location.hash])'),
      /channel that is not agreed/,
    ],
    ['lets an event out', (text: string) => text.replace('[...event.ports]', '[event]'), /more than its ports/],
    [
      'lets the sender out',
      (text: string) => text.replace('[...event.ports]', '[event.sender]'),
      /more than its ports/,
    ],
  ])('%s', (_what, change, fault) => {
    const changed = change(source);
    expect(changed).not.toBe(source);
    expect(preloadFaults(changed).join('\n')).toMatch(fault);
  });
});
