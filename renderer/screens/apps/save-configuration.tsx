import { useWorld } from '../../state/context.tsx';
import { useSaving } from '../../state/saving.ts';
import { SaveButton } from '../../ui/save-button.tsx';
import { words } from './words.ts';

/** Saves everything that is configured in this world as one file. */
export function SaveConfiguration() {
  const { client, world } = useWorld();
  const saving = useSaving(async () => ({
    name: words.configurationName(world),
    text: (await client.call('config.export', {})).text,
  }));
  return (
    <SaveButton kind="quiet" title={words.saveConfigurationHint} saving={saving}>
      {words.saveConfiguration}
    </SaveButton>
  );
}
