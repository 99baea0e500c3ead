import * as oauth from 'oauth4webapi';
import { Problem } from '../../core/problem.js';
import { noteSecret } from '../../core/secret.js';

/** A request for an authorization code, on its way through a browser. */
export interface AuthorizationRequest {
  /** Where the browser is sent. */
  readonly url: URL;
  /** What proves to the token endpoint that whoever brings the code also asked for it. */
  readonly verifier: string;
  /**
   * Reads what the browser brought back. Source: RFC 6749, sections 4.1.2 and 4.1.2.1; RFC 9207.
   * @returns the parameters, proven to be an answer to this request, with a code among them
   * @throws Problem `aws` where there is no code; else what the library throws
   */
  readonly answer: (query: URLSearchParams) => URLSearchParams;
}

/**
 * Makes a request with PKCE and a state that nobody guesses. Source: RFC 6749, section 4.1.1; RFC 7636.
 * @param endpoint the authorization endpoint
 * @param client made anew for each use, as its clock may be known only later
 * @param parameters what is sent beside, and instead of, what each request has
 */
export async function authorizationRequest(
  endpoint: URL,
  as: oauth.AuthorizationServer,
  client: () => oauth.Client,
  parameters: Readonly<Record<string, string>>,
): Promise<AuthorizationRequest> {
  const [verifier, state] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState()];
  noteSecret(verifier);
  const url = new URL(endpoint);
  const all = {
    response_type: 'code',
    client_id: client().client_id,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...parameters,
  };
  for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value);
  return {
    url,
    verifier,
    answer(query) {
      noteSecret(query.get('code') ?? '');
      const answered = oauth.validateAuthResponse(as, client(), query, state);
      if (!answered.get('code'))
        throw new Problem('aws', 'The browser came back without an authorization code.', { hint: 'Try again.' });
      return answered;
    },
  };
}
