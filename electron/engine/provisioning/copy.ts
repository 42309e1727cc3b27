import type { Pause } from '../../../shared/model/pause.ts';

/** `subject` of the work item about data that are a copy. */
export const COPIED_SUBJECT = 'copied';

/**
 * moved: the data lie in another place than before; restored: they are older than what was here, or were put back; fenced:
 * a copy of them has taken over. `other`: the folder of the other one, where it is known.
 */
export interface Copy {
  readonly kind: 'moved' | 'restored' | 'fenced';
  readonly other: string | null;
}

const titles: Readonly<Record<Copy['kind'], string>> = {
  moved: 'These data were moved or copied here from another place.',
  restored: 'These data were put back from a copy.',
  fenced: 'A copy of these data has taken over.',
};

/** What the work item keeps. */
export interface CopiedBody {
  /** The folder of the former one, where it is known. */
  readonly former: string | null;
  /** The pause that a person had made before, and that stands on when this is decided. */
  readonly pause: Pause | null;
}

/** What is said of a copy, and asked. */
export function copyReason({ kind, other }: Copy): {
  readonly title: string;
  readonly affects: string;
  readonly fix: string;
} {
  const where = other === null ? '' : ` (${other})`;
  const fix =
    kind === 'fenced'
      ? `Use the copy${where}, and remove this one. Only if that one is not used any more: have your identity providers send everything, then approve.`
      : `Switch the former one off${where}: two that deliver undo each other’s work. Have your identity providers send everything (Entra: “Restart provisioning”; Okta: “Force Sync”, and “Push now” for groups), look at what would be done in each app (Dry run), then approve.`;
  return {
    title: titles[kind],
    affects:
      'What was said since may be missing here. So nobody is created, enabled or given anything until you approve; access is taken away as ever.',
    fix,
  };
}
