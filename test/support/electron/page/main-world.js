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
  const { call } = bridge;
  const ask = (/** @type {string} */ url, name = '', features = '') => void call('open', [url, name, features]);
  window.open = (url = '', name = '', features = '') => {
    ask(url === '' ? 'about:blank' : new URL(url, document.baseURI).href, name, features);
    return null;
  };
  // A link into a window of its own is asked about like one; left alone, Chromium would make the window first.
  window.addEventListener('click', (event) => {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement && node.href !== '');
    if (event.defaultPrevented || !(link instanceof HTMLAnchorElement) || withinPage.has(link.target)) return;
    event.preventDefault();
    ask(link.href, link.target, link.relList.contains('opener') ? '' : 'noopener');
  });
}

/** Targets of links that lead this page elsewhere. */
const withinPage = new Set(['', '_self', '_parent', '_top']);
