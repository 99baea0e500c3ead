import * as oauth from 'oauth4webapi';
import { codeExpired, deniedInBrowser } from '../../aws/openid/sign-in-ends.js';
import type { OpenIdProvider } from '../../core/ports/openid.js';
import { Problem, isProblem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';

/** OAuth's own code of a refusal: `invalid_grant`. */
export function errorCode(error: unknown): string | undefined {
  if (error instanceof oauth.ResponseBodyError || error instanceof oauth.AuthorizationResponseError) return error.error;
  return error instanceof oauth.WWWAuthenticateChallengeError ? 'invalid_client' : undefined;
}

/** What an error code means, and what helps. */
interface Advice {
  readonly message: string;
  readonly hint: string;
  readonly question?: string;
}

const again = 'Run the same command again to sign in anew.';
const administrator = 'Compare it with what your administrator gave you.';

/**
 * Source: RFC 6749, sections 4.1.2.1 and 5.2; RFC 8628, section 3.5; `redirect_uri_mismatch` is Google's and Cognito's;
 * `not_allowed` is Keycloak's, for people who may not have tokens that outlive their session.
 */
const ofProviders: Readonly<Record<string, Advice>> = {
  access_denied: deniedInBrowser,
  expired_token: codeExpired,
  invalid_client: {
    message: 'The provider does not take this client id (or its secret).',
    hint: `${administrator} (--client-id, --client-secret-file)`,
    question: 'clientId',
  },
  unauthorized_client: {
    message: 'The provider does not let this client sign anybody in this way.',
    hint: `${administrator} (--client-id)`,
    question: 'clientId',
  },
  invalid_grant: { message: 'The provider does not take this sign-in any more.', hint: again },
  invalid_scope: {
    message: 'The provider does not know one of the scopes.',
    hint: 'Give others with --scope; openid is one that all know.',
    question: 'scope',
  },
  not_allowed: {
    message: 'The provider does not give you what it was asked for.',
    hint: 'Ask for less: --scope openid. You sign in more often then.',
    question: 'scope',
  },
  redirect_uri_mismatch: {
    message: 'The provider does not know the address that the browser is to come back to.',
    hint: 'Give the one that is registered with it: --redirect-uri http://localhost:PORT/PATH',
    question: 'redirectUri',
  },
};

/**
 * Turns whatever the library threw into our own errors: Problem `aws` where the provider said no, or said
 * something that is not to be trusted; Problem `network` where what answered is no provider.
 * @param advice what the error codes mean there
 */
export function explained(
  error: unknown,
  provider: Pick<OpenIdProvider, 'issuer'>,
  advice: Readonly<Record<string, Advice>> = ofProviders,
): Problem {
  if (isProblem(error)) return error;
  const code = errorCode(error);
  if (code !== undefined) return refused(error, code, advice[code]);
  const name = printable(new URL(provider.issuer).host, 100);
  const why = error instanceof oauth.OperationProcessingError ? untrusted(error, name) : undefined;
  if (why) return why;
  return new Problem('network', `What ${name} answered is not an answer to a sign-in.`, {
    hint: 'Try again; with --debug the cause is shown.',
    cause: error,
  });
}

function refused(error: unknown, code: string, known: Advice | undefined): Problem {
  const description = (error as { readonly error_description?: string }).error_description;
  const said = description === undefined || description === '' ? code : description;
  const message = known
    ? withReason(known.message, code, description)
    : `The provider refused: ${printable(said, 300)}`;
  return new Problem('aws', message, { hint: known?.hint ?? again, question: known?.question, cause: error });
}

/** What the provider adds is worth reading, except where everything is said already. */
function withReason(message: string, code: string, description: string | undefined): string {
  if (description === undefined || description === '' || code === 'access_denied' || code === 'expired_token')
    return message;
  return `${message.replace(/\.$/, '')}: ${printable(description, 300)}`;
}

/** Answers that were read, and found to be for somebody or something else. */
function untrusted(error: oauth.OperationProcessingError, name: string): Problem | undefined {
  const problem = (message: string, hint: string): Problem => new Problem('aws', message, { hint, cause: error });
  const cause = error.cause as
    | {
        readonly claim?: string;
        readonly claims?: Readonly<Record<string, unknown>>;
        readonly parameters?: unknown;
        readonly expected?: unknown;
      }
    | undefined;
  if (error.code === oauth.JWT_TIMESTAMP_CHECK)
    return problem(
      `The ID token that ${name} sent has ended, or has not begun.`,
      "Check this computer's clock; then sign in again.",
    );
  if (error.code === oauth.JWT_CLAIM_COMPARISON)
    return problem(
      `The ID token that ${name} sent is not for this sign-in: ` +
        `${printable(claimSentence(cause?.claim, cause?.claims), 300)}.`,
      again,
    );
  if (error.code === oauth.INVALID_RESPONSE && cause?.parameters !== undefined) {
    return problem(
      'What the browser brought back does not belong to this sign-in.',
      'Close the tabs of earlier sign-ins, and run the same command again.',
    );
  }
  if (error.code === oauth.INVALID_RESPONSE && error.message.includes('id_token'))
    return problem(`${name} sent no ID token.`, 'The scope must have openid in it (--scope).');
  return undefined;
}

function claimSentence(claim: string | undefined, claims: Readonly<Record<string, unknown>> | undefined): string {
  const value = claim === undefined ? undefined : claims?.[claim];
  const names: Readonly<Record<string, string>> = {
    aud: 'it was made for',
    iss: 'it comes from',
    nonce: 'its nonce is',
    azp: 'it was made for',
  };
  return claim === undefined
    ? 'a claim differs'
    : `${names[claim] ?? `its ${claim} is`} ` +
        (value === undefined ? 'missing' : typeof value === 'string' ? value : JSON.stringify(value));
}
