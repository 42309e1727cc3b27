import './app/mantine-styles.ts';
import './ui/tokens.css';
import { MantineProvider } from '@mantine/core';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { createEntry } from './app/entry.ts';
import { createColorSchemeManager, cssVariables, theme } from './app/theme.ts';
import { findHost } from './data/host.ts';
import { createSystem, downloadIn } from './data/system.ts';
import { createNavigation } from './state/navigation.ts';
import { createSettings } from './state/settings.ts';

// Mantine's own style tags ask getStyleNonce; its scroll lock asks get-nonce.
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
setNonce(nonce);

const settings = createSettings(localStorage);
const system = createSystem(window.desktop, downloadIn(document));
const entry = createEntry();
const surroundings = { location, history, storage: sessionStorage, fetch: fetch.bind(window) };
const found = await findHost(window, surroundings, () => entry.setState({ refused: true }));

// After the host was found: a token in the address is no place.
const navigation = createNavigation(window);
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        colorSchemeManager={createColorSchemeManager(settings)}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
      >
        <App system={system} settings={settings} navigation={navigation} entry={entry} found={found} />
      </MantineProvider>
    </StrictMode>,
  );
}
