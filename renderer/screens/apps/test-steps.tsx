import type { ConnectionTest } from '../../../shared/model/app.ts';
import { ListedStep, Steps } from '../../ui/steps.tsx';
import { words } from './words.ts';

/** Every step that a test tried, and what it saw. */
export function TestSteps({ tested }: { readonly tested: ConnectionTest }) {
  return (
    <Steps label={words.tested}>
      {tested.steps.map(({ step, ok, detail }) => (
        <ListedStep
          key={step}
          shape={ok ? 'check' : 'cross'}
          tone={ok ? 'good' : 'bad'}
          word={ok ? words.stepOk : words.stepFailed}
          loud={!ok}
          title={step}
        >
          <p>{detail}</p>
        </ListedStep>
      ))}
    </Steps>
  );
}
