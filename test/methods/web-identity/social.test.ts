import { expect } from 'chai';
import { Refusal } from '../../../src/core/problem.js';
import { webIdentity } from '../../../src/methods/web-identity/index.js';
import { endSignIn } from '../../../src/commands/remove/end-sign-in.js';
import { awsSeeing } from '../../helpers/aws-client.js';
import { openIdSeeing } from '../../helpers/openid-client.js';
import { webFixture, type WebFixture } from '../../helpers/web-fixture.js';
import { visit } from '../../sandbox/person.js';
import { webIdentityTrust } from '../../sandbox/aws/openid-provider.js';
import type { AmazonClient } from '../../sandbox/aws/social/amazon.js';
import type { GoogleClient } from '../../sandbox/aws/social/google.js';

describe('signing in with Google, Amazon and Facebook', function () {
  this.timeout(60_000);
  let stand: WebFixture;
  before(async () => {
    stand = await webFixture({ username: 'ana@example.com' });
    stand.sandbox.aws.google.user('ana@example.com');
    stand.sandbox.aws.amazon.user('ana@example.com');
  });
  beforeEach(() => stand.clear());
  after(() => stand.stop());

  const roleFor = (name: string, host: string, equals: Record<string, string>): string =>
    stand.sandbox.aws.account('111122223333').role(name, { trust: webIdentityTrust(host, equals) }).arn;
  const signIn: WebFixture['signIn'] = (desk) => stand.signIn(desk, webIdentity);
  const refusal: WebFixture['refusal'] = (desk) => stand.refusal(desk, webIdentity);

  describe('Google', () => {
    let client: GoogleClient;
    let given: Record<string, string>;
    before(() => {
      client = stand.sandbox.aws.google.client();
      given = {
        provider: 'google',
        clientId: client.id,
        clientSecret: client.secret,
        roleArn: roleFor('google', 'accounts.google.com', { 'accounts.google.com:aud': client.id }),
      };
    });

    const withoutSecret = (): Record<string, string> =>
      Object.fromEntries(Object.entries(given).filter(([name]) => name !== 'clientSecret'));

    it('signs in through the loopback, without ProviderId, and is renewed without anybody', async () => {
      const { obtained, said } = await signIn({ given });
      expect(stand.sandbox.log.of('AssumeRoleWithWebIdentity').at(-1)?.parameters).to.not.have.property('ProviderId');
      expect(said.join('\n')).to.include('leads to accounts.google.com');
      expect(stand.led[0]?.href).to.match(
        /^https:\/\/accounts\.google\.com\/o\/oauth2\/v2\/auth\?\S*access_type=offline/,
      );
      stand.keep(obtained);
      const renewed = await signIn({ given: {}, recipe: given, browser: undefined });
      expect(renewed.obtained.credentials.accessKeyId).to.equal(stand.sandbox.aws.lastSession.accessKeyId);
    });

    it('asks for the client secret that Google wants to see of a desktop client, and keeps it out of the recipe', async () => {
      const { prompts, obtained } = await signIn({ given: withoutSecret(), person: [client.secret] });
      expect(prompts.map(({ kind, message }) => [kind, message])).to.deep.equal([['secret', 'Client secret']]);
      expect(JSON.stringify(obtained.learned)).to.not.contain(client.secret);
      expect(obtained.signIn?.clientSecret?.reveal()).to.equal(client.secret);
    });

    it('says what Google says when the secret is missing or wrong', async () => {
      const missing = await refusal({ given: withoutSecret(), person: [''] });
      expect(missing).to.include({ kind: 'aws', message: 'The provider refused: client_secret is missing.' });
      expect((await refusal({ given: { ...given, clientSecret: 'GOCSPX-wrong' } })).message).to.contain(
        'does not take this client id (or its secret)',
      );
    });

    it('says so when somebody cancels', async () => {
      expect(await refusal({ given, browser: stand.browser({ decision: 'deny' }) })).to.include({
        kind: 'aws',
        message: 'The sign-in was denied in the browser.',
      });
    });

    it('takes the address that a browser elsewhere ended at: a desktop client has no device codes', async () => {
      let address = '';
      const { obtained } = await signIn({
        given,
        browser: stand.browser({}, { absence: 'this is an SSH session' }),
        hears: (text) => {
          address = /https:\/\/accounts\S+/.exec(text)?.[0] ?? address;
        },
        person: [() => stand.landingOf(address)],
      });
      expect(obtained.account).to.equal('111122223333');
    });

    it('is signed out by remove', async () => {
      stand.keep((await signIn({ given })).obtained);
      const token = stand.tokens.kept.get('dev')?.refreshToken.reveal() ?? '';
      const ports = {
        openid: openIdSeeing(stand.sandbox.environment()),
        aws: awsSeeing(stand.sandbox.environment()),
        signal: new AbortController().signal,
      };
      expect(await endSignIn('dev', ports, stand)).to.equal('revoked');
      expect(stand.sandbox.aws.google.refreshTokens.has(token)).to.equal(false);
      expect(stand.tokens.kept.size).to.equal(0);
      expect(await endSignIn('dev', ports, stand)).to.equal('none');
    });
  });

  describe('Login with Amazon', () => {
    let client: AmazonClient;
    let given: Record<string, string>;
    before(() => {
      client = stand.sandbox.aws.amazon.client();
      given = {
        provider: 'amazon',
        clientId: client.id,
        roleArn: roleFor('amazon', 'www.amazon.com', { 'www.amazon.com:app_id': client.appId }),
      };
    });
    /** Enters the code that was shown at amazon.com. */
    const onCode =
      (habits: Parameters<WebFixture['habits']>[0] = {}) =>
      (text: string): void => {
        const [, address, code] = /(https:\S+\/code)\nand enter the code (\w+)/.exec(text) ?? [];
        if (address !== undefined) void visit(address, stand.habits({ ...habits, userCode: code }), stand.sandbox);
      };
    const browser = () => stand.browser({}, { absence: 'this computer has no display' });

    it('links by code, gives STS the access token with its provider, and is renewed without anybody', async () => {
      const { obtained } = await signIn({ given, browser: browser(), hears: onCode() });
      expect(stand.sandbox.log.of('AssumeRoleWithWebIdentity').at(-1)?.parameters).to.include({
        ProviderId: 'www.amazon.com',
      });
      stand.keep(obtained);
      const renewed = await signIn({ given: {}, recipe: given, browser: undefined });
      expect(renewed.obtained.credentials.accessKeyId).to.equal(stand.sandbox.aws.lastSession.accessKeyId);
    });

    it("opens Amazon's page where there is a browser", async () => {
      const opened: string[] = [];
      await signIn({
        given,
        browser: stand.browser(
          {},
          {
            open: (url) => {
              opened.push(url.href);
              return Promise.resolve(true);
            },
          },
        ),
        hears: onCode(),
      });
      expect(opened).to.deep.equal(['https://amazon.com/us/code']);
    });

    it('says so when the customer denies it', async () => {
      expect(await refusal({ given, browser: browser(), hears: onCode({ decision: 'deny' }) })).to.include({
        kind: 'aws',
        message: 'The sign-in was denied in the browser.',
      });
    });

    it('says so when nobody enters the code in time', async () => {
      stand.sandbox.aws.amazon.codeSeconds = 2;
      try {
        expect(await refusal({ given, browser: browser() })).to.include({
          kind: 'aws',
          message: 'The code was not confirmed in time, and has expired.',
        });
      } finally {
        stand.sandbox.aws.amazon.codeSeconds = 600;
      }
    });

    it('says so when Amazon does not know the client', async () => {
      expect(
        await refusal({ given: { ...given, clientId: 'amzn1.application-oa2-client.none' }, browser: browser() }),
      ).to.include({ kind: 'aws', question: 'clientId' });
    });

    it('keeps what AWS says when the role trusts another app', async () => {
      const roleArn = roleFor('amazon-other', 'www.amazon.com', { 'www.amazon.com:app_id': 'amzn1.application.other' });
      const problem = await refusal({ given: { ...given, roleArn }, browser: browser(), hears: onCode() });
      expect(problem).to.be.instanceOf(Refusal).and.have.nested.property('facts.code', 'AccessDenied');
    });
  });

  describe('Facebook', () => {
    const appId = '1234567890123456';
    const given = (): Record<string, string> => ({
      provider: 'facebook',
      roleArn: roleFor('facebook', 'graph.facebook.com', { 'graph.facebook.com:app_id': appId }),
    });

    it('takes a token that is pasted', async () => {
      const { prompts, obtained } = await signIn({
        given: given(),
        person: [stand.sandbox.aws.facebook.userToken(appId)],
      });
      expect(prompts.map(({ kind, message }) => [kind, message])).to.deep.equal([
        ['secret', 'Access token of your Facebook app'],
      ]);
      expect(stand.sandbox.log.of('AssumeRoleWithWebIdentity').at(-1)?.parameters).to.include({
        ProviderId: 'graph.facebook.com',
      });
      expect(obtained.signIn).to.equal(undefined);
    });

    it('takes a token from its file, and names the flag where there is neither', async () => {
      const token = stand.sandbox.aws.facebook.userToken(appId);
      expect((await signIn({ given: { ...given(), webIdentityToken: token } })).obtained.account).to.equal(
        '111122223333',
      );
      const problem = await refusal({ given: given() });
      expect(problem.kind).to.equal('usage');
      expect(problem.message).to.contain('--web-identity-token-file');
    });

    it('says what Facebook says of a token that has ended', async () => {
      const problem = await refusal({
        given: { ...given(), webIdentityToken: stand.sandbox.aws.facebook.userToken(appId, { seconds: -60 }) },
      });
      expect(problem).to.be.instanceOf(Refusal).and.have.nested.property('facts.code', 'IDPRejectedClaim');
    });
  });
});
