import * as name from './name.ts';
import * as operation from './operation.ts';
import { complexCompared, operatorCase, severalSpaces, spaceInDateTime, unquotedValue } from './query.ts';
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
  operatorCase,
  unquotedValue,
  severalSpaces,
  complexCompared,
  spaceInDateTime,
  ...Object.values(operation),
];
