import { parseSync } from 'oxc-parser';
import { isNode, type SyntaxNode } from '../architecture/sources.ts';

/**
 * The modules that a file asks for: by import, by import(), by new URL(…, import.meta.url), and by require in whatever
 * name a bundler gave it.
 */
export function askedModules(path: string, text: string): string[] {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`);
  const asked = new Set<string>();
  visit(program, (node) => {
    const [first] = Array.isArray(node.arguments) ? node.arguments : [];
    const given =
      node.type === 'ImportExpression' || 'exported' in node || node.type.endsWith('Declaration')
        ? node.source
        : node.type === 'CallExpression' && isRequire(node.callee)
          ? first
          : null;
    if (isNode(given) && typeof given.value === 'string') asked.add(given.value);
  });
  return [...asked].sort();
}

const isRequire = (callee: unknown): boolean =>
  isNode(callee) && callee.type === 'Identifier' && /require$/i.test(String(callee.name));

function visit(value: unknown, look: (node: SyntaxNode) => void): void {
  if (Array.isArray(value)) for (const part of value) visit(part, look);
  else if (isNode(value)) {
    look(value);
    for (const part of Object.values(value)) visit(part, look);
  }
}
