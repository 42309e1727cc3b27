/** A verb of the window that could not be done; its message says, for a person, what happened and what to do. */
export class VerbFailure extends Error {
  override readonly name = 'VerbFailure';
}
