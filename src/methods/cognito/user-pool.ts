import { sentence } from '../../core/advice/advice.js';
import { setUp } from '../../core/advice/own-commands.js';
import {
  regionOfPool,
  updatedUserPoolIssuer,
  userPoolIssuer,
  userPoolProviderName,
} from '../../aws/cognito/user-pool.js';
import type { UserPoolTokens } from '../../core/ports/aws/cognito.js';
import type { OpenIdClient, OpenIdProvider } from '../../core/ports/openid.js';
import { Problem, isProblem } from '../../core/problem.js';
import type { AnswersOf } from '../../core/interview/question.js';
import { signInAtProvider, signedOutAtProvider } from '../web-identity/at-provider.js';
import type { Preset } from '../web-identity/providers.js';
import { renewed } from '../web-identity/renewal.js';
import { signedInOnce } from '../web-identity/signed-in.js';
import type { WebIdentity, WebIdentityContext } from '../web-identity/signed-in.js';
import { brought, vouching } from '../web-identity/sign-in.js';
import { responsesTo } from './challenges.js';
import { password, sendPassword } from './questions.js';
import type { cognitoQuestions } from './questions.js';

type Answers = AnswersOf<typeof cognitoQuestions>;

/** A user pool, and the app client that somebody signs in to it with. */
interface Pool extends OpenIdClient {
  readonly id: string;
  readonly region: string;
  readonly issuer: string;
}

const name = 'the user pool';

/** Its app clients know each address that a browser comes back to exactly. */
const usualRedirectUri = new URL('http://localhost:8976/oauth/callback');

/** Source: Amazon Cognito developer guide, "Managed login": authorization code with PKCE, no device codes. */
const preset: Preset = { name, signIn: 'browser', hasDeviceCode: false, scope: 'openid' };

/**
 * Somebody whom a user pool vouches for: by a token that was brought, a sign-in that is kept, user name and password,
 * or the pool's own page.
 */
export async function userPoolIdentity(answers: Answers, context: WebIdentityContext): Promise<WebIdentity> {
  return await signedInOnce(
    [answers.userPoolId, answers.clientId, answers.username],
    context,
    async () =>
      (await brought({ ...answers, provider: 'oidc' }, context)) ?? (await bySignIn(poolOf(answers), answers, context)),
  );
}

function poolOf({ userPoolId: id, userPoolRegion, clientId, clientSecret }: Answers): Pool {
  if (id === undefined || clientId === undefined) {
    throw new Problem('usage', `An answer is missing: ${id === undefined ? '--user-pool-id' : '--client-id'}.`, {
      hint: sentence`Set this profile up again: ${setUp()}`,
    });
  }
  // Replicas have the updated issuer, which answers in each of their Regions.
  const issuer = userPoolRegion === undefined ? userPoolIssuer(id) : updatedUserPoolIssuer(id);
  return { id, clientId, clientSecret, region: userPoolRegion ?? regionOfPool(id), issuer };
}

async function bySignIn(pool: Pool, answers: Answers, context: WebIdentityContext): Promise<WebIdentity> {
  let isKept = false;
  const open = (client: OpenIdClient) =>
    context.aws.cognitoUserPool(
      { region: pool.region, profile: context.settingsProfile, signal: context.signal },
      client,
    );
  const kept = await renewed(
    pool,
    async (own) => {
      isKept = true;
      return (await open(own)).refresh(own.refreshToken, own.deviceKey);
    },
    context,
  );
  if (kept) return identityOf(pool, kept, {});
  const tokens: UserPoolTokens =
    answers.username === undefined
      ? await onItsPage(pool, answers, context)
      : await byPassword(await open(pool), pool, { ...answers, username: answers.username, isKept }, context);
  const { refreshToken, deviceKey } = tokens;
  const { issuer, clientId, clientSecret } = pool;
  return {
    ...identityOf(pool, tokens, { renewable: refreshToken ? 'yes' : 'no' }),
    signIn: refreshToken && { issuer, clientId, clientSecret, refreshToken, deviceKey },
  };
}

function identityOf(
  { id, issuer, clientId }: Pool,
  tokens: UserPoolTokens,
  learned: Readonly<Record<string, string>>,
): WebIdentity {
  return {
    token: vouching(tokens, 'oidc', { name, issuer, clientId }),
    login: userPoolProviderName(id),
    learned,
  };
}

async function onItsPage(pool: Pool, answers: Answers, context: WebIdentityContext): Promise<UserPoolTokens> {
  const redirectUri = answers.redirectUri ?? usualRedirectUri;
  const server =
    answers.userPoolDomain === undefined ? await announced(pool, context) : serverAt(answers.userPoolDomain, pool);
  if (context.browser)
    context.ui.say(
      `The app client must allow the callback URL ${redirectUri.href}; where its page says ` +
        'redirect_mismatch, it does not: give the one that it allows with --redirect-uri.',
    );
  return await signInAtProvider(server, pool, preset, { ...answers, redirectUri }, context);
}

