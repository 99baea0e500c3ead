import { expect } from 'chai';
import type {
  OpenId,
  OpenIdClient,
  OpenIdProvider,
  OpenIdTokens,
  RelyingParty,
} from '../../../src/core/ports/openid.js';
import { Problem } from '../../../src/core/problem.js';
import { Secret } from '../../../src/core/secret.js';
import { rejection } from '../../helpers/aws-client.js';
import { openIdSeeing } from '../../helpers/openid-client.js';
import { openIdProvider } from '../../sandbox/openid/provider.js';
import { visit } from '../../sandbox/person.js';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.js';
import type { Answer, Call } from '../../sandbox/wire/exchange.js';

describe('a client of an OpenID provider', function () {
  this.timeout(60_000);
  let sandbox: Sandbox;
  let openid: OpenId;
  before(async () => {
    sandbox = await startSandbox();
    openid = openIdSeeing(sandbox.environment());
  });
  beforeEach(() => sandbox.log.clear());
  after(() => sandbox.stop());

  const person = { username: 'ana', password: 'correct horse', decision: 'allow' } as const;

  async function inBrowser(party: RelyingParty): Promise<OpenIdTokens> {
    const redirectUri = 'http://127.0.0.1/oauth/callback';
    const scope = 'openid offline_access';
    const sent = await party.authorization({ redirectUri, scope, parameters: { prompt: 'consent' } });
    const { url } = await visit(sent.url.href, person, sandbox);
    return await sent.accept(new URL(url).searchParams)();
  }

  async function byDeviceCode(party: RelyingParty): Promise<OpenIdTokens> {
    const device = await party.device('openid offline_access');
    expect(await device.tokens()).to.equal('authorization_pending');
    await visit(device.verificationUriComplete ?? '', person, sandbox);
    const tokens = await device.tokens();
    if (typeof tokens === 'string') throw new Error(tokens);
    return tokens;
  }

  describe('proves itself', () => {
    // Each character of it means something in a form or in a header.
    const clientSecret = 'a+b:c/d%e=&f-_g';

    async function partyOf(
      method: 'client_secret_basic' | 'client_secret_post',
      provider: Partial<OpenIdProvider>,
    ): Promise<RelyingParty> {
      const host = `${method.replaceAll('_', '-')}-${Object.keys(provider).length}.example.com`;
      const { issuer } = await openIdProvider(sandbox, {
        host,
        takesOnly: method,
        clients: [
          {
            token_endpoint_auth_method: method,
            client_secret: clientSecret,
          },
        ],
      });
      const found = await openid.discover(issuer);
      expect(found.clientAuthentication).to.include.members(['client_secret_basic', 'client_secret_post']);
      const client = { clientId: 'git-codecommit', clientSecret: new Secret(clientSecret) };
      return await openid.relyingParty({ ...found, ...provider }, client);
    }
    const asked = (path: string): number =>
      sandbox.log.entries.filter(({ operation }) => operation.startsWith(`POST ${path}`)).length;

    for (const [what, method, provider, tries] of [
      ['by HTTP Basic, where the provider lists both', 'client_secret_basic', {}, 1],
      [
        'by HTTP Basic, where the provider lists nothing',
        'client_secret_basic',
        { clientAuthentication: undefined },
        1,
      ],
      ['by its form, where the provider lists both and takes that alone', 'client_secret_post', {}, 2],
      [
        'by HTTP Basic, where the provider lists forms and takes that alone',
        'client_secret_basic',
        { clientAuthentication: ['client_secret_post'], namesItself: true },
        2,
      ],
      [
        'by its form, where that alone is listed',
        'client_secret_post',
        { clientAuthentication: ['client_secret_post'] },
        1,
      ],
    ] as const) {
      it(`${what}: in the browser, for device codes, for new tokens and to revoke them`, async () => {
        const tokens = await inBrowser(await partyOf(method, provider));
        expect(asked('/token')).to.equal(tries);
        const device = await partyOf(method, provider);
        const { refreshToken = new Secret('') } = await byDeviceCode(device);
        // The person's own two pages are posted there as well.
        expect(asked('/device')).to.equal(tries + 2);
        expect((await device.refresh(refreshToken))?.idToken).to.be.instanceOf(Secret);
        const revoking = await partyOf(method, provider);
        const { refreshToken: other = new Secret('') } = await byDeviceCode(revoking);
        expect(await revoking.revoke(other)).to.equal(true);
        expect(await revoking.refresh(other)).to.equal(undefined);
        expect(tokens.refreshToken).to.be.instanceOf(Secret);
      });
    }

    it('at each endpoint in the way that it takes, and in the one that was taken last first', async () => {
      const issuer = 'https://divided.example.com';
      const seen: string[] = [];
      sandbox.serve({
        name: 'divided',
        serves: (host) => host === 'divided.example.com',
        answer({ entry, request: { path, headers, body } }: Call) {
          entry.operation = path;
          const isBasic = headers.authorization?.startsWith('Basic ') === true;
          seen.push(`${path} ${isBasic ? 'header' : 'form'}`);
          const isTaken = isBasic === (path === '/device') && (isBasic || body.includes('client_secret='));
          const known =
            path === '/device'
              ? { device_code: 'd', user_code: 'ABCD', verification_uri: `${issuer}/page`, expires_in: 600 }
              : { error: 'authorization_pending' };
          return {
            status: isTaken && path === '/device' ? 200 : isTaken ? 400 : 401,
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(isTaken ? known : { error: 'invalid_client' }),
          };
        },
      });
      const server = { issuer, tokenEndpoint: `${issuer}/token`, deviceAuthorizationEndpoint: `${issuer}/device` };
      const client = { clientId: 'git-codecommit', clientSecret: new Secret(clientSecret) };
      const device = await (await openid.relyingParty(server, client)).device('openid');
      for (let asks = 0; asks < 2; asks += 1) expect(await device.tokens()).to.equal('authorization_pending');
      expect(seen).to.deep.equal(['/device header', '/token header', '/token form', '/token form']);
    });

    it('no more than once in each way, where the secret is wrong, and says what the provider says', async () => {
      const { issuer } = await openIdProvider(sandbox, {
        host: 'strict.example.com',
        clients: [{ token_endpoint_auth_method: 'client_secret_basic', client_secret: clientSecret }],
      });
      const client: OpenIdClient = { clientId: 'git-codecommit', clientSecret: new Secret('wrong') };
      const party = await openid.relyingParty(await openid.discover(issuer), client);
      const problem = await rejection(party.device('openid'));
      expect(problem).to.include({ kind: 'aws', question: 'clientId' });
      expect((problem as Problem).message).to.contain('client authentication failed');
      expect(asked('/device')).to.equal(2);
    });
  });

  describe('says what the provider says', () => {
    const issuer = 'https://talkative.example.com';
    const provider: OpenIdProvider = {
      issuer,
      tokenEndpoint: `${issuer}/token`,
      deviceAuthorizationEndpoint: `${issuer}/device`,
      revocationEndpoint: `${issuer}/revoke`,
    };
    let answer: Answer;
    before(() => {
      sandbox.serve({
        name: 'talkative',
        serves: (host) => host === 'talkative.example.com',
        answer(call: Call) {
          call.entry.operation = call.request.path;
          return answer;
        },
      });
    });

    const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
      status,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    const said = { error: 'policy_violation', error_description: 'Your device is not managed.' };
    const calls: Readonly<Record<string, (party: RelyingParty) => Promise<unknown>>> = {
      'for new tokens': (party) => party.refresh(new Secret('once')),
      'for a device code': (party) => party.device('openid'),
      'to revoke': (party) => party.revoke(new Secret('once')),
    };

    for (const [what, given, words] of [
      ['with status 400', json(400, said), 'Your device is not managed.'],
      ['with status 401 and a challenge', json(401, said, { 'www-authenticate': 'Basic realm="x"' }), 'not managed'],
      ['with status 403', json(403, said), 'not managed'],
      ['with status 500', json(500, said), 'not managed'],
      [
        'with status 503, as text',
        { status: 503, headers: { 'content-type': 'text/plain' }, body: 'Closed for tea.' },
        'tea',
      ],
      ['with status 200', json(200, said), 'not managed'],
      ['as JSON that calls itself a page', json(400, said, { 'content-type': 'text/html' }), 'not managed'],
      [
        'in its challenge alone',
        { status: 401, headers: { 'www-authenticate': 'Bearer error="x", error_description="No \\"such\\" app."' } },
        'No "such" app.',
      ],
      [
        'as a form',
        {
          status: 400,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams(said).toString(),
        },
        'not managed',
      ],
      ['in JSON of its own', json(403, { errorCode: 'E1', errorSummary: 'The client is not active.' }), 'not active'],
      ['in an object', json(400, { error: { message: 'App is in development.', code: 190 } }), 'in development'],
      ['by its code alone', json(418, { error: 'out_of_tea' }), 'out_of_tea'],
    ] as const satisfies readonly (readonly [string, Answer, string])[]) {
      for (const [asking, call] of Object.entries(calls)) {
        it(`${what}, asked ${asking}`, async () => {
          answer = given;
          const problem = await rejection(call(await openid.relyingParty(provider, { clientId: 'cli' })));
          expect(problem).to.be.instanceOf(Problem).and.to.include({ kind: 'aws' });
          expect((problem as Problem).message).to.contain(words);
        });
      }
    }

    it('without what would do something to a terminal', async () => {
      answer = json(500, { error: 'x', error_description: `\u001b]0;owned\u0007\u001b[2J${'long '.repeat(500)}` });
      const problem = await rejection((await openid.relyingParty(provider, { clientId: 'cli' })).device('openid'));

      expect((problem as Problem).message).to.not.match(/[\u0000-\u001f\u007f-\u009f]/);
      expect((problem as Problem).message).to.have.length.lessThan(500);
    });

    it('and calls a page that is no answer what it is', async () => {
      answer = { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>Bad gateway</h1>' };
      const problem = await rejection((await openid.relyingParty(provider, { clientId: 'cli' })).device('openid'));
      expect(problem).to.include({ kind: 'network' });
    });
  });
});
