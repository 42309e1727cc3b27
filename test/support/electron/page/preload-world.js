/**
 * The preload's world: what a sandboxed preload finds in Electron, over the text that main and this world send each
 * other. `electronDoubleSend` is a binding that only this world has; main calls `electronDoubleReceive`.
 *
 * @param {{encode(value: unknown): string, decode(text: string): any}} codec
 * @param {import('./bridge.js').Bridge} bridge to the page's own world
 * @param {object} processOfPreload what the preload sees as `process`
 * @param {(require: Function, module: object, exports: object, process: object) => void} preload
 */
export function startPreload(codec, bridge, processOfPreload, preload) {
  const send = (/** @type {object} */ message) => globalThis.electronDoubleSend(codec.encode(message));
  /** @type {Map<string, Function[]>} */
  const listeners = new Map();
  /** @type {Map<number, {resolve: Function, reject: Function}>} */
  const invoked = new Map();
  /** @type {Map<number, MessagePort>} */
  const ports = new Map();
  let last = 0;

  /** Our end of a port that main gave: what comes in goes to main, under the number main knows it by. */
  const openPort = (/** @type {number} */ id) => {
    const { port1, port2 } = new MessageChannel();
    ports.set(id, port1);
    port1.onmessage = ({ data, ports: transferred }) => {
      if (transferred.length > 0) throw new Error('electron double: ports in messages of ports are not modelled');
      send({ kind: 'port', id, data });
    };
    port1.addEventListener('close', () => {
      if (ports.delete(id)) send({ kind: 'port-closed', id });
    });
    return port2;
  };

  const receive = (/** @type {any} */ message) => {
    if (message.kind === 'answer') {
      const { resolve, reject } = /** @type {any} */ (invoked.get(message.id));
      invoked.delete(message.id);
      if (message.ok) resolve(message.value);
      else reject(new Error(message.value));
    } else if (message.kind === 'event') {
      const event = { sender: ipcRenderer, ports: message.ports.map(openPort) };
      for (const listener of [...(listeners.get(message.channel) ?? [])]) listener(event, ...message.given);
    } else if (message.kind === 'port') {
      ports.get(message.id)?.postMessage(message.data);
    } else {
      const port = ports.get(message.id);
      ports.delete(message.id);
      port?.close();
    }
  };
  globalThis.electronDoubleReceive = (/** @type {string} */ text) => {
    const failures = JSON.parse(text).flatMap((/** @type {string} */ message) => {
      try {
        receive(codec.decode(message));
        return [];
      } catch (error) {
        return [error];
      }
    });
    // Each message is heard, whatever came of the one before; that a listener threw is told to main, which says it.
    if (failures.length > 0) throw failures[0];
  };

  const ipcRenderer = refusing('ipcRenderer', {
    invoke: (/** @type {string} */ channel, /** @type {unknown[]} */ ...given) =>
      new Promise((resolve, reject) => {
        last += 1;
        send({ kind: 'invoke', id: last, channel, given });
        invoked.set(last, { resolve, reject });
      }),
    send: (/** @type {string} */ channel, /** @type {unknown[]} */ ...given) => send({ kind: 'send', channel, given }),
    on: (/** @type {string} */ channel, /** @type {Function} */ listener) => {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      return ipcRenderer;
    },
    removeListener: (/** @type {string} */ channel, /** @type {Function} */ listener) => {
      listeners.set(
        channel,
        (listeners.get(channel) ?? []).filter((known) => known !== listener),
      );
      return ipcRenderer;
    },
  });
  const contextBridge = refusing('contextBridge', {
    exposeInMainWorld: (/** @type {string} */ key, /** @type {unknown} */ api) =>
      void bridge.call('expose', [key, api]),
  });
  bridge.functions.set(
    'open',
    (/** @type {string} */ url, /** @type {string} */ name, /** @type {string} */ features) =>
      send({ kind: 'open', url, name, features }),
  );

  const tellTitle = () => send({ kind: 'title', title: document.title });
  document.addEventListener('DOMContentLoaded', () => {
    tellTitle();
    new MutationObserver(tellTitle).observe(document.head, { childList: true, characterData: true, subtree: true });
  });

  const require = (/** @type {string} */ name) => {
    if (name === 'electron' || name === 'electron/renderer')
      return refusing('electron', { contextBridge, ipcRenderer });
    throw new Error(`module not found: ${name}`);
  };
  const module = { exports: {} };
  try {
    preload(require, module, module.exports, processOfPreload);
  } catch (error) {
    send({ kind: 'preload-error', error: error instanceof Error ? error : new Error(String(error)) });
  }
}

/** An object whose unknown members throw by name, as main's do. */
function refusing(/** @type {string} */ name, /** @type {object} */ target) {
  return new Proxy(target, {
    get(object, key) {
      if (typeof key === 'symbol' || key in object) return Reflect.get(object, key);
      throw new Error(`electron double: ${name}.${key} is not modelled`);
    },
  });
}
