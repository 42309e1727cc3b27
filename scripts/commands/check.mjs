import { runMain } from '../setup/failure.mjs';
import { ensureInstalled } from '../setup/install.mjs';
import { collect } from '../setup/process.mjs';
import { projectNode } from '../setup/project-node.mjs';
import { duration } from '../setup/step.mjs';
import { tools } from '../tools.mjs';

const checks = Object.freeze([
  { name: 'lint and format', tool: tools.biome, parameters: ['check', '--max-diagnostics=50'] },
  { name: 'types: pure', tool: tools.tsc, parameters: ['-p', 'tsconfig.pure.json'] },
  { name: 'types: node', tool: tools.tsc, parameters: ['-p', 'tsconfig.node.json'] },
  { name: 'types: main', tool: tools.tsc, parameters: ['-p', 'tsconfig.main.json'] },
  { name: 'types: dom', tool: tools.tsc, parameters: ['-p', 'tsconfig.dom.json'] },
  { name: 'types: preload', tool: tools.tsc, parameters: ['-p', 'tsconfig.preload.json'] },
  { name: 'types: test', tool: tools.tsc, parameters: ['-p', 'tsconfig.test.json'] },
  { name: 'imports', tool: tools.imports, parameters: [] },
]);

/** `npm run check`: lint, format, types of each runtime, imports. No network, no browser. */
export function check() {
  return runMain(async () => {
    await ensureInstalled();
    const { failed } = await runChecks(projectNode());
    return failed === 0 ? 0 : 1;
  });
}

/**
 * Runs every check, two at a time, a line each; then what the failed ones said, whole.
 *
 * @param {{command: string, flags: readonly string[]}} node
 * @returns {Promise<{passed: number, failed: number, failures: string[]}>}
 */
export async function runChecks(node) {
  const waiting = [...checks];
  const failures = [];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const started = performance.now();
      const result = await collect(node.command, [...node.flags, next.tool, ...next.parameters]);
      const mark = result.code === 0 ? '✓' : '✗';
      process.stdout.write(` ${mark} ${next.name}  ${duration(performance.now() - started)}\n`);
      if (result.code !== 0) failures.push({ name: next.name, output: result.output });
    }
  };
  await Promise.all([work(), work()]);
  for (const failure of failures) process.stdout.write(`\n✗ ${failure.name}\n${failure.output.trimEnd()}\n`);
  return {
    passed: checks.length - failures.length,
    failed: failures.length,
    failures: failures.map(({ name }) => name),
  };
}
