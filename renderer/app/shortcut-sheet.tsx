import { Modal } from '@mantine/core';
import { useSetting, useSettingsStore } from '../state/context.tsx';
import classes from './shortcut-sheet.module.css';
import { shortcuts, words } from './words.ts';

/** Every key on one sheet, and the switch for those that are single letters. */
export function ShortcutSheet({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const settings = useSettingsStore();
  const letterKeys = useSetting('letterKeys');
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={words.shortcuts}
      size={520}
      closeButtonProps={{ 'aria-label': words.close }}
      transitionProps={{ duration: 0 }}
      classNames={{ title: classes.title ?? '' }}
    >
      {shortcuts.map(({ where, keys }) => (
        <section key={where}>
          <h3 className={classes.heading}>{where}</h3>
          <dl className={classes.keys}>
            {keys.map(([key, act]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{act}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <label className={classes.switch}>
        <input
          type="checkbox"
          checked={letterKeys}
          onChange={(event) => settings.setState({ letterKeys: event.currentTarget.checked })}
        />
        {words.letterKeys}
      </label>
    </Modal>
  );
}
