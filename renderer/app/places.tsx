import type { ComponentType, ReactNode } from 'react';
import type { World } from '../../shared/model/status.ts';
import { Activity } from '../screens/activity/activity.tsx';
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
}

const both: readonly World[] = ['live', 'sandbox'];

export const placesOfRail: readonly PlaceOfRail[] = [
  {
    place: 'activity',
    number: 3,
    label: 'Activity',
    worlds: both,
    icon: <path d="M2 10h3.2l2.4-6 4.6 12 2.5-6H18" />,
    screen: Activity,
  },
];
