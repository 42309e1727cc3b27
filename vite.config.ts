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
    // Served from this computer: one file of this size is read sooner than several are asked for.
    chunkSizeWarningLimit: 700,
    modulePreload: { polyfill: false },
  },
});
