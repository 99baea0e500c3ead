import type { AgentOptions } from 'node:https';
import { HttpProxyAgent, HttpsProxyAgent, type HttpsProxyAgentOptions } from 'hpagent';

/** The time that the proxy has to open the way; nothing else ends that request when ours is given up. */
const proxyMs = 5_000;

/**
 * An agent that asks a proxy to CONNECT it. An `https://` proxy has a certificate too, most likely signed by the same
 * company as the others.
 */
export function proxyAgent(url: URL, proxy: URL, trust: AgentOptions): HttpProxyAgent | HttpsProxyAgent {
  const proxyRequestOptions = trust as HttpsProxyAgentOptions['proxyRequestOptions'] & object;
  const options = { keepAlive: true, timeout: proxyMs, proxy, proxyRequestOptions };
  return url.protocol === 'https:' ? new HttpsProxyAgent({ ...options, ...trust }) : new HttpProxyAgent(options);
}
