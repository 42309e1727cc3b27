import { useNavigation, useWorld } from '../../state/context.tsx';
import { useWorlds } from '../../state/worlds-context.tsx';
import { Button, ButtonRow, LinkButton } from '../../ui/button.tsx';
import classes from './setup.module.css';
import { SourceList, useSources } from './source-list.tsx';
import { TellLine } from './tell.tsx';
import { words } from './words.ts';

/** The ways to begin, and what is connected already. */
export function Doors() {
  const navigation = useNavigation();
  const { running, enter } = useWorlds();
  const sources = useSources();
  const { world } = useWorld();
  const hasSources = (sources.value?.length ?? 0) > 0;
  const hasSandbox = running.includes('sandbox');
  return (
    <>
      <div className={classes.doors}>
        <section className={classes.door} aria-labelledby="door-rehearse">
          <h2 id="door-rehearse">{words.rehearse}</h2>
          <p>{words.rehearseText}</p>
          <p className={classes.promise}>{words.rehearsePromise}</p>
          <ButtonRow>
            {hasSandbox ? (
              <>
                <Button kind={hasSources ? 'plain' : 'primary'} onPress={() => enter('sandbox', 'rehearse')}>
                  {words.rehearseGoOn}
                </Button>
                <LinkButton kind="quiet" href={navigation.href('setup', ['rehearse'])}>
                  {words.rehearseAgain}
                </LinkButton>
              </>
            ) : (
              <LinkButton kind="primary" href={navigation.href('setup', ['rehearse'])}>
                {words.rehearseAction}
              </LinkButton>
            )}
          </ButtonRow>
        </section>
        <section className={classes.door} aria-labelledby="door-connect">
          <h2 id="door-connect">{words.connect}</h2>
          <p>{words.connectText}</p>
          <p className={classes.promise}>{words.connectTime}</p>
          <ButtonRow>
            <LinkButton href={navigation.href('setup', ['connect'])}>
              {hasSources ? words.connectMore : words.connectAction}
            </LinkButton>
          </ButtonRow>
        </section>
      </div>
      <SourceList sources={sources} />
      {world === 'live' && hasSources ? <TellLine /> : null}
    </>
  );
}
