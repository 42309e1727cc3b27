import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The page as the hosts serve it: every address relative, nothing inlined, so that the strict CSP holds. */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react()],
  build: {
    outDir: '../out/renderer',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
