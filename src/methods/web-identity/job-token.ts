import { Problem, isProblem } from '../../core/problem.js';
import { Secret } from '../../core/secret.js';
import { printable } from '../../core/text/printable.js';
import { isoSeconds } from '../../core/text/time.js';
import { checkToken } from '../../aws/openid/check-token.js';
import { githubTokenRequest, gitlabTokenVariable, givenBy, jobAudience } from '../../aws/openid/job-identity.js';
import { readToken } from '../../aws/openid/read-token.js';
import { isJobProvider } from '../../aws/openid/tokens.js';
import type { JobProvider, WebIdentityProvider } from '../../aws/openid/tokens.js';
import type { WebIdentityContext } from './signed-in.js';

/** What says whose token a job signs in with. */
export interface JobAnswers {
  readonly provider: WebIdentityProvider | JobProvider;
  readonly webIdentityTokenEnv?: string | undefined;
  /** The audience that a CI service's token is for. */
  readonly clientId?: string | undefined;
}

/**
 * The token of the job that runs here: fetched from GitHub, or out of a variable.
 * @returns undefined where it is no job that signs in
 * @throws Problem `usage` where there is none, or another than AWS takes; `aws` where it has ended, or GitHub says no
 */
export async function jobToken(answers: JobAnswers, context: WebIdentityContext): Promise<Secret | undefined> {
  const { provider, webIdentityTokenEnv, clientId = jobAudience(context.region) } = answers;
  const variable = webIdentityTokenEnv ?? (provider === 'gitlab' ? gitlabTokenVariable : undefined);
  const audience = isJobProvider(provider) ? clientId : undefined;
  const wanted = { provider: isJobProvider(provider) ? 'oidc' : provider, clientId: audience } as const;
  const now = new Date(context.clock.now().getTime() + (context.aws.clockOffset() ?? 0));
  if (variable !== undefined) {
    const token = fromVariable(variable, provider, context);
    const { expiresAt } = explained(
      () => checkToken(token, { ...wanted, now }),
      `${variable} holds no token that AWS takes.`,
      {
        ended: provider === 'gitlab' ? gitlabGivesOne : undefined,
        hint: provider === 'gitlab' && audience !== undefined ? audienceHint(audience) : undefined,
      },
    );
    if (expiresAt) context.ui.say(`New credentials can be had with this token until ${isoSeconds(expiresAt)}.`);
    return new Secret(token);
  }
  if (provider !== 'github') return undefined;
  const request = githubTokenRequest(context.localFacts.env, clientId);
  const token = await context.ui.step('Asking GitHub for the token of this job', () =>
    context.openid.githubToken(request, { signal: context.signal }),
  );
  explained(() => checkToken(token.reveal(), { ...wanted, now }), 'GitHub sent no token that AWS takes.', {
    kind: 'aws',
  });
  return token;
}

/** Source: GitLab documentation, "OpenID Connect (OIDC) authentication using ID tokens", token payload, `exp`. */
const gitlabGivesOne = 'GitLab gives a job one token, which lasts as long as the job may run (`timeout`).';

function audienceHint(audience: string): string {
  return (
    `Write \`aud: ${printable(audience, 200)}\` below this token in \`id_tokens\`, or say which audience IAM has for ` +
    'the provider (--client-id).'
  );
}

function fromVariable(
  name: string,
  provider: JobAnswers['provider'],
  { localFacts }: Pick<WebIdentityContext, 'localFacts'>,
): string {
  const value = givenBy(name, localFacts.env);
  if (value === '')
    throw new Problem('usage', `There is no token in ${name}: it is not set.`, {
      hint:
        provider === 'gitlab'
          ? `Give the job \`id_tokens\` with ${name} in it; another name is given with --web-identity-token-env.`
          : 'Whatever gives this job its identity has to put the token there.',
    });
  try {
    return readToken(value);
  } catch (error) {
    if (!isProblem(error)) throw error;
    throw new Problem(error.kind, `${name} holds no token. ${error.message}`, { cause: error });
  }
}

/** Says whose token it was that AWS would refuse; nobody can be asked for another. */
function explained<T>(
  check: () => T,
  whose: string,
  {
    kind,
    ended,
    hint,
  }: { readonly kind?: 'aws'; readonly ended?: string | undefined; readonly hint?: string | undefined },
): T {
  try {
    return check();
  } catch (error) {
    if (!isProblem(error)) throw error;
    const over = error.kind === 'aws';
    // Git shows no hint of ours where a renewal fails, so that what no refresh can mend is part of the sentence.
    throw new Problem(kind ?? error.kind, [whose, error.message, over ? ended : undefined].filter(Boolean).join(' '), {
      hint: over ? 'Sign in again in a job that has a new one.' : (hint ?? error.hint),
      cause: error,
    });
  }
}
