import type { ReactNode } from 'react';
import type { AppDetail } from '../../../shared/model/app.ts';
import { useNavigation } from '../../state/context.tsx';
import { ListedStep, Steps } from '../../ui/steps.tsx';
import classes from './app-view.module.css';
import { attributesOf } from './mapping-draft.ts';
import { type Tab, words } from './words.ts';

/** The way from a new app to its first delivery, while it only observes. */
export function NextSteps({ app }: { readonly app: AppDetail }) {
  const navigation = useNavigation();
  const { mappings, rules } = app.snapshot;
  const attributes = attributesOf(app);
  const mapped = attributes.filter((name) => mappings.some(({ attribute }) => attribute === name)).length;
  const accounts = Object.values(app.accounts).reduce((sum, number) => sum + (number ?? 0), 0);
  const link = (tab: Tab, text: string) => <a href={navigation.href('apps', [app.id, tab])}>{text}</a>;
  return (
    <section className={classes.next} aria-label={words.next}>
      <Steps label={words.next}>
        <Step done={mapped === attributes.length} title={link('rules', words.nextMap)}>
          {words.nextMapText(mapped, attributes.length)}
        </Step>
        <Step done={rules.length > 0} title={link('rules', words.nextRule)}>
          {words.nextRuleText(rules.length)}
        </Step>
        <Step done={accounts > 0} title={link('accounts', words.nextLook)}>
          {words.nextLookText(accounts)}
        </Step>
        <Step done={false} title={words.nextSwitch}>
          {words.nextSwitchText}
        </Step>
      </Steps>
    </section>
  );
}

interface StepProps {
  readonly done: boolean;
  readonly title: ReactNode;
  readonly children: ReactNode;
}

function Step({ done, title, children }: StepProps) {
  return (
    <ListedStep
      shape={done ? 'check' : 'ring'}
      tone={done ? 'good' : 'quiet'}
      word={done ? words.stepDone : words.stepOpen}
      title={title}
    >
      <span className={classes.stepText}> {children}</span>
    </ListedStep>
  );
}
