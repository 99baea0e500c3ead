import http from 'node:http';
import type { Answer, Request, Service } from '../sandbox/wire/exchange.js';

/**
 * A service of the sandbox behind which somebody else's program answers, as behind a company's reverse proxy: the host
 * name and TLS are the sandbox's.
 * @param address where the program listens: `http://127.0.0.1:PORT`
 */
export function servedBy(name: string, serves: Service['serves'], address: string): Service {
  return {
    name,
    serves,
    answer: ({ request, entry }) => {
      entry.operation = `${request.method} ${request.path}`;
      return passOn(request, Number(new URL(address).port));
    },
  };
}

function passOn({ method, host, path, query, headers, body }: Request, port: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const passed = {
      ...headers,
      host,
      'x-forwarded-host': host,
      'x-forwarded-proto': 'https',
      'x-forwarded-port': '443',
      'x-forwarded-for': '127.0.0.1',
      connection: 'close',
      'content-length': String(body.length),
    };
    const request = http.request(
      { host: '127.0.0.1', port, method, path: query === '' ? path : `${path}?${query}`, headers: passed },
      (response) => {
        const chunks: Buffer[] = [];
        response
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('error', reject)
          .on('end', () => {
            const kept = Object.entries(response.headers).filter(
              (entry): entry is [string, string | string[]] =>
                entry[1] !== undefined && !['connection', 'transfer-encoding', 'content-length'].includes(entry[0]),
            );
            resolve({
              status: response.statusCode ?? 502,
              headers: Object.fromEntries(kept),
              body: Buffer.concat(chunks),
            });
          });
      },
    );
    request.on('error', reject).end(body);
  });
}
