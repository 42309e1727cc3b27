import type { AppDetail, Mapping } from '../../../shared/model/app.ts';
import { usualExpression } from './usual.ts';

/** Expressions by attribute, as the form holds them; empty: not filled. */
export type MappingDraft = Readonly<Record<string, string>>;

/** The attribute that names the account; every app has it. */
export const loginAttribute = 'login';

/** What a mapping of this app can fill, the login first. */
export const attributesOf = ({ attributes, snapshot }: AppDetail): readonly string[] => [
  ...new Set([loginAttribute, ...attributes, ...snapshot.mappings.map(({ attribute }) => attribute)]),
];

/** What the form begins with: the mappings in force, and the usual expression where there is none. */
export function draftMappings(app: AppDetail): MappingDraft {
  const inForce = new Map(app.snapshot.mappings.map(({ attribute, expression }) => [attribute, expression]));
  return Object.fromEntries(
    attributesOf(app).map((attribute) => [attribute, inForce.get(attribute) ?? usualExpression(attribute) ?? '']),
  );
}

/** The mappings of a filled-in form; what is empty is left out. */
export const readMappings = (draft: MappingDraft): Mapping[] =>
  Object.entries(draft)
    .map(([attribute, expression]) => ({ attribute, expression: expression.trim() }))
    .filter(({ expression }) => expression !== '');

/**
 * Which field each sentence of a refusal belongs to: the engine names the mapping before it ("mapping email: …").
 *
 * @returns the sentences by attribute; none when it does not speak of these attributes
 */
export function errorsByAttribute(message: string, attributes: readonly string[]): Readonly<Record<string, string>> {
  const places = attributes
    .flatMap((attribute) =>
      [...message.matchAll(new RegExp(`(?:^|\\s)mapping ${literally(attribute)}: `, 'g'))].map((match) => ({
        attribute,
        at: match.index,
        from: match.index + match[0].length,
      })),
    )
    .sort((a, b) => a.at - b.at);
  const errors: Record<string, string> = {};
  for (const [index, { attribute, from }] of places.entries()) {
    const sentence = message.slice(from, places[index + 1]?.at).trim();
    errors[attribute] = errors[attribute] === undefined ? sentence : `${errors[attribute]} ${sentence}`;
  }
  return errors;
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
