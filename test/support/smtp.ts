import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

/** A message as a mail server took it. */
export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and text, as they came. */
  readonly data: string;
}

export interface MailServer {
  readonly port: number;
  readonly mails: Mail[];
  /** The logins that were tried: user and password. */
  readonly logins: string[];
  /** What it says to whoever names a recipient; null: it takes them. */
  refusal: string | null;
  close(): Promise<void>;
}

/** A mail server (RFC 5321, with AUTH PLAIN) on a loopback port, without encryption. */
export async function startMailServer(): Promise<MailServer> {
  const mails: Mail[] = [];
  const logins: string[] = [];
  const sockets = new Set<Socket>();
  const state = { refusal: null as string | null };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    talk(socket, { mails, logins, refusal: () => state.refusal });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    mails,
    logins,
    get refusal() {
      return state.refusal;
    },
    set refusal(words) {
      state.refusal = words;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function talk(
  socket: Socket,
  { mails, logins, refusal }: { mails: Mail[]; logins: string[]; refusal: () => string | null },
): void {
  let received = '';
  let from = '';
  let to: string[] = [];
  let isData = false;
  const say = (line: string) => socket.write(`${line}\r\n`);
  const address = (line: string) => /<([^>]*)>/.exec(line)?.[1] ?? '';

  function command(line: string): void {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO') return void socket.write('250-test\r\n250-AUTH PLAIN\r\n250 8BITMIME\r\n');
    if (verb === 'AUTH') {
      const [, user = '', password = ''] = Buffer.from(line.split(' ')[2] ?? '', 'base64')
        .toString()
        .split('\0');
      logins.push(`${user} ${password}`);
      return void say('235 welcome');
    }
    if (verb === 'MAIL') from = address(line);
    if (verb === 'RCPT') {
      const refused = refusal();
      if (refused !== null) return void say(refused);
      to.push(address(line));
    }
    if (verb === 'DATA') {
      isData = true;
      return void say('354 go on');
    }
    if (verb === 'QUIT') return void socket.end('221 bye\r\n');
    say('250 ok');
  }

  function end(data: string): void {
    mails.push({ from, to, data });
    [isData, to] = [false, []];
    say('250 taken as 4711');
  }

  say('220 test');
  socket.setEncoding('utf8').on('data', (text: string) => {
    received += text;
    for (;;) {
      const mark = isData ? '\r\n.\r\n' : '\r\n';
      const at = received.indexOf(mark);
      if (at < 0) return;
      const part = received.slice(0, at);
      received = received.slice(at + mark.length);
      if (isData) end(part);
      else command(part);
    }
  });
}
