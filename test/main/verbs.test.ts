import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserWindow, IpcMainInvokeEvent, NativeImage, WebFrameMain } from 'electron';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { createBadge } from '../../electron/main/badge.ts';
import { plainName } from '../../electron/main/files.ts';
import { registerVerbs } from '../../electron/main/verbs.ts';
import { channels, type DesktopAnswer } from '../../shared/contract/desktop.ts';
import { FileKind } from '../../shared/model/file.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const ours = { frame: 'ours' } as unknown as WebFrameMain;
const window = { title: 'ours' } as unknown as BrowserWindow;
const eventOf = (senderFrame: WebFrameMain | null) => ({ senderFrame }) as IpcMainInvokeEvent;

/** The verbs over channels that the test plays, in a data folder of their own. */
function createScene() {
  const folder = mkdtempSync(path.join(tmpdir(), 'footbridge-verbs-'));
  folders.push(folder);
  const listeners = new Map<string, (event: IpcMainInvokeEvent, ...given: unknown[]) => Promise<unknown>>();
  const done: unknown[] = [];
  const log: { readonly fields: object; readonly message: string }[] = [];
  const note = (fields: object, message: string) => void log.push({ fields, message });
  let chosen = '';
  let failure: Error | null = null;
  const act = <Value>(what: unknown, value: Value): Value => {
    if (failure !== null) throw failure;
    done.push(what);
    return value;
  };
  registerVerbs({
    ipc: { handle: (channel, listener) => void listeners.set(channel, listener) },
    dialog: {
      showOpenDialog: async (parent, options) =>
        act({ open: options, parent }, { canceled: chosen === '', filePaths: chosen === '' ? [] : [chosen] }),
      showSaveDialog: async (parent, options) =>
        act({ save: options, parent }, { canceled: chosen === '', filePath: chosen }),
    },
    senderOf: ({ senderFrame }) => (senderFrame === ours ? { window, frame: ours } : null),
    givePort: (frame) => act({ port: frame }, undefined),
    openOutside: async (url) => act({ outside: url }, url.startsWith('https:')),
    showBadge: (count, parent) => act({ badge: count, parent }, undefined),
    logger: { debug: note, info: note, warn: note, error: note },
    data: folder,
  });
  return {
    folder,
    done,
    log,
    channels: [...listeners.keys()],
    choose: (file: string) => {
      chosen = file;
    },
    fail: (error: Error) => {
      failure = error;
    },
    ask: async (channel: string, given: readonly unknown[], frame: WebFrameMain | null = ours) => {
      const answer = await listeners.get(channel)?.(eventOf(frame), ...given);
      return answer as DesktopAnswer<unknown> | undefined;
    },
  };
}

/** What each channel takes, and what it does with it. */
const calls: readonly (readonly [channel: string, given: readonly unknown[], value: unknown])[] = [
  [channels.port, [], undefined],
  [channels.openExternal, ['https://example.com/'], true],
  [channels.openExternal, ['http://example.com/'], false],
  [channels.pickFile, ['csv'], null],
  [channels.saveFile, [{ name: 'configuration.json', text: '{}' }], null],
  [channels.setBadge, [3], undefined],
];

