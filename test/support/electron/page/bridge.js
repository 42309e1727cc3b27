/*
 * One side of the bridge between two worlds of a page (the page's own and the preload's): they share the DOM and nothing
 * else. An event is dispatched synchronously, and what it carries is cloned by Chromium from one world to the other.
 * Its name is random, and what the bridge needs is taken before any script of the page can replace it.
 */

/**
 * @typedef {object} Bridge
 * @property {Map<string, Function>} functions what the other side may call, by id
 * @property {(id: string, given: unknown[]) => unknown} call calls a function of the other side
 *
 * @param {string} heard the name of the events for this side
 * @param {string} said the name of those for the other
 * @returns {Bridge}
 */
export function createBridge(heard, said) {
  const { apply } = Reflect;
  const { dispatchEvent } = EventTarget.prototype;
  const ownWindow = window;
  const Event = CustomEvent;
  /** @type {Map<string, Function>} */
  const functions = new Map();
  /** @type {Map<string, {resolve: (value: unknown) => void, reject: (error: unknown) => void}>} */
  const promised = new Map();
  let last = 0;
  /** @type {any} What the other side returned to the call under way; it answers before dispatchEvent returns. */
  let returned;

  const say = (/** @type {object} */ detail) => apply(dispatchEvent, ownWindow, [new Event(said, { detail })]);

  const nextId = () => {
    last += 1;
    return `${heard}:${last}`;
  };

  const pack = (/** @type {unknown} */ value, depth = 0) => {
    if (depth > 1000)
      throw new TypeError('Cannot pass an object nested more than 1000 levels over the context bridge.');
    if (typeof value === 'symbol') throw new TypeError('Cannot pass a symbol over the context bridge.');
    if (typeof value === 'function') {
      const id = nextId();
      functions.set(id, value);
      return { kind: 'function', id };
    }
    if (typeof value !== 'object' || value === null) return { kind: 'value', value };
    if (value instanceof Promise) {
      const id = nextId();
      value.then(
        (result) => say({ type: 'settled', id, ok: true, value: pack(result) }),
        (error) => say({ type: 'settled', id, ok: false, value: pack(error) }),
      );
      return { kind: 'promise', id };
    }
    if (value instanceof Error) {
      return { kind: 'error', name: value.name, message: value.message, stack: value.stack };
    }
    if (Array.isArray(value)) return { kind: 'array', items: value.map((item) => pack(item, depth + 1)) };
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return { kind: 'value', value };
    return { kind: 'object', entries: Object.entries(value).map(([key, item]) => [key, pack(item, depth + 1)]) };
  };

  const unpack = (/** @type {any} */ packed) => {
    if (packed.kind === 'value') return packed.value;
    if (packed.kind === 'function') return (/** @type {unknown[]} */ ...given) => call(packed.id, given);
    if (packed.kind === 'array') return Object.freeze(packed.items.map(unpack));
    if (packed.kind === 'object') {
      return Object.freeze(Object.fromEntries(packed.entries.map(([key, item]) => [key, unpack(item)])));
    }
    if (packed.kind === 'error') {
      const error = new Error(packed.message);
      for (const key of ['name', 'stack'])
        Object.defineProperty(error, key, { value: packed[key], configurable: true });
      return error;
    }
    return new Promise((resolve, reject) => promised.set(packed.id, { resolve, reject }));
  };

  const call = (/** @type {string} */ id, /** @type {unknown[]} */ given) => {
    returned = undefined;
    say({ type: 'call', id, given: given.map((item) => pack(item)) });
    const answer = returned;
    returned = undefined;
    if (answer === undefined) throw new Error('electron double: the other side of the context bridge does not answer');
    if (answer.ok) return unpack(answer.value);
    throw unpack(answer.value);
  };

  ownWindow.addEventListener(heard, (event) => {
    const { type, id, ok, value, given } = /** @type {CustomEvent} */ (event).detail;
    if (type === 'returned') {
      returned = { ok, value };
      return;
    }
    if (type === 'settled') {
      const { resolve, reject } = /** @type {any} */ (promised.get(id));
      promised.delete(id);
      if (ok) resolve(unpack(value));
      else reject(unpack(value));
      return;
    }
    let answer;
    try {
      const called = /** @type {Function} */ (functions.get(id));
      answer = { ok: true, value: pack(apply(called, undefined, given.map(unpack))) };
    } catch (error) {
      answer = { ok: false, value: pack(error) };
    }
    say({ type: 'returned', ...answer });
  });

  return { functions, call };
}
