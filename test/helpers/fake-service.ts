import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Server } from 'node:net';

/** One request as it arrived. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What to answer. `destroy` cuts the connection instead. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly destroy?: boolean;
}

/** A service on loopback that says what a test wants it to say, and remembers what it was asked. */
export interface FakeService {
  readonly url: string;
  readonly port: number;
  readonly seen: readonly Seen[];
  close(): Promise<void>;
}

/** Starts it; `answer` may wait as long as it likes. */
export async function fakeService(
  answer: (request: Seen, index: number) => Answer | Promise<Answer>,
): Promise<FakeService> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      seen.push(one);
      void Promise.resolve(answer(one, seen.length - 1)).then(
        ({ status = 200, headers = {}, body = '', destroy = false }) => {
          if (destroy) return request.socket.destroy();
          return response.writeHead(status, headers).end(body);
        },
      );
    });
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** Listens on a free loopback port. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
}

/** An STS error as the service writes it. */
export function stsError(code: string, message: string, status: number): Answer {
  return {
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': 'c6104cbe-af31-11e0-8154-cbc7ccf896c7' },
    body:
      '<ErrorResponse ' +
      `xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId></ErrorResponse>`,
  };
}

/** STS's answer with credentials to any of its calls. */
export function stsCredentials(operation: string, expiration = '2026-11-23T13:00:00Z'): Answer {
  return {
    headers: { 'content-type': 'text/xml' },
    body:
      `<${operation}Response ` +
      `xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${operation}Result><Credentials><AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId><SecretAccessKey>secret/of+${operation}</SecretAccessKey><SessionToken>token==</SessionToken><Expiration>${expiration}</Expiration></Credentials></${operation}Result></${operation}Response>`,
  };
}

/** STS's answer to GetCallerIdentity. */
export function callerIdentity(arn = 'arn:aws:iam::111122223333:user/ana'): Answer {
  return {
    headers: { 'content-type': 'text/xml' },
    body:
      '<GetCallerIdentityResponse ' +
      `xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${arn}</Arn><UserId>AIDAEXAMPLE</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
  };
}