describe('the verbs of the window', () => {
  test('are the agreed channels and no other', () => {
    expect(createScene().channels.sort()).toEqual(Object.values(channels).sort());
  });

  test.each(calls)('%s with %j is done for our own frame', async (channel, given, value) => {
    const scene = createScene();
    expect(await scene.ask(channel, given)).toEqual({ ok: true, value });
    expect(scene.done).toHaveLength(1);
    expect(scene.log).toEqual([]);
  });

  test.each(calls)('%s with %j is dropped, and logged, for every other frame', async (channel, given) => {
    const scene = createScene();
    for (const frame of [null, { frame: 'ours' } as unknown as WebFrameMain]) {
      expect(await scene.ask(channel, given, frame)).toMatchObject({ ok: false });
    }
    expect(scene.done).toEqual([]);
    expect(scene.log).toMatchObject([{ fields: { channel, why: 'sender' } }]);
  });

  test.each([
    [channels.port, [[1], [undefined]]],
    [channels.openExternal, [[], [7], [null], [`https://example.com/${'a'.repeat(3_000)}`], [{ href: 'https://x' }]]],
    [channels.openExternal, [['https://example.com', 'https://example.org']]],
    [channels.pickFile, [[], ['directory'], ['__proto__'], [{ kind: 'csv' }]]],
    [
      channels.saveFile,
      [[], ['text'], [{ name: '', text: '' }], [{ name: 'a' }], [{ name: 'a'.repeat(201), text: '' }]],
    ],
    [channels.saveFile, [[{ name: 'a', text: 'x'.repeat(16_000_001) }], [{ name: 'a', text: Buffer.from('x') }]]],
    [channels.setBadge, [[], ['3'], [-1], [1.5], [Number.NaN], [Number.POSITIVE_INFINITY], [3n]]],
  ])('%s takes nothing but its own words', async (channel, refused) => {
    const scene = createScene();
    for (const given of refused) expect(await scene.ask(channel, given)).toMatchObject({ ok: false });
    expect(scene.done).toEqual([]);
    expect(scene.log[0]).toMatchObject({ fields: { channel, why: 'arguments' } });
  });

  test('answer whatever they are given, and never throw', async () => {
    const scene = createScene();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.values(channels)), fc.array(fc.anything()), async (channel, given) => {
        expect(await scene.ask(channel, given)).toHaveProperty('ok');
      }),
    );
  });

  test('log a page that does nothing else only now and then', async () => {
    const scene = createScene();
    for (let count = 0; count < 150; count += 1) await scene.ask(channels.setBadge, ['junk']);
    expect(scene.log.map(({ fields }) => (fields as { dropped: number }).dropped)).toEqual([1, 10, 100]);
  });

  test('keep an unexpected error under an id that the page is told', async () => {
    const scene = createScene();
    scene.fail(new Error('the secret reason'));
    const answer = await scene.ask(channels.pickFile, ['csv']);
    const message = answer?.ok === false ? answer.message : '';
    const [id = 'none'] = /[0-9a-f-]{36}/.exec(message) ?? [];
    expect(message).not.toContain('the secret reason');
    expect(readFileSync(path.join(scene.folder, 'footbridge-errors.log'), 'utf8')).toContain(id);
    expect(scene.log).toMatchObject([{ fields: { channel: channels.pickFile, id } }]);
  });
});

describe('choosing a file', () => {
  test.each(FileKind.options)('asks for one that is there, with words of its own: %s', async (kind) => {
    const scene = createScene();
    scene.choose('/srv/apps/door.db');
    expect(await scene.ask(channels.pickFile, [kind])).toEqual({ ok: true, value: '/srv/apps/door.db' });
    const [{ open, parent }] = scene.done as [{ open: Electron.OpenDialogOptions; parent: BrowserWindow }];
    expect(parent).toBe(window);
    expect(open.title).toMatch(/^Choose /);
    expect(open.filters).toHaveLength(2);
    expect(open.properties).toEqual(['openFile']);
  });
});

