import { expect } from 'chai';
import type { DeviceSignIn, OpenIdTokens } from '../../../src/core/ports/openid.js';
import { Secret } from '../../../src/core/secret.js';
import { confirmed } from '../../../src/methods/web-identity/in-browser.js';
import type { SignInContext } from '../../../src/methods/web-identity/in-browser.js';

describe('a code that is confirmed in a browser', () => {
  const tokens: OpenIdTokens = { accessToken: new Secret('access token') };
  const device: DeviceSignIn = {
    userCode: 'WDJB-MJHT',
    verificationUri: 'https://login.example.com/device',
    verificationUriComplete: 'https://login.example.com/device?user_code=WDJB-MJHT',
    expiresInSeconds: 60,
    intervalSeconds: 1,
    tokens: () => Promise.resolve(tokens),
  };

  /** What is said, and what the browser is started with. */
  async function seen(absence: string | undefined): Promise<{ readonly said: string; readonly opened: string[] }> {
    const [said, opened]: [string[], string[]] = [[], []];
    const browser = {
      absence,
      open: (url: URL) => Promise.resolve(opened.push(url.href) > 0),
      listen: () => Promise.reject(new Error('nobody comes back')),
    };
    const { signal } = new AbortController();
    const context = {
      clock: { now: () => new Date(0), sleep: () => Promise.resolve() },
      signal,
      ui: {
        say: (text: string) => said.push(text),
        step: (_title: string, work: (progress: undefined, stop: AbortSignal) => unknown) => work(undefined, signal),
      },
    } as unknown as SignInContext;
    const request = { name: 'the provider', scope: '', parameters: {}, redirectUri: undefined, timeoutMs: 1000 };
    expect(await confirmed(device, request, browser, context)).to.equal(tokens);
    return { said: said.join('\n'), opened };
  }

  it('is typed where our own browser opens, for other users can read what that is started with', async () => {
    const { said, opened } = await seen(undefined);
    expect(opened).to.deep.equal([device.verificationUri]);
    expect(said).to.contain('and enter the code WDJB-MJHT there').and.not.contain('user_code=');
  });

  it('stands in the address where another browser is used', async () => {
    const { said, opened } = await seen('--no-browser was given');
    expect(opened).to.deep.equal([]);
    expect(said).to.contain(device.verificationUriComplete).and.contain('check that it is this one');
  });
});
