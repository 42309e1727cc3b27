import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { root as clone, inRoot } from '../setup/places.mjs';
import { checkImports } from './imports.mjs';

// `npm run check` runs this: no parameters. `--root FOLDER` checks another tree, `--json` prints the findings.
const { values } = parseArgs({ options: { root: { type: 'string', default: clone }, json: { type: 'boolean' } } });
const configuration = createRequire(import.meta.url)(inRoot('.dependency-cruiser.cjs'));
const findings = await checkImports(values.root, configuration);

if (values.json) process.stdout.write(`${JSON.stringify(findings)}\n`);
else {
  for (const { rule, from, to } of findings.violations) process.stdout.write(`${rule}\n  ${from} -> ${to}\n`);
  for (const file of findings.unseen) process.stdout.write(`not seen by the import check\n  ${file}\n`);
  process.stdout.write(`${findings.modules} modules looked at\n`);
}
const wrong = findings.violations.length + findings.unseen.length;
process.exitCode = wrong === 0 && findings.modules > 0 ? 0 : 1;
