import type { World } from '../../shared/model/status.ts';
import classes from './world-band.module.css';

/** The striped band over everything that belongs to the sandbox, so that nobody takes a rehearsal for the real thing. */
export function WorldBand({ world }: { readonly world: World }) {
  if (world === 'live') return null;
  return (
    <div className={classes.band}>
      <strong>SANDBOX</strong> <span>pretend people, nothing leaves this computer</span>
    </div>
  );
}
