import type { Rule } from '../../../shared/model/app.ts';
import { type Condition, type ConditionKind, writeCondition } from './condition.ts';
import { words } from './words.ts';

/** A rule as the form holds it. */
export interface RuleDraft {
  readonly kind: ConditionKind;
  readonly department: string;
  readonly groupId: string;
  readonly groupName: string;
  readonly expression: string;
  readonly role: string;
  /** Empty: it is named after whom it is about. */
  readonly name: string;
}

export type RuleErrors = Partial<Record<'department' | 'groupId' | 'expression' | 'role', string>>;

export type ReadRule =
  | { readonly ok: true; readonly rule: Omit<Rule, 'id'> }
  | { readonly ok: false; readonly errors: RuleErrors };

/** Reads a filled-in form: the rule, or what is missing. */
export function readRule(draft: RuleDraft): ReadRule {
  const errors: RuleErrors = {
    ...(draft.kind === 'department' && draft.department.trim() === '' ? { department: words.ruleNoDepartment } : {}),
    ...(draft.kind === 'group' && draft.groupId === '' ? { groupId: words.ruleNoGroup } : {}),
    ...(draft.kind === 'expression' && draft.expression.trim() === '' ? { expression: words.ruleNoExpression } : {}),
    ...(draft.role.trim() === '' ? { role: words.ruleNoRole } : {}),
  };
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  const name = draft.name.trim() === '' ? proposeName(draft) : draft.name.trim();
  return { ok: true, rule: { name, role: draft.role.trim(), when: writeCondition(conditionOf(draft)) } };
}

/** What a rule is called when nobody names it: "Marketing: editor". */
export function proposeName({ kind, department, groupName, role }: RuleDraft): string {
  const { everybody, of, expression } = words.ruleNames;
  const name =
    kind === 'everybody'
      ? everybody(role)
      : kind === 'expression'
        ? expression(role)
        : of(kind === 'group' ? groupName : department.trim(), role);
  return name.slice(0, 200);
}

function conditionOf({ kind, department, groupId, expression }: RuleDraft): Condition {
  switch (kind) {
    case 'everybody':
      return { kind };
    case 'department':
      return { kind, names: [department.trim()] };
    case 'group':
      return { kind, id: groupId };
    case 'expression':
      return { kind, source: expression.trim() };
  }
}
