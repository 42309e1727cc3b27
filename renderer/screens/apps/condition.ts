/** A rule's condition as the plain form writes it; anything else is an expression. */
export type Condition =
  | { readonly kind: 'everybody' }
  | { readonly kind: 'department'; readonly names: readonly string[] }
  | { readonly kind: 'group'; readonly id: string }
  | { readonly kind: 'expression'; readonly source: string };

export type ConditionKind = Condition['kind'];

/** A piece of an expression: text as it stands, or a group that it names by its id. */
export type ConditionPart = { readonly at: number; readonly text: string; readonly groupId: string | null };

const text = /"(?:[^"\\]|\\.)*"/;
const department = new RegExp(`^user\\.department\\s*==\\s*(${text.source})$`);
const group = new RegExp(`(${text.source})\\s+in\\s+groups\\b`);

/** The condition as the language of rules writes it. */
export function writeCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'everybody':
      return 'true';
    case 'department':
      return condition.names.map((name) => `user.department == ${JSON.stringify(name)}`).join(' || ');
    case 'group':
      return `${JSON.stringify(condition.id)} in groups`;
    case 'expression':
      return condition.source;
  }
}

/** Reads an expression: as one of the plain conditions when it is one, else as the expression that it is. */
export function readCondition(source: string): Condition {
  const trimmed = source.trim();
  if (trimmed === 'true') return { kind: 'everybody' };
  const named = readText(new RegExp(`^${group.source}$`).exec(trimmed)?.[1]);
  if (named !== null) return { kind: 'group', id: named };
  const names = splitAlternatives(trimmed).map((part) => readText(department.exec(part.trim())?.[1]));
  const known = names.filter((name) => name !== null);
  return known.length === names.length && known.length > 0
    ? { kind: 'department', names: known }
    : { kind: 'expression', source };
}

/** An expression cut where it names groups, so that their names can stand there; joined, the texts are it again. */
export function cutAtGroups(source: string): readonly ConditionPart[] {
  const parts: ConditionPart[] = [];
  let end = 0;
  for (const match of source.matchAll(new RegExp(group.source, 'g'))) {
    const groupId = readText(match[1]);
    if (groupId === null) continue;
    if (match.index > end) parts.push({ at: end, text: source.slice(end, match.index), groupId: null });
    parts.push({ at: match.index, text: match[0], groupId });
    end = match.index + match[0].length;
  }
  if (end < source.length) parts.push({ at: end, text: source.slice(end), groupId: null });
  return parts;
}

/** Cuts at `||` outside of texts. */
function splitAlternatives(source: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  for (const match of source.matchAll(new RegExp(`${text.source}|\\|\\|`, 'g'))) {
    if (match[0] !== '||') continue;
    parts.push(source.slice(from, match.index));
    from = match.index + 2;
  }
  return [...parts, source.slice(from)];
}

function readText(quoted: string | undefined): string | null {
  if (quoted === undefined) return null;
  try {
    const value: unknown = JSON.parse(quoted);
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}
