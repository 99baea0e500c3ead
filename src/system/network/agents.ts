import http from 'node:http';
import https from 'node:https';
import type { SecureContext } from 'node:tls';
import { HttpProxyAgent, HttpsProxyAgent, type HttpsProxyAgentOptions } from 'hpagent';
import { proxyFor, type Env } from './proxy.js';

const proxyMs = 5_000;

/** Where connections come from: one kept-alive agent for each way out. */
export interface Agents {
  for(url: URL): http.Agent | https.Agent;
  destroy(): void;
}

/**
 * Agents that go through the user's proxy and trust the user's certificates.
 * @param trusted what to trust instead of Node's roots alone; see `trustedContext`
 */
export function openAgents(env: Env, trusted?: SecureContext): Agents {
  const open = new Map<string, http.Agent | https.Agent>();
  return {
    for(url) {
      const proxy = proxyFor(url, env);
      const key = `${url.protocol} ${proxy?.href ?? ''}`;
      const agent = open.get(key) ?? makeAgent(url, proxy, trusted);
      open.set(key, agent);
      return agent;
    },
    destroy() {
      for (const agent of open.values()) agent.destroy();
    },
  };
}

function makeAgent(url: URL, proxy: URL | undefined, secureContext: SecureContext | undefined): http.Agent | https.Agent {
  const trust = secureContext ? { secureContext } : {};
  if (url.protocol !== 'https:' && !proxy) return new http.Agent({ keepAlive: true });
  if (!proxy) return new https.Agent({ keepAlive: true, ...trust });
  // An `https://` proxy has a certificate too, most likely signed by the same company.
  // The time that the proxy has to open the way; nothing else ends the request for it when ours is given up.
  const options = { keepAlive: true, timeout: proxyMs, proxy, proxyRequestOptions: trust as HttpsProxyAgentOptions['proxyRequestOptions'] & object };
  return url.protocol === 'https:' ? new HttpsProxyAgent({ ...options, ...trust }) : new HttpProxyAgent(options);
}
