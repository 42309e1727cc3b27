import { parseJson } from './json.ts';
import { limits } from './limits.ts';
import { isLarge } from './place.ts';

/**
 * What the body of a request says; undefined when there is none.
 *
 * @param path below the base URL: groups and bulk requests may be larger
 * @throws ScimError invalidSyntax, also when it is deeper or has more members than is read here
 */
export const readBody = (text: string, path: string): unknown =>
  text === ''
    ? undefined
    : parseJson(text, { depth: limits.jsonDepth, keys: isLarge(path) ? limits.largeJsonKeys : limits.jsonKeys });
