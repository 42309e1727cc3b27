import { type Binder, BindingError, type Bound } from './bind.ts';
import type { Read } from './path.ts';
import type { Directory, PersonContext } from './types.ts';

interface Values {
  [attribute: string]: unknown;
}

/** One person while a snapshot is evaluated: each attribute is bound once, when the first expression reads it. */
export class PersonInView {
  readonly directory: Directory;
  readonly groups: readonly string[];
  /** By way of which groups they are in one; empty when they are a member of it, or are not in it. */
  readonly through: (id: string) => readonly string[];
  /** What the language sees as `user`; filled by bind. */
  readonly user: Values;
  readonly #resource: Readonly<Record<string, unknown>>;
  readonly #binders: ReadonlyMap<string, Binder>;
  readonly #bound = new Map<string, Bound | BindingError>();

  constructor(
    person: PersonContext,
    directory: Directory,
    binders: ReadonlyMap<string, Binder>,
    User: new () => Values,
  ) {
    this.directory = directory;
    this.groups = person.groups;
    this.through = (id) => person.through?.get(id) ?? [];
    this.user = new User();
    this.#resource = person.user;
    this.#binders = binders;
  }

  /** @throws BindingError when the attribute holds what its type does not allow, or too much */
  bind(root: string): Bound {
    const known = this.#bound.get(root) ?? this.#bindNow(root);
    if (known instanceof BindingError) throw known;
    return known;
  }

  #bindNow(root: string): Bound | BindingError {
    let bound: Bound | BindingError;
    try {
      const binder = this.#binders.get(root);
      if (binder === undefined) throw new BindingError(`there is no attribute ${root}`);
      bound = binder(this.#resource);
      this.user[root] = bound.value;
    } catch (error) {
      if (!(error instanceof BindingError)) throw error;
      bound = error;
    }
    this.#bound.set(root, bound);
    return bound;
  }

  /** The value that an expression met, for its reason; null when it could not be bound. */
  value(read: Read): unknown {
    const bound = this.#bound.get(read.root);
    if (bound === undefined || bound instanceof BindingError) return null;
    return read.sub === null ? bound.value : (Object(bound.value)[read.sub] ?? null);
  }
}
