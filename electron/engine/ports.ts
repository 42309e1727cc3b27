/** Milliseconds since the epoch; the only way for the engine to know the time. */
export interface Clock {
  now(): number;
}

/** New text ids: unguessable, never repeated. */
export interface Ids {
  next(): string;
}

/** Structured log lines; never personal data, never secrets. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Where this world keeps its things. */
export interface Paths {
  /** The world's own folder, mode 0700; the database lies in it. */
  readonly data: string;
}

/**
 * Named points at which a test may end the process with SIGKILL, to show that nothing is lost there.
 * In the product this does nothing.
 */
export type CrashPoint = 'after intent' | 'after target commit' | 'before note' | 'after proof';

export interface Ports {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly paths: Paths;
  readonly reached: (point: CrashPoint) => void;
}
