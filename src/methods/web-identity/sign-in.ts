import { sentence } from '../../core/advice/advice.js';
import { setUp } from '../../core/advice/own-commands.js';
import { resolve } from 'node:path';
import type { OpenIdClient, OpenIdProvider, OpenIdTokens } from '../../core/ports/openid.js';
import { Problem, isProblem } from '../../core/problem.js';
import { Secret } from '../../core/secret.js';
import { userPoolOfIssuer, userPoolProviderName } from '../../aws/cognito/user-pool.js';
import { checkToken } from '../../aws/openid/check-token.js';
import { readToken } from '../../aws/openid/read-token.js';
import { isAccessTokenWanted, isJobProvider } from '../../aws/openid/tokens.js';
import type { WebIdentityProvider } from '../../aws/openid/tokens.js';
import { signInAtProvider } from './at-provider.js';
import { jobToken } from './job-token.js';
import type { JobAnswers } from './job-token.js';
import { presets } from './providers.js';
import { clientSecret, webIdentityToken } from './questions.js';
import type { ProviderAnswers } from './questions.js';
import { renewed } from './renewal.js';
import { signedInOnce } from './signed-in.js';
import type { WebIdentity, WebIdentityContext } from './signed-in.js';

type Context = WebIdentityContext;

/**
 * Gets a token that vouches for somebody: one that was brought, the one of the job that runs here, one by a sign-in that
 * is kept, or one by signing in. A token that AWS would refuse is recognised here.
 * @throws Problem `aws` where nobody is there, or who is there says no
 */
export async function obtainWebIdentity(
  answers: Omit<ProviderAnswers, 'provider'> & JobAnswers,
  context: Context,
): Promise<WebIdentity> {
  const by = [answers.provider, answers.issuer, answers.clientId, answers.scope];
  // A job's token is one of an OpenID provider, like any other.
  const provider = isJobProvider(answers.provider) ? 'oidc' : answers.provider;
  const others = { ...answers, provider };
  return await signedInOnce(by, context, async () => {
    const given = await brought(others, context);
    if (given) return given;
    const token = await jobToken(answers, context);
    return token ? identityOf(token, provider, undefined, {}) : await bySignIn(others, context);
  });
}

/** A token that somebody else got; undefined where none was brought. */
export async function brought(
  answers: Pick<ProviderAnswers, 'provider' | 'webIdentityToken' | 'webIdentityTokenFile'>,
  context: Context,
): Promise<WebIdentity | undefined> {
  const { provider, webIdentityTokenFile: path } = answers;
  const token =
    answers.webIdentityToken ??
    (await fromFile(path, context)) ??
    (presets[provider].signIn === 'paste' ? await pasted(provider, context) : undefined);
  if (!token) return undefined;
  const now = new Date(context.clock.now().getTime() + (context.aws.clockOffset() ?? 0));
  const { issuer } = checkToken(token.reveal(), { provider, now });
  return identityOf(
    token,
    provider,
    issuer,
    path === undefined || path === '-' ? {} : { webIdentityTokenFile: resolve(path) },
  );
}

async function fromFile(path: string | undefined, { readText }: Context): Promise<Secret | undefined> {
  if (path === undefined) return undefined;
  try {
    return new Secret(readToken(await readText(path)));
  } catch (error) {
    throw isProblem(error, 'file')
      ? new Problem('file', error.said, { hint: error.hint, cause: error, question: 'webIdentityTokenFile' })
      : error;
  }
}

async function pasted(provider: WebIdentityProvider, { ask }: Context): Promise<Secret> {
  const question = {
    ...webIdentityToken,
    parse(raw: string): Secret {
      const token = readToken(raw);
      checkToken(token, { provider });
      return new Secret(token);
    },
  };
  return await ask('webIdentityToken', question, {
    message: `Access token of your ${presets[provider].name} app`,
    note:
      'From the app that your administrator set up; the app must be the one that the role trusts. It ' +
      'begins with EAA.',
  });
}

