import { describe, expect, test } from 'vitest';
import { until } from '../support/engine-until.ts';
import { oneWindow } from './one-window.ts';

const page = oneWindow('once');

describe('the context bridge', () => {
  test.each<[string, string, unknown]>([
    ['plain data', 'probe.plain', { list: [1, { deep: true }] }],
    ['a result at once', 'probe.sum(1, 2)', 3],
    ['a promise', 'probe.later(4)', 8],
    [
      'a promise that is rejected',
      'probe.refuse().catch((error) => [error.name, error.message])',
      ['TypeError', 'not now'],
    ],
    ['an error', 'tried(() => probe.throwing())', 'RangeError: too far'],
    ['a callback', 'probe.twice((value) => value * 10)', [10, 20]],
    ['callbacks within callbacks', 'probe.nested((add) => add(add(1)))', 3],
    ['an error of a callback', 'probe.catching(() => { throw new Error("from the page"); })', 'from the page'],
    ['what is cloned', 'probe.given().get("a").getTime()', 0],
    ['no symbols', 'tried(() => probe.symbol())', 'TypeError: Cannot pass a symbol over the context bridge.'],
    ['frozen', '[probe, probe.plain, probe.plain.list, probe.plain.list[1]].every(Object.isFrozen)', true],
    [
      'for good',
      'Object.getOwnPropertyDescriptor(window, "probe").writable || !Reflect.deleteProperty(window, "probe")',
      true,
    ],
    [
      'one thing for one name',
      'probe.again()',
      'Cannot bind an API on top of an existing property on the window object',
    ],
    [
      'no prototype of the preload',
      'probe.plain.list.constructor === Array && probe.sum.constructor === Function',
      true,
    ],
    [
      'nothing else',
      '[typeof require, typeof process, typeof electronDoubleSend, typeof electronDoubleReceive]',
      Array(4).fill('undefined'),
    ],
    [
      'only electron to require',
      'probe.required()',
      ['fs', 'node:fs', './other.cjs'].map((name) => `module not found: ${name}`),
    ],
    ['by name what is not modelled', 'probe.unmodelled()', 'electron double: ipcRenderer.sendSync is not modelled'],
    ['the process of a sandbox', 'probe.process()', ['renderer', true, 'undefined']],
  ])('gives %s', async (_, code, expected) => {
    expect(
      await page.inPage(`{ const tried = (act) => { try { return act(); } catch (error) { return String(error); } }; ${''}
      return ${code}; }`),
    ).toEqual(expected);
  });

  test('is not seen by a page that listens in on every event', async () => {
    const code = `const seen = []; const { dispatchEvent } = EventTarget.prototype;
      EventTarget.prototype.dispatchEvent = function (event) { seen.push(event.type); return dispatchEvent.call(this, event); };
      return [probe.sum(1, 2), await probe.invoke('echo', 5), seen.length];`;
    expect(await page.inPage(`{ ${code} }`)).toEqual([3, [5], 0]);
  });
});

describe('between preload and main', () => {
  test('values, errors and missing handlers', async () => {
    expect(
      await page.inPage(`{ const [value] = await probe.invoke('echo', new Map([['a', new Set([1n])]]));
      return String([...value.get('a')][0]); }`),
    ).toBe('1');
    expect(await page.inPage(`probe.invoke('fail').catch((error) => error.message)`)).toBe(
      "Error invoking remote method 'fail': RangeError: not here",
    );
    expect(await page.inPage(`probe.invoke('nobody').catch((error) => error.message)`)).toBe(
      "Error invoking remote method 'nobody': Error: No handler registered for 'nobody'",
    );
  });

  test('main knows the frame that speaks, and speaks to it', async () => {
    await page.inPage(`probe.send('said', 'hello')`);
    await until('main heard it', async () => (await page.happened()).length > 0 || null);
    expect(await page.happened()).toEqual([['app://bundle', 'hello']]);
    const told = page.inPage(`new Promise((resolve) => probe.hear(resolve))`);
    await page.inPage('1');
    await page.program.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.send('told', 1, ['b']),
    );
    expect(await told).toEqual([1, ['b']]);
  });
});

test('the frame that spoke is null once its document is gone', async () => {
  await page.program.evaluate(({ BrowserWindow, ipcMain }) => {
    globalThis.heard = [];
    ipcMain.handleOnce('late', async (event) => {
      const before = event.senderFrame?.origin;
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const loaded = new Promise((resolve) => contents?.once('did-finish-load', () => resolve(null)));
      contents?.reload();
      await loaded;
      heard.push([before, event.senderFrame]);
    });
  });
  await page.inPage(`{ probe.invoke('late'); }`);
  await expect.poll(page.happened, { timeout: 20_000, interval: 10 }).toEqual([['app://bundle', null]]);
});

describe('a port', () => {
  const give = () =>
    page.program.evaluate(({ BrowserWindow, MessageChannelMain }) => {
      // This port's own: those of the tests before may still be closing.
      globalThis.heard = [];
      const { heard } = globalThis;
      const { port1, port2 } = new MessageChannelMain();
      port1.on('message', ({ data }) => heard.push(data));
      port1.on('close', () => heard.push('closed'));
      port1.start();
      BrowserWindow.getAllWindows()[0]?.webContents.postMessage('port', null, [port2]);
      port1.postMessage({ first: new Date(0) });
      port1.postMessage('second');
    });
  const receive = `{ window.got = []; window.port = await new Promise((resolve) =>
    addEventListener('message', (event) => event.data === 'port' && resolve(event.ports[0])));
    await new Promise((resolve) => { port.onmessage = ({ data }) => got.push(data) === 2 && resolve(); });
    return [got[0].first.getTime(), got[1], port.constructor === MessagePort]; }`;
  const given = async () => {
    const received = page.inPage(receive);
    await page.inPage('1');
    await give();
    expect(await received).toEqual([0, 'second', true]);
  };
  const said = (...expected: unknown[]) =>
    expect.poll(page.happened, { timeout: 20_000, interval: 10 }).toEqual(expected);

  test('carries values both ways, in order', async () => {
    await given();
    await page.inPage(`{ for (let count = 1; count <= 100; count++) port.postMessage(count); }`);
    await said(...Array.from({ length: 100 }, (_, index) => index + 1));
  });

  test('closes in main when the page closes it', async () => {
    await given();
    await page.inPage('port.close()');
    await said('closed');
  });

  test('closes in main when the page is loaded again', async () => {
    await given();
    await page.reload();
    await said('closed');
  });

  test('closes in main when the page crashes', async () => {
    await given();
    await page.crash();
    await said('closed');
    await page.reload();
  });

  test('that was handed over is good for nothing in main', async () => {
    const used = page.program.evaluate(({ BrowserWindow, MessageChannelMain }) => {
      const { port2 } = new MessageChannelMain();
      BrowserWindow.getAllWindows()[0]?.webContents.postMessage('port', null, [port2]);
      port2.postMessage(1);
    });
    await expect(used).rejects.toThrow('handed over');
  });
});
