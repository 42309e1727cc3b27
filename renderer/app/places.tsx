import type { ComponentType, ReactNode } from 'react';
import type { World } from '../../shared/model/status.ts';
import type { WorkItem } from '../../shared/model/work.ts';
import { Activity } from '../screens/activity/activity.tsx';
import { Apps } from '../screens/apps/apps.tsx';
import { Directory } from '../screens/directory/directory.tsx';
import { Rehearse } from '../screens/rehearse/rehearse.tsx';
import { Setup } from '../screens/setup/setup.tsx';
import type { Place } from '../state/route.ts';

/** A place of the rail. Its number is its key; places that are not built yet keep theirs free. */
export interface PlaceOfRail {
  readonly place: Place;
  readonly number: number;
  readonly label: string;
  /** The worlds that it belongs to. */
  readonly worlds: readonly World[];
  /** Paths of a 20 × 20 picture, drawn with a line. */
  readonly icon: ReactNode;
  readonly screen: ComponentType;
  /** Where Esc leads to from this path; absent, one part up. */
  readonly up?: (path: readonly string[]) => readonly string[];
  /** Which work items its badge counts: those that are decided there. Absent, it has no badge. */
  readonly needs?: (item: WorkItem) => boolean;
}

const both: readonly World[] = ['live', 'sandbox'];

export const placesOfRail: readonly PlaceOfRail[] = [
  {
    place: 'setup',
    number: 1,
    label: 'Set-up',
    worlds: both,
    icon: <path d="M2.5 17.5h15M5 17.5v-13l6-2v15M11 4.5h4v13M8.5 9.5v1.5" />,
    screen: Setup,
  },
  {
    place: 'activity',
    number: 3,
    label: 'Activity',
    worlds: both,
    icon: <path d="M2 10h3.2l2.4-6 4.6 12 2.5-6H18" />,
    screen: Activity,
  },
  {
    place: 'directory',
    number: 4,
    label: 'Directory',
    worlds: both,
    icon: (
      <path d="M8 3.5a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM2.5 16.5c0-3 2.2-5 5.5-5s5.5 2 5.5 5M13 4a2.6 2.6 0 0 1 0 5M15 12c1.6.7 2.5 2.2 2.5 4.5" />
    ),
    screen: Directory,
    // The list under the detail stays.
    up: (path) => path.slice(0, 1),
    needs: ({ persons }) => persons.length > 0,
  },
  {
    place: 'apps',
    number: 6,
    label: 'Apps',
    worlds: both,
    icon: <path d="M3 3.5h14v13H3ZM3 8h14M6 5.8h.1M8.5 5.8h.1M6.5 11h7M6.5 13.5h4" />,
    screen: Apps,
    // A tab is a part of its app's page, and goes with it.
    up: (path) => (path[0] === 'new' ? path.slice(0, -1) : []),
    needs: ({ app }) => app !== null,
  },
  {
    place: 'rehearse',
    number: 7,
    label: 'Rehearse',
    worlds: ['sandbox'],
    icon: <path d="M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15ZM8.2 6.8l5 3.2-5 3.2Z" />,
    screen: Rehearse,
  },
];

/** The same place in another world; null where it has none, so that the world begins where it begins. */
export const placeIn = (world: World, place: Place | null): Place | null =>
  placesOfRail.some((each) => each.place === place && each.worlds.includes(world)) ? place : null;
