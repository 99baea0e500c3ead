import http from 'node:http';
import type { Answer, Request, Service } from '../sandbox/wire/exchange.js';

/** What somebody's password manager types into a page with a password field, by the names of the fields. */
export type Typed = Readonly<Record<string, string>>;

/**
 * A service of the sandbox behind which somebody else's program answers, as behind a company's reverse proxy: the host
 * name and TLS are the sandbox's.
 * @param address where the program listens: `http://127.0.0.1:PORT`
 * @param typed what is typed into its pages, and sent, in a browser that nobody else can reach
 */
export function servedBy(
  name: string,
  serves: Service['serves'],
  address: string,
  typed?: () => Typed | undefined,
): Service {
  return {
    name,
    serves,
    answer: async ({ request, entry }) => {
      entry.operation = `${request.method} ${request.path}`;
      const answer = await passOn(request, Number(new URL(address).port));
      const typing = typed?.();
      return typing === undefined ? answer : withTypist(answer, typing);
    },
  };
}

/** The page, and a script in it that fills in the sign-in form and sends it. */
function withTypist({ status, headers = {}, body }: Answer, typed: Typed): Answer {
  const page = Buffer.isBuffer(body) ? body.toString() : '';
  if (!String(headers['content-type']).includes('html') || !page.includes('type="password"'))
    return { status, headers, ...(body === undefined ? {} : { body }) };
  const script = `for (const [name, value] of ${JSON.stringify(Object.entries(typed))})
    document.querySelector('input[name="' + name + '"]').value = value;
  document.querySelector('input[type=password]').form.submit();`;
  const kept = Object.entries(headers).filter(([name]) => name !== 'content-security-policy');
  return { status, headers: Object.fromEntries(kept), body: `${page}<script>${script}</script>` };
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
