import { sentence } from '../../../src/core/advice/advice.js';
import { refresh } from '../../../src/core/advice/own-commands.js';
import { plainText } from '../../../src/core/advice/say.js';
import { expect } from 'chai';
import { endSignIn } from '../../../src/commands/remove/end-sign-in.js';
import { Problem, Refusal } from '../../../src/core/problem.js';
import { Secret } from '../../../src/core/secret.js';
import { recipeOf } from '../../../src/sign-in/recipe-of.js';
import { cognito } from '../../../src/methods/cognito/index.js';
import { awsSeeing } from '../../helpers/aws-client.js';
import { openIdSeeing } from '../../helpers/openid-client.js';
import { webFixture, type WebFixture } from '../../helpers/web-fixture.js';
import { openIdProvider } from '../../sandbox/openid/provider.js';
import type { IdentityPool } from '../../sandbox/aws/cognito/identity-pool.js';
import type { AppClient, PoolUser, UserPool } from '../../sandbox/aws/cognito/user-pool.js';
import type { Role } from '../../sandbox/aws/role.js';
import { webIdentityTrust } from '../../sandbox/aws/openid-provider.js';

describe('signing in through Cognito', function () {
  this.timeout(60_000);
  let stand: WebFixture;
  let identityPool: IdentityPool;
  let pool: UserPool;
  let client: AppClient;
  let role: Role;
  before(async () => {
    stand = await webFixture();
    const account = stand.sandbox.aws.account('111122223333');
    identityPool = stand.sandbox.aws.identityPool(account, 'eu-central-1');
    role = account.role('CognitoUsers', { trust: identityPool.trust(), maxSessionDuration: 14_400 });
    identityPool.authenticatedRole = role;
    pool = stand.sandbox.aws.userPool('eu-central-1', 'my-team');
    client = pool.client();
    identityPool.trusts(pool.issuer, client.id);
  });
  beforeEach(() => {
    stand.clear();
    pool.users.length = 0;
    pool.refreshTokens.clear();
    Object.assign(pool, { rotates: false, tracksDevices: false });
    pool.user('ana');
  });
  after(() => stand.stop());

  const given = (over: Record<string, string | undefined> = {}): Record<string, string> =>
    Object.fromEntries(
      Object.entries({
        identityPoolId: identityPool.id,
        login: 'user-pool',
        userPoolId: pool.id,
        clientId: client.id,
        username: 'ana',
        password: 'correct horse',
        ...over,
      } as Record<string, string | undefined>).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
  const signIn: WebFixture['signIn'] = (desk = {}) => stand.signIn({ given: given(), ...desk }, cognito);
  const refusal: WebFixture['refusal'] = (desk = {}) => stand.refusal({ given: given(), ...desk }, cognito);

  describe('with user name and password', () => {
    it("ends in keys of the role that the pool gives, in the pool's Region", async () => {
      const { obtained } = await signIn();
      expect(obtained.credentials.accessKeyId).to.equal(stand.sandbox.aws.lastSession.accessKeyId);
      expect(stand.sandbox.aws.lastSession.origin.role).to.equal(role);
      expect(stand.sandbox.log.of('GetCredentialsForIdentity').at(-1)?.host).to.equal(
        'cognito-identity.eu-central-1.amazonaws.com',
      );
      expect(obtained.credentials.expiration?.getTime()).to.be.closeTo(Date.now() + 3_600_000, 60_000);
    });

    it('proves the password, and sends it to nobody', async () => {
      await signIn();
      expect(stand.sandbox.log.of('InitiateAuth').map(({ parameters }) => parameters['AuthFlow'])).to.deep.equal([
        'USER_SRP_AUTH',
      ]);
    });

    describe('where the app client takes the password itself alone', () => {
      let plain: AppClient;
      before(() => {
        plain = pool.client({ flows: ['USER_PASSWORD_AUTH'] });
        identityPool.trusts(pool.issuer, plain.id);
      });
      const flows = (): unknown[] =>
        stand.sandbox.log.of('InitiateAuth').map(({ parameters }) => parameters['AuthFlow']);
      const refused = async (options: Parameters<WebFixture['refusal']>[0]): Promise<Problem> => {
        const problem = await refusal(options);
        expect(flows()).to.deep.equal(['USER_SRP_AUTH']);
        return problem;
      };
      const question = `Send the password itself to the user pool `;

      it('sends it once somebody has said so, told which pool could read it', async () => {
        const { prompts, said } = await signIn({ given: given({ clientId: plain.id }), person: ['yes'] });
        expect(prompts.map(({ kind, message, suggestion }) => [kind, message, suggestion])).to.deep.equal([
          ['confirm', `${question}${pool.id}?`, 'no'],
        ]);
        expect(said.join('\n')).to.contain(`The app client of the user pool ${pool.id}`).and.contain('could read it');
        expect(flows()).to.deep.equal(['USER_SRP_AUTH', 'USER_PASSWORD_AUTH']);
      });

      it('sends it where a script says so', async () => {
        await signIn({ given: given({ clientId: plain.id, sendPassword: '1' }) });
        expect(flows()).to.deep.equal(['USER_SRP_AUTH', 'USER_PASSWORD_AUTH']);
      });

      it('keeps it where somebody says no', async () => {
        const problem = await refused({ given: given({ clientId: plain.id }), person: [''] });
        expect(problem).to.include({ kind: 'cancelled' });
        expect(await refusal({ given: given({ clientId: plain.id, sendPassword: '0' }) })).to.include({
          kind: 'cancelled',
        });
      });

      it('keeps it where nobody says anything, and names the flag', async () => {
        const problem = await refused({ given: given({ clientId: plain.id }) });
        expect(problem).to.include({ kind: 'usage' });
        expect(problem.message).to.contain(pool.id);
        expect(plainText(problem.hint ?? '')).to.contain('--send-password');
      });

      it('remembers no yes for the next time', async () => {
        const { interview } = await signIn({ given: given({ clientId: plain.id, sendPassword: '1' }) });
        const { answers } = recipeOf(cognito, 'eu-west-1', interview, { credentials: {} as never });
        expect(answers).to.include({ clientId: plain.id }).and.not.have.property('sendPassword');
      });

      for (const [what, team] of [
        ['the pool', ['userPoolId']],
        // Cognito finds the pool by the app client: whoever chose that chose the pool.
        ['the app client', ['clientId']],
        ['both', ['userPoolId', 'clientId']],
      ] as const)
        it(`never sends it where a team recipe chose ${what}, whatever is said`, async () => {
          const all = given({ clientId: plain.id });
          const theirs = Object.fromEntries(team.map((name) => [name, all[name] ?? '']));
          const mine = Object.fromEntries(Object.entries(all).filter(([name]) => !Object.hasOwn(theirs, name)));
          const problem = await refused({ given: { ...mine, sendPassword: '1' }, team: theirs, person: [] });
          expect(problem).to.include({ kind: 'aws' });
          expect(problem.message).to.contain(pool.id).and.contain('a team recipe chose this pool');
        });

      it("sends a team recipe's pool the proof all the same", async () => {
        const { userPoolId = '', clientId = '', ...mine } = given();
        await signIn({ given: mine, team: { userPoolId, clientId } });
        expect(flows()).to.deep.equal(['USER_SRP_AUTH']);
      });
    });

    it("knows an app client's secret", async () => {
      const secret = pool.client({ secret: true });
      identityPool.trusts(pool.issuer, secret.id);
      const { obtained } = await signIn({
        given: given({ clientId: secret.id, clientSecret: secret.secret, username: 'ana@example.com' }),
      });
      stand.keep(obtained);
      await signIn({ given: {}, recipe: given({ clientId: secret.id, password: undefined }), browser: undefined });
      stand.clear();
      expect(await refusal({ given: given({ clientId: secret.id }) })).to.have.nested.property(
        'facts.code',
        'NotAuthorizedException',
      );
    });

    it('asks for the password, unseen, as the last thing', async () => {
      const { prompts } = await signIn({ given: given({ password: undefined }), person: ['correct horse'] });
      expect(prompts.map(({ kind, message }) => [kind, message])).to.deep.equal([
        ['secret', `Password of ana at the user pool ${pool.id}`],
      ]);
    });

    it('asks a person everything with an example, and Enter for the user name means the browser', async () => {
      const { prompts } = await signIn({
        given: {},
        person: [identityPool.id, 'user-pool', pool.id, client.id, 'ana', 'correct horse'],
      });
      expect(prompts.map(({ message }) => message)).to.deep.equal([
        'Identity pool ID',
        'Who signs you in?',
        'User pool ID',
        'Client ID',
        'User name',
        `Password of ana at the user pool ${pool.id}`,
      ]);
      for (const { message, note } of prompts.filter((prompt) => prompt.kind === 'text'))
        expect(note, message).to.match(/^From your administrator, for example \S+/);
    });

    describe('and a challenge', () => {
      let user: PoolUser;
      const bea = (over: Parameters<UserPool['user']>[2]): Record<string, string> => {
        user = pool.user('bea', 'correct horse', over);
        return given({ username: 'bea' });
      };

      it('SOFTWARE_TOKEN_MFA: asks for the code, or takes it from its flag', async () => {
        const { prompts } = await signIn({
          given: bea({ mfa: ['SOFTWARE_TOKEN_MFA'] }),
          person: [() => user.device.code()],
        });
        expect(prompts.map(({ message }) => message)).to.deep.equal([
          `MFA code of your authenticator app, for the user pool ${pool.id}`,
        ]);
        const mfaCode = pool.user('cleo', 'correct horse', { mfa: ['SOFTWARE_TOKEN_MFA'] }).device.code();
        await signIn({ given: given({ username: 'cleo', mfaCode }) });
      });

      it('sends no code that was sent before, by whom ever', async () => {
        const options = { given: { ...bea({ mfa: ['SOFTWARE_TOKEN_MFA'] }), mfaCode: user.device.code() } };
        const asked: string[] = [];
        const take = (device: string, code: string): Promise<boolean> => {
          asked.push(`${device} ${code}`);
          return Promise.resolve(false);
        };
        const used = await refusal({ ...options, context: { usedCodes: { take } } });
        expect([used.kind, used.question]).to.deep.equal(['usage', 'mfaCode']);
        expect(asked).to.deep.equal([`${pool.id} ${options.given.mfaCode}`]);
        await signIn(options);
      });

      it('SMS_MFA: says where the code went', async () => {
        const { prompts } = await signIn({ given: bea({ mfa: ['SMS_MFA'] }), person: [() => user.device.code()] });
        expect(prompts.map(({ message }) => message)).to.deep.equal([
          `Code that was sent to +********1234, for the user pool ${pool.id}`,
        ]);
      });

      it('SELECT_MFA_TYPE: lets the person choose', async () => {
        const { prompts } = await signIn({
          given: bea({ mfa: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'] }),
          person: ['SOFTWARE_TOKEN_MFA', () => user.device.code()],
        });
        expect(prompts[0]?.choices?.map(({ name }) => name)).to.deep.equal([
          'By a text message',
          'By an authenticator app',
        ]);
      });

      it('NEW_PASSWORD_REQUIRED: takes a new one, typed twice, and what else the pool wants to know', async () => {
        const { prompts, said } = await signIn({
          given: bea({
            status: 'FORCE_CHANGE_PASSWORD',
            requiredAttributes: ['given_name'],
            mfa: ['SOFTWARE_TOKEN_MFA'],
          }),
          person: [
            'battery staple',
            'battery stable',
            'battery staple',
            'battery staple',
            'Bea',
            () => user.device.code(),
          ],
        });
        expect(prompts.filter(({ kind }) => kind === 'secret')).to.have.length(4);
        // Whoever types a secret, or says who they are, is told to whom.
        for (const { message } of prompts.filter((_prompt, at) => at !== 1 && at !== 3))
          expect(message).to.contain(`for the user pool ${pool.id}`);
        expect(said).to.include('The two are not the same.');
        expect([user.password, user.status, user.attributes]).to.deep.equal([
          'battery staple',
          'CONFIRMED',
          { given_name: 'Bea' },
        ]);
      });

      it('NEW_PASSWORD_REQUIRED: takes it from a file where nobody is', async () => {
        await signIn({ given: { ...bea({ status: 'FORCE_CHANGE_PASSWORD' }), newPassword: 'battery staple\n' } });
        expect(user.password).to.equal('battery staple');
        const problem = await refusal({
          given: {
            ...given({ username: pool.user('dora', 'correct horse', { status: 'FORCE_CHANGE_PASSWORD' }).name }),
            newPassword: 'short',
          },
        });
        expect(problem.message).to.contain('Password not long enough');
      });

      it('one that is not known here: named, with another way', async () => {
        const problem = await refusal({ given: bea({ oddChallenge: 'CUSTOM_CHALLENGE' }) });
        expect(problem).to.include({
          kind: 'aws',
          message: 'The user pool asks for something that is not known here: CUSTOM_CHALLENGE.',
        });
        expect(plainText(problem.hint ?? '')).to.contain('without --username');
        expect(
          (
            await refusal({
              given: given({ username: pool.user('eve', 'correct horse', { oddChallenge: 'MFA_SETUP' }).name }),
            })
          ).message,
        ).to.contain('set up an MFA device first');
      });
    });

    it('signs somebody in once, however often the pool has to be corrected', async () => {
      await signIn({
        given: given({ identityPoolId: 'eu-central-1:00000000-0000-0000-0000-000000000000', password: undefined }),
        person: ['correct horse'],
        handleRefusal: (_problem, { interview }) => {
          interview.learn('identityPoolId', identityPool.id, identityPool.id);
          return Promise.resolve(true);
        },
      });
      expect(stand.sandbox.log.count('InitiateAuth')).to.equal(1);
    });

    for (const [what, over, code] of [
      ['a wrong password', { password: 'wrong' }, 'NotAuthorizedException'],
      ['an unknown user', { username: 'nobody' }, 'NotAuthorizedException'],
      ['an unknown app client', { clientId: 'abcdef' }, 'ResourceNotFoundException'],
    ] as const) {
      it(`is refused with ${what}`, async () => {
        const problem = await refusal({ given: given(over) });
        expect(problem).to.be.instanceOf(Refusal).and.have.nested.property('facts.code', code);
        expect(stand.sandbox.log.count('GetId')).to.equal(0);
      });
    }
  });

  describe('a renewal', () => {
    const recipe = () => ({ given: {}, recipe: given({ password: undefined }), browser: undefined });

    it('needs nobody while the user pool takes the refresh token', async () => {
      stand.keep((await signIn()).obtained);
      stand.sandbox.log.clear();
      await signIn(recipe());
      expect(['GetTokensFromRefreshToken', 'InitiateAuth'].map((name) => stand.sandbox.log.count(name))).to.deep.equal([
        1, 0,
      ]);
    });

    it('keeps each new token of a pool that takes each once, and shows the device that it remembers', async () => {
      Object.assign(pool, { rotates: true, tracksDevices: true });
      stand.keep((await signIn()).obtained);
      expect(stand.tokens.kept.get('dev')?.deviceKey).to.match(/^eu-central-1_/);
      await Promise.all([signIn(recipe()), signIn(recipe())]);
      await signIn(recipe());
      expect(stand.sandbox.log.count('InitiateAuth')).to.equal(1);
    });

    it('says what to do once it is over, and asks for the password again where somebody is there', async () => {
      const dead = { issuer: pool.issuer, clientId: client.id, refreshToken: new Secret('dead') };
      stand.tokens.kept.set('dev', dead);
      expect(await refusal(recipe())).to.deep.include({
        kind: 'aws',
        hint: sentence`Run at a terminal: ${refresh('dev')}; a script gives it --password-file (or GIT_CODECOMMIT_PASSWORD)`,
      });
      stand.tokens.kept.set('dev', dead);
      const { obtained } = await signIn({ ...recipe(), person: ['correct horse'] });
      expect(obtained.signIn?.refreshToken).to.be.instanceOf(Secret);
    });

    it('is over after remove, which revokes it', async () => {
      stand.keep((await signIn()).obtained);
      const env = stand.sandbox.environment();
      expect(
        await endSignIn(
          'dev',
          { openid: openIdSeeing(env), aws: awsSeeing(env), signal: new AbortController().signal },
          stand,
        ),
      ).to.equal('revoked');
      expect(pool.refreshTokens.size).to.equal(0);
    });
  });

  describe('of a user pool with the updated issuer', () => {
    let updated: UserPool;
    let own: (over?: Record<string, string | undefined>) => Record<string, string>;
    const page = { username: undefined, password: undefined };
    before(() => {
      updated = stand.sandbox.aws.userPool('eu-central-1', 'new-team', 'UPDATED');
      const app = updated.client();
      updated.user('ana');
      identityPool.trusts(`https://${updated.providerName}`, app.id);
      own = (over = {}) => given({ userPoolId: updated.id, clientId: app.id, ...over });
    });

    it('signs in by password, is renewed without anybody, and is revoked', async () => {
      stand.keep((await signIn({ given: own() })).obtained);
      const { obtained } = await signIn({ given: {}, recipe: own({ password: undefined }), browser: undefined });
      expect(obtained.credentials.accessKeyId).to.equal(stand.sandbox.aws.lastSession.accessKeyId);
      const env = stand.sandbox.environment();
      const ports = { openid: openIdSeeing(env), aws: awsSeeing(env), signal: new AbortController().signal };
      expect(await endSignIn('dev', ports, stand)).to.equal('revoked');
      expect(updated.refreshTokens.size).to.equal(0);
    });

    it('signs in on its page, found by its announcement or by its domain, and says each of its names', async () => {
      for (const over of [page, { ...page, userPoolDomain: 'new-team' }, { ...page, userPoolId: updated.issuer }])
        expect((await signIn({ given: own(over) })).obtained.signIn).to.have.property('refreshToken');
    });

    it('is taken for an OpenID provider under its issuer too', async () => {
      const redirectUri = 'http://localhost:8976/oauth/callback';
      const { obtained } = await signIn({
        given: own({ ...page, userPoolId: undefined, login: 'oidc', issuer: updated.issuer, redirectUri }),
      });
      stand.keep(obtained);
      const env = stand.sandbox.environment();
      const ports = { openid: openIdSeeing(env), aws: awsSeeing(env), signal: new AbortController().signal };
      expect(await endSignIn('dev', ports, stand)).to.equal('revoked');
    });

    it('takes a token of it that was brought', async () => {
      const [app] = updated.clients;
      if (app === undefined) throw new Error('the pool has no client');
      const { idToken } = await updated.tokens(app, updated.user('finn'));
      const { interview } = await signIn({ given: { identityPoolId: identityPool.id, webIdentityToken: idToken } });
      expect(interview.known).to.include({ login: 'user-pool' });
    });
  });

  describe("on the user pool's own page", () => {
    const onPage = (over: Record<string, string | undefined> = {}): Record<string, string> =>
      given({ username: undefined, password: undefined, ...over });

    it('signs in by code and PKCE at the one address that the app client knows, and is renewed without anybody', async () => {
      const { obtained } = await signIn({ given: onPage() });
      const [address] = stand.led;
      expect(address?.host).to.equal('my-team.auth.eu-central-1.amazoncognito.com');
      expect(Object.fromEntries(address?.searchParams ?? [])).to.include({
        redirect_uri: 'http://localhost:8976/oauth/callback',
        scope: 'openid',
        code_challenge_method: 'S256',
      });
      stand.keep(obtained);
      await signIn({ given: {}, recipe: onPage(), browser: undefined });
    });

    it('needs no announcement where the domain is said, whole or by its prefix', async () => {
      for (const userPoolDomain of ['my-team', 'https://my-team.auth.eu-central-1.amazoncognito.com/'])
        await signIn({ given: onPage({ userPoolDomain }) });
      expect(
        stand.sandbox.log.entries.filter(
          ({ operation, userAgent }) => operation.endsWith('openid-configuration') && userAgent !== undefined,
        ),
      ).to.deep.equal([]);
    });

    it('takes the address that a browser elsewhere ended at', async () => {
      let address = '';
      const { prompts } = await signIn({
        given: onPage(),
        browser: stand.browser({}, { absence: '--no-browser was given' }),
        hears: (text) => {
          address = /https:\/\/my-team\S+/.exec(text)?.[0] ?? address;
        },
        person: ['', () => stand.landingOf(address)],
      });
      expect(prompts.map(({ message }) => message)).to.deep.equal([
        'User name',
        'The address that the browser ended at',
      ]);
    });

    it('says what to do where the pool has no page', async () => {
      const bare = stand.sandbox.aws.userPool('eu-central-1');
      const problem = await refusal({ given: onPage({ userPoolId: bare.id, clientId: bare.client().id }) });
      expect(problem).to.include({ kind: 'usage', message: 'This user pool announces no sign-in page of its own.' });
    });

    it('says so when nobody comes back, with what may be the reason beforehand', async () => {
      const other = pool.client({ callbackUrls: ['https://app.example.com/'] });
      const problem = await refusal({ given: onPage({ clientId: other.id, browserTimeout: '1s' }) });
      expect(problem.message).to.contain('did not come back');
    });
  });

  describe('with a token of', () => {
    it('an OpenID provider, by its own sign-in', async () => {
      const server = await openIdProvider(stand.sandbox);
      identityPool.trusts(server.issuer, 'git-codecommit');
      const { obtained } = await signIn({
        given: { identityPoolId: identityPool.id, login: 'oidc', issuer: server.issuer, clientId: 'git-codecommit' },
      });
      expect(obtained.learned).to.include({ issuer: server.issuer, renewable: 'yes' });
    });

    it('Google, by its own sign-in', async () => {
      const google = stand.sandbox.aws.google.client();
      stand.sandbox.aws.google.user('ana@example.com');
      identityPool.trusts('https://accounts.google.com', google.id);
      await signIn({
        given: { identityPoolId: identityPool.id, login: 'google', clientId: google.id, clientSecret: google.secret },
        browser: stand.browser({ username: 'ana@example.com' }),
      });
    });

    it('Facebook, by paste', async () => {
      identityPool.trusts('graph.facebook.com', '1234567890123456');
      await signIn({
        given: { identityPoolId: identityPool.id, login: 'facebook' },
        person: [stand.sandbox.aws.facebook.userToken()],
      });
    });

    it('a user pool, from a file: which provider it is can be seen', async () => {
      const { idToken, accessToken } = await pool.tokens(client, pool.user('finn'));
      const { interview } = await signIn({ given: { identityPoolId: identityPool.id, webIdentityToken: idToken } });
      expect(interview.known).to.include({ login: 'user-pool' });
      stand.sandbox.log.clear();
      expect(await refusal({ given: { identityPoolId: identityPool.id, webIdentityToken: accessToken } })).to.include({
        kind: 'usage',
        message: 'This is an access token.',
      });
      expect(stand.sandbox.log.entries).to.deep.equal([]);
    });
  });

  describe('in the basic flow', () => {
    let own: IdentityPool;
    let named: Role;
    before(() => {
      const account = stand.sandbox.aws.account('111122223333');
      own = stand.sandbox.aws.identityPool(account, 'eu-central-1');
      own.allowsClassicFlow = true;
      own.trusts(pool.issuer, client.id);
      named = account.role('Named', {
        trust: webIdentityTrust('cognito-identity.amazonaws.com', {
          'cognito-identity.amazonaws.com:aud': own.id,
          'cognito-identity.amazonaws.com:amr': 'authenticated',
        }),
        maxSessionDuration: 14_400,
      });
    });
    const basic = (over: Record<string, string | undefined> = {}): Record<string, string> =>
      given({ identityPoolId: own.id, flow: 'basic', roleArn: named.arn, ...over });

    it('takes the role at STS, as long as the role grants', async () => {
      const { obtained } = await signIn({ given: basic() });
      expect(obtained).to.deep.include({ account: '111122223333' });
      expect(obtained.learned).to.include({ grantedDuration: '14400', sessionName: 'ana' });
      expect(stand.sandbox.log.of('AssumeRoleWithWebIdentity').at(-1)?.host).to.equal('sts.eu-west-1.amazonaws.com');
    });

    it('takes a duration and a session name', async () => {
      await signIn({ given: basic({ duration: '30m', sessionName: 'me' }) });
      expect(stand.sandbox.log.of('AssumeRoleWithWebIdentity').at(-1)?.parameters).to.include({
        DurationSeconds: '1800',
        RoleSessionName: 'me',
      });
    });

    it('limits the session, for the pool knows nothing of repositories', async () => {
      await signIn({ given: basic({ access: 'contribute', only: 'my-app', protectedBranch: 'main' }) });
      const { Policy = '' } = stand.sandbox.log.of('AssumeRoleWithWebIdentity').at(-1)?.parameters as {
        Policy?: string;
      };
      const { Statement: statements } = JSON.parse(Policy) as {
        Statement: readonly { Effect: string; Action: readonly string[]; Resource: string }[];
      };
      expect(statements.map(({ Effect }) => Effect)).to.include.members(['Allow', 'Deny']);
      for (const { Resource } of statements)
        expect(Resource).to.equal('arn:aws:codecommit:eu-west-1:111122223333:my-app');
      expect(stand.sandbox.log.of('GetOpenIdToken').at(-1)?.parameters).to.not.have.property('Policy');
    });

    it('refuses limits that would be ignored', async () => {
      expect(await refusal({ given: basic({ only: 'my-app' }) })).to.include({ kind: 'usage', question: 'access' });
    });

    it('wants a role', () => {
      expect(() => cognito.check?.({ flow: 'basic', roleArn: undefined } as never, undefined as never)).to.throw(
        Problem,
        '--role-arn',
      );
    });

    it('says so where the pool does not allow it', async () => {
      const problem = await refusal({ given: basic({ identityPoolId: identityPool.id }) });
      expect(problem.message).to.contain('does not allow the basic flow');
    });
  });

  describe('refuses before anything is sent', () => {
    for (const word of ['guest', 'unauthenticated', 'none']) {
      it(`guests, with the reason: --login ${word}`, async () => {
        const problem = await refusal({ given: given({ login: word }) });
        expect(problem.kind).to.equal('usage');
        expect(problem.message).to.contain('Guests of an identity pool cannot use CodeCommit');
        expect(stand.sandbox.log.entries).to.deep.equal([]);
      });
    }

    for (const [what, over, says] of [
      [
        "a user pool's id in place of an identity pool's",
        { identityPoolId: 'eu-central-1_AbCdEf123' },
        'That is the id of a user pool',
      ],
      [
        "an identity pool's id in place of a user pool's",
        { userPoolId: 'eu-central-1:12345678-90ab-cdef-1234-567890abcdef' },
        'That is the id of an identity pool',
      ],
      ['a duration in the enhanced flow', { duration: '12h' }, 'In the enhanced flow the identity pool decides that'],
      ['a session policy in the enhanced flow', { access: 'read' }, 'In the enhanced flow AWS takes no session policy'],
      ['repositories in the enhanced flow', { only: 'my-app' }, 'In the enhanced flow AWS takes no session policy'],
      [
        'protected branches in the enhanced flow',
        { protectedBranch: 'main' },
        'In the enhanced flow AWS takes no session policy',
      ],
      ['another flow', { flow: 'classic' }, 'There are two: enhanced and basic'],
    ] as const) {
      it(what, async () => {
        const problem = await refusal({ given: given(over) });
        expect(problem.kind).to.equal('usage');
        expect(problem.message).to.contain(says);
        expect(stand.sandbox.log.entries).to.deep.equal([]);
      });
    }
  });

  describe('keeps what the identity pool says when it', () => {
    const codeOf = async (over: Record<string, string>): Promise<string> => {
      const problem = await refusal({ given: given(over) });
      return problem instanceof Refusal ? problem.facts.code : problem.message;
    };

    it('does not exist', async () =>
      expect(await codeOf({ identityPoolId: 'eu-central-1:00000000-0000-0000-0000-000000000000' })).to.equal(
        'ResourceNotFoundException',
      ));

    it('knows another client only', async () =>
      expect(await codeOf({ clientId: pool.client().id })).to.equal('NotAuthorizedException'));

    it('does not give that role', async () =>
      expect(await codeOf({ roleArn: 'arn:aws:iam::111122223333:role/Admin' })).to.equal('NotAuthorizedException'));

    it('has a role that does not trust it', async () => {
      const own = stand.sandbox.aws.identityPool(stand.sandbox.aws.account('111122223333'), 'eu-central-1');
      own.trusts(pool.issuer, client.id);
      own.authenticatedRole = role;
      expect(await codeOf({ identityPoolId: own.id })).to.equal('InvalidIdentityPoolConfigurationException');
    });
  });

  it('says what a refresh will need', () => {
    expect(cognito.needs({ login: 'user-pool', renewable: 'yes' })).to.equal('nothing');
    expect(cognito.needs({ login: 'facebook' })).to.equal('paste');
    expect(cognito.needs({ login: 'oidc', renewable: 'no' })).to.equal('browser');
    expect(cognito.needs({ login: 'facebook', webIdentityTokenFile: '/run/token' })).to.equal('nothing');
  });
});
