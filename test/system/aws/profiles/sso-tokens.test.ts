import { sentence } from '../../../../src/core/advice/advice.js';
import { awsSsoLogin } from '../../../../src/core/advice/other-programs.js';
import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { SsoToken } from '../../../../src/core/ports/aws/identity-center.js';
import { Secret } from '../../../../src/core/secret.js';
import { createFiles } from '../../../../src/system/files/files.js';
import { ssoTokens } from '../../../../src/system/aws/profiles/sso-tokens.js';
import { awsSeeing } from '../../../helpers/aws-client.js';
import { needs } from '../../../helpers/needs.js';
import { undoAfter } from '../../../helpers/undo.js';
import { furnishedHome, type FurnishedHome } from '../../../sandbox/furnished-home.js';
import { visit } from '../../../sandbox/person.js';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.js';
import type { IdentityCenter, PortalUser } from '../../../sandbox/aws/identity-center.js';

const session = { name: 'corp', startUrl: 'https://corp.awsapps.com/start', region: 'eu-central-1' };
const cacheFile = ['.aws', 'sso', 'cache', 'ee0bfd2552fbd840c02cc48b6e823320543c450f.json'] as const;
const config = `[sso-session corp]
sso_start_url = ${session.startUrl}
sso_region = ${session.region}
sso_registration_scopes = sso:account:access

[profile center]
region = eu-west-1
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Developer

[profile legacy]
region = eu-west-1
sso_start_url = ${session.startUrl}
sso_region = ${session.region}
sso_account_id = 111122223333
sso_role_name = Developer
`;

