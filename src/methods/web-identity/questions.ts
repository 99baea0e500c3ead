import { parseIssuer } from '../../aws/openid/issuer.js';
import { readToken } from '../../aws/openid/read-token.js';
import { givenBy, jobAudience } from '../../aws/openid/job-identity.js';
import { isJobProvider, jobProviders, providerOfToken, webIdentityProviders } from '../../aws/openid/tokens.js';
import type { JobProvider, WebIdentityProvider } from '../../aws/openid/tokens.js';
import { Problem } from '../../core/problem.js';
import { optional, parsed, secret, text } from '../../core/interview/question.js';
import type { AnswersOf, Known, Question } from '../../core/interview/question.js';
import type { Choice } from '../../core/ports/ui.js';
import { Secret } from '../../core/secret.js';
import { browserTimeout } from '../common/session-questions.js';

/** The providers as lines of a menu. */
export const providerChoices: readonly Choice[] = [
  {
    value: 'oidc',
    name: "My company's identity provider (OpenID Connect)",
    description: 'Okta, Microsoft Entra ID, Keycloak, Auth0, … that an administrator has added to IAM',
  },
  { value: 'google', name: 'Google' },
  { value: 'amazon', name: 'Amazon (Login with Amazon)' },
  { value: 'facebook', name: 'Facebook' },
];

/** The CI services as lines of the same menu; for a person they have a place in it only where a job runs. */
export const jobChoices: readonly Choice[] = [
  { value: 'github', name: 'GitHub Actions, for the job that runs here', description: 'permission id-token: write' },
  { value: 'gitlab', name: 'GitLab CI/CD, for the job that runs here', description: 'id_tokens: GITLAB_OIDC_TOKEN' },
];

/** Takes the word of a provider. */
function parseProvider(raw: string): WebIdentityProvider | JobProvider {
  const word = raw.trim().toLowerCase();
  const all = [...webIdentityProviders, ...jobProviders];
  const found = all.find((provider) => provider === word);
  if (found === undefined)
    throw new Problem('usage', `There is no provider of that name: it is one of ${all.join(', ')}.`);
  return found;
}

const provider: Question<WebIdentityProvider | JobProvider, 'choice'> = {
  ...parsed<WebIdentityProvider | JobProvider>({
    message: 'Who signs you in?',
    help: 'who signs you in: oidc, google, amazon or facebook; in a job of CI github or gitlab',
    shareable: true,
    leadsTo: (name) =>
      ({
        oidc: undefined,
        google: 'accounts.google.com',
        amazon: 'www.amazon.com',
        facebook: 'www.facebook.com',
        github: 'actions.githubusercontent.com',
        gitlab: undefined,
      })[name],
    parse: parseProvider,
    choices: (_known, { env }) => [
      ...providerChoices,
      ...(env['GITHUB_ACTIONS'] === 'true' || env['GITLAB_CI'] === 'true' ? jobChoices : []),
    ],
    fallback: ({ webIdentityToken: token, webIdentityTokenEnv: variable }, { env }) =>
      providerOfToken(
        token instanceof Secret ? token.reveal() : typeof variable === 'string' ? givenBy(variable, env) : '',
      ) ?? 'oidc',
  }),
  kind: 'choice',
  valueName: 'NAME',
};

/** The token itself; its file is a question of its own, so that a renewal can read it anew. */
export const webIdentityToken = secret<Secret>({
  message: 'Token',
  help: "file with the provider's token (- is standard input): the ID token, for amazon and facebook the access token",
  parse: (raw) => new Secret(readToken(raw)),
  asked: 'on-demand',
});

const webIdentityTokenFile = {
  ...optional(
    text({
      message: 'File with the token',
      help: webIdentityToken.help,
      asked: 'on-demand',
      kept: false,
      shareable: false,
    }),
  ),
  valueName: 'PATH',
};

/** Never out of a recipe of others, who could name a variable with another secret in it. */
const webIdentityTokenEnv = {
  ...optional(
    text({
      message: 'Variable with the token',
      help: "variable that holds the provider's token, in a job of CI (default with gitlab: GITLAB_OIDC_TOKEN)",
      parse: parseVariable,
      asked: 'on-demand',
      shareable: false,
    }),
  ),
  valueName: 'VARIABLE',
};

/** Takes the name of a variable as a shell could set it; a token itself is none. */
function parseVariable(raw: string): string {
  const name = raw.trim().replace(/^\$(?:\{(.*)\}|(.*))$/, '$1$2');
  if (/^[A-Za-z_][A-Za-z0-9_]{0,254}$/.test(name)) return name;
  throw new Problem('usage', 'Not the name of a variable: it has letters, digits and _ only.', {
    hint: 'Give its name, not the token itself.',
  });
}

/** Where somebody has to sign in because no token was brought: who signs them in. */
function signsInWith({
  provider: one,
  login,
  webIdentityToken: token,
  webIdentityTokenFile: file,
  webIdentityTokenEnv: variable,
}: Known): unknown {
  return [token, file, variable].every((brought) => brought === undefined) ? (one ?? login) : undefined;
}

