import { mkdir } from 'node:fs/promises';

import { Secret } from '../../../src/core/secret.js';
import { formatToken, tokenFileName } from '../../../src/profile/sso-cache.js';
import type { Variables } from '../../helpers/environment.js';
import type { Ended } from '../../helpers/run.js';
import { furnishedHome, type FurnishedHome } from '../../sandbox/furnished-home.js';
import { startMetadata } from '../../sandbox/metadata.js';
import { oddProvider } from '../../sandbox/openid/odd-provider.js';
import { webIdentityTrust } from '../../sandbox/aws/openid-provider.js';
import { openFixture, type Fixture } from '../fixture.js';
import { host, type Document } from './bench.js';

/** Somebody whom nothing of ours has set up: AWS's files, AWS's helper in Git's settings, and a clone. */
export interface AwsBench {
  readonly fixture: Fixture;
  readonly home: FurnishedHome;
  /** Variables of the shell. */
  readonly env: Record<string, string>;
  /** Ends something when all is over. */
  readonly undo: (step: () => Promise<unknown>) => void;
  readonly git: (args: readonly string[], env?: Variables) => Promise<Ended>;
  readonly doctor: (args?: readonly string[], env?: Variables) => Promise<Document & { readonly stderr: string }>;
}

/** Opens an AWS for all of them. */
export async function openAwsBenches(): Promise<{
  readonly fixture: Fixture;
  readonly bench: () => Promise<AwsBench>;
  readonly close: () => Promise<void>;
}> {
  const fixture = await openFixture();
  const homes: FurnishedHome[] = [];
  const steps: (() => Promise<unknown>)[] = [];
  const bench = async (): Promise<AwsBench> => {
    const home = await furnishedHome(fixture.sandbox);
    homes.push(home);
    await home.run('git', ['init', '-q', 'clone']);
    await home.run('git', ['remote', 'add', 'origin', fixture.app.url], { cwd: home.file('clone') });
    const own: Record<string, string> = { AWS_MAX_ATTEMPTS: '1' };
    return {
      fixture,
      home,
      env: own,
      undo: (step) => void steps.push(step),
      git: (args, env) => home.run('git', args, { cwd: home.file('clone'), env: { ...own, ...env } }),
      async doctor(args = [], env = {}) {
        const { stdout, stderr } = await home.run(process.execPath, [fixture.program, 'doctor', '--json', ...args], {
          cwd: home.file('clone'),
          env: { ...own, ...env },
        });
        return {
          ...(JSON.parse(stdout || `{"ok":false,"findings":[],"said":${JSON.stringify(stderr)}}`) as Document),
          stderr,
        };
      },
    };
  };
  return {
    fixture,
    bench,
    async close() {
      for (const step of steps) await step();
      await Promise.all(homes.map((home) => home.remove()));
      await fixture.clear();
    },
  };
}

export const startUrl = 'https://corp.awsapps.com/start';

/** The setting of AWS's documentation. @param words between the helper's name and `$@` */
export const awsHelper = (words: string): string => `!aws codecommit credential-helper ${words}$@`;

/** Where AWS's helper may be set. */
export const scopes: Readonly<Record<string, (bench: AwsBench, value: string) => Promise<unknown>>> = {
  async global({ git }, value) {
    await git(['config', '--global', 'credential.helper', value]);
    await git(['config', '--global', 'credential.UseHttpPath', 'true']);
  },
  async 'global, for the host'({ git }, value) {
    await git(['config', '--global', '--add', `credential.${host}.helper`, '']);
    await git(['config', '--global', '--add', `credential.${host}.helper`, value]);
    await git(['config', '--global', `credential.${host}.UseHttpPath`, 'true']);
  },
  async local({ git }, value) {
    await git(['config', '--local', 'credential.helper', value]);
    await git(['config', '--local', 'credential.UseHttpPath', 'true']);
  },
  async system({ git, home, env }, value) {
    env['GIT_CONFIG_SYSTEM'] = await home.write('system.gitconfig', '');
    env['GIT_CONFIG_NOSYSTEM'] = '0';
    await git(['config', '--system', 'credential.helper', value]);
    await git(['config', '--system', 'credential.UseHttpPath', 'true']);
  },
  async includeIf({ git, home }, value) {
    const file = await home.write('work.gitconfig', '');
    await git(['config', '--file', file, 'credential.helper', value]);
    await git(['config', '--file', file, 'credential.UseHttpPath', 'true']);
    await git(['config', '--global', `includeIf.gitdir:${home.file('clone')}/.path`, file]);
  },
};

