import http, { type RequestListener } from 'node:http';
import { duplexPair } from 'node:stream';
import type { Answer, Request } from './exchange.js';

/** Asks a server that is written for Node's own HTTP, over a connection that exists in memory only. */
export function askHandler(
  handler: RequestListener,
  { method, path, query, headers, body, host }: Request,
): Promise<Answer> {
  const [near, far] = duplexPair();
  const server = http.createServer(handler);
  server.emit('connection', far);
  return new Promise((resolve, reject) => {
    const passed = without(headers, ['content-length', 'transfer-encoding', 'connection']);
    const request = http.request(
      {
        method,
        host,
        path: query === '' ? path : `${path}?${query}`,
        headers: {
          ...passed,
          host: host,
          'x-forwarded-proto': 'https',
          'x-forwarded-for': '127.0.0.1',
          'content-length': body.length,
          connection: 'close',
        },
        createConnection: () => near,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
        response.on('end', () => {
          server.close();
          resolve({
            status: response.statusCode ?? 500,
            headers: passOn(response.headers),
            body: Buffer.concat(chunks),
          });
        });
      },
    );
    request.on('error', reject).end(body);
  });
}

/** What belongs to the connection stays behind, and so does its idea of what time it is. */
function passOn(headers: http.IncomingHttpHeaders): Record<string, string | string[]> {
  const entries = Object.entries(without(headers, ['connection', 'keep-alive', 'transfer-encoding', 'date']));
  return Object.fromEntries(entries.filter((entry): entry is [string, string | string[]] => entry[1] !== undefined));
}

function without(headers: http.IncomingHttpHeaders, names: readonly string[]): http.IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}