/** A pool without a domain announces no sign-in page. Which of its issuers it has, is not known before. */
async function announced({ id, issuer }: Pool, { openid, signal, ui }: WebIdentityContext): Promise<OpenIdProvider> {
  const noPage = (cause?: unknown): Problem =>
    new Problem('usage', 'This user pool announces no sign-in page of its own.', {
      hint: 'Sign in with --username, or ask your administrator for the domain of its sign-in page: --user-pool-domain',
      question: 'username',
      cause,
    });
  const server = await ui
    .step('Asking the user pool how to sign in', () =>
      openid.discover(issuer, { signal }).catch((error: unknown) => {
        if (!isProblem(error, 'usage')) throw error;
        return openid.discover(updatedUserPoolIssuer(id), { signal }).catch((other: unknown) => {
          throw isProblem(other, 'network') ? error : other;
        });
      }),
    )
    .catch((error: unknown) => {
      throw isProblem(error, 'usage') ? noPage(error) : error;
    });
  if (server.authorizationEndpoint === undefined) throw noPage();
  return server;
}

/** Source: Amazon Cognito developer guide, "User pool endpoints and managed login reference". */
function serverAt(domain: string, { issuer }: Pool): OpenIdProvider {
  const at = `https://${domain}/oauth2`;
  return {
    issuer,
    authorizationEndpoint: `${at}/authorize`,
    tokenEndpoint: `${at}/token`,
    revocationEndpoint: `${at}/revoke`,
    signingAlgorithms: ['RS256'],
  };
}

async function byPassword(
  api: Awaited<ReturnType<WebIdentityContext['aws']['cognitoUserPool']>>,
  { id: userPoolId }: Pool,
  { username, password: given, isKept }: Answers & { readonly username: string; readonly isKept: boolean },
  context: WebIdentityContext,
): Promise<UserPoolTokens> {
  // The first to meet a dead token forgets it; whoever comes after is told the same.
  if ((isKept || context.remembered('renewable') === 'yes') && given === undefined && !context.ui.interactive)
    throw signedOutAtProvider(name, context.profile, {
      takes: 'a password',
      instead: 'a script gives it --password-file (or GIT_CODECOMMIT_PASSWORD)',
    });
  const secret =
    given ??
    (await context.ask('password', password, {
      message: `Password of ${username} at the user pool ${userPoolId}`,
      note: undefined,
    }));
  const first = await context.ui.step('Signing in at the user pool', () =>
    api.signIn({ userPoolId, username, password: secret }),
  );
  if (first === 'srp-off') await agreeToSend(userPoolId, context);
  let step =
    first === 'srp-off'
      ? await context.ui.step('Signing in at the user pool', () => api.signInByPassword({ username, password: secret }))
      : first;
  while ('challenge' in step) {
    const challenge = step;
    const responses = await responsesTo(challenge, userPoolId, context);
    step = await context.ui.step('Signing in at the user pool', () => api.respond(challenge, responses));
  }
  return step;
}

/**
 * Whoever has a user pool can read a password that is sent to it as it is, by a trigger that migrates users: that has to
 * be agreed to, and is out of the question where somebody else has chosen pool or app client.
 * Source: Amazon Cognito developer guide, "Migrate user Lambda trigger".
 */
async function agreeToSend(userPoolId: string, context: WebIdentityContext): Promise<void> {
  const said = `The app client of the user pool ${userPoolId} takes no proof of the password (SRP), only the password itself`;
  if (context.isOfTeam('userPoolId') || context.isOfTeam('clientId'))
    throw new Problem('aws', `${said}; it is not sent, for a team recipe chose this pool.`, {
      hint:
        'Ask your administrator to allow ALLOW_USER_SRP_AUTH for the app client, or sign in on the page of the pool: ' +
        'set up without --username.',
    });
  if (context.ui.interactive) context.ui.warn(`${said}. Whoever has that pool could read it.`);
  const message = `Send the password itself to the user pool ${userPoolId}?`;
  // Whoever has agreed once may have corrected the pool since.
  const agreed = await context.ask('sendPassword', sendPassword, { message, fresh: true }).catch((error: unknown) => {
    throw isProblem(error, 'usage')
      ? new Problem('usage', `${said}; it is not sent without being asked for.`, {
          hint: 'Where that pool may know the password, say so: --send-password.',
          cause: error,
        })
      : error;
  });
  if (agreed !== true) throw new Problem('cancelled', 'The password was not sent, and nothing was changed.');
}
