import { useState } from 'react';
import type { Saved } from '../../data/system.ts';
import { useDoing } from '../../state/ask.ts';
import { useSystem, useWorld } from '../../state/context.tsx';
import { Button } from '../../ui/button.tsx';
import { FailureLine } from '../../ui/failure-line.tsx';
import classes from './apps.module.css';
import { words } from './words.ts';

/** Saves everything that is configured in this world as one file. */
export function SaveConfiguration() {
  const { client, world } = useWorld();
  const { saveFile } = useSystem();
  const [saved, setSaved] = useState<Saved | null>(null);
  const saving = useDoing(async () => {
    setSaved(null);
    const { text } = await client.call('config.export', {});
    setSaved(await saveFile({ name: words.configurationName(world), text }));
  });
  return (
    <>
      <Button kind="quiet" disabled={saving.busy} title={words.saveConfigurationHint} onPress={() => void saving.run()}>
        {words.saveConfiguration}
      </Button>
      <span role="status" className={classes.saved}>
        {saved === null ? null : words.configurationSaved(saved)}
      </span>
      {saving.failure ? <FailureLine error={saving.failure} /> : null}
    </>
  );
}
