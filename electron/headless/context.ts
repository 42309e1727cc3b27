import type { startEngine } from '../engine/thread.ts';
import type { Output } from './output.ts';

/** How an engine is had: `startEngine`, given from outside so that a test can choose its luck. */
export type StartEngine = typeof startEngine;

/** What every command is given. */
export interface CommandContext {
  readonly start: StartEngine;
  readonly output: Output;
  /** The data folder, absolute. */
  readonly data: string;
}
