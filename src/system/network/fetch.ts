import http from 'node:http';
import https from 'node:https';
import { cancelled } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { unannounced } from '../process/announce.js';
import type { Announce } from '../process/announce.js';
import { untilAborted } from '../process/until-aborted.js';
import type { Agent, Agents } from './agents.js';
import { tooLong, usualMostBytes } from './bounded-body.js';
import type { Env } from './proxy.js';
import { networkProblem, reaching } from './network-problem.js';

/** The time one request may take, from its start to the last byte of its answer. */
const wholeMs = 30_000;

/** What a request may say; a part of what `fetch` takes. */
export interface FetchOptions {
  readonly method?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: URLSearchParams | string | null | undefined;
  readonly signal?: AbortSignal | null | undefined;
  /** The time it may take, in milliseconds; 30 seconds unless told. */
  readonly withinMs?: number | undefined;
  /** The most bytes its answer may have; a mebibyte unless told. */
  readonly mostBytes?: number | undefined;
  /** Whether the first of them are enough where there are more, instead of none; nothing more is read then. */
  readonly isCut?: boolean | undefined;
}

/** `fetch` without redirects: a 3xx answer is given as it is. */
export type Fetch = (url: string, options?: FetchOptions) => Promise<Response>;

/**
 * A `fetch` that goes the way of every other request of ours: through the user's proxy, trusting the user's
 * certificates. Node's own takes no agent, and before Node 24 knows nothing of proxies.
 * @param always stops every request
 * @param announce says whose answer is waited for, where it takes long
 * @returns a function that throws Problem `network` when no whole answer came, Problem `cancelled` when the signal
 * aborts
 */
export function openFetch(agents: Agents, env: Env, always?: AbortSignal, announce: Announce = unannounced): Fetch {
  return async (url, options = {}) => {
    const to = new URL(url);
    const deadline = AbortSignal.timeout(options.withinMs ?? wholeMs);
    const stop = [always, options.signal ?? undefined].filter((one) => one !== undefined);
    const signal = AbortSignal.any([deadline, ...stop]);
    try {
      const agent = await agents.for(to);
      // Node gives up a request that has no connection yet only when it gets one.
      return await announce(`Waiting for ${printable(to.host, 200)}`, () =>
        untilAborted(answerTo(to, options, agent, signal), signal),
      );
    } catch (error) {
      if (stop.some(({ aborted }) => aborted)) throw cancelled(error);
      const cause = deadline.aborted ? (deadline.reason as unknown) : error;
      throw networkProblem(cause, reaching(to, env)) ?? error;
    }
  };
}

function answerTo(
  url: URL,
  { method = 'GET', headers, body, mostBytes = usualMostBytes, isCut = false }: FetchOptions,
  agent: Agent,
  signal: AbortSignal,
): Promise<Response> {
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const text = body?.toString();
    const length = text === undefined ? {} : { 'content-length': String(Buffer.byteLength(text)) };
    const sent = request(url, { method, headers: { ...headers, ...length }, agent, signal }, (message) => {
      responseFrom(message, url, mostBytes, isCut).then(resolve, reject);
    });
    sent.on('error', reject);
    sent.end(text);
  });
}

async function responseFrom(
  message: http.IncomingMessage,
  url: URL,
  mostBytes: number,
  isCut: boolean,
): Promise<Response> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    chunks.push(isCut ? chunk.subarray(0, mostBytes - size) : chunk);
    size += chunk.length;
    if (size <= mostBytes) continue;
    if (!isCut) throw tooLong(url.host);
    break;
  }
  const { statusCode: status = 502, headers } = message;
  const lists = Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
  const isBodiless = [204, 205, 304].includes(status);
  return new Response(isBodiless ? null : Buffer.concat(chunks), { status, headers: lists });
}
