/*
 * Values between main and preload, as text. Electron clones them (structured clone); this carries the same values over
 * the DevTools protocol: what a structured clone refuses is refused here. It runs in Node and in the page.
 */

/** @param {unknown} value @returns {string} @throws {Error} for functions, symbols and anything that is no plain data */
export function encode(value) {
  /** @type {unknown[]} */
  const heap = [];
  /** @type {Map<object, number>} */
  const places = new Map();

  const reference = (/** @type {unknown} */ held) => {
    if (held === null || typeof held === 'boolean' || typeof held === 'string') return held;
    if (held === undefined) return ['undefined'];
    if (typeof held === 'bigint') return ['bigint', String(held)];
    if (typeof held === 'number') {
      if (Object.is(held, -0)) return ['number', '-0'];
      return Number.isFinite(held) ? held : ['number', String(held)];
    }
    if (typeof held !== 'object') throw new Error('An object could not be cloned.');
    const known = places.get(held);
    if (known !== undefined) return ['heap', known];
    // Its place is taken first: it may hold itself.
    const place = heap.push(null) - 1;
    places.set(held, place);
    heap[place] = contents(held);
    return ['heap', place];
  };

  const contents = (/** @type {object} */ held) => {
    if (Array.isArray(held)) return ['array', Array.from(held, reference)];
    if (held instanceof Map) return ['map', [...held].map(([key, item]) => [reference(key), reference(item)])];
    if (held instanceof Set) return ['set', [...held].map(reference)];
    if (held instanceof Date) return ['date', reference(held.getTime())];
    if (held instanceof Error) return ['error', held.name, held.message, held.stack ?? ''];
    if (held instanceof ArrayBuffer) return ['bytes', 'ArrayBuffer', toBase64(new Uint8Array(held))];
    if (ArrayBuffer.isView(held)) {
      const name = typeof Buffer !== 'undefined' && held instanceof Buffer ? 'Uint8Array' : held.constructor.name;
      return ['bytes', name, toBase64(new Uint8Array(held.buffer, held.byteOffset, held.byteLength))];
    }
    if (held instanceof Promise || held instanceof WeakMap || held instanceof WeakSet) {
      throw new Error('An object could not be cloned.');
    }
    return ['object', Object.entries(held).map(([key, item]) => [key, reference(item)])];
  };

  const root = reference(value);
  return JSON.stringify({ root, heap });
}

/** @param {string} text what `encode` returned @returns {any} */
export function decode(text) {
  const { root, heap } = JSON.parse(text);
  /** @type {Map<number, unknown>} */
  const made = new Map();

  const value = (/** @type {any} */ reference) => {
    if (!Array.isArray(reference)) return reference;
    const [kind, held] = reference;
    if (kind === 'undefined') return undefined;
    if (kind === 'bigint') return BigInt(held);
    if (kind === 'number') return Number(held);
    return made.has(held) ? made.get(held) : object(held);
  };

  const object = (/** @type {number} */ place) => {
    const [kind, ...held] = heap[place];
    const keep = (/** @type {any} */ fresh) => {
      made.set(place, fresh);
      return fresh;
    };
    if (kind === 'array') {
      const fresh = keep([]);
      for (const item of held[0]) fresh.push(value(item));
      return fresh;
    }
    if (kind === 'object') {
      const fresh = keep({});
      for (const [key, item] of held[0]) {
        // Defined, not assigned: `__proto__` is a name like any other.
        Object.defineProperty(fresh, key, { value: value(item), writable: true, enumerable: true, configurable: true });
      }
      return fresh;
    }
    if (kind === 'map') {
      const fresh = keep(new Map());
      for (const [key, item] of held[0]) fresh.set(value(key), value(item));
      return fresh;
    }
    if (kind === 'set') {
      const fresh = keep(new Set());
      for (const item of held[0]) fresh.add(value(item));
      return fresh;
    }
    if (kind === 'date') return keep(new Date(value(held[0])));
    if (kind === 'error') {
      const fresh = keep(new Error(held[1]));
      for (const [key, item] of [
        ['name', held[0]],
        ['stack', held[2]],
      ]) {
        Object.defineProperty(fresh, key, { value: item, writable: true, configurable: true });
      }
      return fresh;
    }
    const { buffer } = fromBase64(held[1]);
    return keep(held[0] === 'ArrayBuffer' ? buffer : Reflect.construct(Reflect.get(globalThis, held[0]), [buffer]));
  };

  return value(root);
}

function toBase64(/** @type {Uint8Array} */ bytes) {
  let text = '';
  for (let start = 0; start < bytes.length; start += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(text);
}

function fromBase64(/** @type {string} */ text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
