import type { Dialect } from '../../../../shared/model/source.ts';
import { createAnonymiser } from './anonymise.ts';
import type { Shape } from './shape.ts';

/** A shape with how often it came, and a request of it where one is kept. */
export interface KeptShape {
  readonly shape: Shape;
  readonly requests: number;
  readonly example: {
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | null;
  } | null;
}

/** Media types are the only headers that say how a request was made; those that somebody may have made up are not told. */
const mediaType =
  /^(?:\*\/\*|(?:application|text)\/(?:scim\+json|json|xml|plain|html|x-www-form-urlencoded|\*))(?:\s*;\s*charset=(?:utf-?8|iso-8859-1|us-ascii))?$/i;

/**
 * What was not understood, for somebody who does not know the company: one JSON document, the same for the same requests.
 * How requests are made is kept: keys in their places, operators, forms of paths, kinds and rough lengths of values, and
 * which values equal which. Every value is replaced; times are left out.
 */
export function exportUnrecognised(dialect: Dialect, shapes: readonly KeptShape[]): string {
  const anonymiser = createAnonymiser();
  const told = shapes.map(({ shape: { kind, method, path, status, scimType, said, parts }, requests, example }) => ({
    kind,
    method,
    path,
    status,
    scimType,
    said,
    parts,
    requests,
    example: example && {
      target: anonymiser.target(example.path),
      contentType: mediaTypeOf(example.headers['content-type']),
      accept: mediaTypeOf(example.headers.accept),
      body: example.body === null ? null : anonymiser.body(example.body),
    },
  }));
  return `${JSON.stringify({ format: 'footbridge unrecognised requests', version: 1, dialect, shapes: told }, null, 2)}\n`;
}

const mediaTypeOf = (header: string | undefined): string | null =>
  header === undefined ? null : mediaType.test(header) ? header : 'another media type';
