import type { HoldingKind } from '../../shared/model/removal.ts';
import type { World } from '../../shared/model/status.ts';
import type { Theme } from '../state/settings.ts';

export const worldWords: Record<World, string> = { live: 'Live', sandbox: 'Sandbox' };
export const themeWords: Record<Theme, string> = { auto: 'System', light: 'Light', dark: 'Dark' };

/** The window's title: what needs a person in the real world, the place, and the world where it is not the real one. */
export const titleOf = (place: string | null, world: World, needs: number): string => {
  const parts = [world === 'sandbox' ? 'SANDBOX' : null, place, words.product];
  const title = parts.filter((part) => part !== null).join(' · ');
  return world === 'live' && needs > 0 ? `(${needs}) ${title}` : title;
};

export const words = {
  product: 'Footbridge',
  places: 'Places',
  world: 'World',
  theme: 'Theme',
  shortcuts: 'Keys',
  opening: 'Opening Footbridge…',
  asking: 'Asking the engine how it is…',
  health: 'Health',
  placeKey: (number: number) => `Ctrl/Cmd + ${number}`,
  needsYou: 'Needs you',
  needsYouTitle: 'What needs you',
  nothingNeedsYou: 'Nothing needs you. What is held back for a decision appears here.',
  badge: (number: number) => (number === 1 ? '1 needs you' : `${number.toLocaleString('en')} need you`),
  connecting: 'Connecting…',
  reconnecting: (at: string | null) =>
    `Reconnecting${at === null ? '' : `, last event ${at}`}. Shown is what was last heard.`,
  returned: (at: string, rows: number) =>
    rows === 0
      ? `Connected again at ${at}; nothing was missed.`
      : `Connected again at ${at}; ${rows === 1 ? '1 request' : `${rows.toLocaleString('en')} requests`} that came meanwhile ${rows === 1 ? 'is' : 'are'} in the list.`,
  letterKeys: 'Single-letter keys (j, k, /, ?)',
  close: 'Close',
} as const;

/** The words for what is to be taken from people and is not yet. */
export const heldWords = {
  title: 'Still have access that should be gone',
  text: 'Whatever holds it: until then they can use it. Those longest first.',
  still: (app: string, disable: boolean, roles: readonly string[]) =>
    disable ? `can still sign in to ${app}, since` : `still has ${roles.join(', ')} in ${app}, since`,
  ago: ' ago',
  release: 'Release now',
  /** What a release helps against; anything else says what to do itself. */
  releasable: new Set<HoldingKind>(['guard', 'rejected', 'paused', 'closed']) as ReadonlySet<HoldingKind>,
  more: (shown: number) => `The first ${shown} are shown; more come when these are done.`,
  /** In the bar: how many people, and how long the first of them. */
  bar: (people: number) => `Still have access: ${people.toLocaleString('en')}, `,
} as const;

/** The shortcut sheet, in the order it is shown. */
export const shortcuts: readonly { readonly where: string; readonly keys: readonly (readonly [string, string])[] }[] = [
  {
    where: 'Everywhere',
    keys: [
      ['Ctrl/Cmd + 1 … 9', 'The places of the rail'],
      ['Ctrl/Cmd + F, /', 'Search or filter the list of this place'],
      ['F6, Shift + F6', 'Next, previous pane'],
      ['Esc', 'Close the topmost'],
      ['?', 'These keys'],
    ],
  },
  {
    where: 'In a list',
    keys: [
      ['↓ ↑', 'Next, previous row'],
      ['Page Down, Page Up', 'One page on, back'],
      ['Home, End', 'First, last'],
      ['Enter', 'Open beside the list'],
      ['Letters', 'The next name that begins so'],
    ],
  },
  {
    where: 'Directory and Apps',
    keys: [
      ['/', 'Find a person, a group, an account'],
      ['Enter', 'Open who or what the row shows'],
      ['↓ ↑', 'While a page is open: the page of the next, previous row'],
      ['Esc', 'Close the page, back to its row'],
      ['Enter, Esc in a form', 'Save, leave it'],
    ],
  },
  {
    where: 'Rehearse',
    keys: [
      ['/', 'Find somebody of the company'],
      ['Enter', 'Choose whom to act on'],
      ['↓ ↑', 'Among the scenarios: choose another'],
      ['Ctrl/Cmd + Enter', 'Run the chosen scenario'],
    ],
  },
  {
    where: 'In the list of requests',
    keys: [
      ['j k', 'Next, previous request'],
      ['Space', 'Pause or resume'],
    ],
  },
  {
    where: 'On the time strip',
    keys: [
      ['← →', 'Only an earlier, a later stretch'],
      ['Shift + ← →', 'A longer stretch, a shorter one'],
      ['Esc', 'All times again'],
    ],
  },
  {
    where: 'On the divider',
    keys: [
      ['← →', 'Wider, narrower'],
      ['Home, End', 'Widest, narrowest'],
    ],
  },
];

/** Full-page sentences for a window that cannot begin. */
export const noEntry = {
  absent: {
    title: 'This window has no key to Footbridge.',
    text: 'Open the address that Footbridge printed when it started; it ends in #token=… Or let it open a window itself:',
    command: 'npx footbridge serve --open',
  },
  refused: {
    title: 'Footbridge does not know this window’s key.',
    text: 'A key is good for one run of Footbridge: it was started again since this window was opened, or a one-time link was used before. Open the address that the running Footbridge printed, or let it open a window itself:',
    command: 'npx footbridge serve --open',
  },
  unreachable: {
    title: 'Footbridge does not answer.',
    text: 'Nothing listens at this address any more. Start Footbridge again, and open the address that it prints:',
    command: 'npx footbridge serve --open',
  },
} as const;
