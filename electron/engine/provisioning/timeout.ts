import { type Failure, failure, type Result } from '../connectors/connector.ts';

/** How long a target may take for one call before its outcome counts as unknown. */
const TIMEOUT_MS = 30_000;

/** A target that does not answer leaves the outcome unknown; a connector that throws is at fault and says so. */
export async function withTimeout<T>(call: Promise<Result<T>>): Promise<Result<T>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Result<never>>((resolve) => {
    timer = setTimeout(
      () => resolve(failure('unknown', `the target did not answer within ${TIMEOUT_MS / 1000} seconds`)),
      TIMEOUT_MS,
    );
  });
  try {
    return await Promise.race([call, late]);
  } catch (error) {
    const unexpected: Failure = { kind: 'unknown', message: `unexpected: ${(error as Error).message}` };
    return { ok: false, failure: unexpected };
  } finally {
    clearTimeout(timer);
  }
}
