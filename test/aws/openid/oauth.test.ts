import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { authorizationCode, newPkce, newState } from '../../../src/aws/openid/oauth.js';
import { Problem } from '../../../src/core/problem.js';

describe('an authorization request', () => {
  it('carries a challenge that only its verifier meets', () => {
    const { verifier, challenge } = newPkce();
    expect(verifier.reveal()).to.match(/^[A-Za-z0-9._~-]{43,128}$/);
    expect(createHash('sha256').update(verifier.reveal()).digest('base64url')).to.equal(challenge);
    expect(newPkce().challenge).to.not.equal(challenge);
  });

  it('carries a state that nobody guesses', () => {
    expect(new Set(Array.from({ length: 100 }, newState)).size).to.equal(100);
    expect(newState()).to.match(/^[\w-]{32}$/);
  });
});

describe('what a browser brings back', () => {
  const read = (query: string, state = 'right'): string =>
    authorizationCode(new URLSearchParams(query), state).reveal();

  it('is the code, when the state is ours', () => {
    expect(read('code=a%2Fb&state=right')).to.equal('a/b');
  });

  for (const [what, query, message] of [
    ['another state', 'code=a&state=wrong', 'does not belong to this sign-in'],
    ['no state', 'code=a', 'does not belong to this sign-in'],
    ['an error with another state', 'error=access_denied&state=wrong', 'does not belong to this sign-in'],
    ['a refusal', 'error=access_denied&error_description=no&state=right', 'was denied in the browser'],
    [
      'an error',
      'error=server_error&error_description=%1b%5b31mred&state=right',
      'The sign-in did not work: \\x1b[31mred',
    ],
    ['an error without words', 'error=invalid_scope&state=right', 'invalid_scope'],
    ['nothing', 'state=right', 'without an authorization code'],
    ['an empty code', 'code=&state=right', 'without an authorization code'],
  ] as const) {
    it(`is refused when it is ${what}`, () => {
      expect(() => read(query))
        .to.throw(Problem, message)
        .with.property('kind', 'aws');
    });
  }
});
