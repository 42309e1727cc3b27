import { fold } from '../../../shared/kit/fold.ts';
import type { ResolvedAttribute, ResolvedCompare, ResolvedFilter } from '../scim/filter/filter.ts';
import type { Column, FilterTable } from './filterTable.ts';
import { given } from './sql.ts';

/** A condition on `r` for a WHERE clause, and its parameters in order. It is true or false, never NULL. */
export interface CompiledFilter {
  readonly sql: string;
  readonly parameters: readonly (string | number)[];
}

/** Where a path's attribute is looked for: in the resource's row, or in one value of an attribute. */
type Place = (path: ResolvedAttribute) => { readonly expression: string; readonly kind: Column['kind'] };

interface Compilation {
  readonly table: FilterTable;
  readonly parameters: (string | number)[];
  /** Aliases must differ, since value paths are nested in statements. */
  aliases: number;
}

/**
 * Compiles a filter to SQL that agrees with evaluateFilter on every resource. Equality on id, externalId, userName,
 * displayName, on members and on `value`s of multi-valued attributes are index look-ups, what such a `value` contains or
 * starts with is read off their index; the rest reads the body. Names
 * come from the schema and values are parameters: nothing that was sent becomes SQL. Needs the SQL
 * functions fold(text) and instant(text).
 */
export function compileFilter(filter: ResolvedFilter, table: FilterTable): CompiledFilter {
  const compilation: Compilation = { table, parameters: [], aliases: 0 };
  return { sql: compile(filter, inRow(table), compilation), parameters: compilation.parameters };
}

function compile(filter: ResolvedFilter, place: Place, compilation: Compilation): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return `(${filter.filters.map((part) => compile(part, place, compilation)).join(filter.kind === 'and' ? ' AND ' : ' OR ')})`;
    case 'not':
      return `NOT (${filter.filters.map((part) => compile(part, place, compilation)).join(' OR ')})`;
    case 'value path':
      return compileValuePath(filter.path, filter.filter, compilation);
    case 'present':
      return compilePresent(filter.path, place, compilation);
    case 'compare':
      return compileCompare(filter, place, compilation);
  }
}

function compileValuePath(path: ResolvedAttribute, inner: ResolvedFilter, compilation: Compilation): string {
  if (!path.multiValued) {
    const whole = jsonAt('r.body', path.steps);
    const within: Place = ({ steps }) => ({ expression: jsonAt('r.body', [...path.steps, ...steps]), kind: 'exact' });
    return `(${whole} IS NOT NULL AND ${compile(inner, within, compilation)})`;
  }
  const prefilter = compilePrefilter(path, inner, compilation);
  return `(${prefilter}EXISTS (${rowsOf(path, compilation, (within) => compile(inner, within, compilation))}))`;
}

/** "Some value equals, contains …" is asked of the index first; what else it must be is then asked of few resources. */
function compilePrefilter(path: ResolvedAttribute, inner: ResolvedFilter, compilation: Compilation): string {
  const parts = inner.kind === 'and' ? inner.filters : [inner];
  for (const part of parts) {
    if (part.kind === 'and') {
      const nested = compilePrefilter(path, part, compilation);
      if (nested !== '') return nested;
    }
    if (part.kind === 'compare' && part.path.key === `${path.key}.value`) {
      const holders = compileHolders(part, compilation);
      if (holders !== undefined) return `${holders} AND `;
    }
  }
  return '';
}

/**
 * `r.pk IN (…)` by the side table or the member rows; undefined when neither can tell. Equality is a look-up; what a
 * value contains or starts with is read off the index without opening a single body.
 */
function compileHolders({ path, operator, value }: ResolvedCompare, compilation: Compilation): string | undefined {
  if (typeof value !== 'string') return undefined;
  const { table, parameters } = compilation;
  const link = path.key.endsWith('.value') ? table.links.get(path.key.slice(0, -'.value'.length)) : undefined;
  if (link !== undefined) {
    if (operator !== 'eq') return undefined;
    const { sql, times } = link.holders('?');
    for (let time = 0; time < times; time += 1) parameters.push(value);
    return `r.pk IN (${sql})`;
  }
  if (table.values === null) return undefined;
  // The side table is folded whatever the attribute; a case-exact one is compared again in its own case, and only for
  // equality: folding a part of a text is not always a part of the folded text (Greek sigma at the end of a word).
  const condition = operator === 'eq' || !path.caseExact ? heldWhere.get(operator) : undefined;
  if (condition === undefined) return undefined;
  parameters.push(path.key, fold(value));
  return `r.pk IN (SELECT v.user_pk FROM ${table.values} AS v WHERE v.path = ? AND ${condition})`;
}

/** What the index over folded values can answer. */
const heldWhere: ReadonlyMap<string, string> = new Map([
  ['eq', 'v.value = ?'],
  ['co', 'instr(v.value, ?) > 0'],
  ['sw', 'instr(v.value, ?) = 1'],
]);

