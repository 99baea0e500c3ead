import http from 'node:http';
import https from 'node:https';
import { Problem, cancelled } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import type { Agent, Agents } from './agents.js';
import { proxyFor, type Env } from './proxy.js';
import { networkProblem } from './network-problem.js';

/** The time one request may take, from its start to the last byte of its answer. */
const wholeMs = 30_000;
/** No answer that is read here is anywhere near as long. */
const mostBytes = 1024 * 1024;

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
}

/** `fetch` without redirects: a 3xx answer is given as it is. */
export type Fetch = (url: string, options?: FetchOptions) => Promise<Response>;

/**
 * A `fetch` that goes the way of every other request of ours: through the user's proxy, trusting the user's
 * certificates. Node's own takes no agent, and before Node 24 knows nothing of proxies.
 * @param always stops every request
 * @returns a function that throws Problem `network` when no whole answer came, Problem `cancelled` when the signal
 * aborts
 */
export function openFetch(agents: Agents, env: Env, always?: AbortSignal): Fetch {
  return async (url, options = {}) => {
    const to = new URL(url);
    const deadline = AbortSignal.timeout(options.withinMs ?? wholeMs);
    const stop = [always, options.signal ?? undefined].filter((one) => one !== undefined);
    const signal = AbortSignal.any([deadline, ...stop]);
    try {
      return await answerTo(to, options, await agents.for(to), signal);
    } catch (error) {
      if (stop.some(({ aborted }) => aborted)) throw cancelled(error);
      const cause = deadline.aborted ? (deadline.reason as unknown) : error;
      throw networkProblem(cause, { host: to.host, proxy: proxyFor(to, env)?.host }) ?? error;
    }
  };
}

function answerTo(
  url: URL,
  { method = 'GET', headers, body, mostBytes: most = mostBytes }: FetchOptions,
  agent: Agent,
  signal: AbortSignal,
): Promise<Response> {
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const text = body?.toString();
    const length = text === undefined ? {} : { 'content-length': String(Buffer.byteLength(text)) };
    const sent = request(url, { method, headers: { ...headers, ...length }, agent, signal }, (message) => {
      responseFrom(message, url, most).then(resolve, reject);
    });
    sent.on('error', reject);
    sent.end(text);
  });
}

async function responseFrom(message: http.IncomingMessage, url: URL, most: number): Promise<Response> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most)
      throw new Problem('network', `The answer of ${printable(url.host)} is far too long to be one.`, {
        hint: 'Check the address.',
      });
    chunks.push(chunk);
  }
  const { statusCode: status = 502, headers } = message;
  const lists = Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
  const isBodiless = [204, 205, 304].includes(status);
  return new Response(isBodiless ? null : Buffer.concat(chunks), { status, headers: lists });
}
