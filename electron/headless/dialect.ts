import type { DialectCard, UnrecognisedShape } from '../../shared/model/dialect.ts';
import { type ExitCode, exitCode } from '../host/exit.ts';
import type { SourceFlags } from './arguments.ts';
import type { CommandContext } from './context.ts';
import { withWorld } from './world-client.ts';

/** So many shapes are told of here; all of them are in the screens. */
const SHOWN = 50;

/** `footbridge source dialect`: how a source speaks, and what of it was not understood. */
export async function showDialect({ id, world }: SourceFlags, context: CommandContext): Promise<ExitCode> {
  const { card, shapes } = await withWorld(context, world, async (client) => ({
    card: await client.call('source.dialect', { id }),
    shapes: (await client.call('source.unrecognised', { id, limit: SHOWN })).items,
  }));
  context.output.result({ ...card, shapes }, dialectInWords(card, shapes));
  return exitCode.ok;
}

/** The card as text for a terminal, a line for each thing that was seen. */
export function dialectInWords(card: DialectCard, shapes: readonly UnrecognisedShape[]): string {
  const lines = [`Labelled ${card.dialect}. ${card.speaks}`];
  if (card.requests === 0) return [...lines, 'No request yet.'].join('\n');
  lines.push(`${card.requests} requests. ${card.habits.join(' ')}`.trimEnd());
  for (const { dialect, way, signs } of card.looksLike)
    lines.push(`Looks like ${dialect}${way === null ? '' : ` ${way}`}: ${signs.map(({ sign }) => sign).join(', ')}`);
  if (card.hint !== null) lines.push(card.hint);
  lines.push(
    'Understood:',
    ...listed(card.understood, ({ normaliser, explanation }) => `${normaliser}. ${explanation ?? ''}`),
  );
  lines.push('Not understood in full:', ...listed(shapes, shapeInWords));
  if (card.unrecognised.shapes > shapes.length)
    lines.push(`  … and ${card.unrecognised.shapes - shapes.length} more kinds of requests`);
  return lines.join('\n');
}

const listed = <T extends { readonly requests: number }>(seen: readonly T[], words: (one: T) => string): string[] =>
  seen.length === 0
    ? ['  nothing']
    : seen.map((one) => `  ${String(one.requests).padStart(7)}  ${words(one).trimEnd()}`);

const shapeInWords = ({ method, path, status, scimType, parts, sentence }: UnrecognisedShape): string =>
  [`${method} ${path}`.trim(), status === 0 ? '' : String(status), scimType ?? '', parts.join('; '), sentence]
    .filter((part) => part !== '')
    .join(' | ');
