/**
 * The floors: what HTTP, JSON and one durable commit cost on this machine with nothing else around them. Plain
 * JavaScript, so that its start pays for no stripping of types.
 *
 *   node floor.mjs PORT [DATABASE]
 */
import { createServer } from 'node:http';

const [port = '0', file] = process.argv.slice(2);
const write = file === undefined ? null : await openWriter(file);
const texts = new Map();

/** A JSON text of so many bytes. */
function textOf(bytes) {
  const known = texts.get(bytes);
  if (known !== undefined) return known;
  const text = JSON.stringify({ text: 'x'.repeat(Math.max(0, bytes - 11)) });
  texts.set(bytes, text);
  return text;
}

/** One durable transaction of one row: what no acknowledged change can do without. */
async function openWriter(path) {
  const { default: Database } = await import('better-sqlite3');
  const database = new Database(path);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('CREATE TABLE resource (pk INTEGER PRIMARY KEY, name TEXT UNIQUE, body TEXT NOT NULL)');
  const insert = database.prepare('INSERT INTO resource (name, body) VALUES (?, ?)');
  const update = database.prepare('UPDATE resource SET body = ? WHERE pk = ?');
  return {
    create: (body) => Number(insert.run(body.userName, JSON.stringify(body)).lastInsertRowid),
    change: (pk, body) => update.run(JSON.stringify(body), pk).changes,
  };
}

function reply(response, status, text) {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    reply(response, 200, textOf(Number(request.url.slice(1)) || 1000));
    return;
  }
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const body = JSON.parse(Buffer.concat(chunks).toString());
    if (request.method === 'POST') {
      const pk = write.create(body);
      reply(response, 201, JSON.stringify({ ...body, pk }));
    } else {
      const changed = write.change(Number(request.url.slice(1)), body);
      reply(response, changed === 1 ? 200 : 404, textOf(1000));
    }
  });
});
server.listen({ port: Number(port), host: '127.0.0.1' }, () => {
  process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`);
});
process.once('SIGTERM', () => process.exit(0));
