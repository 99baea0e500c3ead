import http from 'node:http';
import https from 'node:https';
import type { SecureContext } from 'node:tls';
import { proxyFor, type Env } from './proxy.js';

export type Agent = http.Agent | https.Agent;

/** Where connections come from: one kept-alive agent for each proxy, and one without. */
export interface Agents {
  for(url: URL): Promise<Agent>;
}

/**
 * Agents that go through the user's proxy and trust the user's certificates.
 * @param trusted what to trust instead of Node's roots alone; see `trustedContext`
 */
export function openAgents(env: Env, trusted?: SecureContext): Agents {
  const open = new Map<string, Promise<Agent>>();
  return {
    for(url) {
      const proxy = proxyFor(url, env);
      const key = `${url.protocol} ${proxy?.href ?? ''}`;
      const agent = open.get(key) ?? makeAgent(url, proxy, trusted ? { secureContext: trusted } : {});
      open.set(key, agent);
      return agent;
    },
  };
}

async function makeAgent(url: URL, proxy: URL | undefined, trust: https.AgentOptions): Promise<Agent> {
  if (proxy) return (await import('./proxy-agent.js')).proxyAgent(url, proxy, trust);
  return url.protocol === 'https:'
    ? new https.Agent({ keepAlive: true, ...trust })
    : new http.Agent({ keepAlive: true });
}
