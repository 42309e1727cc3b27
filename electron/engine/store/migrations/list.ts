import type { Migration } from '../migrate.ts';
import { ground } from './001-ground.ts';

/** Every migration, in order. A released one is never edited. */
export const migrations: readonly Migration[] = [ground];
