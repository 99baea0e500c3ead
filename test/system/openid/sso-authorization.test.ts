import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { Problem } from '../../../src/core/problem.js';
import { ssoAuthorization } from '../../../src/system/openid/sso-authorization.js';

const endpoint = new URL('https://oidc.eu-west-1.amazonaws.com/authorize');
const ask = (): ReturnType<typeof ssoAuthorization> =>
  ssoAuthorization(endpoint, 'client', {
    redirectUri: 'http://127.0.0.1:4711/oauth/callback',
    scopes: ['sso:account:access', 'codewhisperer:completions'],
  });

describe("a request for IAM Identity Center's authorization code", () => {
  it('says what the AWS CLI says', async () => {
    const { url } = await ask();
    expect(url.origin + url.pathname).to.equal(endpoint.href);
    const { state, code_challenge: challenge, ...others } = Object.fromEntries(url.searchParams);
    expect(others).to.deep.equal({
      response_type: 'code',
      client_id: 'client',
      redirect_uri: 'http://127.0.0.1:4711/oauth/callback',
      code_challenge_method: 'S256',
      scopes: 'sso:account:access codewhisperer:completions',
    });
    expect([state, challenge].map((text) => text?.length)).to.deep.equal([43, 43]);
  });

  it('carries a state and a challenge that nobody guesses', async () => {
    const sent = (await Promise.all(Array.from({ length: 20 }, ask))).map(({ url }) => url.searchParams);
    for (const name of ['state', 'code_challenge'])
      expect(new Set(sent.map((query) => query.get(name))).size, name).to.equal(20);
  });
});

describe('what a browser brings back from IAM Identity Center', () => {
  it('is the code, with the verifier that meets the challenge', async () => {
    const { url, accept } = await ask();
    const { code, codeVerifier } = accept(
      new URLSearchParams({ code: 'a/b', state: url.searchParams.get('state') ?? '', iss: 'https://example.com' }),
    );
    expect(code.reveal()).to.equal('a/b');
    expect(codeVerifier.reveal()).to.match(/^[A-Za-z0-9._~-]{43,128}$/);
    expect(createHash('sha256').update(codeVerifier.reveal()).digest('base64url')).to.equal(
      url.searchParams.get('code_challenge'),
    );
  });

  for (const [what, query, message] of [
    ['another state', 'code=a&state=wrong', 'does not belong to this sign-in'],
    ['no state', 'code=a', 'does not belong to this sign-in'],
    ['an empty state', 'code=a&state=', 'does not belong to this sign-in'],
    ['our state beside another', 'code=a&state=right&state=wrong', 'not an answer to a sign-in'],
    ['an error with another state', 'error=access_denied&state=wrong', 'does not belong to this sign-in'],
    ['a refusal', 'error=access_denied&error_description=no&state=right', 'was denied in the browser'],
    ['an error', 'error=server_error&error_description=%1b%5b31mred&state=right', 'refused: \\x1b[31mred'],
    ['an error without words', 'error=invalid_scope&state=right', 'refused: invalid_scope'],
    ['nothing', 'state=right', 'without an authorization code'],
    ['an empty code', 'code=&state=right', 'without an authorization code'],
  ] as const) {
    it(`is refused when it is ${what}`, async () => {
      const { url, accept } = await ask();
      const answer = new URLSearchParams(query.replace('right', url.searchParams.get('state') ?? ''));
      expect(() => accept(answer)).to.throw(Problem, message);
    });
  }
});
