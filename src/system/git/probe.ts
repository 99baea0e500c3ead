import type { GitProbe } from '../../core/ports/git-probe.js';
import { openAgents } from '../network/agents.js';
import { trustedContext } from '../network/certificates.js';
import { openFetch } from '../network/fetch.js';
import type { Announce } from '../process/announce.js';
import type { Env } from '../network/proxy.js';

const usualPatienceMs = 15_000;
/** A refusal is a few hundred characters of XML; more is somebody else's page. */
const mostBody = 4000;

/**
 * Asks CodeCommit's Git endpoint the way Git does, through the user's proxy and with the user's certificates.
 * @param signal stops it
 * @param patienceMs the milliseconds that each answer may take in all
 * @param announce says that it is waited for, where it takes long
 */
export function openGitProbe(
  env: Env,
  signal?: AbortSignal,
  patienceMs = usualPatienceMs,
  announce?: Announce,
): GitProbe {
  const fetch = openFetch(openAgents(env, trustedContext(env)), env, signal, announce);
  return async (url, service, { username, password }) => {
    const login = Buffer.from(`${username.reveal()}:${password.reveal()}`).toString('base64');
    const answer = await fetch(`${url}/info/refs?service=${service}`, {
      headers: { authorization: `Basic ${login}`, 'user-agent': 'git/git-codecommit' },
      withinMs: patienceMs,
      mostBytes: mostBody,
      isCut: true,
    });
    const date = new Date(answer.headers.get('date') ?? '');
    return {
      status: answer.status,
      body: await answer.text(),
      date: Number.isNaN(date.getTime()) ? undefined : date,
    };
  };
}
