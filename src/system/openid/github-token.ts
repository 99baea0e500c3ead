import type { GitHubTokenRequest } from '../../core/ports/openid.js';
import { Problem } from '../../core/problem.js';
import { Secret } from '../../core/secret.js';
import { parseObject } from '../../core/text/parse-object.js';
import { printable } from '../../core/text/printable.js';
import type { ProviderConnection } from './provider-connection.js';

/** STS takes no token above 20,000 characters; an answer has little else in it. */
const mostBytes = 64 * 1024;

/**
 * Asks GitHub for the token of this job. Redirects are not followed: the bearer is for this host alone.
 * @throws Problem `aws` where GitHub says no, `network` where it does not answer
 */
export async function githubToken(
  { fetch }: Pick<ProviderConnection, 'fetch'>,
  { url, bearer }: GitHubTokenRequest,
  signal: AbortSignal | undefined,
): Promise<Secret> {
  const response = await fetch(url.href, {
    headers: {
      authorization: `Bearer ${bearer.reveal()}`,
      accept: 'application/json; api-version=2.0',
      'user-agent': 'git-codecommit',
    },
    mostBytes,
    signal,
  });
  const { status } = response;
  if ([400, 401, 403, 404].includes(status))
    throw new Problem('aws', `GitHub gives this job no token: ${printable(url.host)} answers ${status}.`, {
      hint: 'What it knows a job by ends with the job: sign in again in the job that runs now.',
    });
  if (!response.ok)
    throw new Problem('network', `${printable(url.host)} answers ${status}, and not with a token.`, {
      hint: 'Run the job again in a minute.',
    });
  const token = parseObject(await response.text())?.['value'];
  if (typeof token !== 'string' || token === '')
    throw new Problem('aws', `${printable(url.host)} answers without a token.`, {
      hint: 'Run the job again in a minute.',
    });
  return new Secret(token);
}