describe('saving a file', () => {
  const text = '{"version":1}\n';

  test('writes it where the admin says, whole, for its owner only', async () => {
    const scene = createScene();
    const file = path.join(scene.folder, 'here.json');
    writeFileSync(file, 'what stood there before, and was longer than what comes', { mode: 0o644 });
    scene.choose(file);
    expect(await scene.ask(channels.saveFile, [{ name: '../configuration.json', text }])).toEqual({
      ok: true,
      value: file,
    });
    expect(readFileSync(file, 'utf8')).toBe(text);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(scene.folder)).toEqual(['here.json']);
    const [{ save }] = scene.done as [{ save: Electron.SaveDialogOptions }];
    expect(save).toMatchObject({ defaultPath: 'configuration.json', filters: [{ extensions: ['json'] }, {}] });
  });

  test.skipIf(process.platform === 'win32')('writes under the longest name that there can be', async () => {
    const scene = createScene();
    const file = path.join(scene.folder, `${'n'.repeat(250)}.json`);
    scene.choose(file);
    expect(await scene.ask(channels.saveFile, [{ name: 'a.json', text }])).toEqual({ ok: true, value: file });
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test.each([
    ['the folder is gone', ['gone', 'here.json'], /the folder is gone/],
    ['no name can be that long', [`${'n'.repeat(300)}.json`], /Nothing was saved at .*n\.json: .*Choose another/],
    ['a folder lies there', ['folder'], /Nothing was saved at .*folder: .*Choose another place/],
  ])('says what to do when %s, and leaves nothing behind', async (_what, parts, message) => {
    const scene = createScene();
    mkdirSync(path.join(scene.folder, 'folder'));
    writeFileSync(path.join(scene.folder, 'folder', 'kept'), '');
    scene.choose(path.join(scene.folder, ...parts));
    const answer = await scene.ask(channels.saveFile, [{ name: 'a.json', text }]);
    expect(answer).toEqual({ ok: false, message: expect.stringMatching(message) });
    expect(readdirSync(scene.folder)).toEqual(['folder']);
    expect(existsSync(path.join(scene.folder, 'folder', 'kept'))).toBe(true);
  });

  test.each([
    ['footbridge-configuration.json', 'footbridge-configuration.json'],
    ['../../etc/passwd', 'etc-passwd'],
    ['C:\\Windows\\system.ini', 'C-Windows-system.ini'],
    ['.bashrc', 'bashrc'],
    ['Übersicht 2026.csv', 'Übersicht 2026.csv'],
    ['a\u0000b\u202e.json', 'a-b-.json'],
    ['..', 'Footbridge'],
    ['///', 'Footbridge'],
  ])('a page that proposes %j proposes %s', (proposed, name) => {
    expect(plainName(proposed)).toBe(name);
  });

  test('no proposed name is a place', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffff)), (codes) => {
        const name = plainName(String.fromCharCode(...codes));
        expect(name).not.toBe('');
        expect(path.posix.basename(name)).toBe(name);
        expect(path.win32.basename(name)).toBe(name);
        expect(name).not.toMatch(/^\.|[\p{Cc}\p{Cf}]|[. ]$/u);
      }),
    );
  });
});

describe('the badge', () => {
  const createIcon = (platform: NodeJS.Platform) => {
    const shown: unknown[] = [];
    const badge = createBadge({
      platform,
      setBadgeCount: (count) => shown.push(count) > 0,
      drawn: (bitmap, size) => ({ bytes: bitmap.length, ...size }) as unknown as NativeImage,
    });
    const overlaid = {
      setOverlayIcon: (image: NativeImage | null, text: string) => shown.push([image, text]),
    } as unknown as BrowserWindow;
    return { shown, show: (count: number, window: BrowserWindow | null = overlaid) => badge(count, window) };
  };

  test.each(['darwin', 'linux'] as const)('is a number on %s', (platform) => {
    const { shown, show } = createIcon(platform);
    show(3);
    show(2, null);
    show(0);
    expect(shown).toEqual([3, 2, 0]);
  });

  test('is a mark on the window’s place with words on Windows, and no mark for nothing', () => {
    const { shown, show } = createIcon('win32');
    for (const count of [3, 1, 0]) show(count);
    show(7, null);
    const mark = { bytes: 16 * 16 * 4, width: 16, height: 16 };
    expect(shown).toEqual([
      [mark, '3 things need you'],
      [mark, '1 thing needs you'],
      [null, ''],
    ]);
  });
});
