import { parseSync } from 'oxc-parser';
import { channels, desktopVerbs } from '../../shared/contract/desktop.ts';
import { isNode, type SyntaxNode } from '../architecture/sources.ts';

/** A node and what it stands in, innermost first. */
interface Placed {
  readonly node: SyntaxNode;
  readonly around: readonly SyntaxNode[];
}

/**
 * What a preload does beside what is agreed: it may give the page the agreed verbs, once and frozen, and speak over the
 * agreed channels; nothing else of Electron, no other module, nothing of an event but its ports.
 *
 * @param text the source of a preload
 * @returns a sentence for each fault, none for one that keeps to it
 */
export function preloadFaults(text: string): string[] {
  const { program, errors } = parseSync('preload.ts', text);
  if (errors.length > 0) return ['it does not parse'];
  const placed = everything(program);
  return [...moduleFaults(placed), ...electronFaults(placed), ...bridgeFaults(placed), ...eventFaults(placed)];
}

const agreedModules = ['electron', '../../shared/contract/desktop.ts'];
const agreedOfElectron = ['contextBridge', 'ipcRenderer'];

function moduleFaults(placed: readonly Placed[]): string[] {
  const faults: string[] = [];
  for (const { node } of placed) {
    if (node.type === 'ImportDeclaration') {
      const from = textOf(node.source);
      if (!agreedModules.includes(from)) faults.push(`it imports ${from}`);
      for (const specifier of listOf(node.specifiers)) {
        if (from !== 'electron' || agreedOfElectron.includes(nameOf(specifier.imported))) continue;
        faults.push(`it takes more of electron: ${nameOf(specifier.local)}`);
      }
    }
    if (node.type === 'ImportExpression' || (node.type === 'Identifier' && node.name === 'require')) {
      faults.push('it asks for a module while it runs');
    }
    if (node.type === 'Identifier' && ['eval', 'Function', 'globalThis'].includes(nameOf(node))) {
      faults.push(`it uses ${nameOf(node)}`);
    }
  }
  return faults;
}

/** Every mention of what comes from Electron is a call of the agreed kind, so it is never handed on. */
function electronFaults(placed: readonly Placed[]): string[] {
  const faults: string[] = [];
  for (const { node, around } of mentions(placed, 'ipcRenderer')) {
    const [member, call] = around;
    const verb = member?.type === 'MemberExpression' && member.object === node ? nameOf(member.property) : null;
    const [channel] = call?.type === 'CallExpression' && call.callee === member ? listOf(call.arguments) : [];
    const agreed = verb === 'invoke' || verb === 'on';
    if (!agreed) faults.push(`ipcRenderer is used for ${verb ?? 'something else'}`);
    else if (!isChannel(channel)) faults.push(`ipcRenderer.${verb} is used on a channel that is not agreed`);
  }
  return faults;
}

function bridgeFaults(placed: readonly Placed[]): string[] {
  const bridges = mentions(placed, 'contextBridge');
  if (bridges.length !== 1) return [`contextBridge is used ${bridges.length} times`];
  const [member, call] = bridges[0]?.around ?? [];
  const exposing = member?.type === 'MemberExpression' && nameOf(member.property) === 'exposeInMainWorld';
  if (!exposing || call?.type !== 'CallExpression') return ['contextBridge is used for something else'];
  const [key, frozen, ...more] = listOf(call.arguments);
  if (textOf(key) !== 'desktop' || more.length > 0) return ['something else than window.desktop is exposed'];
  const [exposed] = isFreezing(frozen) ? listOf(frozen?.arguments) : [];
  if (exposed === undefined) return ['what is exposed is not frozen'];
  const keys = keysOf(placed, nameOf(exposed));
  const same = JSON.stringify(keys) === JSON.stringify([...desktopVerbs].sort());
  return same ? [] : [`the verbs are ${keys.join(', ')}`];
}

/** An event of ipcRenderer knows its sender: only its ports may be read. */
function eventFaults(placed: readonly Placed[]): string[] {
  return mentions(placed, 'event')
    .filter(({ node, around: [first] }) => {
      const parameter = first?.type === 'ArrowFunctionExpression' && listOf(first.params).includes(node);
      const ports = first?.type === 'MemberExpression' && first.object === node && nameOf(first.property) === 'ports';
      return !parameter && !ports;
    })
    .map(() => 'an event is used for more than its ports');
}

/** The keys of the object that a constant of this name is, sorted; none when it is not written out. */
function keysOf(placed: readonly Placed[], name: string): string[] {
  const declared = placed.find(({ node }) => node.type === 'VariableDeclarator' && nameOf(node.id) === name);
  const value = declared?.node.init;
  if (!isNode(value) || value.type !== 'ObjectExpression') return [];
  return listOf(value.properties)
    .map((property) => (property.type === 'Property' && property.computed === false ? nameOf(property.key) : '?'))
    .sort();
}

const mentions = (placed: readonly Placed[], name: string): Placed[] =>
  placed.filter(
    ({ node, around: [first] }) =>
      node.type === 'Identifier' && nameOf(node) === name && first?.type !== 'ImportSpecifier',
  );

const isFreezing = (node: SyntaxNode | undefined): boolean =>
  node?.type === 'CallExpression' && JSON.stringify(pathOf(node.callee)) === '["Object","freeze"]';

const isChannel = (node: SyntaxNode | undefined): boolean => {
  const [from, name, ...more] = pathOf(node);
  return from === 'channels' && name !== undefined && Object.hasOwn(channels, name) && more.length === 0;
};

/** `a.b` as its names; nothing for anything else. */
function pathOf(node: unknown): string[] {
  if (!isNode(node) || node.type !== 'MemberExpression' || node.computed !== false) return [];
  return [nameOf(node.object), nameOf(node.property)];
}

const nameOf = (node: unknown): string => (isNode(node) && node.type === 'Identifier' ? String(node.name) : '?');

const textOf = (node: unknown): string => (isNode(node) && node.type === 'Literal' ? String(node.value) : '?');

const listOf = (value: unknown): SyntaxNode[] => (Array.isArray(value) ? value.filter(isNode) : []);

function everything(value: unknown, around: readonly SyntaxNode[] = []): Placed[] {
  if (Array.isArray(value)) return value.flatMap((part) => everything(part, around));
  if (!isNode(value)) return [];
  const within = Object.values(value).flatMap((part) => everything(part, [value, ...around]));
  return [{ node: value, around }, ...within];
}
