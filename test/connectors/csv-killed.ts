/** Gives a role to every account of a CSV file and takes it again, until it is killed. Arguments: the target as JSON. */
import { createCsvConnector } from '../../electron/engine/connectors/csv/connector.ts';
import { CsvTarget } from '../../shared/model/csv-target.ts';

const connector = createCsvConnector(CsvTarget.parse(JSON.parse(process.argv[2] ?? '')));
process.stdout.write('begins\n');
for (let round = 0; ; round += 1) {
  const verb = round % 2 === 0 ? connector.addRole : connector.removeRole;
  const results = await Promise.all(Array.from({ length: 200 }, (_, n) => verb(String(n), 'reader')));
  if (results.some((result) => !result.ok)) throw new Error(JSON.stringify(results.find((result) => !result.ok)));
}
