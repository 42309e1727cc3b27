import type { Output, ParsedInput } from '../../../shared/contract/contract.ts';
import type { SchemaDescription, SchemaExtension } from '../../../shared/model/schema-extension.ts';
import { enter } from '../audit/chain.ts';
import { applyExtensions, attributesRead } from '../configuration/extension.ts';
import { countLosing } from '../directory/extension.ts';
import { createResourceTypes, problemsOfExtensions } from '../scim/schema.ts';
import type { Attribute, Schema } from '../scim/schemas/attribute.ts';
import { compareExtensions, type ExtensionChanges } from '../scim/schemas/extension-change.ts';
import { countHolders, listSchemaExtensions } from '../store/schemaExtension.ts';
import { type ReadDb, transaction } from '../store/sql.ts';
import type { ApiContext } from './context.ts';
import { conflict, invalid, notFound, refused } from './refuse.ts';

/** The schemas of users and groups, each once, in the order in which they are discovered. */
export function listSchemas({ db }: ApiContext): Output<'schema.list'> {
  const extensions = listSchemaExtensions(db);
  const own = new Map(extensions.map(({ id, resourceType }) => [id, resourceType]));
  const types = createResourceTypes(extensions);
  return {
    items: [types.User, types.Group].flatMap(({ name, schema, extensions: all }) =>
      [schema, ...all].map((one) => describe(db, one, name, own.has(one.id))),
    ),
  };
}

function describe(
  db: ReadDb,
  { id, name, description, attributes }: Schema,
  resourceType: SchemaDescription['resourceType'],
  isOwn: boolean,
): SchemaDescription {
  const holders = isOwn ? countHolders(db, resourceType, [[id]]) : null;
  const inFull = attributes.map((one) => ({
    ...describeAttribute(one),
    subAttributes: (one.subAttributes ?? []).map(describeAttribute),
  }));
  return { id, resourceType, name, description, builtIn: !isOwn, holders, attributes: inFull };
}

const describeAttribute = ({ subAttributes: _, canonicalValues = [], referenceTypes = [], ...one }: Attribute) => ({
  ...one,
  canonicalValues: [...canonicalValues],
  referenceTypes: [...referenceTypes],
});

/** Defines an extension, or edits one. */
export async function putSchema(
  context: ApiContext,
  { yes, ...extension }: ParsedInput<'schema.put'>,
): Promise<Output<'schema.put'>> {
  const current = listSchemaExtensions(context.db);
  const isSame = ({ id }: SchemaExtension) => id.toLowerCase() === extension.id.toLowerCase();
  const wanted = current.some(isSame) ? current.map((one) => (isSame(one) ? extension : one)) : [...current, extension];
  await write(context, current, wanted, yes, `Schema extension ${extension.name} saved`);
  const found = listSchemas(context).items.find(({ id }) => id === extension.id);
  if (!found) throw new Error(`schema extension ${extension.id} is gone right after it was written`);
  return found;
}

/** Removes an extension, with every value under it. */
export async function removeSchema(
  context: ApiContext,
  { id, yes }: ParsedInput<'schema.remove'>,
): Promise<Output<'schema.remove'>> {
  const current = listSchemaExtensions(context.db);
  const wanted = current.filter((one) => one.id.toLowerCase() !== id.toLowerCase());
  if (wanted.length === current.length) throw notFound('schema extension', id);
  await write(context, current, wanted, yes, `Schema extension ${id} removed`);
  return {};
}

async function write(
  context: ApiContext,
  current: readonly SchemaExtension[],
  wanted: readonly SchemaExtension[],
  yes: boolean,
  summary: string,
): Promise<void> {
  const [problem] = problemsOfExtensions(wanted);
  if (problem !== undefined)
    throw invalid(problem.message, 'Nothing was changed.', 'Correct the definition and save again.');
  const changes = compareExtensions(current, wanted);
  assertUnread(context, changes);
  const losing = changes.changed.reduce((total, change) => total + countLosing(context.db, change), 0);
  if (losing > 0 && !yes)
    throw refused(
      `${losing} users or groups have values that would be dropped by this.`,
      'Nothing was changed; they keep their values.',
      'Confirm that the values may be dropped (yes), or keep the attributes as they are.',
    );
  transaction(context.db, (db) => {
    const at = context.clock.now();
    applyExtensions(db, wanted, changes, at);
    enter(db, { at, kind: 'configuration', subject: 'schema extensions', content: JSON.stringify({ wanted, losing }) });
  });
  context.schemasChanged();
  await context.apps.reload();
  context.events.emit('configuration', [], summary);
  if (losing > 0) context.events.emit('directory', [], 'Values under a schema extension were dropped');
}

/** An attribute that an app's expressions read is neither taken away nor made another one under them. */
function assertUnread(context: ApiContext, changes: ExtensionChanges): void {
  for (const { row, snapshot } of context.apps.list()) {
    const [read] = attributesRead(snapshot, changes);
    if (read !== undefined)
      throw conflict(
        `The mappings or rules of ${row.name} read “${read}”.`,
        'Nothing was changed.',
        `Take it out of the expressions of ${row.name} first.`,
      );
  }
}
