import type { z } from 'zod';

/** A question: changes nothing. */
export interface Query<I extends z.ZodType, O extends z.ZodType> {
  readonly kind: 'query';
  readonly input: I;
  readonly output: O;
}

/** A command: changes something, is audited. */
export interface Mutation<I extends z.ZodType, O extends z.ZodType> {
  readonly kind: 'mutation';
  readonly input: I;
  readonly output: O;
}

export const query = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Query<I, O> => ({
  kind: 'query',
  input,
  output,
});

export const mutation = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Mutation<I, O> => ({
  kind: 'mutation',
  input,
  output,
});
