import { useState } from 'react';
import type { World } from '../../shared/model/status.ts';
import { Activity } from '../screens/activity/activity.tsx';
import { useWorld } from '../state/context.tsx';
import { WorldBand } from '../ui/world-band.tsx';
import classes from './frame.module.css';
import { useFrameKeys } from './keys.ts';
import { NeedsYou } from './needs-you.tsx';
import { Rail } from './rail.tsx';
import { useRoute } from './route.ts';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { TopBar } from './top-bar.tsx';

export interface FrameProps {
  /** The worlds that the host runs. */
  readonly running: readonly World[];
  readonly onWorld: (world: World) => void;
}

/** What stands around every place: rail, top bar, the band of the sandbox, and the sheets that lie over it. */
export function Frame({ running, onWorld }: FrameProps) {
  const { world } = useWorld();
  const [sheet, setSheet] = useState<'none' | 'keys' | 'work'>('none');
  const open = useRoute();
  const hasSandbox = world === 'live' && running.includes('sandbox');
  const close = () => setSheet('none');
  useFrameKeys({
    sheetOpen: sheet !== 'none',
    onShortcuts: () => setSheet('keys'),
    onEscape: () => open(null),
  });
  return (
    <div className={classes.window}>
      <WorldBand world={world} />
      <div className={classes.frame}>
        <Rail onShortcuts={() => setSheet('keys')} />
        <div className={classes.column}>
          <TopBar running={running} onWorld={onWorld} onNeedsYou={() => setSheet('work')} />
          <main className={classes.place}>
            <Activity onOpen={open} onSandbox={hasSandbox ? () => onWorld('sandbox') : null} />
          </main>
        </div>
      </div>
      <ShortcutSheet opened={sheet === 'keys'} onClose={close} />
      <NeedsYou
        opened={sheet === 'work'}
        onClose={close}
        onShow={(exchangeId) => {
          close();
          open(exchangeId);
        }}
      />
    </div>
  );
}
