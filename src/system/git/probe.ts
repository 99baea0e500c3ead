import https from 'node:https';

import type { GitProbe, ProbeAnswer } from '../../core/ports/git-probe.js';
import { openAgents } from '../network/agents.js';
import { trustedContext } from '../network/certificates.js';
import { proxyFor } from '../network/proxy.js';
import type { Env } from '../network/proxy.js';
import { cancelled } from '../../core/problem.js';
import { networkProblem } from '../network/network-problem.js';

const patienceMs = 15_000;
/** A refusal is a few hundred characters of XML; more is somebody else's page. */
const mostBody = 4000;

/** Asks CodeCommit's Git endpoint the way Git does, through the user's proxy and with the user's certificates. @param signal stops it */
export function openGitProbe(env: Env, signal?: AbortSignal): GitProbe {
  const agents = openAgents(env, trustedContext(env));
  return async (url, service, { username, password }) => {
    const target = new URL(`${url}/info/refs?service=${service}`);
    try {
      const agent = (await agents.for(target)) as https.Agent;
      return await ask(target, `${username.reveal()}:${password.reveal()}`, agent, signal);
    } catch (error) {
      if (signal?.aborted === true) throw cancelled(error);
      throw networkProblem(error, { host: target.host, proxy: proxyFor(target, env)?.host }) ?? error;
    }
  };
}

function ask(target: URL, login: string, agent: https.Agent, signal: AbortSignal | undefined): Promise<ProbeAnswer> {
  return new Promise((resolve, reject) => {
    const request = https.get(
      target,
      {
        agent,
        headers: {
          authorization: `Basic ${Buffer.from(login).toString('base64')}`,
          'user-agent': 'git/git-codecommit',
        },
        timeout: patienceMs,
        signal,
      },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => {
          body = (body + text).slice(0, mostBody);
        });
        response.on('end', () => {
          const date = new Date(response.headers.date ?? '');
          resolve({ status: response.statusCode ?? 0, body, date: Number.isNaN(date.getTime()) ? undefined : date });
        });
        response.on('error', reject);
      },
    );
    request.on('timeout', () => request.destroy(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' })));
    request.on('error', reject);
  });
}