/** A sign-in that is kept, else a new one. */
async function bySignIn(answers: ProviderAnswers, context: Context): Promise<WebIdentity> {
  const { provider } = answers;
  if (answers.clientId === undefined)
    throw new Problem('usage', 'An answer is missing: --client-id.', {
      hint: sentence`Set this profile up again: ${setUp()}`,
      question: 'clientId',
    });
  const server = await announced(answers, context);
  const client = { clientId: answers.clientId, clientSecret: answers.clientSecret };
  const learned = provider === 'oidc' ? { issuer: server.issuer } : {};
  const kept = await byKept(server, client, provider, context);
  if (kept) return identityOf(kept, provider, server.issuer, learned);
  const own = { ...client, clientSecret: client.clientSecret ?? (await secretOf(provider, context)) };
  const tokens = await signInAtProvider(server, own, presets[provider], answers, context);
  const token = vouching(tokens, provider, {
    name: presets[provider].name,
    issuer: server.issuer,
    clientId: own.clientId,
  });
  const { refreshToken } = tokens;
  return {
    ...identityOf(token, provider, server.issuer, { ...learned, renewable: refreshToken ? 'yes' : 'no' }),
    signIn: refreshToken && { issuer: server.issuer, ...own, refreshToken },
  };
}

async function announced(
  { provider, issuer }: ProviderAnswers,
  { openid, signal, ui }: Context,
): Promise<OpenIdProvider> {
  const preset = presets[provider];
  const address = preset.issuer ?? issuer;
  if (preset.metadata) return preset.metadata;
  if (address === undefined)
    throw new Problem('usage', 'An answer is missing: --issuer.', {
      hint: sentence`Set this profile up again: ${setUp()}`,
      question: 'issuer',
    });
  return await ui.step(`Asking ${preset.name} how to sign in`, () => openid.discover(address, { signal }));
}

/** Google gives its desktop clients a secret that is none, and wants to see it. */
async function secretOf(provider: WebIdentityProvider, { ask, browser }: Context): Promise<Secret | undefined> {
  return provider === 'google' && browser ? await ask('clientSecret', clientSecret) : undefined;
}

/**
 * A new token by the sign-in that is kept. Not every provider gives an ID token again (OpenID Connect Core 1.0, section
 * 12.2).
 */
async function byKept(
  server: OpenIdProvider,
  client: OpenIdClient,
  provider: WebIdentityProvider,
  context: Context,
): Promise<Secret | undefined> {
  const { openid, signal } = context;
  const fresh = await renewed(
    { ...client, issuer: server.issuer },
    async (kept) => (await openid.relyingParty(server, kept, { signal })).refresh(kept.refreshToken),
    context,
  );
  return fresh && (isAccessTokenWanted(provider) ? fresh.accessToken : fresh.idToken);
}

/**
 * The one of the tokens that AWS takes.
 * @throws Problem `aws` where there is none
 */
export function vouching(
  tokens: OpenIdTokens,
  provider: WebIdentityProvider,
  { name, issuer, clientId }: { readonly name: string; readonly issuer: string; readonly clientId: string },
): Secret {
  const token = isAccessTokenWanted(provider) ? tokens.accessToken : tokens.idToken;
  if (!token)
    throw new Problem('aws', `${name} sent no ID token.`, { hint: 'The scope must have openid in it (--scope).' });
  try {
    checkToken(token.reveal(), { provider, issuer, clientId });
    return token;
  } catch (error) {
    throw isProblem(error)
      ? new Problem('aws', `AWS cannot take what ${name} sent. ${error.message}`, {
          hint: 'Tell your administrator: the client has to be set up for ID tokens signed with RSA.',
          cause: error,
        })
      : error;
  }
}

function identityOf(
  token: Secret,
  provider: WebIdentityProvider,
  issuer: string | undefined,
  learned: Readonly<Record<string, string>>,
): WebIdentity {
  const { stsProviderId, cognitoLogin } = presets[provider];
  return {
    token,
    providerId: stsProviderId,
    login: cognitoLogin ?? loginName(issuer ?? ''),
    learned,
  };
}

/** As Cognito's `Logins` name an issuer: a user pool by its provider name, whichever its issuer is. */
function loginName(issuer: string): string {
  const pool = userPoolOfIssuer(issuer);
  return pool === undefined ? issuer.replace(/^https:\/\//, '') : userPoolProviderName(pool);
}
