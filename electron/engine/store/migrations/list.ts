import type { Migration } from '../migrate.ts';
import { ground } from './001-ground.ts';
import { reading } from './002-reading.ts';
import { configuration } from './003-configuration.ts';
import { dialects } from './004-dialects.ts';
import { extensions } from './005-extensions.ts';
import { tallies } from './006-tallies.ts';
import { formsOfLetters } from './007-forms-of-letters.ts';
import { delivery } from './008-delivery.ts';
import { heldRemovals } from './009-held-removals.ts';
import { absences } from './010-absences.ts';

/** Every migration, in order. A released one is never edited. */
export const migrations: readonly Migration[] = [
  ground,
  reading,
  configuration,
  dialects,
  extensions,
  tallies,
  formsOfLetters,
  delivery,
  heldRemovals,
  absences,
];