/** A way in which the AWS CLI gets its keys. */
export interface Kind {
  /** Makes it ready; gives the words behind the helper's name. */
  readonly make: (bench: AwsBench) => Promise<string>;
  /** What the doctor says of it. */
  readonly says: RegExp;
}

const config = (bench: AwsBench, text: string): Promise<string> => bench.home.write('.aws/config', text);
const dev = '--profile dev ';

/** The role's account is another than the user's, as in most companies. */
export const kinds: Readonly<Record<string, Kind>> = {
  'keys of a user': {
    says: /^\[dev\] has keys\.$/,
    async make({ home, fixture }) {
      await home.addProfile('dev', fixture.app.account.user(`bo${String(another())}`).key);
      return dev;
    },
  },
  'keys of a user, in the config file': {
    says: /^\[dev\] has keys\.$/,
    async make(bench) {
      const { key } = bench.fixture.app.account.user(`bo${String(another())}`);
      await config(
        bench,
        `[profile dev]\naws_access_key_id = ${key.accessKeyId}\naws_secret_access_key = ${key.secretAccessKey}\n`,
      );
      return dev;
    },
  },
  "a session's keys in [default]": {
    says: /^\[default\] has keys\.$/,
    async make({ home, fixture }) {
      await home.addProfile('default', session(fixture));
      return '';
    },
  },
  'a role by source_profile': {
    says: /gets keys by the role_arn of profile dev/,
    async make(bench) {
      await bench.home.addProfile('base', bench.fixture.ana.key);
      await config(
        bench,
        `[profile dev]\nrole_arn = ${bench.fixture.role.arn}\nsource_profile = base\nregion = us-east-1\n`,
      );
      return dev;
    },
  },
  'a role, beside keys of the same name': {
    says: /gets keys by the role_arn of profile dev/,
    async make(bench) {
      await bench.home.addProfile('dev', bench.fixture.ana.key);
      await config(bench, `[profile dev]\nrole_arn = ${bench.fixture.role.arn}\nsource_profile = dev\n`);
      return dev;
    },
  },
  'a role by credential_source': {
    says: /gets keys by the role_arn of profile dev/,
    async make(bench) {
      const { accessKeyId, secretAccessKey } = bench.fixture.ana.key;
      Object.assign(bench.env, { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey });
      await config(bench, `[profile dev]\nrole_arn = ${bench.fixture.role.arn}\ncredential_source = Environment\n`);
      return dev;
    },
  },
  'an sso_session': {
    says: /gets keys by the sso_account_id of profile dev/,
    async make(bench) {
      await signInToPortal(bench, 'corp');
      await config(
        bench,
        `[profile dev]\nsso_session = corp\nsso_account_id = ${bench.fixture.app.account.id}\nsso_role_name = Developer\n` +
          `[sso-session corp]\nsso_start_url = ${startUrl}\nsso_region = eu-central-1\n`,
      );
      return dev;
    },
  },
  'a portal in the former way': {
    says: /gets keys by the sso_account_id of profile dev/,
    async make(bench) {
      await signInToPortal(bench, undefined);
      await config(
        bench,
        `[profile dev]\nsso_start_url = ${startUrl}\nsso_region = eu-central-1\n` +
          `sso_account_id = ${bench.fixture.app.account.id}\nsso_role_name = Developer\n`,
      );
      return dev;
    },
  },
  'a credential_process': {
    says: /gets keys by the credential_process of profile dev/,
    async make(bench) {
      const { accessKeyId, secretAccessKey, sessionToken } = session(bench.fixture);
      const printed = await bench.home.write(
        'printed',
        JSON.stringify({
          Version: 1,
          AccessKeyId: accessKeyId,
          SecretAccessKey: secretAccessKey,
          SessionToken: sessionToken,
        }),
      );
      await config(bench, `[profile dev]\ncredential_process = cat ${printed}\n`);
      return dev;
    },
  },
  'a web_identity_token_file': {
    says: /gets keys by the web_identity_token_file of profile dev/,
    async make(bench) {
      const arn = await webIdentity(bench);
      await config(bench, `[profile dev]\nrole_arn = ${arn}\nweb_identity_token_file = ${bench.home.file('token')}\n`);
      return dev;
    },
  },
  'keys in variables': {
    says: /The keys come from the environment/,
    make(bench) {
      const { accessKeyId, secretAccessKey, sessionToken } = session(bench.fixture);
      Object.assign(bench.env, {
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_SESSION_TOKEN: sessionToken,
      });
      return Promise.resolve('');
    },
  },
  'keys in variables before AWS_PROFILE': {
    says: /The keys come from the environment/,
    async make(bench) {
      await bench.home.addProfile('other', { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' });
      const { accessKeyId, secretAccessKey, sessionToken } = session(bench.fixture);
      Object.assign(bench.env, {
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_SESSION_TOKEN: sessionToken,
        AWS_PROFILE: 'other',
      });
      return '';
    },
  },
  'a profile that AWS_PROFILE names': {
    says: /gets keys by the role_arn of profile dev/,
    async make(bench) {
      await bench.home.addProfile('base', bench.fixture.ana.key);
      await config(bench, `[profile dev]\nrole_arn = ${bench.fixture.role.arn}\nsource_profile = base\n`);
      bench.env['AWS_PROFILE'] = 'dev';
      return '';
    },
  },
  'a web identity in variables': {
    says: /STS gives keys for the web identity/,
    async make(bench) {
      bench.env['AWS_ROLE_ARN'] = await webIdentity(bench);
      bench.env['AWS_WEB_IDENTITY_TOKEN_FILE'] = bench.home.file('token');
      return '';
    },
  },
  'the role of the machine': {
    says: /The keys come from the role of this instance/,
    async make(bench) {
      const metadata = await startMetadata(bench.fixture.role);
      bench.undo(() => metadata.close());
      Object.assign(bench.env, metadata.instance);
      return '';
    },
  },
  'the role of the machine, by a profile with a Region alone': {
    says: /gets keys for profile dev/,
    async make(bench) {
      const metadata = await startMetadata(bench.fixture.role);
      bench.undo(() => metadata.close());
      Object.assign(bench.env, metadata.instance);
      await config(bench, '[profile dev]\nregion = eu-west-1\n');
      return dev;
    },
  },
};

let made = 0;

/** A number that no name has had yet. */
function another(): number {
  made += 1;
  return made;
}

function session({ app }: Fixture): { accessKeyId: string; secretAccessKey: string; sessionToken: string } {
  const user = app.account.user(`user${String(app.account.aws.sessions.length)}-${String(another())}`);
  const { accessKeyId, secretAccessKey, sessionToken } = app.account.aws.issue(
    { kind: 'session-token', account: app.account, user },
    3600,
  );
  return { accessKeyId, secretAccessKey, sessionToken };
}

async function webIdentity({ home, fixture }: AwsBench): Promise<string> {
  const ci = oddProvider(fixture.sandbox, 'ci.example.com');
  const trusted = fixture.app.account.openIdProvider(ci.issuer, ['sts.amazonaws.com']);
  await home.write('token', await ci.idToken({ aud: 'sts.amazonaws.com', sub: 'repo:octo/app' }, 3600));
  return fixture.app.account.role(`Ci${String(another())}`, {
    trust: webIdentityTrust(trusted.arn, { 'ci.example.com:sub': 'repo:octo/app' }),
  }).arn;
}

/** As `aws sso login` leaves it. @param name of the session; undefined for a profile of the former kind */
export async function signInToPortal(
  { home, fixture }: AwsBench,
  name: string | undefined,
  { ended = false }: { readonly ended?: boolean } = {},
): Promise<void> {
  const center = portalOf(fixture);
  const client = center.register('aws', ['refresh_token'], [], []);
  const token = center.issue(center.users[0] ?? center.user('ana'), client);
  await mkdir(home.file('.aws', 'sso', 'cache'), { recursive: true });
  await home.write(
    `.aws/sso/cache/${tokenFileName({ name, startUrl })}`,
    formatToken(
      { name, startUrl, region: 'eu-central-1' },
      {
        accessToken: new Secret(token.accessToken),
        expiresAt: ended ? new Date('2020-01-01T00:00:00Z') : token.expiresAt,
        registration: {
          clientId: client.id,
          clientSecret: new Secret(client.secret),
          expiresAt: client.expiresAt,
        },
      },
    ),
  );
}

const portals = new WeakMap<Fixture, ReturnType<Fixture['sandbox']['aws']['identityCenter']>>();

function portalOf(fixture: Fixture): ReturnType<Fixture['sandbox']['aws']['identityCenter']> {
  const known = portals.get(fixture);
  if (known !== undefined) return known;
  const center = fixture.sandbox.aws.identityCenter({ region: 'eu-central-1', startUrl });
  center.assign(center.user('ana'), fixture.app.account, 'Developer', { accountName: 'dev' });
  portals.set(fixture, center);
  return center;
}
