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
    // Whose code is in it, and on what terms: it goes along with whatever is delivered.
    license: { fileName: 'licenses.md' },
    target: 'es2023',
    assetsInlineLimit: 0,
    // Served from this computer: one file of this size is read sooner than several are asked for.
    chunkSizeWarningLimit: 700,
    modulePreload: { polyfill: false },
  },
});
