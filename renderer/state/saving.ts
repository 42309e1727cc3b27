import { useState } from 'react';
import type { Saved, SavedText } from '../../shared/model/file.ts';
import { type Doing, useDoing } from './ask.ts';
import { useSystem } from './context.tsx';

export interface Saving extends Doing<[]> {
  /** What became of the text the last time; null while it was not asked for, or is being saved. */
  readonly saved: Saved | null;
}

/** Saves a text as a file, as the computer that the window is on does. @param compose makes it when it is wanted */
export function useSaving(compose: () => Promise<SavedText>): Saving {
  const { saveFile } = useSystem();
  const [saved, setSaved] = useState<Saved | null>(null);
  const saving = useDoing(async () => {
    setSaved(null);
    setSaved(await saveFile(await compose()));
  });
  return { ...saving, saved };
}
