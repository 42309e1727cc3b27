/** The schema, a person and a directory that the mapping tests share. */
import { compileSnapshot } from '../../electron/engine/mapping/compile.ts';
import type { AttributeShape } from '../../electron/engine/mapping/schema.ts';
import type {
  CompiledSnapshot,
  Directory,
  ExpressionProblem,
  PersonContext,
} from '../../electron/engine/mapping/types.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const simple = (name: string, type: AttributeShape['type'] = 'string'): AttributeShape => {
  return { name, type, multiValued: false, subAttributes: [] };
};
const complex = (name: string, subs: readonly AttributeShape[]): AttributeShape => {
  return { name, type: 'complex', multiValued: false, subAttributes: subs };
};
const list = (name: string): AttributeShape => {
  const subAttributes = [simple('value'), simple('display'), simple('type'), simple('primary', 'boolean')];
  return { name, type: 'complex', multiValued: true, subAttributes };
};

export const userShapes: readonly AttributeShape[] = [
  ...['id', 'externalId', 'userName', 'displayName', 'nickName', 'title', 'userType'].map((name) => simple(name)),
  simple('active', 'boolean'),
  simple('grade', 'integer'),
  complex(
    'name',
    ['formatted', 'familyName', 'givenName'].map((name) => simple(name)),
  ),
  list('emails'),
  list('roles'),
  { ...simple('schemas'), multiValued: true },
  { ...list('addresses'), subAttributes: [simple('locality'), simple('country')] },
  { ...simple('employeeNumber'), extension: enterprise },
  { ...simple('costCenter'), extension: enterprise },
  { ...simple('department'), extension: enterprise },
  { ...complex('manager', [simple('value'), simple('$ref', 'reference')]), extension: enterprise },
];

export const ada: PersonContext = {
  user: {
    userName: 'Ada.Lovelace@example.com',
    displayName: 'Ada Lovelace',
    active: true,
    grade: 7,
    name: { givenName: 'Ada', familyName: 'Lovelace' },
    emails: [
      { value: 'home@example.org', type: 'home' },
      { value: 'ada@example.com', type: 'work', primary: true },
    ],
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', enterprise],
    [enterprise]: { department: 'Marketing', employeeNumber: '1815', manager: { value: 'boss-1' } },
  },
  groups: ['g-marketing', 'g-all'],
};

/** A person of whom nothing is known. */
export const nobody: PersonContext = { user: {}, groups: [] };

const groupNames = new Map([
  ['g-marketing', 'Marketing team'],
  ['g-all', 'Everybody'],
  ['g-sales', 'Sales'],
]);
export const directory: Directory = {
  hasGroup: (id) => groupNames.has(id),
  groupName: (id) => groupNames.get(id) ?? null,
};

export const context = { attributes: ['mail', 'fullName'], user: userShapes };

/** @throws Error with the problems when the draft is refused */
export function compiled(draft: Parameters<typeof compileSnapshot>[0]): CompiledSnapshot {
  const compilation = compileSnapshot(draft, context);
  if (!compilation.ok) throw new Error(JSON.stringify(compilation.problems));
  return compilation.snapshot;
}

/** Compiles one condition or one mapping; its problems when it is refused. */
export function compileOne(kind: 'when' | 'value', source: string): CompiledSnapshot | readonly ExpressionProblem[] {
  const login = { attribute: 'login', expression: 'user.userName' };
  const compilation = compileSnapshot(
    kind === 'when'
      ? { mappings: [login], rules: [{ id: 'r1', name: 'Editors', role: 'editor', when: source }] }
      : { mappings: [login, { attribute: 'mail', expression: source }], rules: [] },
    context,
  );
  return compilation.ok ? compilation.snapshot : compilation.problems;
}

/** The verdict of one condition for a person, or `refused: ` and the first problem. */
export function decide(source: string, person: PersonContext = ada): string {
  const compiled = compileOne('when', source);
  if (!('evaluate' in compiled)) return `refused: ${compiled[0]?.message}`;
  return compiled.evaluate(person, directory).roles[0]?.verdict ?? 'nothing';
}

/** The value of one mapping for a person, `doubt`, or `refused: ` and the first problem. */
export function compute(source: string, person: PersonContext = ada): unknown {
  const compiled = compileOne('value', source);
  if (!('evaluate' in compiled)) return `refused: ${compiled[0]?.message}`;
  const verdict = compiled.evaluate(person, directory).attributes.find(({ attribute }) => attribute === 'mail');
  return verdict?.ok ? verdict.value : 'doubt';
}
