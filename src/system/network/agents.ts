import http from 'node:http';
import https from 'node:https';
import { HttpProxyAgent, HttpsProxyAgent } from 'hpagent';
import { proxyFor, type Env } from './proxy.js';

/** Where connections come from: one kept-alive agent for each way out. */
export interface Agents {
  for(url: URL): http.Agent | https.Agent;
  destroy(): void;
}

/**
 * Agents that go through the user's proxy and trust the user's certificates.
 * @param ca PEM texts that replace Node's roots, or undefined to keep those
 */
export function openAgents(env: Env, ca?: readonly string[]): Agents {
  const open = new Map<string, http.Agent | https.Agent>();
  return {
    for(url) {
      const proxy = proxyFor(url, env);
      const key = `${url.protocol} ${proxy?.href ?? ''}`;
      const agent = open.get(key) ?? (url.protocol === 'https:' ? secure(proxy, ca) : plain(proxy, ca));
      open.set(key, agent);
      return agent;
    },
    destroy() {
      for (const agent of open.values()) agent.destroy();
    },
  };
}

function secure(proxy: URL | undefined, ca: readonly string[] | undefined): https.Agent {
  const options = { keepAlive: true, ...(ca && { ca: [...ca] }) };
  return proxy ? new HttpsProxyAgent({ ...options, proxy, proxyRequestOptions: proxyTrust(ca) }) : new https.Agent(options);
}

function plain(proxy: URL | undefined, ca: readonly string[] | undefined): http.Agent {
  return proxy ? new HttpProxyAgent({ keepAlive: true, proxy, proxyRequestOptions: proxyTrust(ca) }) : new http.Agent({ keepAlive: true });
}

/** An `https://` proxy has a certificate too, most likely signed by the same company. */
function proxyTrust(ca: readonly string[] | undefined): { ca?: string[] } {
  return ca ? { ca: [...ca] } : {};
}
