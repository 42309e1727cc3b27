/** What was read of a stream: one `data:` payload, or a sign of life (a comment line). */
export type StreamPart = { readonly kind: 'data'; readonly text: string } | { readonly kind: 'heartbeat' };

/**
 * A reader of `text/event-stream` (WHATWG HTML, 9.2.6) for a stream whose events are single or several `data:` lines
 * and nothing else. Feed it text as it arrives, in pieces of any size; it gives back the parts that are complete.
 */
export function createEventStreamReader(): (text: string) => StreamPart[] {
  let rest = '';
  let data: string[] = [];
  return (text) => {
    const parts: StreamPart[] = [];
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) parts.push({ kind: 'data', text: data.join('\n') });
        data = [];
      } else if (line.startsWith(':')) {
        parts.push({ kind: 'heartbeat' });
      } else if (line.startsWith('data:')) {
        data.push(line.slice(line.startsWith('data: ') ? 6 : 5));
      }
    }
    return parts;
  };
}
