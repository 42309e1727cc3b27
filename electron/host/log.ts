import { pino } from 'pino';
import type { Logger } from '../engine/ports.ts';

/** One line as a person reads it: time, level unless it is the usual one, message, what belongs to it. */
export function humanLine(line: string): string {
  const { time, level, msg, ...fields } = JSON.parse(line) as { time: string; level: string; msg?: string };
  const clock = time.slice('2026-01-01T'.length, '2026-01-01T00:00:00'.length);
  const shown = Object.entries(fields).map(([name, value]) => {
    // Of an error only its message: the stack is for the JSON log.
    const error = name === 'err' ? (value as { message?: unknown }).message : undefined;
    return ` ${name}=${typeof value === 'string' ? value : JSON.stringify(error ?? value)}`;
  });
  return `${clock}${level === 'info' ? '' : ` ${level.toUpperCase()}`} ${msg ?? ''}${shown.join('')}\n`;
}

/** The terminal was closed, or the pipe's reader ended: no reason for a host to end, and no place left to say so. */
const unread = () => undefined;

/**
 * The host's log: to stderr, as short lines for people or as JSON.
 *
 * @param keep is given each line as JSON beside that, for a host whose stderr nobody may read
 */
export function createLogger(json: boolean, keep: (line: string) => void = () => undefined): Logger {
  process.stderr.off('error', unread).on('error', unread);
  const write = (line: string) => {
    keep(line);
    process.stderr.write(json ? line : humanLine(line));
  };
  return pino(
    {
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    { write },
  );
}
