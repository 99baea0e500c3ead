import { expect } from 'chai';
import { plainText } from '../../../src/core/advice/say.js';
import { Problem } from '../../../src/core/problem.js';
import { Secret } from '../../../src/core/secret.js';
import { renewed } from '../../../src/methods/web-identity/renewal.js';
import type { MethodContext } from '../../../src/core/method.js';
import { tokensInMemory } from '../../helpers/tokens-in-memory.js';

describe('a renewal by a sign-in that is kept, where nothing can be written', () => {
  const client = { issuer: 'https://login.example.com', clientId: 'git-codecommit' };
  const warnings: string[] = [];
  const context = (): Pick<MethodContext, 'profile' | 'tokens' | 'ui'> => {
    warnings.length = 0;
    const tokens = tokensInMemory();
    tokens.kept.set('dev', { ...client, clientSecret: undefined, refreshToken: new Secret('first') });
    const full = new Problem('file', 'Cannot write tokens: no space left on the device (ENOSPC).');
    const ui = { warn: (text: Parameters<typeof plainText>[0]) => void warnings.push(plainText(text)) };
    return { profile: 'dev', tokens: { ...tokens, write: () => Promise.reject(full) }, ui: ui as MethodContext['ui'] };
  };

  it('goes on with the new tokens, and says that the next one wants a sign-in', async () => {
    const fresh = { accessToken: new Secret('access'), idToken: new Secret('id'), refreshToken: new Secret('second') };
    expect(await renewed(client, () => Promise.resolve(fresh), context())).to.equal(fresh);
    expect(warnings).to.deep.equal([
      'The next refresh will want you to sign in, for this sign-in cannot be kept: Cannot write tokens: no space left ' +
        'on the device (ENOSPC).',
    ]);
  });

  it('lets somebody sign in where the provider takes the old one no more', async () => {
    expect(await renewed(client, () => Promise.resolve(undefined), context())).to.equal(undefined);
    expect(warnings).to.deep.equal([]);
  });
});
