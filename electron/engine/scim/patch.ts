import type { Dialect } from '../../../shared/model/source.ts';
import { canonical, isMembers } from './attribute-value.ts';
import { type Assignment, readAssignments, readExtension } from './body.ts';
import { missingPatchSchema } from './dialect/message.ts';
import {
  dropName,
  listedSchemas,
  nameCase,
  password,
  readOnlyAttribute,
  understandName,
  unknownAttribute,
} from './dialect/name.ts';
import { emptyOperations, operationCase } from './dialect/operation.ts';
import { type Note, type Reading, startReading, understand } from './dialect/reading.ts';
import { quote, scimError } from './error.ts';
import { equalJson, isObject, type JsonObject } from './json.ts';
import { type MembershipEdit, readMembershipEdits } from './membership.ts';
import { type Modification, modifyResource, readOperand } from './modify.ts';
import { parsePath, type ResolvedPath, resolvePath } from './path.ts';
import { checkRequired } from './resource.ts';
import { findSubAttribute, type ResourceType, refersToResource } from './schema.ts';
import type { Attribute } from './schemas/attribute.ts';

export type { MembershipEdit };

/** One operation on one attribute, read whole: applying it cannot meet a value or path that is wrong in itself. */
export type PatchOperation =
  | ({ readonly kind: 'attribute' } & Modification)
  | { readonly kind: 'members'; readonly edit: MembershipEdit };

export interface ParsedPatch {
  /** In the order sent; an operation without a path becomes one for each attribute it names. */
  readonly operations: readonly PatchOperation[];
  readonly notes: readonly Note[];
}

export interface PatchedResource {
  /** Canonical; the current one itself when nothing changed. */
  readonly resource: JsonObject;
  /** To be done on the group's member rows, in order. */
  readonly memberships: readonly MembershipEdit[];
  /** Whether `resource` differs; members are not looked at. */
  readonly changed: boolean;
  readonly notes: readonly Note[];
}

/** More operations than this in one request are refused. */
export const operationsAtMost = 1000;

type Verb = Modification['operation'];

/**
 * Reads the body of a PATCH (RFC 7644 §3.5.2).
 *
 * @throws ScimError invalidSyntax, invalidPath, invalidFilter, invalidValue, noTarget, mutability or 413
 */
export function parsePatch(type: ResourceType, body: unknown, dialect: Dialect = 'generic'): ParsedPatch {
  const reading = startReading(dialect);
  const sent = isObject(body) ? operationsOf(body) : undefined;
  if (!isObject(body) || !Array.isArray(sent)) {
    throw scimError.invalidSyntax(
      'The body has no list of “Operations”. Send {"schemas": […PatchOp], "Operations": […]}.',
    );
  }
  if (sent.length > operationsAtMost) {
    throw scimError.tooLarge(
      `One request holds at most ${operationsAtMost} operations, not ${sent.length}. Send several.`,
    );
  }
  understand(missingPatchSchema, body.schemas ?? null, '“schemas”', reading);
  understand(emptyOperations, sent.length, 'the number of operations', reading);
  return {
    operations: sent.flatMap((operation: unknown) => readOperation(type, operation, reading)),
    notes: reading.notes,
  };
}

function operationsOf(body: Readonly<Record<string, unknown>>): unknown {
  const name = Object.keys(body).find((key) => key === 'Operations' || key.toLowerCase() === 'operations');
  return name === undefined ? undefined : body[name];
}

function readOperation(type: ResourceType, sent: unknown, reading: Reading): readonly PatchOperation[] {
  if (!isObject(sent) || typeof sent.op !== 'string') {
    throw scimError.invalidSyntax('Each operation is an object with an “op”: add, remove or replace.');
  }
  const verb = understand(operationCase, sent.op, 'an operation', reading) ?? sent.op;
  if (verb !== 'add' && verb !== 'replace' && verb !== 'remove') {
    throw scimError.invalidSyntax(`${quote(sent.op)} is no operation. Send add, remove or replace.`);
  }
  const { path } = sent;
  if (path === undefined || path === null || path === '') return readWithoutPath(type, verb, sent.value, reading);
  if (typeof path !== 'string')
    throw scimError.invalidPath('The path of an operation is a text, such as “name.givenName”.');
  const resolved = resolvePath(parsePath(path, reading), type, reading);
  const { attribute, extension } = resolved;
  if (attribute !== null) return readOnPath(type, verb, { ...resolved, attribute }, sent.value, reading);
  if (extension === null) return [];
  if (verb === 'remove') {
    return extension.attributes.flatMap((each) => {
      const path = {
        extension,
        attribute: each,
        filter: null,
        subAttribute: null,
        key: `${extension.id}:${each.name}`,
      };
      return [{ kind: 'attribute' as const, operation: verb, path, value: undefined }];
    });
  }
  if (!isObject(sent.value))
    throw scimError.invalidValue(`${extension.id} is a whole extension. Send an object with its attributes.`);
  return readAll(type, verb, readExtension(type, extension, sent.value, reading), reading);
}

/** RFC 7644 §3.5.2.1 and §3.5.2.3: the value holds the attributes; §3.5.2.2: a remove must say what. */
function readWithoutPath(type: ResourceType, verb: Verb, value: unknown, reading: Reading): readonly PatchOperation[] {
  if (verb === 'remove')
    throw scimError.noTarget('A remove needs a path that says what to remove, such as “nickName”.');
  if (!isObject(value)) {
    throw scimError.invalidValue(`“${verb}” without a path needs an object with the attributes as its value.`);
  }
  return readAll(type, verb, readAssignments(type, value, reading), reading);
}

