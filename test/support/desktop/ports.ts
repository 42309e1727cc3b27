import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** In /proc/net/tcp: the state of a socket that waits for connections. */
const listening = '0A';

/**
 * The TCP ports on which a process, or any that it started, waits for connections. Linux alone tells.
 *
 * @throws the file system's error when the process is gone
 */
export function listeningPorts(pid: number): readonly number[] {
  const sockets = new Set([pid, ...descendantsOf(pid)].flatMap(socketsOf));
  const rows = ['tcp', 'tcp6'].flatMap((kind) =>
    readFileSync(`/proc/${pid}/net/${kind}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((row) => row.trim().split(/\s+/)),
  );
  const ports = rows
    .filter(([, , , state, , , , , , socket]) => state === listening && socket !== undefined && sockets.has(socket))
    .map(([, address]) => Number.parseInt(address?.split(':').at(-1) ?? '', 16));
  return [...new Set(ports)].sort((a, b) => a - b);
}

/** The numbers of the sockets that a process has open; none when it may not be looked into. */
function socketsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((file) => {
      const socket = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${file}`))?.[1];
      return socket === undefined ? [] : [socket];
    });
  } catch {
    return [];
  }
}

/** A file that was closed meanwhile has no name any more. */
function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function descendantsOf(pid: number): number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => parentOf(candidate) === pid);
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

function parentOf(pid: number): number | null {
  try {
    // The program's name, in parentheses, may hold spaces; behind it stand the state and the parent.
    const [, parent] = /^.*\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return Number(parent);
  } catch {
    return null;
  }
}
