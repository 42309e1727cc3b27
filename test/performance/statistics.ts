/** The nearest-rank percentile of some numbers, in any order. @throws RangeError when there are none */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const value = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('no percentile of nothing');
  return value;
}

export const median = (values: readonly number[]): number => percentile(values, 50);
