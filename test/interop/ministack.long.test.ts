// Signs in, with the real program, at ministack: an AWS that nobody here wrote. It answers behind AWS's own host names,
// with TLS. Told to (AUTH), it checks signatures, the trust of roles, proofs of passwords and the tokens of user pools.
// What it does otherwise than AWS: it checks neither the codes of MFA devices nor the signatures of other providers'
// tokens, and has no AssumeRoleWithSAML.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import {
  CognitoIdentityClient,
  CreateIdentityPoolCommand,
  SetIdentityPoolRolesCommand,
} from '@aws-sdk/client-cognito-identity';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { expect } from 'chai';
import { signInFixture, type SignInFixture } from '../e2e/sign-in-fixture.js';
import { startListening, type ListeningProgram } from '../helpers/listening-program.js';
import { jwt } from '../helpers/jwt.js';
import { needs } from '../helpers/needs.js';
import type { Ended } from '../helpers/run.js';
import { undoAfter } from '../helpers/undo.js';
import type { Variables } from '../helpers/environment.js';
import { servedBy } from './pass-on.js';

const account = '111122223333';
const roleArn = (name: string): string => `arn:aws:iam::${account}:role/${name}`;
const password = 'Correct-horse-1';

describe('at ministack, an AWS of somebody else', function () {
  this.timeout(240_000);
  before(needs('ministack'));
  const undo = undoAfter();
  let fixture: SignInFixture;
  let ministack: ListeningProgram;
  let device: string;
  let keys: { readonly id: string; readonly secret: string };
  let pool: { readonly id: string; readonly client: string; readonly identities: string };

  before(async () => {
    fixture = await signInFixture();
    undo(() => fixture.leave());
    ministack = await start({ AUTH: 'true' });
    undo(() => ministack.stop());
    const services = ['sts', 'iam', 'cognito-idp', 'cognito-identity'];
    fixture.sandbox.serve(
      servedBy('ministack', (_, place) => place !== undefined && services.includes(place.service), ministack.where),
    );
    const settings = {
      endpoint: ministack.where,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
    ({ device, keys } = await people(new IAMClient(settings)));
    pool = await pools(new CognitoIdentityProviderClient(settings), new CognitoIdentityClient(settings));
  });
  beforeEach(() => fixture.newcomer());

  function start(variables: Variables): Promise<ListeningProgram> {
    return startListening(['ministack'], /Running on (http:\/\/127\.0\.0\.1:\d+)/, {
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: '0',
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      MINISTACK_ACCOUNT_ID: account,
      MINISTACK_REGION: 'eu-west-1',
      HOME: fixture.home.path,
      STATE_DIR: fixture.home.file('ministack'),
      ...variables,
    });
  }

  /** A user with keys and an MFA device, and roles. */
  async function people(iam: IAMClient): Promise<{ device: string; keys: { id: string; secret: string } }> {
    await iam.send(new CreateUserCommand({ UserName: 'ana' }));
    await iam.send(
      new PutUserPolicyCommand({
        UserName: 'ana',
        PolicyName: 'all',
        PolicyDocument: policy({ Effect: 'Allow', Action: '*', Resource: '*' }),
      }),
    );
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: 'ana' }));
    const { VirtualMFADevice: made } = await iam.send(
      new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'ana-phone' }),
    );
    const SerialNumber = made?.SerialNumber ?? '';
    await iam.send(
      new EnableMFADeviceCommand({
        UserName: 'ana',
        SerialNumber,
        AuthenticationCode1: '123456',
        AuthenticationCode2: '654321',
      }),
    );
    const ana = { AWS: `arn:aws:iam::${account}:user/ana` };
    const roles: Readonly<Record<string, object>> = {
      Developer: {
        Effect: 'Allow',
        Principal: ana,
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': 'corp-42' } },
      },
      Tagged: { Effect: 'Allow', Principal: ana, Action: ['sts:AssumeRole', 'sts:TagSession'] },
      Web: {
        Effect: 'Allow',
        Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/login.example.com` },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { 'login.example.com:aud': 'git-codecommit' } },
      },
      Users: {
        Effect: 'Allow',
        Principal: { Federated: 'cognito-identity.amazonaws.com' },
        Action: 'sts:AssumeRoleWithWebIdentity',
      },
    };
    for (const [RoleName, statement] of Object.entries(roles))
      await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: policy(statement) }));
    return { device: SerialNumber, keys: { id: key?.AccessKeyId ?? '', secret: key?.SecretAccessKey ?? '' } };
  }

  /** A user pool with two people, and an identity pool that takes its tokens. */
  async function pools(
    users: CognitoIdentityProviderClient,
    identities: CognitoIdentityClient,
  ): Promise<{ id: string; client: string; identities: string }> {
    const UserPoolId = (await users.send(new CreateUserPoolCommand({ PoolName: 'team' }))).UserPool?.Id ?? '';
    const { UserPoolClient: client } = await users.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: 'git',
        ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      }),
    );
    for (const Username of ['ana', 'bea'])
      await users.send(
        new AdminCreateUserCommand({ UserPoolId, Username, TemporaryPassword: password, MessageAction: 'SUPPRESS' }),
      );
    await users.send(
      new AdminSetUserPasswordCommand({ UserPoolId, Username: 'ana', Password: password, Permanent: true }),
    );
    const ClientId = client?.ClientId ?? '';
    const { IdentityPoolId } = await identities.send(
      new CreateIdentityPoolCommand({
        IdentityPoolName: 'team',
        AllowUnauthenticatedIdentities: false,
        CognitoIdentityProviders: [
          { ClientId, ProviderName: `cognito-idp.eu-west-1.amazonaws.com/${UserPoolId}`, ServerSideTokenCheck: false },
        ],
      }),
    );
    await identities.send(
      new SetIdentityPoolRolesCommand({ IdentityPoolId, Roles: { authenticated: roleArn('Users') } }),
    );
    return { id: UserPoolId, client: ClientId, identities: IdentityPoolId ?? '' };
  }

  const setup = (method: string, ...more: string[]): Promise<Ended> =>
    fixture.unattended([
      'setup',
      '--method',
      method,
      '--repository',
      fixture.app.url,
      '--no-verify',
      '--yes',
      '--json',
      ...more,
    ]);
  const fromKeys = async (method: string, ...more: string[]): Promise<Ended> =>
    setup(method, '--source-keys-file', await keysFile(keys), ...more);
  const keysFile = ({ id, secret }: typeof keys): Promise<string> =>
    fixture.home.write('keys', `AWS_ACCESS_KEY_ID=${id}\nAWS_SECRET_ACCESS_KEY=${secret}\n`);

  /** That it ended with a profile, whose keys ministack knows under this ARN. */
  async function signedIn({ code, stdout, stderr }: Ended, arn: string): Promise<void> {
    expect(code, stderr).to.equal(0);
    expect(JSON.parse(stdout)).to.include({ arn, account });
    expect(await readFile(fixture.home.file('.aws', 'credentials'), 'utf8')).to.match(
      /^\[my-app\]\naws_access_key_id = ASIA[A-Z0-9]+\naws_secret_access_key = \S+\naws_session_token = \S+$/m,
    );
  }

  async function refused({ code, stdout, stderr }: Ended, says: string): Promise<void> {
    expect([code, stdout], stderr).to.deep.equal([4, '']);
    expect(stderr).to.contain(says);
    await fixture.nothingWritten();
  }

  describe('STS and IAM', () => {
    it('give a session with MFA, for the device that is named', async () => {
      // IAM lists the devices of whoever asks, where no user is named; ministack then lists none.
      const unnamed = await fromKeys('session-token', '--mfa-code', '123456');
      expect([unnamed.code, unnamed.stdout]).to.deep.equal([2, '']);
      expect(unnamed.stderr).to.contain('--mfa-serial');
      await fixture.nothingWritten();
      const named = await fromKeys('session-token', '--mfa-serial', device, '--mfa-code', '123456');
      await signedIn(named, `arn:aws:iam::${account}:user/ana`);
    });

    it('give a role to somebody with the external id', async () => {
      const ended = await fromKeys(
        'assume-role',
        '--role-arn',
        roleArn('Developer'),
        '--external-id',
        'corp-42',
        '--session-name',
        'ana',
      );
      await signedIn(ended, `arn:aws:sts::${account}:assumed-role/Developer/ana`);
    });

    it('refuse it to somebody with another one', async () => {
      const ended = await fromKeys('assume-role', '--role-arn', roleArn('Developer'), '--external-id', 'corp-43');
      await refused(ended, 'AccessDenied');
    });

    it('give a role with session tags, and refuse them where the trust does not know them', async () => {
      const tagged = ['--session-name', 'ana', '--tag', 'team=core'];
      const ended = await fromKeys('assume-role', '--role-arn', roleArn('Tagged'), ...tagged);
      await signedIn(ended, `arn:aws:sts::${account}:assumed-role/Tagged/ana`);
      await fixture.newcomer();
      const other = ['--role-arn', roleArn('Developer'), '--external-id', 'corp-42', ...tagged];
      await refused(await fromKeys('assume-role', ...other), 'sts:TagSession');
    });

    it('give a federated session that is narrowed by a policy', async () => {
      const ended = await fromKeys(
        'federation-token',
        '--federated-name',
        'ana',
        '--access',
        'read',
        '--only',
        'my-app',
      );
      await signedIn(ended, `arn:aws:sts::${account}:federated-user/ana`);
    });

    it('refuse keys that nobody has, and a secret that is not theirs', async () => {
      const unknown = { id: 'AKIAIOSFODNN7EXAMPLE', secret: keys.secret };
      await refused(
        await setup('session-token', '--source-keys-file', await keysFile(unknown), '--mfa-code', '123456'),
        'InvalidClientTokenId',
      );
      const wrong = { id: keys.id, secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
      await refused(
        await setup('session-token', '--source-keys-file', await keysFile(wrong), '--mfa-code', '123456'),
        'SignatureDoesNotMatch',
      );
    });

    it('give a role for a token of a provider that it trusts, and for no other', async () => {
      const now = Math.floor(Date.now() / 1000);
      const token = (issuer: string): Promise<string> =>
        fixture.home.write('token', jwt({ iss: issuer, sub: 'ana', aud: 'git-codecommit', iat: now, exp: now + 3600 }));
      const web = async (issuer: string): Promise<Ended> =>
        setup(
          'web-identity',
          '--provider',
          'oidc',
          '--web-identity-token-file',
          await token(issuer),
          '--role-arn',
          roleArn('Web'),
          '--session-name',
          'ana',
        );
      await signedIn(await web('https://login.example.com'), `arn:aws:sts::${account}:assumed-role/Web/ana`);
      await fixture.newcomer();
      await refused(await web('https://login.example.org'), 'AccessDenied');
    });

    it('refuse a SAML response, which ministack does not take', async () => {
      const idp = await fixture.sandbox.aws.identityProvider();
      const provider = fixture.account.samlProvider('Corp', idp.metadata);
      const file = await fixture.home.write(
        'response',
        await idp.response({ roles: [`${roleArn('Saml')},${provider.arn}`] }),
      );
      await refused(await setup('saml', '--saml-response-file', file), 'InvalidAction');
    });
  });

  describe('Cognito', () => {
    const atPool = async (username: string, ...more: string[]): Promise<Ended> =>
      setup(
        'cognito',
        '--identity-pool-id',
        pool.identities,
        '--login',
        'user-pool',
        '--user-pool-id',
        pool.id,
        '--client-id',
        pool.client,
        '--username',
        username,
        '--password-file',
        await fixture.home.write('password', `${password}\n`),
        ...more,
      );
    const session = `arn:aws:sts::${account}:assumed-role/Users/CognitoIdentityCredentials`;

    it('takes our proof of a password, and renews by the refresh token', async () => {
      await signedIn(await atPool('ana'), session);
      const again = await fixture.unattended(['refresh', '--force', '--json']);
      expect(again.code, again.stderr).to.equal(0);
      expect(JSON.parse(again.stdout)).to.include({ arn: session, refreshed: true });
    });

    it('refuses a proof of another one', async () => {
      const file = await fixture.home.write('other', 'Battery-staple-1\n');
      await refused(await atPool('ana', '--password-file', file), 'NotAuthorizedException');
    });

    it('has a new password set', async () => {
      const file = await fixture.home.write('new', 'Battery-staple-1\n');
      await signedIn(await atPool('bea', '--new-password-file', file), session);
    });

    it('gives a token for STS in the basic flow', async () => {
      const basic = ['--flow', 'basic', '--role-arn', roleArn('Users'), '--session-name', 'ana'];
      await signedIn(await atPool('ana', ...basic), `arn:aws:sts::${account}:assumed-role/Users/ana`);
    });
  });

  describe('the metadata service', () => {
    it('gives the keys of the instance, in version 2 only', async () => {
      const instance = await start({ MINISTACK_IMDS_V2_REQUIRED: '1' });
      try {
        const env = {
          AWS_EC2_METADATA_DISABLED: 'false',
          AWS_EC2_METADATA_SERVICE_ENDPOINT: instance.where,
          AWS_ENDPOINT_URL: instance.where,
        };
        const { code, stdout, stderr } = await fixture.unattended(
          ['setup', '--method', 'instance', '--repository', fixture.app.url, '--no-verify', '--yes', '--json'],
          { env },
        );
        expect(code, stderr).to.equal(0);
        expect(JSON.parse(stdout)).to.include({ method: 'instance', credentialsFile: null });
        expect(existsSync(fixture.home.file('.aws', 'credentials'))).to.equal(false);
        const question = 'protocol=https\nhost=git-codecommit.eu-west-1.amazonaws.com\npath=v1/repos/my-app\n\n';
        const filled = await fixture.home.run('git', ['credential', 'fill'], { env, input: question });
        expect(filled.code, filled.stderr).to.equal(0);
        expect(filled.stdout).to.match(/^username=ASIA[A-Z0-9]+%\S+\npassword=\d{8}T\d{6}Z[0-9a-f]{64}$/m);
      } finally {
        await instance.stop();
      }
    });
  });
});

function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
