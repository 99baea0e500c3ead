// Signs in at somebody else's Cognito with the real program: by password, with a new password, with an MFA code; in the
// enhanced and the basic flow. Run by moto.sh, which started the server. It has no refresh by
// GetTokensFromRefreshToken,
// checks neither proofs of passwords nor MFA codes, and its identity pools take any token.
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { CognitoIdentityClient, CreateIdentityPoolCommand } from '@aws-sdk/client-cognito-identity';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  AssociateSoftwareTokenCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  InitiateAuthCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { built } from '../helpers/built.js';
import { temporaryHome } from '../helpers/environment.js';
import { run } from '../helpers/run.js';

const {
  values: { endpoint = '' },
} = parseArgs({ options: { endpoint: { type: 'string' } } });
const program = `${built()}/git-codecommit.js`;
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
const settings = { region: 'eu-west-1', endpoint, credentials: { accessKeyId: 'admin', secretAccessKey: 'admin' } };
const [users, identities] = [new CognitoIdentityProviderClient(settings), new CognitoIdentityClient(settings)];

const { UserPool: pool } = await users.send(new CreateUserPoolCommand({ PoolName: 'team' }));
const UserPoolId = pool?.Id ?? '';
const { UserPoolClient: client } = await users.send(
  new CreateUserPoolClientCommand({
    UserPoolId,
    ClientName: 'git',
    ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  }),
);
const ClientId = client?.ClientId ?? '';
const { IdentityPoolId = '' } = await identities.send(
  new CreateIdentityPoolCommand({ IdentityPoolName: 'team', AllowUnauthenticatedIdentities: false }),
);
const password = 'Correct-horse-1';

for (const Username of ['ana', 'bea', 'cleo'])
  await users.send(
    new AdminCreateUserCommand({ UserPoolId, Username, TemporaryPassword: password, MessageAction: 'SUPPRESS' }),
  );
for (const Username of ['ana', 'cleo'])
  await users.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }));
await enrol('cleo');

await signIn('password, enhanced flow', 'ana', []);
await signIn('password, basic flow', 'ana', [
  '--flow',
  'basic',
  '--role-arn',
  'arn:aws:iam::123456789012:role/Developer',
  '--duration',
  '1h',
]);
await signIn('NEW_PASSWORD_REQUIRED', 'bea', ['--new-password-file', '-'], 'Battery-staple-1');
await signIn('SOFTWARE_TOKEN_MFA', 'cleo', ['--mfa-code', '123456']);
await refused('an unknown user', 'nobody', 'knows no such user');

/** Sets up an authenticator app for somebody. */
async function enrol(username: string): Promise<void> {
  const { AuthenticationResult: tokens } = await users.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  );
  const AccessToken = tokens?.AccessToken ?? '';
  await users.send(new AssociateSoftwareTokenCommand({ AccessToken }));
  await users.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: '123456' }));
  await users.send(
    new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } }),
  );
}

async function setup(
  username: string,
  more: readonly string[],
  input: string | undefined,
): Promise<{ readonly code: number; readonly stderr: string; readonly keys: string }> {
  const home = await temporaryHome();
  try {
    const passwordFile = home.file('password');
    await writeFile(passwordFile, `${password}\n`);
    const { code, stderr } = await run(
      process.execPath,
      [
        program,
        'setup',
        '--method',
        'cognito',
        '--identity-pool-id',
        IdentityPoolId,
        '--login',
        'user-pool',
        '--user-pool-id',
        UserPoolId,
        '--client-id',
        ClientId,
        '--username',
        username,
        '--password-file',
        passwordFile,
        '--region',
        'eu-west-1',
        '--profile',
        'dev',
        '--git-scope',
        'none',
        '--no-verify',
        '--yes',
        ...more,
      ],
      { env: home.environment({ AWS_ENDPOINT_URL: endpoint }), cwd: home.path, ...(input !== undefined && { input }) },
    );
    const keys = await readFile(home.file('.aws', 'credentials'), 'utf8').catch(() => '');
    return { code, stderr, keys: /^aws_access_key_id = (\S+)$/m.exec(keys)?.[1] ?? '' };
  } finally {
    await home.remove();
  }
}

async function signIn(what: string, username: string, more: readonly string[], input?: string): Promise<void> {
  const { code, stderr, keys } = await setup(username, more, input);
  if (code !== 0 || keys === '') throw new Error(`${what} ended with ${code}:\n${stderr}`);
  console.log(`${what}: keys ${keys}`);
}

async function refused(what: string, username: string, says: string): Promise<void> {
  const { code, stderr, keys } = await setup(username, [], undefined);
  if (code !== 4 || keys !== '' || !stderr.includes(says)) throw new Error(`${what} ended with ${code}:\n${stderr}`);
  console.log(`${what}: ${says}`);
}
