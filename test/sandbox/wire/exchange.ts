import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { SandboxClock } from '../clock.js';
import type { LogEntry } from '../log.js';
import type { Aws } from '../aws/aws.js';
import type { Place } from './place.js';

/** An HTTP request, read to its end. */
export interface Request {
  readonly method: string;
  /** Lower case, without port. */
  readonly host: string;
  /** As sent: still percent-encoded, without the query. */
  readonly path: string;
  /** As sent, without `?`. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Buffer | Readable;
}

/** One request on its way through a service. */
export interface Call {
  readonly request: Request;
  readonly place: Place;
  readonly aws: Aws;
  readonly clock: SandboxClock;
  readonly requestId: string;
  /** What the log will say; the service fills in operation, caller, parameters and error. */
  readonly entry: LogEntry;
  /** Overload switched on by the test, to be answered in the service's own words. */
  readonly trouble: 'throttle' | 'unavailable' | undefined;
  /** Asks another host of the sandbox, as AWS's own servers do when they look up a provider's keys. */
  web(url: string): Promise<Answer>;
}

/** A service of the sandbox: which hosts are its own, and what it answers there. */
export interface Service {
  /** As in the log and in fault scopes: `sts`. */
  readonly name: string;
  /** Whether this host name is the service's; `place` is what AWS host names say, if it is one. */
  serves(host: string, place: Place | undefined): boolean;
  answer(call: Call): Promise<Answer> | Answer;
}
