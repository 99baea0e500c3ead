import { plainText } from '../../../../src/core/advice/say.js';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Aws } from '../../../../src/core/ports/aws/aws.js';
import type { Credentials } from '../../../../src/core/credentials.js';
import { explain } from '../../../../src/aws/refusals/explain.js';
import { isProblem, Refusal, type Problem } from '../../../../src/core/problem.js';
import { awsSeeing, rejection } from '../../../helpers/aws-client.js';
import { needs } from '../../../helpers/needs.js';
import { furnishedHome, type FurnishedHome } from '../../../sandbox/furnished-home.js';
import { startMetadata } from '../../../sandbox/metadata.js';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.js';
import type { MfaDevice } from '../../../sandbox/aws/mfa-device.js';
import type { User } from '../../../sandbox/aws/user.js';

const region = 'eu-west-1';

describe("a profile's credentials", () => {
  let sandbox: Sandbox;
  let home: FurnishedHome;
  let ana: User;
  let device: MfaDevice;
  let profiles: Readonly<Record<string, string>>;

  before(async () => {
    sandbox = await startSandbox();
    home = await furnishedHome(sandbox);
    const account = sandbox.aws.account('111122223333');
    ana = account.user('ana', { mfa: 'totp' });
    const found = ana.devices[0];
    if (!found) throw new Error('ana has no device');
    device = found;
    const inner = account.role('Inner');
    const outer = account.role('Outer', {
      policies: [{ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' } }],
    });
    const external = account.role('External', { trust: { externalId: 'x:1' } });
    const withMfa = account.role('WithMfa', { trust: { mfa: true } });
    const ben = account.user('ben');
    const keysOf = ({ key }: User): string =>
      `aws_access_key_id = ${key.accessKeyId}\naws_secret_access_key = ${key.secretAccessKey}`;
    const keys = keysOf(ana);
    const printed = ({ key }: User): string =>
      JSON.stringify({
        Version: 1,
        AccessKeyId: key.accessKeyId,
        SecretAccessKey: key.secretAccessKey,
        Expiration: '2099-01-01T00:00:00Z',
      });
    await home.write('keys.json', printed(ana));
    await home.write('ben.json', printed(ben));
    const printerOf = (file: string): string =>
      `"${process.execPath}" -p "require('fs').readFileSync('${home.file(file).replaceAll('\\', '/')}', 'utf8')"`;
    const printer = printerOf('keys.json');
    await home.write(
      '.aws/credentials',
      [
        ['process and file keys', keys],
        ['login and file keys', keys],
        ['both files', keys],
        ['a token in config alone', keys],
        ['an id in config beside whole keys', keys],
        ['a session and file keys', keys],
        ['an account and file keys', keys],
        ['an id and a secret apart', `aws_secret_access_key = ${ana.key.secretAccessKey}`],
      ]
        .map(([name = '', lines = '']) => `[${name.replaceAll(' ', '-')}]\n${lines}\n`)
        .join('\n'),
    );
    profiles = {
      keys,
      role: `role_arn = ${outer.arn}\nsource_profile = keys`,
      chained: `role_arn = ${inner.arn}\nsource_profile = role\nrole_session_name = from-outer\nduration_seconds = 900`,
      itself: `role_arn = ${outer.arn}\nsource_profile = itself\n${keys}`,
      'role and keys': `role_arn = ${outer.arn}\nsource_profile = keys\n${keys}`,
      'from role and keys': `role_arn = ${inner.arn}\nsource_profile = role and keys`,
      external: `role_arn = ${external.arn}\nsource_profile = keys\nexternal_id = x:1`,
      mfa: `role_arn = ${withMfa.arn}\nsource_profile = keys\nmfa_serial = ${device.serialNumber}`,
      process: `credential_process = ${printer}`,
      'login and config keys': `login_session = arn:aws:iam::111122223333:user/ben\n${keys}`,
      'process and config keys': `credential_process = ${printerOf('ben.json')}\n${keys}`,
      'process and file keys': `credential_process = ${printerOf('ben.json')}`,
      'login and file keys': 'login_session = arn:aws:iam::111122223333:user/ben',
      'both files': keysOf(ben),
      'a token in config alone': 'aws_session_token = of-something-else',
      'an id in config beside whole keys': 'aws_access_key_id = AKIAOTHER',
      'a secret in config beside a process': `credential_process = ${printer}\naws_secret_access_key = x`,
      'an id and a secret apart': `aws_access_key_id = ${ana.key.accessKeyId}`,
      'a secret alone': 'aws_secret_access_key = x',
      'role from process': `role_arn = ${outer.arn}\nsource_profile = process`,
      'a session and file keys': 'sso_session = corp',
      'a lost session and config keys': `sso_session = lost\n${keys}`,
      'a portal and config keys': `sso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n${keys}`,
      'a session and a process': `sso_session = corp\ncredential_process = ${printer}`,
      'an account and file keys': 'sso_account_id = 111122223333',
      'a role of a portal and config keys': `sso_role_name = Developer\n${keys}`,
      'a session alone': 'sso_session = corp',
      'both sources': `role_arn = ${outer.arn}\nsource_profile = keys\ncredential_source = Environment`,
      'from the container': `role_arn = ${outer.arn}\ncredential_source = EcsContainer`,
      'from the instance': `role_arn = ${outer.arn}\ncredential_source = Ec2InstanceMetadata`,
      'from the environment': `role_arn = ${outer.arn}\ncredential_source = Environment`,
      'too long': `role_arn = ${outer.arn}\nsource_profile = keys\nduration_seconds = 43200`,
      'too long behind': `role_arn = ${inner.arn}\nsource_profile = too long`,
      'foreign device': `role_arn = ${withMfa.arn}\nsource_profile = keys\nmfa_serial = ${device.serialNumber}-x`,
      refused: `role_arn = arn:aws:iam::111122223333:role/Nobody\nsource_profile = keys`,
      empty: 'region = eu-west-1',
      half: `aws_access_key_id = ${ana.key.accessKeyId}`,
      'no source': `role_arn = ${outer.arn}`,
      lost: `role_arn = ${outer.arn}\nsource_profile = nowhere`,
      here: `role_arn = ${outer.arn}\nsource_profile = there`,
      there: `role_arn = ${outer.arn}\nsource_profile = here`,
      'no such place': `role_arn = ${outer.arn}\ncredential_source = Moon`,
      'failing process':
        `credential_process = "${process.execPath}" -e "console.error('vault is sealed'); ` +
        'process.exit(3)" hunter2',
      'babbling process': `credential_process = "${process.execPath}" -p 42`,
      'signed out':
        'sso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = ' +
        '111122223333\nsso_role_name = Developer',
      'signed out session': 'sso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Developer',
      'no login': 'login_session = arn:aws:iam::111122223333:user/ben',
      'no token file': `role_arn = ${outer.arn}\nweb_identity_token_file = ${home.file('no-jwt')}`,
    };
    const text = Object.entries(profiles)
      .map(([name, lines]) => `[profile ${/\s/.test(name) ? `"${name}"` : name}]\n${lines}\n`)
      .join('\n');
    await home.write(
      '.aws/config',
      `${text.replaceAll(' and ', '-and-').replace(/(?<=^\[profile "|^source_profile = )[^"\n]+/gm, (name) => name.replaceAll(' ', '-'))}\n[sso-session ` +
        `corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n`,
    );
  });
  after(async () => {
    await sandbox.stop();
    await home.remove();
  });

  const aws = (env: Record<string, string> = {}): Aws => awsSeeing({ ...sandbox.environment(), ...env }, home.path);
  const named = (name: string): string => name.replaceAll(' ', '-');
  const arnOf = async (credentials: Credentials): Promise<string> =>
    (await (await aws().sts({ region, credentials })).getCallerIdentity()).arn.replace(
      /git-codecommit-\d+$|botocore-session-\d+$/,
      '*',
    );
  const failure = async (name: string, env: Record<string, string> = {}): Promise<Problem> => {
    const mfaCode = name === 'foreign device' ? () => Promise.resolve('123456') : undefined;
    const error = await rejection(aws(env).profileCredentials(named(name), { region, mfaCode }));
    if (!isProblem(error)) throw error;
    return error;
  };

  const outcomes: readonly (readonly [string, string])[] = [
    ['keys', 'user/ana'],
    ['role', 'assumed-role/Outer/*'],
    ['chained', 'assumed-role/Inner/from-outer'],
    ['itself', 'assumed-role/Outer/*'],
    ['role and keys', 'assumed-role/Outer/*'],
    ['from role and keys', 'assumed-role/Inner/*'],
    ['external', 'assumed-role/External/*'],
    ['process', 'user/ana'],
    ['role from process', 'assumed-role/Outer/*'],
    ['process and config keys', 'user/ben'],
    ['process and file keys', 'user/ana'],
    ['login and file keys', 'user/ana'],
    ['both files', 'user/ana'],
    ['a token in config alone', 'user/ana'],
    ['an id in config beside whole keys', 'user/ana'],
    ['a secret in config beside a process', 'user/ana'],
    ['a session and file keys', 'user/ana'],
    ['a lost session and config keys', 'user/ana'],
    ['a portal and config keys', 'user/ana'],
    ['a session and a process', 'user/ana'],
  ];
  for (const [name, expected] of outcomes) {
    it(`are those of ${expected}: ${name}`, async () => {
      const credentials = await aws({
        AWS_ACCESS_KEY_ID: 'AKIAOTHER',
        AWS_SECRET_ACCESS_KEY: 'x',
        AWS_PROFILE: 'empty',
      }).profileCredentials(named(name), { region });
      expect(await arnOf(credentials)).to.match(new RegExp(`:${expected.replace('*', '\\*')}$`));
    });
  }

  describe('as the AWS CLI sees them', function () {
    before(needs('aws'));
    // The plain ones leave no room for different views, and the AWS CLI takes its time.
    for (const [name, expected] of outcomes.filter(([profile]) =>
      ['chained', 'itself', 'role and keys', 'from role and keys', 'role from process'].includes(profile),
    )) {
      it(`are the same: ${name}`, async () => {
        const { stdout, stderr } = await home.run('aws', [
          'sts',
          'get-caller-identity',
          '--profile',
          named(name),
          '--region',
          region,
          '--output',
          'json',
        ]);
        expect(stderr.trim()).to.equal('');
        expect((JSON.parse(stdout) as { Arn: string }).Arn.replace(/botocore-session-\d+$/, '*')).to.match(
          new RegExp(`:${expected.replace('*', '\\*')}$`),
        );
      });
    }
  });

  describe('as botocore sees them', function () {
    before(needs('botocore'));
    const script = [
      'import botocore.session, sys',
      'for profile in sys.argv[1:]:',
      '    try:',
      '        found = botocore.session.Session(profile=profile).get_credentials()',
      '        keys = found and found.get_frozen_credentials()',
      '        print(keys.access_key + (" with a token" if keys.token else "") if keys else "none")',
      '    except Exception:',
      '        print("none")',
    ].join('\n');
    const mixed = [
      'login and config keys',
      'process and config keys',
      'process and file keys',
      'login and file keys',
      'both files',
      'a token in config alone',
      'an id in config beside whole keys',
      'a secret in config beside a process',
      'an id and a secret apart',
      'a secret alone',
      'a session and file keys',
      'a lost session and config keys',
      'a portal and config keys',
      'a session and a process',
      'an account and file keys',
      'a role of a portal and config keys',
      'a session alone',
      'both sources',
    ];

    it('are the same, or none, wherever keys stand beside another way to get some', async () => {
      const { stdout } = await home.run('python3', ['-c', script, ...mixed.map(named)], {
        env: { AWS_EC2_METADATA_DISABLED: 'true', AWS_ACCESS_KEY_ID: 'AKIAOTHER', AWS_SECRET_ACCESS_KEY: 'x' },
      });
      const ours = await Promise.all(
        mixed.map((name) =>
          aws({ AWS_ACCESS_KEY_ID: 'AKIAOTHER', AWS_SECRET_ACCESS_KEY: 'x' })
            .profileCredentials(named(name), { region })
            .then(
              ({ accessKeyId, sessionToken }) => accessKeyId + (sessionToken ? ' with a token' : ''),
              () => 'none',
            ),
        ),
      );
      expect(ours.map((text, index) => `${mixed[index] ?? ''}: ${text}`)).to.deep.equal(
        stdout
          .trim()
          .split(/\r?\n/)
          .map((text, index) => `${mixed[index] ?? ''}: ${text}`),
      );
    });
  });

  it('come with the time of their end', async () => {
    expect((await aws().profileCredentials('process', { region })).expiration).to.deep.equal(
      new Date('2099-01-01T00:00:00Z'),
    );
    const { expiration } = await aws().profileCredentials('chained', { region });
    expect(Math.round(((expiration?.getTime() ?? 0) - Date.now()) / 60_000)).to.equal(15);
  });

  it('take the code that a role wants when it is needed, last of all', async () => {
    const asked: string[] = [];
    const mfaCode = (serial: string): Promise<string> => {
      asked.push(serial);
      return Promise.resolve(device.code());
    };
    expect(await arnOf(await aws().profileCredentials('mfa', { region, mfaCode }))).to.contain('assumed-role/WithMfa');
    expect(asked).to.deep.equal([device.serialNumber]);
    expect((await failure('mfa')).message).to.match(/"mfa" needs an MFA code/);
  });

  it('take keys from the environment only where the profile says so', async () => {
    const env = { AWS_ACCESS_KEY_ID: ana.key.accessKeyId, AWS_SECRET_ACCESS_KEY: ana.key.secretAccessKey };
    expect(await arnOf(await aws(env).profileCredentials('from-the-environment', { region }))).to.contain(
      'assumed-role/Outer',
    );
    expect((await failure('from the environment')).message).to.match(
      /AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set/,
    );
  });

  it("take a container's keys and the instance's for what they are, and never one for the other", async () => {
    const trusted = sandbox.aws.account('111122223333').role('Machine', {
      policies: [{ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' } }],
    });
    const metadata = await startMetadata(trusted);
    try {
      for (const [name, env, path] of [
        ['from the container', metadata.container, '/credentials'],
        ['from the instance', metadata.instance, '/latest/meta-data/iam/security-credentials/Machine'],
      ] as const) {
        metadata.seen.length = 0;
        const both = { ...metadata.instance, ...metadata.container };
        expect(await arnOf(await aws(both).profileCredentials(named(name), { region }))).to.contain('role/Outer/');
        expect(metadata.seen.at(-1), name).to.equal(`GET ${path}`);
        expect(await arnOf(await aws(env).profileCredentials(named(name), { region }))).to.contain('role/Outer/');
      }
      expect((await failure('from the container', metadata.instance)).message).to.match(
        /"EcsContainer", but this is no container: neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor/,
      );
    } finally {
      await metadata.close();
    }
  });

  it('are read anew each time, for the wizard itself writes these files', async () => {
    const clients = aws();
    await rejection(clients.profileCredentials('fresh', { region }));
    await home.addProfile('fresh', ana.key);
    expect(await arnOf(await clients.profileCredentials('fresh', { region }))).to.contain('user/ana');
  });

  for (const [name, says, hint] of [
    ['nowhere', /There is no profile "nowhere"/, /There are: keys, role/],
    ['lost', /no profile "nowhere", which the profile "lost" names as its source/, /There are/],
    ['empty', /"empty" holds no credentials/, /git codecommit setup/],
    ['half', /one half of an access key is missing below it, aws_/, /Write it there/],
    ['an id and a secret apart', /one half of an access key is missing below it, aws_/, /Write it there/],
    ['a secret alone', /one half of an access key is missing below it, aws_access_key_id/, /Write it there/],
    ['login and config keys', /"login-and-config-keys" signs in through `aws login`/, /aws login/],
    ['no source', /neither source_profile nor credential_source/, /source_profile = NAME/],
    ['both sources', /"both-sources" has both source_profile and credential_source/, /Delete one of the two lines/],
    ['a session alone', /"a-session-alone" holds no credentials/, /git codecommit setup/],
    ['an account and file keys', /lacks sso_start_url and sso_role_name/, /git codecommit setup/],
    ['here', /circle: here → there → here/, /source_profile/],
    ['no such place', /"Moon", but there is no such source/, /Environment/],
    ['failing process', /credential_process of the profile "failing-process".*vault is sealed/, /by itself/],
    ['babbling process', /babbling-process/, /Version/],
    ['signed out', /"signed-out" signs in through IAM Identity Center/, /^Run: aws sso login --profile signed-out$/],
    [
      'signed out session',
      /"signed-out-session" signs in through IAM Identity Center/,
      /^Run: aws sso login --profile signed-out-session$/,
    ],
    ['no login', /"no-login" signs in through `aws login`/, /^Run: aws login --profile no-login$/],
    ['no token file', /web identity token of the profile "no-token-file" cannot be read/, /./],
  ] as const) {
    it(`say what is missing: ${name}`, async () => {
      const { message, hint: advice } = await failure(name);
      expect(message).to.match(says);
      if (name !== 'no token file') expect(plainText(advice ?? '')).to.match(hint);
      expect(`${message} ${plainText(advice ?? '')}`).to.not.contain('hunter2');
    });
  }

  it("pass on AWS's refusal of a role in the chain", async () => {
    const error = await failure('refused');
    expect(error instanceof Refusal && error.facts).to.include({ operation: 'AssumeRole', code: 'AccessDenied' });
  });

  it('are refused by what their lines say, and the lines are named, which no flag of ours changes', async () => {
    for (const [name, line] of [
      ['too long', 'duration_seconds'],
      ['too long behind', 'duration_seconds'],
      ['refused', 'role_arn'],
      ['foreign device', 'mfa_serial'],
    ] as const) {
      const refused = await failure(name);
      const hint = plainText(refused.hint ?? '');
      expect(refused instanceof Refusal && refused.byProfile, name).to.be.a('string');
      expect(hint, name).to.contain(line).and.to.contain('~/.aws/config').and.not.contain('--');
      if (!(refused instanceof Refusal)) throw new Error('not a refusal of AWS');
      const { field, retry, causes } = explain(refused, { tags: [{ key: 'a', value: 'b' }] });
      expect([field, retry, causes?.map(({ id }) => id)], name).to.deep.equal([undefined, undefined, ['source']]);
    }
  });

  it('tell a network that fails from a sign-in that has ended', async () => {
    const folder = home.file('.aws', 'sso', 'cache');
    await mkdir(folder, { recursive: true });
    await writeFile(
      `${folder}/${createHash('sha1').update('corp').digest('hex')}.json`,
      JSON.stringify({ accessToken: 't', expiresAt: '2099-01-01T00:00:00Z' }),
    );
    expect(
      (await failure('signed out session', { AWS_ENDPOINT_URL_SSO: 'http://127.0.0.1:9', AWS_MAX_ATTEMPTS: '1' })).kind,
    ).to.equal('network');
    sandbox.serve({
      name: 'sso',
      serves: (host) => host.startsWith('portal.sso.'),
      answer: () => ({
        status: 401,
        headers: { 'x-amzn-errortype': 'UnauthorizedException' },
        body: '{"message":"Session token not found or invalid"}',
      }),
    });
    const { kind, message } = await failure('signed out session');
    expect(kind).to.equal('aws');
    expect(message).to.contain('Session token not found or invalid');
  });
});
