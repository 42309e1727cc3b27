import type { AppDetail } from '../../../shared/model/app.ts';
import type { Sandbox } from '../../../shared/model/sandbox.ts';
import { useAnswer, useDoing } from '../../state/ask.ts';
import { useNavigation, usePart, useWorld } from '../../state/context.tsx';
import { Button } from '../../ui/button.tsx';
import { FailureLine } from '../../ui/failure-line.tsx';
import { StateMark } from '../../ui/mark.tsx';
import { Sentence } from '../../ui/sentence.tsx';
import { heldWords, type StateWord } from '../../ui/state-words.ts';
import classes from './side.module.css';
import { words } from './words.ts';

type SandboxApp = Sandbox['apps'][number];

export interface SandboxAppsProps {
  readonly apps: readonly SandboxApp[];
  readonly onChanged: () => void;
}

/** The pretend apps, and how each stands: proved, or honestly not. */
export function SandboxApps({ apps, onChanged }: SandboxAppsProps) {
  return (
    <section className={classes.apps} aria-labelledby="sandbox-apps" data-pane="apps">
      <h2 id="sandbox-apps">{words.apps}</h2>
      {apps.length === 0 ? <p className={classes.quiet}>{words.appsNone}</p> : null}
      <ul>
        {apps.map((app) => (
          <AppLine key={app.id} app={app} onChanged={onChanged} />
        ))}
      </ul>
    </section>
  );
}

function AppLine({ app, onChanged }: { readonly app: SandboxApp; readonly onChanged: () => void }) {
  const navigation = useNavigation();
  const { client, work } = useWorld();
  const waiting = usePart(work.store, (state) => state.value?.find((item) => item.app?.id === app.id)?.title ?? null);
  const items = usePart(work.store, (state) => state.value?.filter((item) => item.app?.id === app.id).length ?? 0);
  const { value, failure } = useAnswer('app.get', { id: app.id }, ['provisioning', 'work', 'configuration', 'sandbox']);
  const setting = useDoing(async () => {
    await client.call('sandbox.setRefuses', { id: app.id, refuses: !app.refuses });
    onChanged();
  });
  const { shape, tone, word, loud = false } = stateOf(app, value);
  const isForgiven = app.canRefuse && !app.refuses && items > 0;
  const sentence = isForgiven
    ? words.accepts(items)
    : (waiting ?? [app.refuses ? words.refusing : '', value?.health.sentence ?? ''].join(' ').trim());
  const problem = setting.failure ?? (value === null ? failure : null);
  return (
    <li data-can-refuse={app.canRefuse || undefined}>
      <div className={classes.appLine}>
        <span className={classes.appState}>
          <StateMark shape={shape} tone={tone} loud={loud}>
            {word}
          </StateMark>
        </span>
        <a href={navigation.href('apps', [app.id])}>
          <bdi>{app.name}</bdi>
        </a>
        {app.canRefuse ? (
          <Button
            disabled={setting.busy}
            label={app.refuses ? words.letItName(app.name) : words.makeItRefuseName(app.name)}
            onPress={() => void setting.run()}
          >
            {app.refuses ? words.letIt : words.makeItRefuse}
          </Button>
        ) : null}
      </div>
      <p className={classes.quiet}>
        <Sentence text={sentence} />
      </p>
      {problem ? <FailureLine error={problem} /> : null}
    </li>
  );
}

/** The worst that is true of it. */
function stateOf({ refuses }: SandboxApp, detail: AppDetail | null): StateWord {
  const { appStates } = words;
  if (detail === null) return appStates.nothing;
  const needsYou = detail.needsYou > 0 || detail.parked > detail.setAside;
  if (needsYou) return refuses ? appStates.refuses : appStates.needsYou;
  if (detail.held !== null) return heldWords[detail.held.kind];
  if (detail.health.level === 'failing') return appStates.failing;
  return detail.lastProofAt === null ? appStates.nothing : appStates.proved;
}
