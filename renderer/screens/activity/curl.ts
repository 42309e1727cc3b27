import type { ExchangeDetail } from '../../../shared/model/exchange.ts';

/** Headers that curl writes itself, or that belong to one connection only. */
const left = new Set(['host', 'content-length', 'connection', 'accept-encoding', 'transfer-encoding', 'authorization']);

/**
 * The request as a command for a POSIX shell. The token is never known here: a placeholder stands for it.
 *
 * @param baseUrl the source's base URL; a placeholder when it is not known any more
 */
export function formatCurl(exchange: ExchangeDetail, baseUrl: string | null): string {
  const { headers, body } = exchange.request;
  const parts = [
    `curl -X ${exchange.method} ${quote(`${baseUrl ?? '<base URL>'}${exchange.path}`)}`,
    `-H ${quote('Authorization: Bearer <token>')}`,
    ...Object.entries(headers)
      .filter(([name]) => !left.has(name.toLowerCase()))
      .map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    ...(body === null ? [] : [`--data-raw ${quote(body)}`]),
  ];
  return parts.join(' \\\n  ');
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
