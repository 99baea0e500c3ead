import { deniedInBrowser } from '../../aws/openid/sign-in-ends.js';
import { Secret } from '../../core/secret.js';
import { authorizationRequest } from './authorization-request.js';
import { explained } from './explain.js';

/** An authorization code, and what proves that we asked for it. */
export interface ProvenCode {
  readonly code: Secret;
  readonly codeVerifier: Secret;
}

/**
 * Asks IAM Identity Center for an authorization code as the AWS CLI does: the parameter is called `scopes`, the answer
 * names no issuer, and there is no ID token. Source: AWS CLI, `awscli/customizations/sso/utils.py`; botocore,
 * `SSOTokenFetcherAuth`.
 * @param endpoint where SSO-OIDC takes browsers
 * @returns what reads the browser's return, which throws Problem `aws` where it is no answer to this request, or a no
 */
export async function ssoAuthorization(
  endpoint: URL,
  clientId: string,
  { redirectUri, scopes }: { readonly redirectUri: string; readonly scopes: readonly string[] },
): Promise<{ readonly url: URL; readonly accept: (query: URLSearchParams) => ProvenCode }> {
  const server = { issuer: endpoint.origin };
  const request = await authorizationRequest(endpoint, server, () => ({ client_id: clientId }), {
    redirect_uri: redirectUri,
    scopes: scopes.join(' '),
  });
  return {
    url: request.url,
    accept(query) {
      const answer = new URLSearchParams(query);
      // Nothing announces what it would be, so there is nothing to compare it with.
      answer.delete('iss');
      try {
        const code = request.answer(answer).get('code') ?? '';
        return { code: new Secret(code), codeVerifier: new Secret(request.verifier) };
      } catch (error) {
        throw explained(error, server, { access_denied: deniedInBrowser });
      }
    },
  };
}
