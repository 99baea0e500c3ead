import type { ClientRequest } from 'node:http';
import type { AgentOptions } from 'node:https';
import { HttpProxyAgent, HttpsProxyAgent, type HttpsProxyAgentOptions } from 'hpagent';

/** The time that the proxy has in all to open the way; nothing else ends that request when ours is given up. */
const proxyMs = 5_000;

/**
 * An agent that asks a proxy to CONNECT it. An `https://` proxy has a certificate too, most likely signed by the same
 * company as the others.
 */
export function proxyAgent(url: URL, proxy: URL, trust: AgentOptions): HttpProxyAgent | HttpsProxyAgent {
  const proxyRequestOptions = trust as HttpsProxyAgentOptions['proxyRequestOptions'] & object;
  const options = { keepAlive: true, timeout: proxyMs, proxy, proxyRequestOptions };
  return url.protocol === 'https:'
    ? bounded(new HttpsProxyAgent({ ...options, ...trust }))
    : bounded(new HttpProxyAgent(options));
}

/** What creates connections below the agents, and reads these options anew for each. */
interface Connecting {
  proxyRequestOptions: object;
  createConnection(options: object, callback: (error: Error | null, socket: unknown) => void): ClientRequest;
}

/** The agent's own `timeout` is that between two bytes. */
function bounded<T extends HttpProxyAgent | HttpsProxyAgent>(agent: T): T {
  const connecting = agent as unknown as Connecting;
  const create = connecting.createConnection.bind(agent);
  const usual = connecting.proxyRequestOptions;
  connecting.createConnection = (options, callback) => {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), proxyMs);
    connecting.proxyRequestOptions = { ...usual, signal: late.signal };
    return create(options, (error, socket) => {
      clearTimeout(timer);
      callback(late.signal.aborted ? new Error('Proxy timeout', { cause: error }) : error, socket);
    });
  };
  return agent;
}
