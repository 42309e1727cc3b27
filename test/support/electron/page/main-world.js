/**
 * What the double needs in the page's own world, before any script of the page: where what the preload exposes appears,
 * and a window.open that asks main.
 *
 * @param {import('./bridge.js').Bridge} bridge to the preload's world
 */
export function preparePage(bridge) {
  bridge.functions.set('expose', (/** @type {string} */ key, /** @type {unknown} */ api) => {
    if (key in window) throw new Error('Cannot bind an API on top of an existing property on the window object');
    Object.defineProperty(window, key, { value: api, enumerable: true, writable: false, configurable: false });
  });
  window.open = (url = '', name = '', features = '') => {
    bridge.call('open', [url === '' ? 'about:blank' : new URL(url, document.baseURI).href, name, features]);
    return null;
  };
}
