import type { SchemaExtension } from '../../shared/model/schema-extension.ts';
import { compileSnapshot } from './mapping/compile.ts';
import { personShapes } from './mapping/schema.ts';
import type { Workshop } from './provisioning/apps.ts';
import { createResourceTypes, type ResourceTypes } from './scim/schema.ts';
import { listSchemaExtensions } from './store/schemaExtension.ts';
import type { ReadDb } from './store/sql.ts';

/** The schemas of this world: what users and groups can have, for the door, and for the expressions that read them. */
export interface Schemas {
  /** As they are now. */
  types(): ResourceTypes;
  compile: Workshop['compile'];
  /** What compiles with these extensions instead of those that are defined. */
  compileWith(extensions: readonly SchemaExtension[]): Workshop['compile'];
  /** After a change of the extensions has been committed. */
  reload(): void;
}

export function createSchemas(db: ReadDb): Schemas {
  let types = createResourceTypes(listSchemaExtensions(db));
  let compile = compilerFor(types);
  return {
    types: () => types,
    compile: (body, attributes) => compile(body, attributes),
    compileWith: (extensions) => compilerFor(createResourceTypes(extensions)),
    reload() {
      types = createResourceTypes(listSchemaExtensions(db));
      compile = compilerFor(types);
    },
  };
}

function compilerFor({ User }: ResourceTypes): Workshop['compile'] {
  const user = personShapes(User.attributes, User.extensions);
  return (body, attributes) => compileSnapshot(body, { attributes, user });
}
