/**
 * The compiler's proof that a switch is exhaustive: reaching it at run time means that a value came in
 * which its type does not allow.
 *
 * @throws Error naming the value
 */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
