import type { StartEngine } from '../host/worlds.ts';
import type { Output } from './output.ts';

/** What every command is given. */
export interface CommandContext {
  readonly start: StartEngine;
  readonly output: Output;
  /** The data folder, absolute. */
  readonly data: string;
}
