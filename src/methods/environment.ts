import { accountOf } from '../aws/arns.js';
import { hasTwoTokens } from '../aws/credential-formats/environment-keys.js';
import { refuseOtherPartition } from '../aws/other-partition.js';
import { findInVariables, isContainer } from '../aws/provider-chain.js';
import { joined, sentence } from '../core/advice/advice.js';
import { unsetVariables } from '../core/advice/other-programs.js';
import { setUp } from '../core/advice/own-commands.js';
import { isLongTermKeyId, isTemporary } from '../core/credentials.js';
import type { Credentials, TemporaryCredentials } from '../core/credentials.js';
import type { LocalFacts } from '../core/local-facts.js';
import { defineMethod } from '../core/method.js';
import { OtherMethod } from '../core/other-method.js';
import { Problem, isProblem } from '../core/problem.js';
import { stateOf } from '../core/session-state.js';
import { sayDuration } from '../core/text/duration.js';
import { isoSeconds } from '../core/text/time.js';

type Env = LocalFacts['env'];

/**
 * The credentials that this terminal, job or pod has in its environment already: keys in variables, or a web identity
 * (a token in a file, and the role that STS gives for it). Git's helper finds them there by itself.
 * Source: AWS SDKs and tools reference, "Environment variables list", "Assume role with web identity".
 */
export const environment = defineMethod({
  id: 'environment',
  title: 'The credentials that are in the environment already',
  term: 'environment variables, web identity',
  questions: {},
  needs: ({ roleArn }) => (roleArn === undefined ? 'variables' : 'nothing'),
  inEnvironment: true,
  fits: ({ env }) => isProblemFree(() => findInVariables(env) !== undefined && usable(env)),
  examples: [{ words: ['--repository', 'my-app'], does: 'let Git use the credentials of this terminal, job or pod' }],
  prerequisites:
    'A terminal, job or pod with temporary credentials in AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and ' +
    'AWS_SESSION_TOKEN, or with AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN, whose policy allows ' +
    'codecommit:GitPull and codecommit:GitPush.',
  check: (_answers, { localFacts, clock }) => {
    found(localFacts.env, clock.now());
  },
  async obtain(_answers, { localFacts, clock, aws, region, signal, ui }) {
    const { env } = localFacts;
    const provider = found(env, clock.now());
    if (provider.from === 'web-identity') {
      const { roleArn } = provider.webIdentity;
      refuseOtherPartition(roleArn, region, {
        hint: 'Set AWS_ROLE_ARN to a role of the account that has the repository.',
      });
      const credentials = await ui.step('Asking STS for a session of the role', () =>
        aws.webIdentityCredentials(provider.webIdentity, { region, signal }),
      );
      return { credentials, account: accountOf(roleArn), learned: { roleArn } };
    }
    if (env['AWS_WEB_IDENTITY_TOKEN_FILE'])
      ui.warn('AWS_WEB_IDENTITY_TOKEN_FILE is set too; the keys in AWS_ACCESS_KEY_ID count before it.');
    if (env['AWS_CREDENTIAL_EXPIRATION'] && provider.credentials.expiration === undefined)
      ui.warn('AWS_CREDENTIAL_EXPIRATION is no time, so nobody knows when these credentials end.');
    return { credentials: provider.credentials };
  },
});

type Found =
  | { readonly from: 'environment'; readonly credentials: TemporaryCredentials }
  | Extract<NonNullable<ReturnType<typeof findInVariables>>, { from: 'web-identity' }>;

/** What is there, and can be Git's. @throws Problem */
function found(env: Env, now: Date): Found {
  const provider = findInVariables(env);
  if (provider === undefined) throw nothingThere(env);
  if (provider.from === 'web-identity') return provider;
  const { credentials } = provider;
  demandSound(credentials, env);
  if (!isTemporary(credentials)) throw longTerm(credentials);
  const { expiration } = credentials;
  if (expiration !== undefined && stateOf(expiration, now) === 'expired')
    throw new Problem(
      'aws',
      `The session of the credentials in the environment ended at ${isoSeconds(expiration)} ` +
        `(${sayDuration((now.getTime() - expiration.getTime()) / 1000)} ago).`,
      { hint: newOnes },
    );
  return { from: 'environment', credentials };
}

const newOnes = 'Put new ones there, as you did these.';

/** Keys that cannot be one session's. @throws Problem `usage` */
function demandSound({ accessKeyId, secretAccessKey, sessionToken }: Credentials, env: Env): void {
  if (hasTwoTokens(env))
    throw new Problem(
      'usage',
      "AWS_SESSION_TOKEN and AWS_SECURITY_TOKEN are two different tokens, and AWS's tools do not agree on which counts.",
      { hint: sentence`Unset the old one: ${unsetVariables(['AWS_SECURITY_TOKEN'])}` },
    );
  const values = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey.reveal() };
  for (const [name, value] of Object.entries({ ...values, AWS_SESSION_TOKEN: sessionToken?.reveal() ?? '' }))
    if (/[^!-~]/.test(value))
      throw new Problem('usage', `${name} has white space or other characters in it that no AWS key has.`, {
        hint: newOnes,
      });
  if (isLongTermKeyId(accessKeyId) && sessionToken !== undefined)
    throw new Problem(
      'usage',
      'AWS_ACCESS_KEY_ID is a long-term key (AKIA…), and AWS_SESSION_TOKEN is the token of another one.',
      { hint: newOnes },
    );
  if (accessKeyId.startsWith('ASIA') && sessionToken === undefined)
    throw new Problem('usage', 'AWS_ACCESS_KEY_ID is of a session (ASIA…), and AWS_SESSION_TOKEN is not set.', {
      hint: 'Set it too: the three belong together.',
    });
}

function longTerm(credentials: Credentials): Problem {
  return new OtherMethod(
    'The environment holds long-term keys, and git-codecommit sets Git up with temporary ones only.',
    ['session-token', 'assume-role', 'federation-token'],
    { sourceKeys: credentials },
    joined([
      sentence`Use them as the source: \`${setUp('method', 'session-token')}\` (with MFA) or`,
      '`--method assume-role`, with --source-keys-file.',
    ]),
  );
}

function nothingThere(env: Env): Problem {
  const [why, method] = isContainer(env)
    ? ['This container has a role of its own, which is another method', 'instance']
    : env['AWS_PROFILE']
      ? ['AWS_PROFILE names a profile, which is another method', 'process']
      : ['Sign in another way', undefined];
  return new OtherMethod(
    'There are no credentials in the environment: neither AWS_ACCESS_KEY_ID nor AWS_WEB_IDENTITY_TOKEN_FILE is set.',
    [],
    {},
    sentence`${why}: ${method === undefined ? setUp() : setUp('method', method)}`,
  );
}

/** Keys of a session; their end does not matter here. */
function usable(env: Env): boolean {
  const provider = findInVariables(env);
  if (provider?.from === 'environment') demandSound(provider.credentials, env);
  return provider?.from !== 'environment' || isTemporary(provider.credentials);
}

function isProblemFree(look: () => boolean): boolean {
  try {
    return look();
  } catch (error) {
    if (isProblem(error)) return false;
    throw error;
  }
}
