import * as message from './message.ts';
import * as name from './name.ts';
import * as operation from './operation.ts';
import * as query from './query.ts';
import type { Normaliser } from './reading.ts';
import * as value from './value.ts';

/** What people can read about a normaliser; the notes of an exchange name it. */
export type NormaliserDescription = Pick<Normaliser<never, unknown>, 'name' | 'explanation' | 'dialects'>;

/** Every deviation that is understood. */
export const normalisers: readonly NormaliserDescription[] = [
  ...Object.values(value),
  name.nameCase,
  name.attributeWithoutSchema,
  name.dotAfterSchema,
  name.malformedSchema,
  name.readOnlyAttribute,
  name.password,
  name.unknownAttribute,
  name.listedSchemas,
  name.repeatedAttribute,
  query.operatorCase,
  query.unquotedValue,
  query.severalSpaces,
  query.complexCompared,
  query.spaceInDateTime,
  ...Object.values(operation),
  ...Object.values(message),
];
