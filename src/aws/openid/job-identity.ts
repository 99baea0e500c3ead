import { Problem } from '../../core/problem.js';
import { Secret } from '../../core/secret.js';
import { printable } from '../../core/text/printable.js';
import type { GitHubTokenRequest } from '../../core/ports/openid.js';
import { partitionOf } from '../partitions.js';
import type { JobProvider } from './tokens.js';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * What jobs ask tokens for, where nobody says otherwise: the audience that IAM's provider has as its client id. Source:
 * aws-actions/configure-aws-credentials, "OIDC" and its input `audience`, by which China has one of its own.
 * @param region of the repository, where it is known
 */
export function jobAudience(region: unknown): string {
  return partitionOf(typeof region === 'string' ? region : '').name === 'aws-cn'
    ? 'sts.amazonaws.com.cn'
    : 'sts.amazonaws.com';
}

/** The issuers of tokens for jobs, where they are not of somebody's own. */
export const jobIssuers: Readonly<Record<JobProvider, string>> = {
  github: 'https://token.actions.githubusercontent.com',
  gitlab: 'https://gitlab.com',
};

/** The variable that GitLab's own examples give a job's token to, by `id_tokens`. */
export const gitlabTokenVariable = 'GITLAB_OIDC_TOKEN';

/**
 * What a variable that somebody named holds, without white space around it; empty where it is not set. What every
 * object has by itself (`__proto__`, `constructor`) is no variable.
 */
export function givenBy(variable: string, env: Env): string {
  return (Object.hasOwn(env, variable) ? env[variable] : undefined)?.trim() ?? '';
}

/**
 * Hosts that are GitHub's own: those of Actions, and those of its cloud with data residency. A bearer goes to no other,
 * whatever the variable says. Source: GitHub Docs, "Communicating with self-hosted runners", "Network details for
 * GHE.com".
 */
const ofGitHub = /^(?:[a-z0-9-]+\.)*(?:actions\.githubusercontent\.com|[a-z0-9-]+\.ghe\.com)$/;

/**
 * How GitHub is asked for the token of the job that runs here.
 * @param env with what GitHub gives a job that may ask: `ACTIONS_ID_TOKEN_REQUEST_URL` and its bearer
 * @throws Problem `usage` where this is no such job, or the address is not GitHub's
 */
export function githubTokenRequest(env: Env, audience: string): GitHubTokenRequest {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: address, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer } = env;
  if (!address || !bearer) throw noTokenEndpoint(env);
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '')
    throw notGitHubs('ACTIONS_ID_TOKEN_REQUEST_URL is no plain https address.');
  if (!ofGitHub.test(url.hostname))
    throw notGitHubs(
      `ACTIONS_ID_TOKEN_REQUEST_URL leads to ${printable(url.hostname, 200)}, which is not GitHub's own.`,
    );
  // A bearer that breaks a header's line is none of GitHub's.
  if (!/^[!-~]+$/.test(bearer))
    throw notGitHubs('ACTIONS_ID_TOKEN_REQUEST_TOKEN has white space or other characters in it that no token has.');
  url.hash = '';
  url.searchParams.set('audience', audience);
  return { url, bearer: new Secret(bearer) };
}

function noTokenEndpoint(env: Env): Problem {
  if (env['GITHUB_ACTIONS'] === 'true')
    return new Problem('usage', 'GitHub lets this job ask for no token: the permission `id-token: write` is missing.', {
      hint:
        'Write `permissions:` with `id-token: write` (and `contents: read`) into the job. Pull requests from forks get ' +
        'no token in any case.',
    });
  return new Problem(
    'usage',
    'This is no job of GitHub Actions that may ask for a token: ACTIONS_ID_TOKEN_REQUEST_URL and ' +
      'ACTIONS_ID_TOKEN_REQUEST_TOKEN are not set.',
    { hint: 'Run it in a job with the permission `id-token: write`; a container has to be given both variables.' },
  );
}

function notGitHubs(message: string): Problem {
  return new Problem('usage', message, {
    hint:
      'Nothing was sent. On a GitHub server of your own, fetch the token in the job, and give the name of its variable ' +
      '(--web-identity-token-env).',
  });
}
