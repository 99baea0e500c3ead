import type { JWTPayload } from 'jose';
import { TokenSigner } from '../aws/token-signer.js';
import type { Sandbox } from '../sandbox.js';
import { json } from '../services/social/web.js';
import type { Answer, Call, Service } from '../wire/exchange.js';

/** A job that runs at GitHub. */
export interface GitHubJob {
  /** What GitHub gives its steps; without the permission `id-token: write` only that it is a job. */
  readonly variables: Record<string, string>;
  readonly bearer: string;
  readonly subject: string;
  /** The job is over: its bearer is worth nothing any more. */
  end(): void;
}

/** GitHub Actions, as far as a job asks it for a token. */
export interface GitHubActions {
  readonly issuer: string;
  /** In place of what it would answer to a request for a token. */
  answers: ((call: Call, token: () => Promise<string>) => Answer | Promise<Answer>) | undefined;
  /** Claims in place of, or beside, those of the job. */
  claims: JWTPayload;
  job(options?: { readonly subject?: string; readonly permitted?: boolean; readonly host?: string }): GitHubJob;
}

/** How long a job's token lasts, in seconds, as seen. */
const lifetime = 300;
const path = '/1/idtoken/0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0/7a8b9c0d-1e2f-3a4b-5c6d-7e8f90a1b2c3';

/** Opens GitHub's token service in the sandbox, on its real hosts, and the issuer that IAM trusts. */
export function githubActions(sandbox: Pick<Sandbox, 'serve' | 'clock'>): GitHubActions {
  const issuer = 'https://token.actions.githubusercontent.com';
  const signer = new TokenSigner(sandbox.clock, 'github');
  const running = new Map<string, string>();
  const hosts = new Set<string>();
  const github: GitHubActions = {
    issuer,
    answers: undefined,
    claims: {},
    job({
      subject = 'repo:octo/app:ref:refs/heads/main',
      permitted = true,
      host = 'run-actions-1-azure-eastus.actions.githubusercontent.com',
    } = {}) {
      const bearer = `eyJ0eXAiOiJKV1QifQ.${Buffer.from(`job ${running.size} of ${subject}`).toString('base64url')}.job`;
      running.set(bearer, subject);
      hosts.add(host);
      const endpoint = {
        ACTIONS_ID_TOKEN_REQUEST_URL: `https://${host}${path}?api-version=2.0`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer,
      };
      return {
        variables: { GITHUB_ACTIONS: 'true', ...(permitted && endpoint) },
        bearer,
        subject,
        end: () => void running.delete(bearer),
      };
    },
  };
  const token = async (call: Call): Promise<Answer> => {
    call.entry.operation = 'GitHub idtoken';
    const query = new URLSearchParams(call.request.query);
    call.entry.parameters = Object.fromEntries(query);
    const subject = running.get((call.request.headers.authorization ?? '').replace(/^Bearer /, ''));
    if (call.request.method !== 'GET' || call.request.path !== path) return json(404, { message: 'Not Found' });
    if (subject === undefined) return json(401, { message: 'Bad credentials' });
    const made = (): Promise<string> =>
      signer.sign({ iss: issuer, sub: subject, aud: query.get('audience') ?? '', ...github.claims }, lifetime);
    return (await github.answers?.(call, made)) ?? json(200, { count: 1, value: await made() });
  };
  const routes: Readonly<Record<string, () => Answer | Promise<Answer>>> = {
    '/.well-known/openid-configuration': () => json(200, { issuer, jwks_uri: `${issuer}/.well-known/jwks` }),
    '/.well-known/jwks': async () => json(200, await signer.published()),
  };
  const service: Service = {
    name: 'github-actions',
    serves: (name) => name === new URL(issuer).hostname || hosts.has(name),
    answer: (call) =>
      hosts.has(call.request.host)
        ? token(call)
        : (routes[call.request.path]?.() ?? json(404, { message: 'Not Found' })),
  };
  sandbox.serve(service);
  return github;
}
