import { pageHeaders } from '../host/admin/security.ts';
import type { Screen } from '../host/screens.ts';
import { screensAddress } from './security.ts';

/** Where the page lies that stands in for the screens when these do not hold. */
export const stoppedPath = '/stopped';
export const stoppedAddress = new URL(stoppedPath, screensAddress).href;

/** Says what happened, without any script, so that what broke the screens cannot break it. @param nonce for its style */
export const stoppedPage = (nonce: string): Screen => ({
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
      <h1>The window stopped twice within a minute</h1>
      <p>
        Only what you see here is affected. Footbridge goes on serving: your identity provider is answered, and changes
        are delivered to your apps.
      </p>
      <p><a href="/">Show the window again</a></p>
      <p>If it stops again, restart Footbridge, and report what the error log in the data folder says.</p>
    </main>
  </body>
</html>
`,
});
