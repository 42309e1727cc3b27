import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { output } from './host.ts';
import { median } from './statistics.ts';
import { isRed, judge, type Key, type Measured, ratioOf, targetOf, type Verdict } from './targets.ts';

/** A row over all runs: medians, and the verdict of each run. */
export interface Summary {
  readonly key: Key;
  readonly title: string;
  readonly unit: string;
  readonly measured: number | null;
  readonly floor: number | null;
  readonly ratio: number | null;
  readonly budget: number | null;
  readonly budgetRatio: number | null;
  readonly perSecond: number | null;
  readonly p50: number | null;
  readonly p99: number | null;
  readonly verdicts: readonly Verdict[];
  readonly red: boolean;
  readonly runs: readonly Measured[];
}

/** Sums up the runs of one part, row by row, in the order of the first run. */
export function summarise(runs: readonly (readonly Measured[])[]): Summary[] {
  return (runs[0] ?? []).map(({ key }) => {
    const rows = runs.flatMap((run) => run.filter((row) => row.key === key));
    const of = (pick: (row: Measured) => number | null | undefined): number | null => {
      const values = rows.flatMap((row) => pick(row) ?? []);
      return values.length === 0 ? null : median(values);
    };
    const { title, unit, budget, ratio } = targetOf(key);
    const verdicts = rows.map(judge);
    return {
      key,
      title,
      unit,
      measured: of((row) => row.measured),
      floor: of((row) => row.floor),
      ratio: of(ratioOf),
      budget,
      budgetRatio: ratio,
      perSecond: of((row) => row.perSecond),
      p50: of((row) => row.p50),
      p99: of((row) => row.p99),
      verdicts,
      red: isRed(verdicts),
      runs: rows,
    };
  });
}

const columns = ['', 'measured', 'floor', 'ratio', 'target', 'verdict', 'per s', 'p50 ms', 'p99 ms'] as const;

/** The table that is printed; also valid Markdown. */
export function tableOf(title: string, rows: readonly Summary[]): string {
  const lines = [
    [title, ...columns.slice(1)],
    ...rows.map((row) => [
      row.title,
      `${short(row.measured)} ${row.unit}`,
      short(row.floor),
      row.ratio === null ? '–' : `${row.ratio.toFixed(1)}×`,
      targetText(row),
      verdictText(row),
      short(row.perSecond),
      short(row.p50),
      short(row.p99),
    ]),
  ];
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const text = lines.map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [text[0], rule, ...text.slice(1)].join('\n');
}

function targetText({ budget, budgetRatio, unit }: Summary): string {
  if (budget === null) return '–';
  const sign = unit === '/s' ? '≥' : '≤';
  return `${sign} ${budget}${budgetRatio === null ? '' : ` or ${budgetRatio.toFixed(1)}×`}`;
}

/** "met", or of several runs "met 2, missed 1". */
function verdictText({ verdicts, red }: Summary): string {
  const kinds = [...new Set(verdicts)];
  const text =
    kinds.length === 1
      ? (kinds[0] ?? '')
      : kinds.map((kind) => `${kind} ${verdicts.filter((verdict) => verdict === kind).length}`).join(', ');
  return red ? `RED: ${text}` : text;
}

function short(value: number | null): string {
  if (value === null) return '–';
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(value >= 1 ? 2 : 3);
}

/** The machine that the figures are of. */
export const machine = () => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memoryGb: Math.round(totalmem() / 1e9),
  system: systemName(),
  node: process.versions.node,
});

function systemName(): string {
  try {
    return /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? process.platform;
  } catch {
    return process.platform;
  }
}

/** How busy the machine is with everything, over the last minute. */
export const busy = (): number => loadavg()[0] ?? 0;

/** Writes a part's figures. @returns the file */
export function writeFigures(name: string, figures: object): string {
  mkdirSync(output, { recursive: true });
  const file = join(output, `${name}.json`);
  writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
  return file;
}