/** A SELECT of the values of a multi-valued attribute that satisfy a condition. */
function rowsOf(path: ResolvedAttribute, compilation: Compilation, condition: (within: Place) => string): string {
  compilation.aliases += 1;
  const alias = `e${compilation.aliases}`;
  const link = compilation.table.links.get(path.key);
  if (link !== undefined) {
    const within: Place = ({ steps }) => ({ expression: `${alias}.${steps.join('_')}`, kind: 'exact' });
    return `SELECT 1 FROM (${link.rows}) AS ${alias} WHERE ${condition(within)}`;
  }
  const within: Place = ({ steps }) => ({
    expression: steps.length === 0 ? `${alias}.value` : jsonAt(`${alias}.value`, steps),
    kind: 'exact',
  });
  return `SELECT 1 FROM json_each(r.body, ${jsonPath(path.steps)}) AS ${alias} WHERE ${condition(within)}`;
}

function compilePresent(path: ResolvedAttribute, place: Place, compilation: Compilation): string {
  if (!path.multiValued) return isPresent(path, place(path).expression);
  return `EXISTS (${rowsOf(listOf(path), compilation, (within) => {
    const { expression } = within(itemOf(path));
    return path.type === 'complex' ? '1' : isPresent(path, expression);
  })})`;
}

const isPresent = (path: ResolvedAttribute, expression: string) =>
  path.type === 'string' || path.type === 'reference' || path.type === 'binary'
    ? `(${expression} IS NOT NULL AND ${expression} <> '')`
    : `${expression} IS NOT NULL`;

function compileCompare(compare: ResolvedCompare, place: Place, compilation: Compilation): string {
  const { path, operator, value } = compare;
  if (value === null) {
    const present = compilePresent(path, place, compilation);
    return operator === 'ne' ? present : `NOT ${present}`;
  }
  if (!path.multiValued) return compileTerm(compare, place(path), compilation);
  if (path.subAttribute === 'value') {
    const holders = compileHolders(compare, compilation);
    if (holders !== undefined && (!path.caseExact || compilation.table.links.has(listOf(path).key))) return holders;
    if (holders !== undefined) {
      return `(${holders} AND EXISTS (${rowsOf(listOf(path), compilation, (within) => compileTerm(compare, within(itemOf(path)), compilation))}))`;
    }
  }
  const some = `EXISTS (${rowsOf(listOf(path), compilation, (within) => compileTerm(compare, within(itemOf(path)), compilation))})`;
  if (operator !== 'ne') return some;
  return `(NOT EXISTS (${rowsOf(listOf(path), compilation, () => '1')}) OR ${some})`;
}

/** The multi-valued attribute itself of a path that may go on into its values. */
function listOf(path: ResolvedAttribute): ResolvedAttribute {
  const { key, subAttribute } = path;
  return subAttribute === null ? path : { ...path, key: key.slice(0, -subAttribute.length - 1), subAttribute: null };
}

/** The path from one value on. */
function itemOf(path: ResolvedAttribute): ResolvedAttribute {
  const steps = path.subAttribute === null ? [] : [path.subAttribute];
  return { ...path, steps, subAttribute: null, multiValued: false };
}

const order = { gt: '>', ge: '>=', lt: '<', le: '<=' } as const;

function compileTerm(
  { path, operator, value }: ResolvedCompare,
  { expression, kind }: ReturnType<Place>,
  { parameters }: Compilation,
): string {
  const isText = typeof value === 'string';
  const compared = comparable(path, expression, kind, isText);
  const parameter = typeof value === 'boolean' ? Number(value) : (value ?? '');
  switch (operator) {
    case 'eq':
    case 'ne':
      parameters.push(parameter);
      return `${compared} IS ${operator === 'ne' ? 'NOT ' : ''}${given}`;
    case 'co':
      parameters.push(parameter);
      return `coalesce(instr(${compared}, ?) > 0, 0)`;
    case 'sw':
      parameters.push(parameter);
      return `coalesce(instr(${compared}, ?) = 1, 0)`;
    case 'ew':
      if (parameter === '') return `${expression} IS NOT NULL`;
      parameters.push(parameter, parameter);
      return `coalesce(substr(${compared}, -length(?)) = ?, 0)`;
    default:
      parameters.push(parameter);
      return `coalesce(${compared} ${order[operator]} ?, 0)`;
  }
}

/** The expression in the form in which it is compared: texts without their case, times as instants. */
function comparable(path: ResolvedAttribute, expression: string, kind: Column['kind'], isText: boolean): string {
  if (path.type === 'dateTime') return kind === 'instant' ? expression : `instant(${expression})`;
  return isText && !path.caseExact && kind !== 'folded' ? `fold(${expression})` : expression;
}

function inRow(table: FilterTable): Place {
  return (path) => {
    const column = table.columns.get(path.key);
    if (column !== undefined) return { expression: column.expression, kind: column.kind };
    return { expression: jsonAt('r.body', path.steps), kind: 'exact' };
  };
}

/** What stands in a JSON text at the end of these steps, every one a name of a schema; NULL when nothing does. */
export function jsonAt(json: string, steps: readonly string[]): string {
  return `json_extract(${json}, ${jsonPath(steps)})`;
}

/** An SQL text literal; every step is a name of a schema. */
export function jsonPath(steps: readonly string[]): string {
  return `'$${steps.map((step) => `."${step}"`).join('')}'`;
}
