/** The window's parts that a session needs; given, so that tests need no browser. */
export interface SessionSurroundings {
  readonly location: { readonly hash: string };
  readonly history: { replaceState(data: unknown, unused: string, url: string): void };
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  readonly fetch: typeof fetch;
}

export type SessionResult =
  | { readonly kind: 'token'; readonly token: string }
  /** absent: never had one; refused: the host does not know the one-time code; unreachable: no host answered. */
  | { readonly kind: 'absent' | 'refused' | 'unreachable' };

const storageKey = 'footbridge.token';

/**
 * Finds the token that this window speaks to its host with: in the fragment (`#token=…`, or `#code=…`, which is good
 * for one exchange), else the one remembered for this tab. The fragment leaves the address bar at once, so that
 * neither a screenshot nor a copied link gives the token away.
 */
export async function openSession({ location, history, storage, fetch }: SessionSurroundings): Promise<SessionResult> {
  const fragment = new URLSearchParams(location.hash.replace(/^#/, ''));
  const token = fragment.get('token');
  const code = fragment.get('code');
  if (token !== null || code !== null) history.replaceState(null, '', '#/');
  if (token) return remember(storage, token);
  if (code) {
    try {
      const answer = await fetch('session', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code }),
      });
      const body: unknown = answer.ok ? await answer.json() : null;
      const given = body !== null && typeof body === 'object' && 'token' in body ? body.token : null;
      if (typeof given === 'string' && given !== '') return remember(storage, given);
      return { kind: 'refused' };
    } catch {
      return { kind: 'unreachable' };
    }
  }
  const remembered = storage.getItem(storageKey);
  return remembered ? { kind: 'token', token: remembered } : { kind: 'absent' };
}

/** Forgets a token that the host refused, so that a reload does not try it again. */
export function forgetSession(storage: SessionSurroundings['storage']): void {
  storage.removeItem(storageKey);
}

function remember(storage: SessionSurroundings['storage'], token: string): SessionResult {
  storage.setItem(storageKey, token);
  return { kind: 'token', token };
}
