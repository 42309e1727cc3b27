import { expect, it } from 'vitest';
import { openerOf } from '../../electron/headless/browser.ts';

it.each([
  ['linux', ['xdg-open']],
  ['darwin', ['open']],
  ['win32', ['cmd', '/c', 'start', '']],
] as const)('on %s an address is opened by %j', (platform, opener) => {
  expect(openerOf(platform)).toEqual(opener);
});