function readAll(
  type: ResourceType,
  verb: Verb,
  assignments: readonly Assignment[],
  reading: Reading,
): readonly PatchOperation[] {
  return assignments.flatMap(({ path, sent }) => readOnPath(type, verb, path, sent, reading));
}

function readOnPath(
  type: ResourceType,
  verb: Verb,
  path: Modification['path'],
  sent: unknown,
  reading: Reading,
): readonly PatchOperation[] {
  const { attribute, subAttribute, filter, key } = path;
  if (attribute.returned === 'never') return drop(password, key, reading);
  if (attribute.name === 'schemas') return drop(listedSchemas, key, reading);
  if (isMembers(type, attribute.name)) {
    return readMembershipEdits(verb, path, sent, reading).map((edit) => ({ kind: 'members', edit }));
  }
  if (attribute.mutability === 'readOnly' || subAttribute?.mutability === 'readOnly') {
    throw scimError.mutability(`${key} is read-only and set by this service. Leave the operation out.`);
  }
  if (verb === 'remove') return [readRemove(path, sent, reading)];
  const parts = subAttribute === null && filter === null && isObject(sent) ? partsOf(path, sent, reading) : undefined;
  if (parts !== undefined) return parts.flatMap((part) => readOnPath(type, verb, part.path, part.sent, reading));
  const value = sent === undefined ? undefined : readOperand(path, sent, reading);
  const isSeeded = verb === 'add' && filter !== null && subAttribute === null;
  if (sent === undefined && !isSeeded) {
    throw scimError.invalidValue(`“${verb}” of ${key} needs a value. To take a value away, send a remove.`);
  }
  if (value !== undefined || isSeeded) return [modification(verb, path, value)];
  if (attribute.name === 'active') {
    throw scimError.invalidValue('active cannot be unassigned. Send true or false.');
  }
  if (isObject(sent) && !namesAny(attribute, sent)) return [];
  if (subAttribute === null && attribute.required) throw cannotBeRemoved(key);
  // Nothing to add to a list adds nothing; nothing in place of something removes it (RFC 7643 §2.5).
  const isList = attribute.multiValued && subAttribute === null;
  return verb === 'add' && isList ? [] : [modification('remove', path, undefined)];
}

/**
 * An object for a single-valued complex attribute, part by part: "sub-attributes that are not specified SHALL be left
 * unchanged", and one that is null is unassigned. A reference to another resource is one whole.
 */
function partsOf(
  path: Modification['path'],
  sent: Readonly<Record<string, unknown>>,
  reading: Reading,
): readonly Assignment[] | undefined {
  const { attribute } = path;
  if (attribute.multiValued || attribute.type !== 'complex' || refersToResource(attribute)) return undefined;
  return Object.keys(sent).flatMap((name) => {
    const found = findSubAttribute(attribute, name);
    if (found !== undefined && found.mutability !== 'readOnly') {
      understandName(nameCase, name, found.name, reading);
      return [{ path: { ...path, subAttribute: found, key: `${path.key}.${found.name}` }, sent: sent[name] ?? null }];
    }
    return drop(found === undefined ? unknownAttribute : readOnlyAttribute, `${path.key}.${name}`, reading);
  });
}

/** Whether an object says anything of an attribute's value; one that holds only unknown names changes nothing. */
function namesAny(attribute: Attribute, sent: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(sent).some((name) => {
    const found = findSubAttribute(attribute, name);
    return found !== undefined && found.mutability !== 'readOnly';
  });
}

function readRemove(path: ResolvedPath & Modification['path'], sent: unknown, reading: Reading): PatchOperation {
  const { attribute, subAttribute, filter, key } = path;
  if (subAttribute === null && (attribute.required || attribute.name === 'active')) {
    throw cannotBeRemoved(key);
  }
  const namesValues =
    attribute.multiValued && subAttribute === null && filter === null && sent !== undefined && sent !== null;
  // An empty list of values names none: it removes nothing, and never all.
  return modification('remove', path, namesValues ? (readOperand(path, sent, reading) ?? []) : undefined);
}

/** "If an attribute is removed or becomes unassigned and is defined as a required attribute": §3.5.2.2. */
const cannotBeRemoved = (key: string) => scimError.mutability(`${key} cannot be removed. Replace it by another value.`);

function modification(operation: Verb, path: Modification['path'], value: Modification['value']): PatchOperation {
  return { kind: 'attribute', operation, path, value };
}

function drop(normaliser: typeof password, key: string, reading: Reading): readonly [] {
  dropName(normaliser, key, reading);
  return [];
}

/**
 * Applies operations in order, all or none: it throws before anything is returned, and never changes `current`.
 *
 * @param dialect for the wording of the notes
 * @throws ScimError noTarget when a value filter matches nothing and no value can be made from it; invalidValue when a
 *   required attribute would be left unassigned
 */
export function applyPatch(
  type: ResourceType,
  current: JsonObject,
  operations: readonly PatchOperation[],
  dialect: Dialect = 'generic',
): PatchedResource {
  const reading = startReading(dialect);
  const memberships: MembershipEdit[] = [];
  let resource = current;
  for (const operation of operations) {
    if (operation.kind === 'members') memberships.push(operation.edit);
    else resource = modifyResource(resource, operation, reading);
  }
  const changed = resource !== current && !equalJson(resource, current);
  if (!changed) return { resource: current, memberships, changed, notes: reading.notes };
  checkRequired(type, resource);
  return { resource: canonical(type, resource), memberships, changed, notes: reading.notes };
}
