/** So long a reason may be, in characters as the contract counts them. */
export const longestReason = 1_000;
const shortestReason = 3;

/** A reason as it is kept, without the blanks around it. @returns null when it is too short or too long to be one */
export function readReason(text: string): string | null {
  const reason = text.trim();
  const { length } = [...reason];
  return length < shortestReason || length > longestReason ? null : reason;
}
