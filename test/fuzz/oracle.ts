import { isBroken, type Shot } from './shot.ts';
import type { Answer, Outcome } from './wire.ts';

const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error';
const bulkSchema = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';
const listSchema = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
/** RFC 7644 §3.12, table 9, and RFC 9865 §2.1. */
const scimTypes: ReadonlySet<unknown> = new Set([
  'invalidFilter',
  'tooMany',
  'uniqueness',
  'mutability',
  'invalidSyntax',
  'invalidPath',
  'noTarget',
  'invalidValue',
  'invalidVers',
  'sensitive',
  'invalidCursor',
  'expiredCursor',
  'invalidCount',
]);
const errorMembers: ReadonlySet<string> = new Set(['schemas', 'status', 'scimType', 'detail']);
const mediaType = 'application/scim+json; charset=utf-8';
/** An answer that takes longer is a hang, however busy the machine. The door itself waits longer for what is not whole. */
const ANSWER_MS = 20_000;

/** What is wrong with how a shot was answered, in words; null when nothing is. */
export function judge(shot: Shot, outcome: Outcome): string | null {
  if (outcome.kind === 'ended') {
    if (outcome.why !== 'no answer in time' && isBroken(shot)) return null;
    return `${outcome.why} after ${Math.round(outcome.ms)} ms`;
  }
  const { answer } = outcome;
  if (answer.ms > ANSWER_MS && !isBroken(shot)) return `it took ${Math.round(answer.ms)} ms`;
  if (answer.status === 501) return notOffered(shot) ? judgeRefusal(shot, answer) : 'not implemented where it is';
  if (answer.status >= 500) return `${answer.status} is our own fault: ${answer.text.slice(0, 200)}`;
  if (answer.status >= 400) return judgeRefusal(shot, answer);
  if (answer.status === 304) return answer.text === '' ? null : 'a 304 with a body';
  return answer.status >= 300 ? `nothing is answered ${answer.status} here` : judgeSuccess(answer);
}

const notOffered = ({ path }: Shot) => path.startsWith('/Me');

function judgeRefusal({ method }: Shot, { status, headers, text }: Answer): string | null {
  if (status === 429) return 'a limit of the rate, though this source has none';
  if (headers['content-type'] !== mediaType) return `a refusal of the type ${headers['content-type']}`;
  if (method === 'HEAD') return null;
  const body = parse(text);
  if (body === undefined) return `a refusal that is no object: ${text.slice(0, 200)}`;
  if (JSON.stringify(body.schemas) !== JSON.stringify([errorSchema])) return 'a refusal without the schema of errors';
  if (body.status !== String(status)) return `a refusal ${status} that says ${JSON.stringify(body.status)}`;
  if (body.scimType !== undefined && !scimTypes.has(body.scimType)) return `the unknown scimType ${body.scimType}`;
  if (typeof body.detail !== 'string' || body.detail.length < 10) return 'a refusal without a sentence';
  const other = Object.keys(body).find((name) => !errorMembers.has(name));
  return other === undefined ? null : `a refusal with the member ${other}`;
}

function judgeSuccess({ status, headers, text }: Answer): string | null {
  if (status === 204) return text === '' ? null : 'a 204 with a body';
  if (headers['content-type'] !== mediaType) return `an answer of the type ${headers['content-type']}`;
  const body = parse(text);
  if (body === undefined) return `an answer that is no object: ${text.slice(0, 200)}`;
  const schemas = body.schemas;
  if (!Array.isArray(schemas) || schemas.length === 0) return 'an answer without schemas';
  if (status === 201 && headers.location === undefined) return 'a 201 without Location';
  if (schemas.includes(bulkSchema)) return judgeResults(body.Operations);
  if (!schemas.includes(listSchema)) return null;
  if (body.Resources !== undefined && !Array.isArray(body.Resources)) return 'Resources that are no list';
  const count = Array.isArray(body.Resources) ? body.Resources.length : 0;
  const total = body.totalResults;
  if (typeof total !== 'number' || total < count) return `${count} resources of ${String(total)}`;
  return count > 200 ? `a page of ${count} resources` : null;
}

/** RFC 7644 §3.7.3: what came of each operation, and of one that was refused the error. */
function judgeResults(results: unknown): string | null {
  if (!Array.isArray(results)) return 'a bulk answer without Operations';
  for (const result of results as readonly { readonly status?: unknown; readonly response?: unknown }[]) {
    const status = typeof result.status === 'string' ? Number(result.status) : Number.NaN;
    if (!Number.isInteger(status)) return `a bulk result of the status ${JSON.stringify(result.status)}`;
    if (status >= 500 && status !== 501) return `a bulk result ${status}: ${JSON.stringify(result).slice(0, 200)}`;
    const response = result.response as Readonly<Record<string, unknown>> | undefined;
    if (status >= 400 && response?.status !== result.status) return 'a refused bulk result without its error';
  }
  return null;
}

export function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
