import type { ConnectionTest } from '../../../shared/model/app.ts';
import { Sentence } from '../../ui/sentence.tsx';
import { ListedStep, Steps } from '../../ui/steps.tsx';
import { stepWords, words } from './words.ts';

/** How a test begins what it saw and lets pass. */
const warning = 'Warning: ';

/** Every step that a test tried, and what it saw. */
export function TestSteps({ tested }: { readonly tested: ConnectionTest }) {
  return (
    <Steps label={words.tested}>
      {tested.steps.map(({ step, ok, detail }) => {
        const isWarning = ok && detail.startsWith(warning);
        const mark = ok ? (isWarning ? stepWords.warning : stepWords.ok) : stepWords.failed;
        return (
          <ListedStep key={step} {...mark} title={step}>
            <p>
              <Sentence text={isWarning ? capitalised(detail.slice(warning.length)) : detail} />
            </p>
          </ListedStep>
        );
      })}
    </Steps>
  );
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
