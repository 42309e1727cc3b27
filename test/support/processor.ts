/**
 * What some work takes of the processor, in milliseconds: the best of three. Neither other work on a busy machine, which
 * stretches what a clock sees, nor one unlucky pause of the machine is the work's own.
 */
export const processorMs = (work: () => unknown): number => Math.min(...[1, 2, 3].map(() => processorMsOnce(work)));

/** The same, of one time alone. */
export function processorMsOnce(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
