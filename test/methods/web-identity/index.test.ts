import { sentence } from '../../../src/core/advice/advice.js';
import { refresh } from '../../../src/core/advice/own-commands.js';
import { plainText } from '../../../src/core/advice/say.js';
import { createServer } from 'node:http';
import { expect } from 'chai';
import { Problem, Refusal } from '../../../src/core/problem.js';
import { Secret } from '../../../src/core/secret.js';
import { webIdentity } from '../../../src/methods/web-identity/index.js';
import { listen } from '../../helpers/fake-service.js';
import { comeBackFrom } from '../../helpers/listening.js';
import { webFixture, type WebFixture } from '../../helpers/web-fixture.js';
import { oddProvider, type OddProvider } from '../../sandbox/openid/odd-provider.js';
import { openIdProvider, type OpenIdServer } from '../../sandbox/openid/provider.js';
import { visit } from '../../sandbox/person.js';
import { webIdentityTrust } from '../../sandbox/aws/openid-provider.js';

describe('signing in at an OpenID provider', function () {
  this.timeout(60_000);
  let stand: WebFixture;
  let server: OpenIdServer;
  let roleArn: string;
  before(async () => {
    stand = await webFixture();
    server = await openIdProvider(stand.sandbox);
    roleArn = roleFor(server.issuer);
  });
  beforeEach(() => stand.clear());
  after(() => stand.stop());

  /** A role that trusts a provider which IAM knows. */
  const roleFor = (issuer: string): string => {
    const account = stand.sandbox.aws.account('111122223333');
    const provider = account.openIdProvider(issuer, ['git-codecommit']);
    return account.role(`developer-${provider.url.replace(/\W/g, '-')}`, {
      trust: webIdentityTrust(provider.arn, { [`${provider.url}:aud`]: 'git-codecommit' }),
      maxSessionDuration: 14_400,
    }).arn;
  };
  const given = (over: Record<string, string> = {}): Record<string, string> => ({
    provider: 'oidc',
    issuer: server.issuer,
    clientId: 'git-codecommit',
    roleArn,
    ...over,
  });
  const signIn: WebFixture['signIn'] = (desk = {}) => stand.signIn({ given: given(), ...desk }, webIdentity);
  const refusal: WebFixture['refusal'] = (desk = {}) => stand.refusal({ given: given(), ...desk }, webIdentity);
  const isSignedIn = (): boolean => stand.sandbox.aws.sessions.length > 0;

  describe('in the browser', () => {
    it('ends in a session of the role, as long as the role grants', async () => {
      const { obtained } = await signIn();
      expect(stand.sandbox.aws.lastSession.accessKeyId).to.equal(obtained.credentials.accessKeyId);
      expect(obtained).to.deep.include({
        account: '111122223333',
        learned: { issuer: server.issuer, renewable: 'yes', sessionName: 'ana', grantedDuration: '14400' },
      });
      expect(obtained.signIn).to.include({ issuer: server.issuer, clientId: 'git-codecommit' });
      expect(stand.tokens.kept.size).to.equal(0);
    });

    it('leads to the provider: code, PKCE, state, nonce, and what a renewal takes', async () => {
      const opened: string[] = [];
      const { said } = await signIn({
        browser: stand.browser(
          {},
          {
            open: (url) => {
              opened.push(url.href);
              return stand.browser().open(url);
            },
          },
        ),
      });
      const [address = new URL('http://none')] = stand.led;
      // What others can read in the list of processes, and what the person reads, is good once, and says nothing.
      expect(opened).to.have.length(1);
      expect(opened[0]).to.match(/^http:\/\/127\.0\.0\.1:\d+\/sign-in\/[0-9a-f]{64}$/);
      expect(said.join('\n'))
        .to.contain(opened[0])
        .and.match(/leads\s+to\s+login\.example\.com:/)
        .and.not.contain('state=');
      expect(Object.fromEntries(address.searchParams)).to.include({
        response_type: 'code',
        client_id: 'git-codecommit',
        scope: 'openid offline_access',
        prompt: 'consent',
        code_challenge_method: 'S256',
      });
      for (const name of ['state', 'nonce', 'code_challenge'])
        expect(address.searchParams.get(name)).to.match(/^[\w-]{43}$/);
      expect(address.searchParams.get('redirect_uri')).to.match(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/);
    });

    it('comes back to the address that was registered, on a fixed port', async () => {
      const port = await freePort();
      const redirectUri = `http://localhost:${port}/oauth/callback`;
      await signIn({ given: given({ redirectUri }) });
      expect(stand.led[0]?.searchParams.get('redirect_uri')).to.equal(redirectUri);
    });

    it('says that the port is taken, before any browser is opened', async () => {
      const other = createServer();
      const port = await listen(other);
      try {
        const problem = await refusal({
          given: given({ redirectUri: `http://127.0.0.1:${port}/oauth/callback` }),
          browser: stand.browser({}, { open: () => Promise.reject(new Error('opened')) }),
        });
        expect(problem.message).to.contain(`Port ${port} on this computer is taken`);
        expect(plainText(problem.hint ?? '')).to.contain('--no-browser');
      } finally {
        other.close();
      }
    });

    it('says so when access is denied', async () => {
      expect(await refusal({ browser: stand.browser({ decision: 'deny' }) })).to.include({
        kind: 'aws',
        message: 'The sign-in was denied in the browser.',
      });
      expect(isSignedIn()).to.equal(false);
    });

    it('says so when nobody comes back', async () => {
      const problem = await refusal({
        given: given({ browserTimeout: '1s' }),
        browser: stand.browser({}, { open: () => Promise.resolve(true) }),
      });
      expect(problem)
        .to.include({ kind: 'aws' })
        .and.have.property('message')
        .that.contains('did not come back within 1 s');
    });

    it('says in the browser too that no code came, and redeems nothing', async () => {
      let page: Promise<string> | undefined;
      const empty = stand.browser(
        {},
        {
          open: (url) => {
            page = comeBackFrom(url, {});
            return Promise.resolve(true);
          },
        },
      );
      const message = 'The browser came back without an authorization code.';
      expect(await refusal({ browser: empty })).to.include({ kind: 'aws', message });
      expect(await page).to.contain(message);
      expect(stand.sandbox.log.entries.filter(({ operation }) => operation.includes('/token'))).to.deep.equal([]);
    });

    it('waits past what belongs to another sign-in, and redeems nothing of it', async () => {
      const shown: string[] = [];
      const forge = stand.browser(
        {},
        {
          open: async (url) => {
            const [to] = stand.led;
            const back = to?.searchParams.get('redirect_uri') ?? '';
            for (const query of [
              'code=stolen&state=guessed',
              `code=stolen&state=${to?.searchParams.get('state') ?? ''}`,
            ])
              shown.push((await visit(`${back}?${query}`, stand.habits(), stand.sandbox)).text);
            return await stand.browser().open(url);
          },
        },
      );
      const { obtained } = await signIn({ browser: forge });
      expect(obtained.account).to.equal('111122223333');
      expect(shown).to.have.length(2);
      expect(shown[0]).to.contain('does not belong to this sign-in');
      expect(shown[1]).to.contain('began in another browser');
      expect(stand.sandbox.log.entries.filter(({ operation }) => operation.includes('/token'))).to.have.length(1);
    });

    it('begins anew where somebody else opened the address first, and takes nothing of theirs', async () => {
      let stranger: Promise<unknown> | undefined;
      const robbed = stand.browser(
        {},
        {
          open: async (url) => {
            if (stranger === undefined) {
              // The first visit is the stranger's, who is not done yet when the person's browser comes.
              stranger = fetch(url, { redirect: 'manual' });
              await stranger;
            }
            return await stand.browser().open(url);
          },
        },
      );
      const { said, obtained } = await signIn({ browser: robbed });
      expect(said.join('\n')).to.contain('opened by two browsers').and.contain('a new one begins');
      expect(stand.led.map((to) => to.searchParams.get('state'))).to.have.length(2);
      expect(new Set(stand.led.map((to) => to.searchParams.get('state')))).to.have.property('size', 2);
      expect(obtained.account).to.equal('111122223333');
    });

    it('gives up where that goes on, and writes nothing', async () => {
      const problem = await refusal({
        browser: stand.browser(
          {},
          {
            open: async (url) => {
              for (let visits = 0; visits < 2; visits += 1) await fetch(url, { redirect: 'manual' });
              return true;
            },
          },
        ),
      });
      expect(problem).to.include({ kind: 'aws' }).and.have.property('message').that.contains('opened by two browsers');
      expect(isSignedIn()).to.equal(false);
    });

    it('stops at once when the user does', async () => {
      const stop = new AbortController();
      const problem = await refusal({
        signal: stop.signal,
        browser: stand.browser(
          {},
          {
            open: () => {
              stop.abort();
              return Promise.resolve(true);
            },
          },
        ),
      });
      expect(problem.kind).to.equal('cancelled');
    });

    it('signs somebody in once, however often the role has to be corrected', async () => {
      const { obtained, said } = await signIn({
        given: given({ roleArn: 'arn:aws:iam::111122223333:role/none' }),
        handleRefusal: (problem, { interview }) => {
          expect(problem).to.be.instanceOf(Refusal);
          interview.learn('roleArn', roleArn, roleArn);
          return Promise.resolve(true);
        },
      });
      expect(obtained.account).to.equal('111122223333');
      expect(said.filter((text) => text.includes('Your browser opens'))).to.have.length(1);
    });

    it('says when the browser that was opened is only said to be', async () => {
      const { said } = await signIn({
        browser: stand.browser({}, { open: () => Promise.resolve(false) }),
        hears: (text) => {
          const address = /No browser could be started[^]*\n(http:\S+\/sign-in\/\w+)$/.exec(text)?.[1];
          if (address !== undefined) void visit(address, stand.habits(), stand.sandbox);
        },
      });
      expect(said.join('\n')).to.contain('No browser could be started');
    });
  });

  describe('without a browser', () => {
    const absence = '--no-browser was given';
    const onAddress =
      (pattern: RegExp, habits: Parameters<WebFixture['habits']>[0] = {}) =>
      (text: string): void => {
        const address = pattern.exec(text)?.[0];
        if (address !== undefined) void visit(address, stand.habits(habits), stand.sandbox);
      };

    it('shows a code that is confirmed elsewhere', async () => {
      const { said, obtained } = await signIn({
        browser: stand.browser({}, { absence }),
        hears: onAddress(/https:\S+\/device\S*/),
      });
      expect(said.join('\n')).to.match(/It shows the code [A-Z]{4}-[A-Z]{4}; check that it is this one/);
      expect(obtained.signIn?.refreshToken).to.be.instanceOf(Secret);
    });

    it('says so when it is denied elsewhere', async () => {
      const problem = await refusal({
        browser: stand.browser({}, { absence }),
        hears: onAddress(/https:\S+\/device\S*/, { decision: 'deny' }),
      });
      expect(problem).to.include({ kind: 'aws', message: 'The sign-in was denied in the browser.' });
    });

    it('takes the address that a browser elsewhere ended at, where the client has no device codes', async () => {
      const other = await openIdProvider(stand.sandbox, {
        host: 'other.example.com',
        clients: [{ grant_types: ['authorization_code', 'refresh_token'] }],
      });
      let landed = '';
      const { obtained, prompts } = await signIn({
        given: given({ issuer: other.issuer, roleArn: roleFor(other.issuer) }),
        browser: stand.browser({}, { absence, listen: () => Promise.reject(new Error('listened')) }),
        hears: (text) => {
          landed = /https:\S+\/auth\?\S+/.exec(text)?.[0] ?? landed;
        },
        person: [() => stand.landingOf(landed)],
      });
      expect(prompts.map(({ kind, message }) => [kind, message])).to.deep.equal([
        ['secret', 'The address that the browser ended at'],
      ]);
      expect(new URL(landed).searchParams.get('redirect_uri')).to.equal('http://127.0.0.1:8976/oauth/callback');
      expect(obtained.account).to.equal('111122223333');
    });

    it('says that signing in takes a person, where nobody is there to bring it', async () => {
      const other = await openIdProvider(stand.sandbox, {
        host: 'alone.example.com',
        clients: [{ grant_types: ['authorization_code'] }],
      });
      const problem = await refusal({
        given: given({ issuer: other.issuer }),
        browser: stand.browser({}, { absence }),
      });
      expect(problem.kind).to.equal('aws');
    });
  });

  describe('a renewal', () => {
    const recipe = (over: Record<string, string> = {}) => ({
      given: {},
      recipe: given({ grantedDuration: '14400', ...over }),
      browser: undefined,
    });

    it('needs nobody while the provider takes the refresh token', async () => {
      stand.keep((await signIn()).obtained);
      stand.sandbox.log.clear();
      const { obtained } = await signIn(recipe());
      expect(obtained.credentials.accessKeyId).to.equal(stand.sandbox.aws.lastSession.accessKeyId);
      expect(obtained.signIn).to.equal(undefined);
      expect(stand.sandbox.log.count('POST /token refresh_token')).to.equal(1);
    });

    it('keeps the new token of a provider that takes each once, even for two at the same moment', async () => {
      const rotating = await openIdProvider(stand.sandbox, { host: 'rotating.example.com', rotates: true });
      const own = { issuer: rotating.issuer, roleArn: roleFor(rotating.issuer) };
      stand.keep((await signIn({ given: given(own) })).obtained);
      const first = stand.tokens.kept.get('dev')?.refreshToken.reveal();
      await Promise.all([signIn(recipe(own)), signIn(recipe(own)), signIn(recipe(own))]);
      expect(stand.tokens.kept.get('dev')?.refreshToken.reveal()).to.be.a('string').that.does.not.equal(first);
      await signIn(recipe(own));
    });

    it('says what to do when the refresh token is dead and nobody may be sent to a browser', async () => {
      stand.keep((await signIn()).obtained);
      stand.tokens.kept.set('dev', {
        issuer: server.issuer,
        clientId: 'git-codecommit',
        refreshToken: new Secret('dead'),
      });
      const problem = await refusal(recipe());
      expect(problem).to.deep.include({ kind: 'aws', hint: sentence`Run at a terminal: ${refresh('dev')}` });
      expect(problem.message).to.contain('signed in');
    });

    it('signs in anew when the refresh token is dead and somebody is there', async () => {
      stand.tokens.kept.set('dev', {
        issuer: server.issuer,
        clientId: 'git-codecommit',
        refreshToken: new Secret('dead'),
      });
      const { obtained } = await signIn({ ...recipe(), browser: stand.browser() });
      expect(obtained.signIn?.refreshToken).to.be.instanceOf(Secret);
    });

    it('never sends a refresh token to another provider, nor for another client', async () => {
      for (const kept of [
        { issuer: 'https://elsewhere.example.com', clientId: 'git-codecommit' },
        { issuer: server.issuer, clientId: 'another' },
      ]) {
        stand.tokens.kept.set('dev', { ...kept, refreshToken: new Secret('precious') });
        await signIn();
        expect(stand.tokens.kept.get('dev')?.refreshToken.reveal()).to.equal('precious');
      }
      expect(stand.sandbox.log.count('POST /token refresh_token')).to.equal(0);
    });

    it('wants a browser where the provider gave nothing to renew by', () => {
      expect(webIdentity.needs({ ...given(), renewable: 'no' })).to.equal('browser');
      expect(webIdentity.needs({ ...given(), renewable: 'yes' })).to.equal('nothing');
      expect(webIdentity.needs({ provider: 'facebook' })).to.equal('paste');
      expect(webIdentity.needs({ provider: 'facebook', webIdentityTokenFile: '/run/token' })).to.equal('nothing');
    });
  });

  describe('what a provider may not do', () => {
    let odd: OddProvider;
    let own: Record<string, string>;
    before(() => {
      odd = oddProvider(stand.sandbox);
      own = given({ issuer: odd.issuer, roleArn: roleFor(odd.issuer) });
    });
    beforeEach(() => {
      odd.oddity = {};
    });

    it('nothing, as long as it does as others do', async () => {
      const { obtained } = await signIn({ given: own });
      expect(obtained.account).to.equal('111122223333');
    });

    for (const [what, oddity, message] of [
      [
        'send an ID token of another sign-in (its nonce is another)',
        { claims: { nonce: 'replayed' } },
        /is not for this sign-in: its nonce is replayed/,
      ],
      [
        'send an ID token for another program',
        { claims: { aud: 'another' } },
        /is not for this sign-in: it was made for another/,
      ],
      [
        'send an ID token of another provider',
        { claims: { iss: 'https://evil.example.com' } },
        /is not for this sign-in: it comes from https:\/\/evil/,
      ],
      ['send an ID token that has ended', { lifetimeSeconds: -600 }, /has ended, or has not begun/],
      [
        'send an ID token that AWS cannot check',
        { symmetric: true },
        /signed with HS256; AWS takes RSA and elliptic curve/,
      ],
      ['send no ID token', { tokens: { id_token: undefined } }, /sent no ID token/],
      [
        'send the browser back with an error',
        { callback: { error: 'server_error', error_description: 'Out of order \u001b[31m' } },
        /The provider refused: Out of order \\x1b\[31m/,
      ],
      [
        'send the browser back because of the address that it came back to',
        { callback: { error: 'redirect_uri_mismatch', error_description: 'Not registered' } },
        /does not know the address that the browser is to come back to: Not registered/,
      ],
      ['refuse the code', { status: 400, tokens: { error: 'invalid_grant' } }, /does not take this sign-in any more/],
      ['refuse the client', { status: 401, tokens: { error: 'invalid_client' } }, /does not take this client id/],
    ] as const) {
      it(what, async () => {
        odd.oddity = oddity;
        const problem = await refusal({ given: own });
        expect(problem.kind).to.equal('aws');
        expect(problem.message).to.match(message);
        expect(isSignedIn()).to.equal(false);
      });
    }

    it('refuse somebody a token that outlives the session: less can be asked for', async () => {
      odd.oddity = {
        status: 400,
        tokens: { error: 'not_allowed', error_description: 'Offline tokens not allowed for the user or client' },
      };
      const problem = await refusal({ given: own });
      expect(problem).to.include({
        kind: 'aws',
        question: 'scope',
        message:
          'The provider does not give you what it was asked for: Offline tokens not allowed for the user or client',
      });
      expect(plainText(problem.hint ?? '')).to.contain('--scope openid');
    });

    it('answer with something that is no answer', async () => {
      odd.oddity = { status: 502 };
      expect(await refusal({ given: own })).to.have.property('kind', 'network');
    });

    it('nothing against PKCE for device codes, which is sent where it is wanted', async () => {
      odd.oddity = { deviceWantsProof: true, answers: [{ error: 'authorization_pending' }] };
      const { obtained } = await signIn({
        given: own,
        browser: stand.browser({}, { absence: 'this is an SSH session' }),
      });
      expect(obtained.account).to.equal('111122223333');
      expect(stand.sandbox.log.count('odd /device')).to.equal(2);
    });

    it('let a device code grow old', async () => {
      odd.oddity = { device: { expires_in: 2 }, status: 400, tokens: { error: 'authorization_pending' } };
      const problem = await refusal({ given: own, browser: stand.browser({}, { absence: 'this is an SSH session' }) });
      expect(problem).to.include({ kind: 'aws', message: 'The code was not confirmed in time, and has expired.' });
    });

    it('send somebody to what is no web page', async () => {
      odd.oddity = { device: { verification_uri: 'javascript:alert(1)' } };
      const problem = await refusal({ given: own, browser: stand.browser({}, { absence: 'this is an SSH session' }) });
      expect(problem.message).to.contain('names no https page');
    });

    it('announce itself under another name', async () => {
      odd.oddity = { announces: { issuer: 'https://evil.example.com' } };
      const problem = await refusal({ given: own });
      expect(problem).to.include({
        kind: 'usage',
        question: 'issuer',
        message: 'The provider at https://odd.example.com calls itself https://evil.example.com.',
      });
    });

    it('have its tokens fetched over plain HTTP', async () => {
      odd.oddity = { announces: { token_endpoint: 'http://odd.example.com/token' } };
      expect(await refusal({ given: own })).to.include({ kind: 'usage', question: 'issuer' });
    });

    it('be silent', async () => {
      const off = stand.sandbox.faults.add({ kind: 'unreachable' }, { on: 'odd.example.com' });
      try {
        const problem = await refusal({ given: own });
        expect(problem.kind).to.equal('network');
        expect(problem.message).to.contain('Cannot reach odd.example.com through the proxy');
      } finally {
        off();
      }
    });
  });

  it('says that an address is none of a provider', async () => {
    const problem = await refusal({ given: given({ issuer: 'https://www.amazon.com' }) });
    expect(problem).to.include({
      kind: 'usage',
      question: 'issuer',
      message: 'There is no OpenID provider at https://www.amazon.com.',
    });
    expect((await refusal({ given: given({ issuer: 'https://nowhere.example.org' }) })).kind).to.equal('network');
  });

  it('takes the slash at the end of an issuer from the provider itself', async () => {
    const slashed = oddProvider(stand.sandbox, 'slashed.example.com', '/tenant');
    const { obtained } = await signIn({
      given: given({ issuer: `${slashed.issuer}/`, roleArn: roleFor(slashed.issuer) }),
    });
    expect(obtained.learned?.issuer).to.equal(slashed.issuer);
  });

  it('keeps the slash at the end of an issuer in what it compares, learns and gives AWS', async () => {
    const tenant = await openIdProvider(stand.sandbox, { host: 'acme.eu.auth0.com', path: '/' });
    for (const issuer of [tenant.issuer, tenant.issuer.replace(/\/$/, '')]) {
      const { obtained } = await signIn({ given: given({ issuer, roleArn: roleFor('https://acme.eu.auth0.com/') }) });
      expect(obtained.learned?.issuer).to.equal('https://acme.eu.auth0.com/');
      expect(obtained.signIn).to.include({ issuer: 'https://acme.eu.auth0.com/' });
    }
  });

  it('keeps what AWS says when it does not trust the client', async () => {
    const stranger = await openIdProvider(stand.sandbox, { host: 'stranger.example.com' });
    const unknown = await refusal({ given: given({ issuer: stranger.issuer }) });
    expect(unknown)
      .to.be.instanceOf(Refusal)
      .and.have.property('message')
      .that.contains(`No OpenIDConnect provider found in your account for ${stranger.issuer}`);
    stand.sandbox.aws.account('111122223333').openIdProvider(stranger.issuer, ['another']);
    expect((await refusal({ given: given({ issuer: stranger.issuer }) })).message).to.contain(
      'client id of this sign-in is not among the audiences',
    );
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('the questions of web-identity', () => {
  it('show a client ID as the provider writes it', () => {
    const note = (known: Readonly<Record<string, string>>): string =>
      (webIdentity.questions.clientId.note as (known: object) => string)(known);
    const example = 'From your administrator, for example';
    expect(note({ provider: 'oidc' })).to.equal(`${example} 0oa1b2c3d4EXAMPLE`);
    expect(note({ provider: 'google' })).to.equal(`${example} 1234567890-abc123.apps.googleusercontent.com`);
    expect(note({ provider: 'amazon' })).to.equal(`${example} amzn1.application-oa2-client.0123abcd`);
    expect(note({ login: 'user-pool' })).to.equal(`${example} 1h57kf5cpq17m0eml12EXAMPLE`);
  });

  const { issuer, redirectUri, clientSecret, provider } = webIdentity.questions;

  it('take an issuer as people copy it', () => {
    const take = (raw: string): unknown => issuer.parse(raw, {});
    expect(take('login.example.com')).to.equal('https://login.example.com');
    expect(take(' https://login.example.com/realms/x/.well-known/openid-configuration ')).to.equal(
      'https://login.example.com/realms/x',
    );
    expect(take('https://login.example.com/tenant/')).to.equal('https://login.example.com/tenant/');
    for (const tenant of ['acme.eu.auth0.com', 'https://acme.eu.auth0.com/.well-known/openid-configuration'])
      expect(take(tenant)).to.equal('https://acme.eu.auth0.com/');
    expect(take('http://127.0.0.1:8080/realms/x')).to.equal('http://127.0.0.1:8080/realms/x');
    const others = ['http://login.example.com', 'ftp://x.example', 'https://login.example.com/?tenant=1'];
    for (const wrong of [...others, 'word', '111122223333', 'ana@example.com'])
      expect(() => take(wrong), wrong).to.throw(Problem);
  });

  it('send the browser back to this computer only', () => {
    expect(redirectUri.parse('http://localhost:8976/callback', {})?.port).to.equal('8976');
    for (const wrong of ['https://localhost/x', 'http://example.com/x', 'http://127.0.0.1/x?y=1', 'x'])
      expect(() => redirectUri.parse(wrong, {}), wrong).to.throw(Problem);
  });

  it("take the file of Google's console for a client secret", () => {
    const file = JSON.stringify({
      installed: { client_id: 'x', client_secret: 'GOCSPX-abc', redirect_uris: ['http://localhost'] },
    });
    expect(clientSecret.parse(file, {})?.reveal()).to.equal('GOCSPX-abc');
    expect(clientSecret.parse('GOCSPX-abc\n', {})?.reveal()).to.equal('GOCSPX-abc');
    for (const secret of ['s3cret/+ %', '{a}', 'a=b&c:d"e', '~'])
      expect(clientSecret.parse(`${secret}\n`, {})?.reveal(), secret).to.equal(secret);
    for (const none of ['{"installed":{}}', 'two\nlines', 'a\tb', 'gehe\u00efm', 'a\u001b[2J'])
      expect(() => clientSecret.parse(none, {}), none).to.throw(Problem, 'no client secret');
  });

  it('guess the provider from a token that was brought', () => {
    const guess = (token: string): string | undefined =>
      provider.fallback?.(
        { webIdentityToken: new Secret(token) },
        { profiles: [], ssoSessions: [], env: {}, userName: 'ana' },
      );
    expect(guess('Atza|IwEBI')).to.equal('amazon');
    expect(guess('ya29.a0')).to.equal('google');
    expect(guess(`EAA${'x'.repeat(40)}`)).to.equal('facebook');
    expect(guess('whatever')).to.equal('oidc');
  });
});
