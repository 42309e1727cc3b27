import type { Environment } from '@marcbachmann/cel-js';
import { limits } from './limits.ts';
import { type AttributeShape, nameable } from './schema.ts';

/** How large a bound attribute is: what the cost of a loop is estimated by. */
export interface Bound {
  readonly value: unknown;
  readonly elements: number;
  readonly longestText: number;
}

/** A value that cannot be bound: whatever reads it is in doubt. The message goes into the reason. */
export class BindingError extends Error {}

interface Values {
  [attribute: string]: unknown;
}
type ValuesClass = new () => Values;

/** Binds one attribute of a resource, absent ones too. */
export type Binder = (resource: Readonly<Record<string, unknown>>) => Bound;

function own(container: unknown, key: string): unknown {
  if (typeof container !== 'object' || container === null || Array.isArray(container)) return undefined;
  return Object.hasOwn(container, key) ? Reflect.get(container, key) : undefined;
}

function simple(shape: AttributeShape, path: string, value: unknown): string | bigint | number | boolean | null {
  if (value === undefined || value === null) return null;
  switch (shape.type) {
    case 'boolean':
      if (typeof value === 'boolean') return value;
      break;
    case 'integer':
      // CEL's whole numbers are bigint: as a double, 3 / 2 would be 1.5.
      if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
      break;
    case 'decimal':
      if (typeof value === 'number') return value;
      break;
    default:
      if (typeof value !== 'string') break;
      if (value.length > limits.boundText)
        throw new BindingError(`${path} is longer than ${limits.boundText} characters`);
      return value;
  }
  throw new BindingError(`${path} does not hold a value of its type, ${shape.type}`);
}

const textLength = (value: unknown): number => (typeof value === 'string' ? value.length : 0);

function complex(shape: AttributeShape, path: string, Class: ValuesClass, source: unknown): [Values, number] {
  const values = new Class();
  let longest = 0;
  for (const sub of nameable(shape.subAttributes)) {
    const value = simple(sub, `${path}.${sub.name}`, own(source, sub.name));
    longest = Math.max(longest, textLength(value));
    values[sub.name] = value;
  }
  return [values, longest];
}

function bindOne(shape: AttributeShape, Class: ValuesClass | null, value: unknown): Bound {
  const path = shape.name;
  const one = (element: unknown): [unknown, number] => {
    if (Class !== null) return complex(shape, path, Class, element);
    const bound = simple(shape, path, element);
    return [bound, textLength(bound)];
  };
  if (!shape.multiValued) {
    const [bound, longestText] = one(value);
    return { value: bound, elements: 0, longestText };
  }
  if (value !== undefined && value !== null && !Array.isArray(value)) {
    throw new BindingError(`${path} does not hold a list`);
  }
  const elements: readonly unknown[] = value ?? [];
  if (elements.length > limits.boundList) throw new BindingError(`${path} has more than ${limits.boundList} values`);
  const bound: unknown[] = [];
  let longestText = 0;
  for (const element of elements) {
    const [item, length] = one(element);
    if (item === null) continue;
    bound.push(item);
    longestText = Math.max(longestText, length);
  }
  return { value: bound, elements: bound.length, longestText };
}

/** The language needs a class of its own for each complex type: that is how it knows a value's type again. */
function newClass(): ValuesClass {
  return class {
    [attribute: string]: unknown;
  };
}

/**
 * Declares `user` with its type, so that a name the schema does not know is an error when an expression is saved.
 *
 * @returns a binder for each attribute, by name, and the class that gathers them
 */
export function declareUser(
  environment: Environment,
  shapes: readonly AttributeShape[],
): { readonly binders: ReadonlyMap<string, Binder>; readonly User: ValuesClass } {
  const binders = new Map<string, Binder>();
  const fields: Record<string, string> = {};
  for (const shape of nameable(shapes)) {
    let type = shape.multiValued && shape.type === 'string' ? 'string' : 'dyn';
    let Class: ValuesClass | null = null;
    if (shape.type === 'complex') {
      Class = newClass();
      type = `User_${shape.name}`;
      const subs = nameable(shape.subAttributes).map((sub) => [sub.name, 'dyn'] as const);
      environment.registerType(type, { ctor: Class, fields: Object.fromEntries(subs) });
    }
    fields[shape.name] = shape.multiValued ? `list<${type}>` : type;
    const { extension } = shape;
    binders.set(shape.name, (resource) =>
      bindOne(shape, Class, own(extension === undefined ? resource : own(resource, extension), shape.name)),
    );
  }
  const User = newClass();
  environment.registerType('User', { ctor: User, fields });
  environment.registerVariable('user', 'User');
  environment.registerVariable('groups', 'list<string>');
  return { binders, User };
}
