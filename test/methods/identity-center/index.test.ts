import { plainText } from '../../../src/core/advice/say.js';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import { expect } from 'chai';
import type { Browser } from '../../../src/core/ports/browser.js';
import { Problem } from '../../../src/core/problem.js';
import { identityCenter } from '../../../src/methods/identity-center/index.js';
import { awsSeeing, rejection } from '../../helpers/aws-client.js';
import { listenNoting } from '../../helpers/listening.js';
import { signInWith, type SignInOptions, type SignedIn } from '../../helpers/sign-in.js';
import { undoAfter } from '../../helpers/undo.js';
import { furnishedHome, type FurnishedHome } from '../../sandbox/furnished-home.js';
import { visit, type Habits } from '../../sandbox/person.js';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.js';
import type { IdentityCenter, PortalUser } from '../../sandbox/aws/identity-center.js';

const startUrl = 'https://corp.awsapps.com/start';
const ssoSessions = [{ name: 'corp', startUrl, region: 'eu-central-1' }];
const given = { startUrl, ssoRegion: 'eu-central-1' };

describe('signing in through IAM Identity Center', function () {
  this.timeout(60_000);
  const undo = undoAfter();
  let sandbox: Sandbox;
  let center: IdentityCenter;
  let ana: PortalUser;
  let home: FurnishedHome;
  before(async () => {
    sandbox = await startSandbox();
    undo(() => sandbox.stop());
  });
  beforeEach(async () => {
    sandbox.log.clear();
    sandbox.aws.identityCenters.length = 0;
    center = sandbox.aws.identityCenter({ region: 'eu-central-1', startUrl });
    ana = center.user('ana');
    home = await furnishedHome(sandbox);
  });
  afterEach(() => home.remove());

  const habits = (over: Partial<Habits> = {}): Habits => ({
    username: 'ana',
    password: 'correct horse',
    decision: 'allow',
    ...over,
  });
  /** Where browsers were led. */
  const led: URL[] = [];
  /** A person at a browser who does what the habits say. */
  const browser = (over: Partial<Habits> = {}, part: Partial<Browser> = {}): Browser => ({
    absence: undefined,
    open: async (url) => (await visit(url.href, habits(over), sandbox)).status < 500,
    listen: listenNoting(led),
    ...part,
  });
  const signIn = (desk: Partial<SignInOptions> = {}): Promise<SignedIn> =>
    signInWith(identityCenter, {
      aws: awsSeeing(sandbox.environment(), home.path),
      browser: browser(),
      given,
      ...desk,
    });
  const refusal = async (desk: Partial<SignInOptions> = {}): Promise<Problem> => {
    const error = await rejection(signIn(desk));
    expect(error).to.be.instanceOf(Problem);
    return error as Problem;
  };
  const developer = (): void => {
    center.assign(ana, sandbox.aws.account('111122223333'), 'Developer', {
      accountName: 'dev',
      maxSessionDuration: 7200,
    });
  };
  const organisation = (): void => {
    developer();
    for (let number = 0; number < 234; number += 1) {
      const account = sandbox.aws.account(String(200000000000 + number));
      center.assign(ana, account, 'ReadOnly', { accountName: `team-${number}` });
      center.assign(ana, account, 'PowerUser', { accountName: `team-${number}` });
    }
  };
  const cacheFolder = (): string => home.file('.aws', 'sso', 'cache');
  const cached = async (name: string): Promise<Record<string, string>> =>
    JSON.parse(await readFile(`${cacheFolder()}/${name}`, 'utf8')) as Record<string, string>;

  describe('with a browser', () => {
    it('takes the only account and the only role without a question', async () => {
      developer();
      const { obtained, prompts } = await signIn({ person: [] });
      expect(prompts).to.deep.equal([]);
      expect(obtained.account).to.equal('111122223333');
      expect(obtained.learned).to.deep.equal({ ...given, accountId: '111122223333', roleName: 'Developer' });
      const lasts = (obtained.credentials.expiration?.getTime() ?? 0) - Date.now();
      expect(lasts).to.be.within(7_100_000, 7_200_000);
      expect(sandbox.aws.lastSession.accessKeyId).to.equal(obtained.credentials.accessKeyId);
    });

    it('registers as the AWS CLI does, and leads to its page', async () => {
      developer();
      led.length = 0;
      await signIn();
      expect(sandbox.log.of('RegisterClient')[0]?.parameters).to.deep.equal({
        clientName: 'git-codecommit',
        clientType: 'public',
        scopes: ['sso:account:access'],
        grantTypes: ['authorization_code', 'refresh_token'],
        redirectUris: ['http://127.0.0.1/oauth/callback'],
        issuerUrl: startUrl,
      });
      const [address = new URL('http://none')] = led;
      expect(address.host).to.equal('oidc.eu-central-1.amazonaws.com');
      expect(Object.fromEntries(address.searchParams)).to.include({
        response_type: 'code',
        scopes: 'sso:account:access',
        code_challenge_method: 'S256',
      });
    });

    it('asks for the scopes that config names', async () => {
      developer();
      await signIn({
        given: { ssoSession: 'corp' },
        localFacts: {
          ssoSessions: [
            { ...ssoSessions[0], name: 'corp', scopes: ['sso:account:access', 'codewhisperer:completions'] },
          ],
        },
      });
      expect(sandbox.log.of('RegisterClient')[0]?.parameters['scopes']).to.deep.equal([
        'sso:account:access',
        'codewhisperer:completions',
      ]);
    });

    it('goes on when no browser could be started and the person opens the address', async () => {
      developer();
      const { said } = await signIn({
        browser: browser({}, { open: () => Promise.resolve(false) }),
        hears: (text) => {
          const address = /No browser could be started[^]*\n(http:\S+\/sign-in\/\w+)$/.exec(text)?.[1];
          if (address !== undefined) void visit(address, habits(), sandbox);
        },
      });
      expect(said.join('\n')).to.contain('No browser could be started');
    });

    it('says so when access is denied', async () => {
      developer();
      const problem = await refusal({ browser: browser({ decision: 'deny' }) });
      expect(problem).to.include({ kind: 'aws', message: 'The sign-in was denied in the browser.' });
      expect(existsSync(home.file('.aws', 'sso'))).to.equal(false);
    });

    it('says so when the browser is closed', async () => {
      developer();
      const problem = await refusal({
        given: { ...given, browserTimeout: '1s' },
        browser: browser({}, { open: () => Promise.resolve(true) }),
      });
      expect(problem.kind).to.equal('aws');
      expect(problem.message).to.contain('did not come back within 1 s');
      expect(existsSync(home.file('.aws', 'sso'))).to.equal(false);
    });

    it('waits past what belongs to another sign-in, and asks SSO-OIDC for nothing of it', async () => {
      developer();
      led.length = 0;
      let shown = '';
      const forge = browser(
        {},
        {
          open: async (url) => {
            const back = led[0]?.searchParams.get('redirect_uri') ?? '';
            shown = (await visit(`${back}?code=stolen&state=guessed`, habits(), sandbox)).text;
            expect(sandbox.log.count('CreateToken')).to.equal(0);
            return await browser().open(url);
          },
        },
      );
      await signIn({ browser: forge });
      expect(shown).to.contain('does not belong to this sign-in');
    });

    it('listens before it opens, and closes the door afterwards', async () => {
      developer();
      led.length = 0;
      await signIn();
      const redirectUri = led[0]?.searchParams.get('redirect_uri') ?? '';
      expect(redirectUri).to.match(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/);
      expect(await rejection(visit(redirectUri, habits(), sandbox))).to.have.property('code', 'ECONNREFUSED');
    });

    it('ends when the person stops it', async () => {
      const stop = new AbortController();
      const problem = await refusal({
        signal: stop.signal,
        browser: browser(
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
  });

  describe('with a device code', () => {
    const device = browser({}, { absence: '--no-browser was given' });
    const confirms =
      (over: Partial<Habits> = {}) =>
      (text: string): void => {
        const address = /https:\S+user_code=\S+/.exec(text)?.[0];
        if (address !== undefined) void visit(address, habits(over), sandbox);
      };

    it('prints the address and the code, and waits', async () => {
      developer();
      const { obtained, said } = await signIn({ browser: device, hears: confirms() });
      expect(said[0])
        .to.contain('--no-browser was given')
        .and.match(
          /https:\/\/device\.sso\.eu-central-1\.amazonaws\.com\/\?user_code=([0-9A-F]{4}-[0-9A-F]{4})\n.*the code \1;/,
        );
      expect(obtained.account).to.equal('111122223333');
      expect((await cached((await readdir(cacheFolder()))[0] ?? ''))['refreshToken']).to.be.a('string');
    });

    it('is patient while nobody has confirmed, and slows down when told to', async () => {
      developer();
      center.pollSeconds = 0;
      const pauses: number[] = [];
      const clock = {
        now: () => new Date(),
        sleep: async (milliseconds: number): Promise<void> => {
          pauses.push(milliseconds);
          // The service becomes stricter than it first said; and then the person confirms.
          if (pauses.length === 2) center.pollSeconds = 60;
          if (pauses.length === 3) {
            center.pollSeconds = 0;
            await visit(
              `https://device.sso.eu-central-1.amazonaws.com/?user_code=${center.devices[0]?.userCode ?? ''}`,
              habits(),
              sandbox,
            );
          }
        },
      };
      await signIn({ browser: device, context: { clock } });
      expect(pauses).to.deep.equal([1000, 1000, 6000]);
      expect(sandbox.log.of('CreateToken').map(({ errorCode }) => errorCode)).to.deep.equal([
        'AuthorizationPendingException',
        'SlowDownException',
        undefined,
      ]);
    });

    it('says so when access is denied', async () => {
      developer();
      const problem = await refusal({ browser: device, hears: confirms({ decision: 'deny' }) });
      expect(problem).to.include({ kind: 'aws', message: 'The sign-in was denied in the browser.' });
    });

    it('says so when the code has expired', async () => {
      center.deviceSeconds = 600;
      const expires = {
        now: () => new Date(),
        sleep: (): Promise<void> => {
          for (const one of center.devices) one.expiresAt = new Date(0);
          return Promise.resolve();
        },
      };
      const problem = await refusal({ browser: device, context: { clock: expires } });
      expect(problem.kind).to.equal('aws');
      expect(problem.message).to.contain('has expired');
      expect(existsSync(home.file('.aws', 'sso'))).to.equal(false);
    });

    it('stops by itself when its own time is over', async () => {
      center.pollSeconds = 0;
      let now = Date.now();
      const clock = {
        now: () => new Date(now),
        sleep: (): Promise<void> => {
          now += 601_000;
          return Promise.resolve();
        },
      };
      expect((await refusal({ browser: device, context: { clock } })).message).to.contain('has expired');
      expect(sandbox.log.count('CreateToken')).to.equal(1);
    });
  });

  describe('with hundreds of accounts', () => {
    it('lists all of them, by name, number and address, and then the roles', async () => {
      organisation();
      const { obtained, prompts } = await signIn({ person: ['200000000017', 'PowerUser'] });
      const [accounts, roles] = prompts;
      expect(accounts).to.include({ kind: 'search', message: 'Which account?' });
      expect(accounts?.choices).to.have.length(235);
      expect(accounts?.choices).to.deep.include({
        value: '200000000017',
        name: 'team-17  200000000017  team-17@example.com',
      });
      expect(sandbox.log.count('ListAccounts')).to.equal(3);
      expect(roles?.choices?.map(({ value }) => value)).to.deep.equal(['PowerUser', 'ReadOnly']);
      expect(obtained.learned).to.include({ accountId: '200000000017', roleName: 'PowerUser' });
    });

    it('lists none when flags say which', async () => {
      organisation();
      await signIn({ given: { ...given, accountId: '2000-0000-0005', roleName: 'ReadOnly' } });
      expect([sandbox.log.count('ListAccounts'), sandbox.log.count('ListAccountRoles')]).to.deep.equal([0, 0]);
    });

    it('names the missing flag when nobody is there to choose', async () => {
      organisation();
      const problem = await refusal();
      expect(problem.kind).to.equal('usage');
      expect(problem.message).to.contain('--account-id');
    });

    it('suggests what the user has in a profile of that session', async () => {
      organisation();
      const known = {
        name: 'old',
        describes: '',
        longTerm: false,
        managed: false,
        ssoSession: 'corp',
        ssoAccountId: '200000000100',
        ssoRoleName: 'ReadOnly',
      };
      const { obtained } = await signIn({
        given: { ssoSession: 'corp' },
        person: ['', ''],
        localFacts: { ssoSessions, profiles: [known] },
      });
      expect(obtained.learned).to.include({ accountId: '200000000100', roleName: 'ReadOnly' });
    });
  });

  describe('what is not there', () => {
    it('is said: no account assigned', async () => {
      const problem = await refusal();
      expect(problem).to.include({ kind: 'aws', message: 'No AWS account is assigned to you in this access portal.' });
      expect(plainText(problem.hint ?? '')).to.contain('administrator');
    });

    it('is said: a role that is gone, with those that are there', async () => {
      organisation();
      const problem = await refusal({ given: { ...given, accountId: '200000000001', roleName: 'Admin' } });
      expect(problem.kind).to.equal('aws');
      expect(problem.message).to.equal(
        'You have no role Admin in account 200000000001 through this access portal; there are: PowerUser, ReadOnly.',
      );
    });

    it('is said: an account without a role', async () => {
      organisation();
      const problem = await refusal({ given: { ...given, accountId: '999999999999', roleName: 'Admin' } });
      expect(problem.message).to.equal('You have no role in account 999999999999 through this access portal.');
      expect((await refusal({ given: { ...given, accountId: '999999999999' } })).message).to.equal(problem.message);
    });

    it('is chosen anew where somebody is there', async () => {
      organisation();
      const { obtained, said } = await signIn({
        given: { ...given, accountId: '200000000001', roleName: 'Admin' },
        person: ['ReadOnly'],
      });
      expect(said.join('\n')).to.contain('You have no role Admin');
      expect(obtained.learned).to.include({ accountId: '200000000001', roleName: 'ReadOnly' });
      const other = await signIn({
        given: { ...given, accountId: '999999999999', roleName: 'Admin' },
        person: ['200000000002', 'PowerUser'],
      });
      expect(other.obtained.learned).to.include({ accountId: '200000000002', roleName: 'PowerUser' });
    });

    it('is said: a portal that the Region does not know', async () => {
      const problem = await refusal({ given: { startUrl: 'https://corp.awsapps.com/start', ssoRegion: 'eu-west-1' } });
      expect(problem.kind).to.equal('aws');
      expect(problem.message).to.contain('eu-west-1').and.contain(startUrl);
      expect(plainText(problem.hint ?? '')).to.contain('--sso-region');
      expect(
        (
          await refusal({
            given: { startUrl: 'https://crop.awsapps.com/start', ssoRegion: 'eu-central-1' },
            browser: browser({}, { absence: 'x' }),
          })
        ).message,
      ).to.contain('does not know the portal');
    });

    it('is asked for again where somebody is there: address and Region', async () => {
      developer();
      const { obtained } = await signIn({
        given: { startUrl: 'https://crop.awsapps.com/start', ssoRegion: 'eu-west-1' },
        person: [':address', startUrl],
      });
      expect(obtained.learned).to.include(given);
    });

    it('is said: a session that config does not have, or has by half', async () => {
      expect(await refusal({ given: { ssoSession: 'nope' } })).to.include({
        kind: 'usage',
        message: 'There is no [sso-session nope] in ~/.aws/config.',
      });
      const half = await refusal({
        given: { ssoSession: 'half' },
        localFacts: { ssoSessions: [{ name: 'half', startUrl }] },
      });
      expect(half.message).to.contain('lacks sso_start_url or sso_region');
    });
  });

  describe('the questions', () => {
    it("take any page of AWS's own portal for its start URL, and a company's address as it is", () => {
      const take = (raw: string): unknown => identityCenter.questions.startUrl.parse(raw, {});
      for (const copied of [
        'corp.awsapps.com',
        'https://CORP.awsapps.com/login?redirect=x',
        `${startUrl}/saml/app/1#/`,
      ])
        expect(take(copied), copied).to.equal(startUrl);
      const issuer = 'https://ssoins-1234567890abcdef.eu-west-1.portal.amazonaws.com';
      for (const copied of [`${issuer}./`, `${issuer}/login`, `${issuer}:443`]) expect(take(copied)).to.equal(issuer);
      expect(take('https://sso.acme.example/aws/')).to.equal('https://sso.acme.example/aws');
    });

    it('name what is missing when nobody is there', async () => {
      expect((await refusal({ given: {} })).message).to.contain('--sso-session (or --start-url)');
      center.pageHead = '';
      const problem = await refusal({ given: { startUrl } });
      expect(problem.kind).to.equal('usage');
      expect(plainText(problem.hint ?? '')).to.contain('--sso-region');
    });

    it('begin with the address where config knows no portal, and are good at reading it', async () => {
      developer();
      const { prompts } = await signIn({
        given: {},
        person: ['corp.awsapps.com/start/#/?tab=accounts'],
      });
      expect(prompts.map(({ message }) => message)).to.deep.equal(['Address of your access portal (start URL)']);
    });

    it('offer the portals that config knows, and another', async () => {
      developer();
      const { obtained, prompts } = await signIn({ given: {}, person: ['corp'], localFacts: { ssoSessions } });
      expect(prompts[0]?.choices?.map(({ name }) => name)).to.deep.equal(['corp', 'Another one']);
      expect(obtained.learned).to.include({ ssoSession: 'corp' });
      const other = await signIn({ given: {}, person: [':another', startUrl], localFacts: { ssoSessions } });
      expect(other.obtained.learned, 'the address that config knows is that session').to.include({
        ssoSession: 'corp',
      });
    });

    it('find the Region in the address where it stands there', async () => {
      const problem = await refusal({ given: { startUrl: 'https://ssoins-7223.portal.ap-southeast-2.app.aws' } });
      expect(problem.message).to.contain('ap-southeast-2');
    });

    it('hand over the [sso-session] that the user wants, under a name that is free', async () => {
      developer();
      const taken = [{ name: 'corp', startUrl: 'https://other.awsapps.com/start', region: 'us-east-1' }];
      const { obtained } = await signIn({
        given: { ...given, addSsoSession: '1' },
        localFacts: { ssoSessions: taken },
      });
      expect(obtained.ssoSession).to.deep.equal({ name: 'corp-2', startUrl, region: 'eu-central-1' });
      expect(obtained.learned).to.include({ ssoSession: 'corp-2', startUrl });
      expect(await readdir(cacheFolder())).to.deep.equal(['65f412641cbeeb708546f14100942e0fe7388c61.json']);
    });

    for (const [name, text] of [
      ['startUrl', 'http://corp.awsapps.com/start'],
      ['startUrl', 'corp'],
      ['ssoRegion', 'Frankfurt'],
      ['accountId', '12345'],
      ['roleName', 'a/b'],
    ] as const) {
      it(`refuse ${text} as ${name}`, async () => {
        expect((await refusal({ given: { ...given, [name]: text } })).kind).to.equal('usage');
      });
    }
  });

  describe("a company's own address", () => {
    const own = 'https://sso.portal.example/aws';
    const portal = 'https://ssoins-7223a092685f44dd.eu-central-1.portal.amazonaws.com';
    const leadsTo = (location?: string, more: { status?: number; knowsHead?: boolean } = {}): void => {
      sandbox.aws.companyAddresses.set('sso.portal.example', {
        ...(location !== undefined && { location }),
        ...more,
      });
    };
    const atPortal = (): void => {
      sandbox.aws.identityCenters.length = 0;
      center = sandbox.aws.identityCenter({ region: 'eu-central-1', startUrl: portal });
      ana = center.user('ana');
      developer();
    };
    const vanity = { startUrl: own, ssoRegion: 'eu-west-1' };

    for (const [what, more] of [
      ['by HEAD', {}],
      ['by GET, where HEAD is not known', { knowsHead: false }],
      ['by a permanent redirect', { status: 308 }],
    ] as const) {
      it(`leads to the portal ${what}, whose Region counts`, async () => {
        atPortal();
        leadsTo(`${portal}/`, more);
        const { obtained } = await signIn({ given: vanity });
        expect(obtained.learned).to.include({ startUrl: own, ssoRegion: 'eu-central-1' });
        expect(sandbox.log.of('RegisterClient')[0]?.parameters['issuerUrl']).to.equal(portal);
      });
    }

    it('leads to it by device code too', async () => {
      atPortal();
      leadsTo(portal);
      await signIn({
        given: vanity,
        browser: browser({}, { absence: '--no-browser was given' }),
        hears: (text) => {
          const address = /https:\S+user_code=\S+/.exec(text)?.[0];
          if (address !== undefined) void visit(address, habits(), sandbox);
        },
      });
      expect(sandbox.log.of('StartDeviceAuthorization')[0]?.parameters['startUrl']).to.equal(portal);
    });

    it('is what the token is kept under, so that neither the AWS CLI nor the next renewal asks it again', async () => {
      atPortal();
      leadsTo(portal);
      const { obtained } = await signIn({ given: vanity });
      const name = `${createHash('sha1').update(own).digest('hex')}.json`;
      expect(await cached(name)).to.include({ startUrl: own, region: 'eu-central-1' });
      leadsTo('https://evil.portal.example/');
      sandbox.log.clear();
      const recipe = obtained.learned as Record<string, string>;
      const again = await signIn({ given: {}, recipe, browser: undefined });
      expect(again.obtained.account).to.equal('111122223333');
      expect(sandbox.log.count('CompanyAddress HEAD')).to.equal(0);
    });

    it('takes the configured Region where the portal names none, and the session that config knows', async () => {
      developer();
      leadsTo(startUrl);
      const { obtained } = await signIn({
        given: { ssoSession: 'own' },
        localFacts: { ssoSessions: [{ name: 'own', startUrl: own, region: 'eu-central-1' }] },
      });
      expect(obtained.learned).to.include({ ssoSession: 'own', startUrl: own, ssoRegion: 'eu-central-1' });
    });

    for (const [what, location, more] of [
      ['a lookalike', 'https://corp.awsapps.com.evil.example/start', {}],
      ['plain http', 'http://corp.awsapps.com/start', {}],
      ['another address of the company', 'https://other.portal.example/', {}],
      ['nowhere', undefined, { status: 200 }],
    ] as const) {
      it(`is refused where it leads to ${what}, before anything is registered`, async () => {
        developer();
        leadsTo(location, more);
        const problem = await refusal({ given: vanity });
        expect(problem).to.include({ kind: 'usage', question: 'startUrl' });
        expect(problem.message).to.contain('does not lead to an AWS access portal');
        expect(sandbox.log.count('RegisterClient')).to.equal(0);
      });
    }

    for (const [what, more] of [
      ['is not there', { status: 404 }],
      ['redirects without saying where', { status: 302 }],
    ] as const) {
      it(`is a matter of the network where it ${what}`, async () => {
        leadsTo(undefined, more);
        expect(await refusal({ given: vanity })).to.include({ kind: 'network', question: 'startUrl' });
      });
    }
  });

  describe('a portal that serves several Regions', () => {
    it("keeps the Region that was given, and not that of config's session", async () => {
      developer();
      const { obtained } = await signIn({
        person: [],
        localFacts: { ssoSessions: [{ name: 'elsewhere', startUrl, region: 'us-east-1' }] },
      });
      expect(obtained.learned).to.include(given).and.not.to.have.property('ssoSession');
    });

    it('is the session of that Region, where config has one for each', async () => {
      developer();
      const { obtained } = await signIn({
        localFacts: {
          ssoSessions: [{ name: 'first', startUrl, region: 'us-east-1' }, ...ssoSessions],
        },
      });
      expect(obtained.learned).to.include({ ...given, ssoSession: 'corp' });
    });

    it('has a token of its own in each, which is not taken for that of another', async () => {
      developer();
      await signIn();
      const recipe = { ...given, accountId: '111122223333', roleName: 'Developer' };
      expect((await signIn({ recipe, given: {}, browser: undefined })).obtained.account).to.equal('111122223333');
      const elsewhere = await refusal({
        recipe: { ...recipe, ssoRegion: 'us-east-1' },
        given: {},
        browser: undefined,
      });
      expect(elsewhere.message).to.contain('signed out of IAM Identity Center');
    });
  });

  describe('the token', () => {
    const again = { recipe: { ...given, accountId: '111122223333', roleName: 'Developer' }, given: {} };

    it("is kept for the next time, for the user's eyes only", async () => {
      developer();
      await signIn();
      const [name = ''] = await readdir(cacheFolder());
      expect((await stat(`${cacheFolder()}/${name}`)).mode & 0o777).to.equal(0o600);
      const token = await cached(name);
      expect(Object.keys(token).sort()).to.deep.equal([
        'accessToken',
        'clientId',
        'clientSecret',
        'expiresAt',
        'refreshToken',
        'region',
        'registrationExpiresAt',
        'startUrl',
      ]);
      const { obtained } = await signIn({ ...again, browser: undefined });
      expect(obtained.account).to.equal('111122223333');
      expect(sandbox.log.count('CreateToken')).to.equal(1);
    });

    it('is renewed without anybody when it has ended', async () => {
      developer();
      center.tokenSeconds = 1;
      await signIn();
      center.tokenSeconds = 3600;
      center.expireTokens();
      await signIn({ ...again, browser: undefined });
      expect(sandbox.log.of('CreateToken').map(({ parameters }) => parameters['grantType'])).to.deep.equal([
        'authorization_code',
        'refresh_token',
      ]);
    });

    it('is renewed when AWS does not take it any more, although it has not ended', async () => {
      developer();
      await signIn();
      center.expireTokens();
      await signIn({ ...again, browser: undefined });
      expect(sandbox.log.of('CreateToken').at(-1)).to.include({ status: 200 });
    });

    it('is got anew in the browser when it is dead', async () => {
      developer();
      await signIn();
      center.signEveryoneOut();
      const { obtained } = await signIn({ ...again, browser: browser() });
      expect(obtained.account).to.equal('111122223333');
      expect(sandbox.log.of('CreateToken').map(({ errorCode }) => errorCode)).to.deep.equal([
        undefined,
        'InvalidGrantException',
        undefined,
      ]);
    });

    it('opens no browser where nobody is there, and says what to do', async () => {
      developer();
      await signIn();
      center.signEveryoneOut();
      const problem = await refusal({ ...again, browser: undefined });
      expect(problem.kind).to.equal('aws');
      expect(problem.message).to.contain('signed out of IAM Identity Center');
      expect(plainText(problem.hint ?? '')).to.equal('Run at a terminal: git codecommit refresh dev');
    });

    it('is not looked for in the browser while the network is down', async () => {
      developer();
      center.tokenSeconds = 1;
      await signIn();
      center.expireTokens();
      sandbox.faults.add({ kind: 'unreachable' }, { on: 'oidc.eu-central-1.amazonaws.com', times: 9 });
      try {
        expect((await refusal({ ...again })).kind).to.equal('network');
      } finally {
        sandbox.faults.clear();
      }
    });
  });
});
