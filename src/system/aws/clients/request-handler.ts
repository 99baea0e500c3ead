import type https from 'node:https';
import { Readable } from 'node:stream';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Agents } from '../../network/agents.js';
import { boundedBody, usualMostBytes } from '../../network/bounded-body.js';
import type { Env } from '../../network/proxy.js';
import { networkProblem, reaching } from '../../network/network-problem.js';
import type { LastExchange } from './last-exchange.js';

/** How long AWS may take, in milliseconds. */
export interface Timeouts {
  /** to take up a connection */
  readonly connect: number;
  /** to answer one call, attempts and pauses between them included */
  readonly whole: number;
  /** the same, once a call was not answered in all its time, until one is */
  readonly again: number;
}

/** What the SDK asks of a request handler, and nothing more. */
export type RequestHandler = Pick<
  NodeHttpHandler,
  'metadata' | 'handle' | 'updateHttpClientConfig' | 'httpHandlerConfigs' | 'destroy'
>;

/**
 * The one connection to the network for every AWS client, those that credential providers make inside included: the
 * user's proxy and certificates, an end to waiting and to what is read, and a look at the server's clock on the way
 * back. A request that never got an answer ends in a Problem `network`, which the SDK still retries by its cause.
 */
export function requestHandler(agents: Agents, env: Env, last: LastExchange, timeouts: Timeouts): RequestHandler {
  const handlers = new Map<unknown, NodeHttpHandler>();
  const handlerFor = async (url: URL): Promise<NodeHttpHandler> => {
    const agent = await agents.for(url);
    const known = handlers.get(agent);
    if (known) return known;
    const made = new NodeHttpHandler({
      httpAgent: agent,
      httpsAgent: agent as https.Agent,
      connectionTimeout: timeouts.connect,
      requestTimeout: timeouts.whole,
      throwOnRequestTimeout: true,
    });
    handlers.set(agent, made);
    return made;
  };
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request, options) {
      const url = urlOf(request);
      const at = reaching(url, env);
      last.ask(at);
      try {
        const handler = await handlerFor(url);
        const answer = await handler.handle(request, options);
        last.answer(answer.response.headers['date']);
        if (answer.response.body instanceof Readable)
          answer.response.body = boundedBody(
            answer.response.body,
            { mostBytes: usualMostBytes, withinMs: timeouts.whole, host: url.host },
            (problem) => last.fail(problem),
          );
        return answer;
      } catch (error) {
        const problem = networkProblem(error, at);
        if (problem) last.fail(problem);
        throw problem ?? error;
      }
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
    destroy: () => undefined,
  };
}

function urlOf(request: Parameters<NodeHttpHandler['handle']>[0]): URL {
  const port = request.port === undefined ? '' : `:${request.port}`;
  return new URL(`${request.protocol}//${request.hostname}${port}/`);
}
