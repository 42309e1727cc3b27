import { createServer } from 'vite';
import { inRoot } from '../setup/places.mjs';

// The host answers only its own Host and Origin; what comes from Vite's address is given those of the host.
const [target = ''] = process.argv.slice(2);
const proxied = {
  target,
  changeOrigin: true,
  headers: { origin: target },
};
const server = await createServer({
  configFile: inRoot('vite.config.ts'),
  server: {
    host: '127.0.0.1',
    proxy: { '/rpc': proxied, '/events': proxied, '/session': proxied },
  },
});
await server.listen();
server.printUrls();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    void server.close().then(() => process.exit(0));
  });
}
