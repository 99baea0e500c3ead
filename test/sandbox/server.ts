import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Socket } from 'node:net';
import { pipeline, type Readable } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { Certificates } from './certificates.js';
import type { SandboxClock } from './clock.js';
import type { Faults } from './faults.js';
import type { LogEntry, RequestLog } from './log.js';
import type { Registry } from './registry.js';
import type { Answer, Call, Request, Service } from './wire/exchange.js';
import { placeOf } from './wire/place.js';
import type { Aws } from './aws/aws.js';

/** What the server needs of the sandbox. */
export interface ServerParts {
  readonly certificates: Certificates;
  readonly clock: SandboxClock;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly registry: Registry;
  readonly aws: Aws;
  /** Told of errors of the sandbox itself. */
  readonly broken: (error: unknown) => void;
}

/** The HTTPS server behind every host name. It listens nowhere: the proxy hands it its connections. */
export function createSandboxServer(parts: ServerParts): Server {
  const { certificates } = parts;
  const options = {
    SNICallback: (
      host: string,
      done: (error: Error | null, context?: Awaited<ReturnType<Certificates['contextFor']>>) => void,
    ): void => {
      certificates.contextFor(host.toLowerCase()).then(
        (context) => done(null, context),
        (error: unknown) => done(error as Error),
      );
    },
  };
  const server = createServer(options, (message, response) => {
    respond(parts, message, response).catch((error: unknown) => {
      parts.broken(error);
      response.destroy();
    });
  });
  server.on('tlsClientError', (_, socket) => socket.destroy());
  return server;
}

async function respond(parts: ServerParts, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const request = await readRequest(message);
  const service = parts.registry.find(request.host);
  const entry = startEntry(parts, request, service);
  const fault = parts.faults.take(request.host, entry.service, 'server');
  if (fault?.kind === 'reset') return void message.socket.destroy();
  if (fault?.kind === 'hang') return;
  if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.milliseconds));
  const trouble = fault?.kind === 'throttle' || fault?.kind === 'unavailable' ? fault.kind : undefined;
  const requestId = randomUUID();
  const given =
    fault?.kind === 'repeat'
      ? { status: fault.status, body: fault.body(textOf(request)) }
      : fault?.kind === 'answer'
        ? fault
        : undefined;
  const answer = given ?? (await answered(parts, service, { request, entry, requestId, trouble }));
  entry.status = answer.status;
  send(parts.clock, response, requestId, answer);
}

function textOf({ headers, query, body }: Request): string {
  return [...Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`), query, body.toString()].join(
    '\n',
  );
}

async function readRequest(message: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const [path = '/', query = ''] = (message.url ?? '/').split(/\?(.*)/s);
  // The name that TLS was made for, and not what the Host header claims.
  const host = serverName(message.socket);
  return {
    method: message.method ?? 'GET',
    host: host.toLowerCase(),
    path,
    query,
    headers: message.headers,
    body: Buffer.concat(chunks),
  };
}

function serverName(socket: Socket): string {
  const name = socket instanceof TLSSocket ? socket.servername : '';
  return typeof name === 'string' ? name : '';
}

function startEntry(parts: ServerParts, request: Request, service: Service | undefined): LogEntry {
  const entry: LogEntry = {
    time: parts.clock.now(),
    host: request.host,
    service: service?.name ?? 'none',
    operation: `${request.method} ${request.path}`,
    caller: undefined,
    parameters: {},
    status: 0,
    errorCode: undefined,
    userAgent: request.headers['user-agent'],
  };
  parts.log.add(entry);
  return entry;
}

async function answered(
  parts: ServerParts,
  service: Service | undefined,
  begun: Pick<Call, 'request' | 'entry' | 'requestId' | 'trouble'>,
): Promise<Answer> {
  const { request } = begun;
  const place = placeOf(request.host) ?? {
    service: '',
    region: 'us-east-1',
    partition: 'aws' as const,
    global: true,
    fips: false,
    vpcEndpoint: false,
  };
  const claimed = (request.headers.host ?? '').replace(/:443$/, '').toLowerCase();
  if (!service || claimed !== request.host) return { status: 421, body: 'Misdirected Request\n' };
  try {
    return await service.answer({
      ...begun,
      place,
      aws: parts.aws,
      clock: parts.clock,
      web: (url) => ask(parts, url),
    });
  } catch (error) {
    parts.broken(error);
    return { status: 500, body: 'InternalFailure\n' };
  }
}

/** One service asks another, without the way through the proxy. */
async function ask(parts: ServerParts, url: string): Promise<Answer> {
  const { hostname: host, pathname: path, search } = new URL(url);
  const request: Request = {
    method: 'GET',
    host,
    path,
    query: search.slice(1),
    headers: { host },
    body: Buffer.alloc(0),
  };
  const service = parts.registry.find(host);
  const entry = startEntry(parts, request, service);
  if (!service || parts.faults.take(host, entry.service, 'proxy')) return { status: 502, body: '' };
  const answer = await answered(parts, service, { request, entry, requestId: randomUUID(), trouble: undefined });
  entry.status = answer.status;
  return answer;
}

function send(
  clock: SandboxClock,
  response: ServerResponse,
  requestId: string,
  { status, headers, body = '' }: Answer,
): void {
  response.writeHead(status, { date: clock.now().toUTCString(), 'x-amzn-requestid': requestId, ...headers });
  if (typeof body === 'string' || Buffer.isBuffer(body)) response.end(body);
  else pipeline<Readable, ServerResponse>(body, response, () => undefined);
}