describe('the sign-ins shared with the AWS CLI', function () {
  this.timeout(120_000);
  const undo = undoAfter();
  let sandbox: Sandbox;
  let center: IdentityCenter;
  let ana: PortalUser;
  let home: FurnishedHome;
  before(async () => {
    sandbox = await startSandbox();
    undo(() => sandbox.stop());
    center = sandbox.aws.identityCenter(session);
    ana = center.user('ana');
    center.assign(ana, sandbox.aws.account('111122223333'), 'Developer');
  });
  beforeEach(async () => {
    center.tokenSeconds = 3600;
    sandbox.log.clear();
    home = await furnishedHome(sandbox);
    await home.write('.aws/config', config);
  });
  afterEach(() => home.remove());

  const tokens = (): ReturnType<typeof awsSeeing>['ssoTokens'] => awsSeeing(sandbox.environment(), home.path).ssoTokens;
  /** A token that the sandbox gave, kept by us. */
  const keep = async (
    over: Partial<SsoToken> = {},
    at: { name?: string; startUrl: string; region: string } = session,
  ): Promise<SsoToken> => {
    const client = center.register(
      'git-codecommit',
      ['authorization_code', 'refresh_token'],
      [],
      ['sso:account:access'],
    );
    const issued = center.issue(ana, client);
    const token = {
      accessToken: new Secret(issued.accessToken),
      refreshToken: new Secret(issued.refreshToken ?? ''),
      expiresAt: issued.expiresAt,
      registration: { clientId: client.id, clientSecret: new Secret(client.secret), expiresAt: client.expiresAt },
      ...over,
    };
    await tokens().keep(at, token);
    return token;
  };
  const ended = { expiresAt: new Date(Date.now() - 1000) };
  const found = async (...args: Parameters<ReturnType<typeof tokens>['find']>): Promise<string | undefined> =>
    (await tokens().find(...args))?.reveal();
  const cached = async (): Promise<Record<string, string>> =>
    JSON.parse(await readFile(home.file(...cacheFile), 'utf8')) as Record<string, string>;
  const renewals = (): number => sandbox.log.of('CreateToken').filter(({ status }) => status === 200).length;

  it('are found while they live, and nothing is touched', async () => {
    const token = await keep();
    expect(await found(session)).to.equal(token.accessToken.reveal());
    expect(sandbox.log.entries).to.deep.equal([]);
    expect(await readdir(home.file(...cacheFile.slice(0, 3)))).to.deep.equal([cacheFile[3]]);
  });

  it('are none of a session that leads somewhere else, or that has none', async () => {
    await keep();
    expect(await found({ ...session, startUrl: 'https://other.awsapps.com/start' })).to.equal(undefined);
    expect(await found({ ...session, name: 'other' })).to.equal(undefined);
    expect(await found({ ...session, startUrl: `${session.startUrl}/#` })).to.be.a('string');
  });

  it("are a new session's too, where its portal has one of before; one that has its own keeps it", async () => {
    const portal = { startUrl: session.startUrl, region: session.region };
    const token = await keep({}, { ...portal, startUrl: `${session.startUrl}/` });
    const files = async (): Promise<readonly string[]> => await readdir(home.file(...cacheFile.slice(0, 3)));
    expect(await found(session)).to.equal(undefined);
    expect(await found({ ...session, region: 'eu-west-1' }, { adopts: true })).to.equal(undefined);
    expect(await found({ ...session, startUrl: 'https://other.awsapps.com/start' }, { adopts: true })).to.equal(
      undefined,
    );
    expect(await files()).to.have.length(1);
    expect(await found(session, { adopts: true })).to.equal(token.accessToken.reveal());
    expect(await cached()).to.include({ refreshToken: token.refreshToken?.reveal() });
    expect((await stat(home.file(...cacheFile))).mode & 0o777).to.equal(0o600);
    expect(sandbox.log.entries).to.deep.equal([]);
    await keep(ended);
    const own = await found(session, { adopts: true });
    expect([own, own === token.accessToken.reveal()]).to.deep.equal([(await cached())['accessToken'], false]);
  });

  it('are renewed for a new session, where the one of before has ended; one that is dead is none', async () => {
    const portal = { startUrl: session.startUrl, region: session.region };
    await keep({ ...ended, refreshToken: undefined }, portal);
    expect(await found(session, { adopts: true })).to.equal(undefined);
    await keep(ended, portal);
    const renewed = await found(session, { adopts: true });
    expect(center.bearer(renewed ?? '')).to.equal(ana);
    expect((await cached())['accessToken']).to.equal(renewed);
  });

  it('are renewed before they end, and the new refresh token is kept', async () => {
    const token = await keep({ expiresAt: new Date(Date.now() + 60_000) });
    const renewed = await found(session);
    expect(renewed).to.not.equal(token.accessToken.reveal());
    expect(center.bearer(renewed ?? '')).to.equal(ana);
    expect((await cached())['accessToken']).to.equal(renewed);
    expect((await cached())['refreshToken']).to.not.equal(token.refreshToken?.reveal());
  });

  it("end by AWS's clock, where this computer's is ahead", async () => {
    await keep(ended);
    const now = (): Date => new Date(Date.now() + 86_400_000);
    expect(await awsSeeing(sandbox.environment(), home.path, { now }).ssoTokens.find(session)).to.not.equal(undefined);
    expect(new Date((await cached())['expiresAt'] ?? '').getTime()).to.be.closeTo(Date.now() + 3_600_000, 60_000);
  });

  it('are used to their end when they cannot be renewed', async () => {
    const refreshToken = new Secret('wrong');
    const token = await keep({ expiresAt: new Date(Date.now() + 60_000), refreshToken });
    expect(await found(session)).to.equal(token.accessToken.reveal());
    await keep({ ...ended, refreshToken });
    expect(await found(session)).to.equal(undefined);
    const unregistered = await keep({ ...ended });
    await tokens().keep(session, {
      ...unregistered,
      registration: { ...unregistered.registration, expiresAt: new Date(0) },
    });
    expect(await found(session)).to.equal(undefined);
  });

  it('are renewed once, however many processes want it', async () => {
    await keep(ended);
    const program = fileURLToPath(new URL('../find-token.ts', import.meta.url));
    const args = ['--import', 'tsx', program, home.path, session.name, session.startUrl, session.region];
    const cwd = fileURLToPath(new URL('../../../..', import.meta.url));
    const runs = await Promise.all(Array.from({ length: 6 }, () => home.run(process.execPath, args, { cwd })));
    expect(runs.map(({ stderr }) => stderr).join('')).to.equal('');
    expect(new Set(runs.map(({ stdout }) => stdout)).size).to.equal(1);
    expect(center.bearer(runs[0]?.stdout ?? '')).to.equal(ana);
    expect(renewals()).to.equal(1);
  });

  it('take what another tool renewed meanwhile, when their own refresh token was spent on it', async () => {
    const token = await keep(ended);
    const rotated = center.renew(token.refreshToken?.reveal() ?? '', center.clients.at(-1) ?? expect.fail('no client'));
    const text = JSON.stringify({
      ...(await cached()),
      accessToken: rotated?.accessToken,
      refreshToken: rotated?.refreshToken,
      expiresAt: rotated?.expiresAt.toISOString(),
    });
    const aws = awsSeeing(sandbox.environment(), home.path);
    const racing = ssoTokens({
      home: home.path,
      files: createFiles(),
      now: () => new Date(),
      // The other tool writes after we have read, and before we ask.
      oidc: async (access) => {
        await writeFile(home.file(...cacheFile), text);
        return aws.ssoOidc(access);
      },
    });
    expect((await racing.find(session))?.reveal()).to.equal(rotated?.accessToken);
    expect(sandbox.log.of('CreateToken').map(({ errorCode }) => errorCode)).to.deep.equal(['InvalidGrantException']);
  });

  it("serve a profile of AWS's config file too, and say what to do when they are dead", async () => {
    const aws = awsSeeing(sandbox.environment(), home.path);
    const problem = await aws.profileCredentials('center', { region: 'eu-west-1' }).catch((error: unknown) => error);
    expect(problem).to.deep.include({ kind: 'aws', hint: sentence`Run: ${awsSsoLogin('center')}` });
    await keep();
    expect((await aws.profileCredentials('center', { region: 'eu-west-1' })).accessKeyId).to.equal(
      sandbox.aws.lastSession.accessKeyId,
    );
    await keep({}, { startUrl: session.startUrl, region: session.region });
    expect((await aws.profileCredentials('legacy', { region: 'eu-west-1' })).accessKeyId).to.equal(
      sandbox.aws.lastSession.accessKeyId,
    );
    center.signEveryoneOut();
    expect(
      await aws.profileCredentials('center', { region: 'eu-west-1' }).catch((error: unknown) => error),
    ).to.deep.include({ kind: 'aws', hint: sentence`Run: ${awsSsoLogin('center')}` });
  });

  describe('with the AWS CLI', () => {
    before(needs('aws'));
    const identity = async (profile: string): Promise<string> => {
      const { stdout, stderr } = await home.run('aws', [
        'sts',
        'get-caller-identity',
        '--profile',
        profile,
        '--query',
        'Arn',
        '--output',
        'text',
      ]);
      return stdout.trim() || stderr;
    };

    it('let it in where we have signed in, by session and by start URL', async () => {
      await keep();
      await keep({}, { startUrl: session.startUrl, region: session.region });
      for (const profile of ['center', 'legacy'])
        expect(await identity(profile)).to.match(
          /^arn:aws:sts::111122223333:assumed-role\/AWSReservedSSO_Developer_\w+\/ana$/,
        );
    });

    it("let it in by a session that is new, where there was a sign-in to the portal's address", async () => {
      await keep({}, { startUrl: session.startUrl, region: session.region });
      expect(await identity('center')).to.match(/does not exist/);
      await found(session, { adopts: true });
      expect(await identity('center')).to.contain('AWSReservedSSO_Developer');
      expect(renewals()).to.equal(0);
    });

    it('are renewed by it with what we have kept, and used by us then', async () => {
      const token = await keep(ended);
      expect(await identity('center')).to.contain('AWSReservedSSO_Developer');
      expect(renewals()).to.equal(1);
      const theirs = (await cached())['accessToken'];
      expect(theirs).to.not.equal(token.accessToken.reveal());
      expect(await found(session)).to.equal(theirs);
      expect(renewals()).to.equal(1);
    });

    it('are renewed by us with what it has kept, and used by it then', async () => {
      await keep(ended);
      await identity('center');
      await writeFile(
        home.file(...cacheFile),
        JSON.stringify({ ...(await cached()), expiresAt: '2020-01-01T00:00:00Z' }),
      );
      const ours = await found(session);
      expect(renewals()).to.equal(2);
      expect(await identity('center')).to.contain('AWSReservedSSO_Developer');
      expect((await cached())['accessToken']).to.equal(ours);
      expect(renewals()).to.equal(2);
    });
  });

  describe("with botocore's own sign-in", () => {
    before(needs('botocore'));
    const start = `
import json, sys, botocore.session
from botocore import UNSIGNED
from botocore.config import Config
oidc = botocore.session.get_session().create_client('sso-oidc', region_name='${session.region}', config=Config(signature_version=UNSIGNED))
client = oidc.register_client(clientName='botocore-client-corp', clientType='public', scopes=['sso:account:access'])
device = oidc.start_device_authorization(clientId=client['clientId'], clientSecret=client['clientSecret'], startUrl='${session.startUrl}')
print(json.dumps({'client': client, 'device': device}))
`;
    const finish = `
import json, sys, datetime, os, botocore.session
from botocore import UNSIGNED
from botocore.config import Config
from botocore.tokens import _sso_json_dumps
from botocore.utils import JSONFileCache, SSOTokenLoader
said = json.load(sys.stdin)
client, now = said['client'], datetime.datetime.now(datetime.timezone.utc)
oidc = botocore.session.get_session().create_client('sso-oidc', region_name='${session.region}', config=Config(signature_version=UNSIGNED))
answer = oidc.create_token(grantType='urn:ietf:params:oauth:grant-type:device_code', clientId=client['clientId'], clientSecret=client['clientSecret'], deviceCode=said['device']['deviceCode'])
cache = JSONFileCache(os.path.expanduser('~/.aws/sso/cache'), dumps_func=_sso_json_dumps)
SSOTokenLoader(cache=cache).save_token('${session.startUrl}', {
  'startUrl': '${session.startUrl}', 'region': '${session.region}', 'accessToken': answer['accessToken'],
  'expiresAt': now + datetime.timedelta(seconds=answer['expiresIn']), 'clientId': client['clientId'], 'clientSecret': client['clientSecret'],
  'registrationExpiresAt': datetime.datetime.fromtimestamp(client['clientSecretExpiresAt'], datetime.timezone.utc), 'refreshToken': answer['refreshToken'],
}, session_name='${session.name}')
`;
    const python = async (script: string, input = ''): Promise<string> => {
      const { code, stdout, stderr } = await home.run('python3', ['-c', script], { input });
      expect([code, stderr]).to.deep.equal([0, '']);
      return stdout;
    };
    /** As `aws sso login` does it: SSO-OIDC by botocore's client, and the token into the cache by botocore's writer. */
    const signInWithBotocore = async (): Promise<void> => {
      const said = await python(start);
      const { device } = JSON.parse(said) as { device: { verificationUriComplete: string } };
      await visit(
        device.verificationUriComplete,
        { username: 'ana', password: 'correct horse', decision: 'allow' },
        sandbox,
      );
      await python(finish, said);
    };

    it('are ours to use, and to renew', async () => {
      await signInWithBotocore();
      const theirs = (await cached())['accessToken'];
      expect(await found(session)).to.equal(theirs);
      await writeFile(
        home.file(...cacheFile),
        JSON.stringify({ ...(await cached()), expiresAt: '2020-01-01T00:00:00Z' }),
      );
      const ours = await found(session);
      expect(ours).to.not.equal(theirs);
      expect(center.bearer(ours ?? '')).to.equal(ana);
    });
  });
});
