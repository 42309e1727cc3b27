import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { profiles } from './host.ts';

/** The part of V8's `.cpuprofile` that is read here. */
interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
    readonly children?: readonly number[];
  }[];
  /** Microseconds on the monotonic clock. */
  readonly startTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** What one function cost within a window, in microseconds. */
export interface FunctionCost {
  readonly name: string;
  readonly self: number;
  /** With everything it called. */
  readonly whole: number;
}

/** Forgets the profiles of earlier runs. */
export const clearProfiles = (): void => rmSync(profiles, { recursive: true, force: true });

const readProfiles = (): Profile[] =>
  readdirSync(profiles)
    .filter((name) => name.endsWith('.cpuprofile'))
    .map((name) => JSON.parse(readFileSync(join(profiles, name), 'utf8')) as Profile);

/** What the functions of all threads cost between two moments, the dearest first. Waiting is left out. */
export function costsWithin(
  [from, to]: readonly [number, number],
  all: readonly Profile[] = readProfiles(),
): FunctionCost[] {
  const self = new Map<string, number>();
  const whole = new Map<string, number>();
  const add = (to_: Map<string, number>, name: string, time: number) => to_.set(name, (to_.get(name) ?? 0) + time);
  for (const profile of all) {
    const chains = chainsOf(profile);
    let now = profile.startTime;
    profile.samples.forEach((sample, index) => {
      // A delta is the time since the sample before it.
      now += profile.timeDeltas[index] ?? 0;
      if (now < from || now > to) return;
      const chain = chains.get(sample) ?? [];
      const [own] = chain;
      if (own === undefined || own === '(idle)') return;
      const time = profile.timeDeltas[index + 1] ?? 0;
      add(self, own, time);
      for (const name of new Set(chain)) add(whole, name, time);
    });
  }
  return [...whole]
    .map(([name, time]) => ({ name, self: self.get(name) ?? 0, whole: time }))
    .sort((one, other) => other.self - one.self);
}

/** For each node the names of its function and of those that called it. */
function chainsOf({ nodes }: Profile): Map<number, string[]> {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const chainOf = (id: number): string[] => {
    const chain: string[] = [];
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const node = byId.get(at);
      if (node !== undefined && node.callFrame.functionName !== '(root)') chain.push(nameOf(node.callFrame));
    }
    return chain;
  };
  return new Map(nodes.map(({ id }) => [id, chainOf(id)]));
}

const clone = pathToFileURL(join(import.meta.dirname, '..', '..')).href;

function nameOf({ functionName, url, lineNumber }: Profile['nodes'][number]['callFrame']): string {
  const name = functionName === '' ? '(anonymous)' : functionName;
  if (url === '') return name;
  return `${name}  ${url.replace(`${clone}/`, '').replace('node_modules/', '')}:${lineNumber + 1}`;
}

/**
 * The dearest functions by what they did themselves, and the product's own by what they and all they called did, in µs
 * a request. Waiting for the disk is in it: V8 counts it where the thread stood.
 */
export function profileText(costs: readonly FunctionCost[], requests: number, lines = 24): string {
  const perRequest = (time: number) => (time / requests).toFixed(1).padStart(8);
  const list = (title: string, sorted: readonly FunctionCost[], of: (cost: FunctionCost) => number) =>
    [`  ${title}`, ...sorted.slice(0, lines).map((cost) => `  ${perRequest(of(cost))}  ${cost.name}`)].join('\n');
  const ours = costs.filter(({ name }) => / {2}electron\/(?!engine\/store\/sql\.ts)/.test(name));
  return [
    list('µs a request, by itself', costs, (cost) => cost.self),
    list(
      'µs a request, with what it called',
      ours.sort((one, other) => other.whole - one.whole),
      (cost) => cost.whole,
    ),
  ].join('\n');
}
