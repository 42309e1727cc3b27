import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { World } from '../../shared/model/status.ts';
import { createScriptedEngine, type ScriptedEngine, type ScriptOptions } from '../renderer/scripted-engine.ts';

export interface PretendHost {
  /** The engine of the live world. */
  readonly engine: ScriptedEngine;
  /** The engine of the sandbox world; `sandbox.start` is answered also while that world does not run, and starts it. */
  readonly sandbox: ScriptedEngine;
  /** The address to open, with the token. */
  readonly url: string;
  close(): Promise<void>;
}

const kinds: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/**
 * Serves the built renderer under the CSP of the real hosts, with a scripted engine behind it: for the states that a
 * real engine shows only by accident (a contradicted proof, a lost stream, an error, 200 requests in a second).
 *
 * @param worlds those that run from the beginning
 */
export async function startPretendHost(
  options: ScriptOptions,
  folder = 'out/renderer',
  worlds: readonly World[] = ['live'],
): Promise<PretendHost> {
  const engines = {
    live: createScriptedEngine(options),
    sandbox: createScriptedEngine({ ...options, world: 'sandbox' }),
  };
  const running = new Set(worlds);
  const find = (name: string | null) => (name === 'sandbox' ? 'sandbox' : 'live');
  const streams = new Set<ServerResponse>();
  let page = 0;

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (pathname.startsWith('/rpc/')) {
      if (request.headers.authorization !== 'Bearer pretend') return void response.writeHead(401).end('{}');
      let body = '';
      for await (const piece of request) body += piece;
      const world = find(searchParams.get('world'));
      const name = pathname.slice(5);
      if (name === 'sandbox.start') running.add(world);
      const answer = running.has(world)
        ? await engines[world].call(name, JSON.parse(body).input, {})
        : {
            ok: false,
            error: { code: 'not-found', message: 'It does not run.', affects: '', fix: '', id: 'no-world' },
          };
      return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    }
    if (pathname === '/events') {
      const epoch = searchParams.get('epoch');
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': here\n\n');
      const stop = engines[find(searchParams.get('world'))].follow(
        epoch === null ? null : { epoch, seq: Number(searchParams.get('after')) },
        {
          onMessage: (message) => void response.write(`data: ${JSON.stringify(message)}\n\n`),
          onEnd: () => void response.destroy(),
        },
      );
      streams.add(response);
      return void response.on('close', () => {
        streams.delete(response);
        stop();
      });
    }
    const name = pathname === '/' ? 'index.html' : pathname.slice(1);
    try {
      const file = await readFile(join(folder, name));
      page += 1;
      const nonce = `nonce${page}`;
      response.writeHead(200, {
        'content-type': kinds[extname(name)] ?? 'application/octet-stream',
        'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'`,
      });
      response.end(name === 'index.html' ? file.toString().replace('__CSP_NONCE__', nonce) : file);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    engine: engines.live,
    sandbox: engines.sandbox,
    url: `http://127.0.0.1:${port}/#token=pretend`,
    async close() {
      for (const stream of streams) stream.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
