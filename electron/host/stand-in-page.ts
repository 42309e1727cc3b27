import { pageHeaders } from './admin/security.ts';
import type { Screen } from './screens.ts';

/** Why the screens cannot be shown: their page does not stay up, or has no connection to its host. */
export type StandIn = 'stopped' | 'unconnected';

/** Where a page lies that stands in for the screens. */
export const standInPath = (standIn: StandIn): string => `/${standIn}`;

/** The page at a path. @returns null when none that stands in for the screens lies there */
export const standInAt = (path: string): StandIn | null =>
  (Object.keys(words) as StandIn[]).find((standIn) => standInPath(standIn) === path) ?? null;

/** Says what happened, without any script, so that what broke the screens cannot break it. @param nonce for its style */
export const standInPage = (standIn: StandIn, nonce: string): Screen => ({
  headers: { ...pageHeaders(nonce), 'content-type': 'text/html; charset=utf-8' },
  body: `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="color-scheme" content="light dark" />
    <title>Footbridge</title>
    <link rel="icon" type="image/svg+xml" href="/icon.svg" />
    <style nonce="${nonce}">
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 20vh auto; padding: 0 1.5rem; }
      h1 { font-size: 1.25rem; }
    </style>
  </head>
  <body>
    <main>
      <h1>${words[standIn].title}</h1>
      <p>
        Only what you see here is affected. Footbridge goes on serving: your identity provider is answered, and changes
        are delivered to your apps.
      </p>
      <p><a href="/">Show the window again</a></p>
      <p>${words[standIn].ifItStays}</p>
    </main>
  </body>
</html>
`,
});

const words: Readonly<Record<StandIn, { readonly title: string; readonly ifItStays: string }>> = {
  stopped: {
    title: 'The window stopped twice within a minute',
    ifItStays: 'If it stops again, restart Footbridge, and report what the error log in the data folder says.',
  },
  unconnected: {
    title: 'The window has no connection to Footbridge',
    ifItStays:
      'If that does not help, a file of the program is missing or damaged: install Footbridge anew; your data stays. The command line works meanwhile: footbridge status.',
  },
};