function signsInWithout(known: Known, ...others: readonly string[]): boolean {
  const who = signsInWith(known);
  return typeof who === 'string' && !isJobProvider(who) && !others.includes(who);
}

export const issuer = {
  ...text({
    message: 'Address of your identity provider (issuer)',
    help: 'address of the OpenID provider (issuer), as it stands in IAM',
    shareable: true,
    leadsTo: (address) => new URL(address).host,
    parse: parseIssuer,
    note:
      'From your administrator, for example https://login.example.com; it stands in IAM under "Identity providers". ' +
      'A slash at its end is part of it.',
    when: (known) => signsInWith(known) === 'oidc',
  }),
  valueName: 'URL',
};

/** What the ids of clients look like. Facebook calls it app ID. */
const clientIdExamples: Readonly<Record<WebIdentityProvider | JobProvider | 'user-pool', string>> = {
  oidc: '0oa1b2c3d4EXAMPLE',
  google: '1234567890-abc123.apps.googleusercontent.com',
  amazon: 'amzn1.application-oa2-client.0123abcd',
  facebook: '1234567890123456',
  'user-pool': '1h57kf5cpq17m0eml12EXAMPLE',
  github: 'sts.amazonaws.com',
  gitlab: 'https://gitlab.com',
};

/** An example that fits who signs people in, as far as that is known. */
export function clientIdExample({ provider: one, login }: Known): string {
  return clientIdExamples[(one ?? login ?? 'oidc') as keyof typeof clientIdExamples];
}

export const clientId = {
  ...text({
    message: 'Client ID',
    help: "client ID that the provider knows this program by; for a job the token's audience",
    shareable: true,
    note: (known) => `From your administrator, for example ${clientIdExample(known)}`,
    when: (known) => isJobProvider(known.provider) || signsInWithout(known, 'facebook'),
    fallback: (known, { region }) => (isJobProvider(known.provider) ? jobAudience(known.region ?? region) : undefined),
  }),
  valueName: 'ID',
};

export const clientSecret = optional(
  secret<Secret>({
    message: 'Client secret',
    help:
      "file with the client secret, where the client has one (Google's client_secret….json will do; - is " +
      'standard input)',
    parse: parseClientSecret,
    note: 'From your administrator. Google gives one to desktop clients too; leave it empty if there is none.',
    asked: 'on-demand',
  }),
);

export const scope = {
  ...optional(
    text({
      message: 'Scope',
      help: 'what to ask the provider for (default: openid, with offline_access where it is offered)',
      note:
        'For example openid. Left empty: openid, with offline_access where it is offered, so that you ' +
        'sign in seldom.',
      shareable: true,
      asked: 'advanced',
      when: (known) => signsInWithout(known, 'facebook'),
    }),
  ),
  valueName: 'SCOPE',
};

export const redirectUri = {
  ...optional(
    parsed<URL>({
      message: 'Address on this computer that the browser comes back to (redirect URI)',
      help: 'address on this computer that the browser comes back to; with a port where the provider wants a fixed one',
      shareable: true,
      parse: parseRedirectUri,
      note:
        'As it is registered with the provider, for example http://localhost:8976/callback. Left empty: ' +
        '127.0.0.1 and any free port.',
      asked: 'advanced',
      when: (known) => signsInWithout(known, 'facebook', 'amazon'),
    }),
  ),
  valueName: 'URL',
};

/** Who vouches for the person, and how this program is known there. */
export const webIdentityProviderQuestions = {
  webIdentityToken: optional(webIdentityToken),
  webIdentityTokenFile,
  webIdentityTokenEnv,
  provider,
  issuer: issuer as Question<string | undefined, 'text'>,
  clientId: clientId as Question<string | undefined, 'text'>,
  clientSecret,
  scope,
  redirectUri,
  browserTimeout,
};

export type ProviderAnswers = Omit<
  AnswersOf<typeof webIdentityProviderQuestions>,
  'provider' | 'webIdentityTokenEnv'
> & {
  readonly provider: WebIdentityProvider;
};

/** Source: RFC 8252, section 7.3. */
function parseRedirectUri(raw: string): URL {
  const given = raw.trim();
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url?.protocol !== 'http:' || !['127.0.0.1', 'localhost'].includes(url.hostname)) {
    throw new Problem(
      'usage',
      'The browser can come back to this computer only: the address looks like ' +
        'http://localhost:8976/callback or http://127.0.0.1/callback.',
    );
  }
  if (url.search !== '' || url.hash !== '') throw new Problem('usage', 'A redirect URI has no ? and no # in it here.');
  return url;
}

/**
 * The secret itself, of any printable ASCII characters and spaces, or the file that Google's console gives.
 * Source: RFC 6749, appendix A.2.
 */
function parseClientSecret(raw: string): Secret {
  const given = raw.replace(/^\ufeff/, '').trim();
  const found = /"client_secret"\s*:\s*"([^"]+)"/.exec(given)?.[1] ?? given;
  if (!/^[ -~]+$/.test(found) || isJsonObject(found)) throw new Problem('usage', 'That is no client secret.');
  return new Secret(found);
}

function isJsonObject(text: string): boolean {
  if (!text.startsWith('{')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
