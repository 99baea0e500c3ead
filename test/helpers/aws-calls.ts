import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import type { Aws } from '../../src/core/ports/aws/aws.js';
import { Secret } from '../../src/core/secret.js';
import { longTermKeys } from './aws-client.js';
import type { TemporaryHome } from './environment.js';

/** A service as `AWS_ENDPOINT_URL_…` writes it. */
export type ServiceId = 'STS' | 'IAM' | 'CODECOMMIT' | 'SSO' | 'SSO_OIDC' | 'SIGNIN';

/** One way in which the product calls AWS, and the services that it reaches, in order. */
export interface AwsCall {
  readonly name: string;
  readonly services: readonly ServiceId[];
  readonly run: (aws: Aws, region: string, settings: string | undefined) => Promise<unknown>;
}

const roleArn = 'arn:aws:iam::111122223333:role/Developer';

/** Every client of the product, those that are made inside of credential providers included. */
export const awsCalls: readonly AwsCall[] = [
  {
    name: 'STS, signed',
    services: ['STS'],
    run: async (aws, region, profile) =>
      (await aws.sts({ region, credentials: longTermKeys, profile })).assumeRole({ roleArn, sessionName: 'ana' }),
  },
  {
    name: 'STS with a one-time code',
    services: ['STS'],
    run: async (aws, region, profile) =>
      (await aws.sts({ region, credentials: longTermKeys, profile })).getSessionToken({
        serialNumber: 'GAHT12345678',
        tokenCode: '123456',
      }),
  },
  {
    name: 'STS, unsigned',
    services: ['STS'],
    run: async (aws, region, profile) =>
      (await aws.sts({ region, profile })).assumeRoleWithWebIdentity({
        roleArn,
        sessionName: 'ana',
        token: new Secret('jwt'),
      }),
  },
  {
    name: 'IAM',
    services: ['IAM'],
    run: async (aws, region, profile) =>
      (await aws.iam({ region, credentials: longTermKeys, profile })).listMfaDevices(),
  },
  {
    name: 'CodeCommit',
    services: ['CODECOMMIT'],
    run: async (aws, region, profile) =>
      (await aws.codecommit({ region, credentials: longTermKeys, profile })).getRepository('MyDemoRepo'),
  },
  {
    name: 'a sign-in to Identity Center',
    services: ['SSO_OIDC', 'SSO_OIDC', 'SSO_OIDC'],
    run: (aws, region, profile) => signInToIdentityCenter(aws, region, profile),
  },
  {
    name: 'the access portal',
    services: ['SSO'],
    run: async (aws, region, profile) => (await aws.ssoPortal({ region, profile }, new Secret('token'))).accounts(),
  },
  { name: 'a role profile', services: ['STS'], run: (aws, region) => aws.profileCredentials('role', { region }) },
  {
    name: 'a web identity profile',
    services: ['STS'],
    run: (aws, region) => aws.profileCredentials('web', { region }),
  },
  {
    name: 'an Identity Center profile whose token is to be renewed',
    services: ['SSO_OIDC', 'SSO'],
    run: (aws, region) => aws.profileCredentials('center', { region }),
  },
  {
    name: 'a role whose source is Identity Center',
    services: ['SSO_OIDC', 'SSO', 'STS'],
    run: (aws, region) => aws.profileCredentials('role-from-center', { region }),
  },
  {
    name: 'an `aws login` profile',
    services: ['SIGNIN'],
    run: (aws, region) => aws.profileCredentials('console', { region }),
  },
];

async function signInToIdentityCenter(aws: Aws, region: string, profile: string | undefined): Promise<void> {
  const oidc = await aws.ssoOidc({ region, profile });
  const registration = await oidc.registerClient({ startUrl: 'https://corp.awsapps.com/start', scopes: [] });
  const { deviceCode } = await oidc.startDeviceAuthorization(registration, 'https://corp.awsapps.com/start');
  await oidc.createToken(registration, { type: 'device_code', deviceCode });
}

/**
 * Fills a home with the profiles that the calls use, all of them signed in with tokens that are about to end.
 * @param settings lines that go into every profile, `endpoint_url = …` for instance
 * @param sections whole sections to add
 */
export async function furnishProfiles(
  home: Pick<TemporaryHome, 'file'>,
  region: string,
  settings = '',
  sections = '',
): Promise<void> {
  // A token that was renewed by one call is good for the next, so each call has a session of its own.
  const [session, another] = [`corp-${randomUUID()}`, `corp-${randomUUID()}`];
  const login = 'arn:aws:iam::111122223333:user/ana';
  const [config, tokens, logins] = [
    home.file('.aws', 'config'),
    home.file('.aws', 'sso', 'cache'),
    home.file('.aws', 'login', 'cache'),
  ];
  await Promise.all([tokens, logins].map((folder) => mkdir(folder, { recursive: true })));
  await writeFile(home.file('jwt'), 'jwt\n');
  const center = (name: string): string =>
    `sso_session = ${name}\nsso_account_id = 111122223333\nsso_role_name = Developer`;
  const profiles: Readonly<Record<string, string>> = {
    plain: '',
    base:
      `aws_access_key_id = ${longTermKeys.accessKeyId}\naws_secret_access_key = ` +
      longTermKeys.secretAccessKey.reveal(),
    role: `role_arn = ${roleArn}\nsource_profile = base`,
    web: `role_arn = ${roleArn}\nweb_identity_token_file = ${home.file('jwt')}`,
    center: center(session),
    'another-center': center(another),
    'role-from-center': `role_arn = ${roleArn}\nsource_profile = another-center`,
    console: `login_session = ${login}`,
  };
  const text = Object.entries(profiles)
    .map(([name, lines]) => `[profile ${name}]\nregion = ${region}\n${lines}\n${settings}\n`)
    .join('\n');
  const sessions = [session, another].map(
    (name) => `[sso-session ${name}]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = ${region}\n`,
  );
  await writeFile(config, [text, ...sessions, sections].join('\n'));
  const token = JSON.stringify({
    accessToken: 'old',
    expiresAt: new Date(Date.now() + 60_000),
    clientId: 'c',
    clientSecret: 's',
    registrationExpiresAt: new Date(Date.now() + 3_600_000),
    refreshToken: 'r',
  });
  await Promise.all([session, another].map((name) => writeFile(`${tokens}/${hash('sha1', name)}.json`, token)));
  await writeFile(
    `${logins}/${hash('sha256', login)}.json`,
    JSON.stringify({
      accessToken: {
        accessKeyId: 'ASIAOLD',
        secretAccessKey: 'old',
        sessionToken: 'old',
        accountId: '111122223333',
        expiresAt: new Date(0),
      },
      clientId: 'c',
      refreshToken: 'r',
      dpopKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'sec1', format: 'pem' }),
    }),
  );
}

function hash(algorithm: string, text: string): string {
  return createHash(algorithm).update(text).digest('hex');
}
