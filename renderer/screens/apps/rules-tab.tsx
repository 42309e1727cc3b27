import { useState } from 'react';
import type { AppDetail, Rule } from '../../../shared/model/app.ts';
import { useDoing } from '../../state/ask.ts';
import { useWorld } from '../../state/context.tsx';
import { Button } from '../../ui/button.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { Spoken } from '../../ui/spoken.tsx';
import classes from './app-view.module.css';
import { ConditionView } from './condition-view.tsx';
import { Confirm } from './confirm.tsx';
import { MappingSection } from './mapping-form.tsx';
import { OpenedInPlace } from './opened-in-place.tsx';
import { RuleForm } from './rule-form.tsx';
import { words } from './words.ts';

/** What fills the columns, and who gets which role. */
export function RulesTab({ app }: { readonly app: AppDetail }) {
  return (
    <>
      <MappingSection app={app} />
      <RulesSection app={app} />
      <p className={classes.quiet}>
        {words.wholeFile} <Copyable text={words.exportCommand} what="the command" />
      </p>
    </>
  );
}

function RulesSection({ app }: { readonly app: AppDetail }) {
  const [isAdding, setAdding] = useState(false);
  const { rules } = app.snapshot;
  return (
    <section className={classes.section}>
      <h3>{words.rules}</h3>
      <p className={classes.quiet}>{words.rulesText}</p>
      {rules.length === 0 ? <p>{words.noRules}</p> : null}
      <ul className={classes.rules} aria-label={words.rules}>
        {rules.map((rule) => (
          <RuleItem key={rule.id} app={app} rule={rule} />
        ))}
      </ul>
      <OpenedInPlace action={words.ruleAdd} isOpen={isAdding} onOpen={() => setAdding(true)}>
        <RuleForm app={app} onEnd={() => setAdding(false)} />
      </OpenedInPlace>
    </section>
  );
}

interface RuleItemProps {
  readonly app: AppDetail;
  readonly rule: Rule;
}

function RuleItem({ app, rule }: RuleItemProps) {
  const { client } = useWorld();
  const [isRemoving, setRemoving] = useState(false);
  const doing = useDoing(async () => {
    await client.call('app.removeRule', { id: app.id, ruleId: rule.id });
  });
  const consequence = words.ruleRemoveText(rule.name, rule.role, app.name);
  return (
    <li>
      <div className={classes.rule}>
        <span>
          <bdi className={classes.ruleName}>{rule.name}</bdi>
          <br />
          <ConditionView source={rule.when} /> <span aria-hidden="true">→</span>
          <Spoken> {words.ruleGives} </Spoken> <strong>{rule.role}</strong>
        </span>
        <Button label={words.ruleRemoveLabel(rule.name)} onPress={() => setRemoving(true)}>
          {words.ruleRemove}
        </Button>
      </div>
      {isRemoving ? (
        <Confirm
          consequence={app.state === 'on' ? consequence : `${consequence}${words.ruleRemoveObserving}`}
          action={words.ruleRemoveDo}
          danger
          onConfirm={() => void doing.run()}
          onCancel={() => setRemoving(false)}
          doing={doing}
        />
      ) : null}
    </li>
  );
}
