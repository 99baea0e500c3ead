import { mkdir, writeFile } from 'node:fs/promises';
import { expect } from 'chai';

import { isProblem } from '../../../src/core/problem.js';
import { readSections } from '../../../src/system/aws/profiles/read-sections.js';
import { foreignEndpoints, settingsFor, type Settings } from '../../../src/system/aws/settings.js';
import { temporaryHome, type TemporaryHome } from '../../helpers/environment.js';
import { needs } from '../../helpers/needs.js';
import { run } from '../../helpers/run.js';

const config = `[default]
endpoint_url = http://default:1
ca_bundle = /default.pem
use_fips_endpoint = true
sdk_ua_app_id = default

[profile localstack]
endpoint_url = http://localstack:1
services = local
ca_bundle = /localstack.pem
use_dualstack_endpoint = true
max_attempts = 9

[profile plain]
region = eu-west-1

[profile global]
endpoint_url = http://global:1
ca_bundle = /global.pem
sdk_ua_app_id = own

[profile by-service]
services = two.words

[profile both]
services = local
endpoint_url = http://both:1

[profile ignoring]
endpoint_url = http://ignored:1
ignore_configured_endpoint_urls = true

[profile twice]
endpoint_url = http://config:1

[profile fips]
use_fips_endpoint = TRUE
max_attempts = 5

[profile empty]
endpoint_url =
ca_bundle =

[profile "with@sign"]
endpoint_url = http://space:1

[services local]
sts =
  endpoint_url = http://services-sts:1
iam =
  endpoint_url = http://services-iam:1

[services "two.words"]
sso_oidc =
  endpoint_url = http://services-oidc:1
`;
const credentials =
  '[twice]\nendpoint_url = http://credentials:1\n\n[only-there]\nendpoint_url = ' +
  'http://only-there:1\nca_bundle = /only-there.pem\n';
const profiles = [
  'default',
  'localstack',
  'plain',
  'global',
  'by-service',
  'both',
  'ignoring',
  'twice',
  'fips',
  'empty',
  'with@sign',
  'only-there',
];
const environments: readonly Readonly<Record<string, string>>[] = [
  {},
  { AWS_PROFILE: 'localstack' },
  { AWS_DEFAULT_PROFILE: 'localstack' },
  { AWS_ENDPOINT_URL: 'http://variable:1' },
  { AWS_ENDPOINT_URL_STS: 'http://variable-sts:1', AWS_ENDPOINT_URL: 'http://variable:1' },
  { AWS_ENDPOINT_URL_IAM: 'http://variable-iam:1', AWS_PROFILE: 'localstack' },
  { AWS_ENDPOINT_URL: '' },
  { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true', AWS_ENDPOINT_URL: 'http://variable:1' },
  { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false' },
  { AWS_USE_FIPS_ENDPOINT: 'false', AWS_MAX_ATTEMPTS: '2' },
  { AWS_USE_FIPS_ENDPOINT: 'true', AWS_USE_DUALSTACK_ENDPOINT: 'true', AWS_SDK_UA_APP_ID: 'shell' },
];
const services = { STS: 'sts', IAM: 'iam', SSO_OIDC: 'sso-oidc', CODECOMMIT: 'codecommit' };

/** What botocore finds for `--profile`, for each profile in each environment. */
const oracle = `
import json, os, sys
import botocore.session
from botocore.configprovider import ConfiguredEndpointProvider
given = json.load(sys.stdin)
found = []
for variables in given['environments']:
    for name in list(os.environ):
        if name.startswith('AWS_'): del os.environ[name]
    os.environ.update(given['files'])
    os.environ.update(variables)
    for profile in given['profiles']:
        session = botocore.session.Session(profile=profile)
        ignore = session.get_config_variable('ignore_configured_endpoint_urls')
        def endpoint(service):
            if ignore: return None
            return ConfiguredEndpointProvider(full_config=session.full_config, scoped_config=session.get_scoped_config(), client_name=service, environ=os.environ).provide()
        attempts = session.get_config_variable('max_attempts')
        found.append({
            'endpoints': [endpoint(service) for service in given['services']],
            'fips': bool(session.get_config_variable('use_fips_endpoint')),
            'dualStack': bool(session.get_config_variable('use_dualstack_endpoint')),
            'attempts': int(attempts) if attempts else None,
            'app': session.get_config_variable('user_agent_appid'),
            'ca': session.get_config_variable('ca_bundle') or None,
        })
json.dump(found, sys.stdout)
`;

describe('the settings of the profile whose keys sign', () => {
  let home: TemporaryHome;
  before(async () => {
    home = await temporaryHome();
    await mkdir(home.file('.aws'), { recursive: true });
    await writeFile(home.file('.aws', 'config'), config);
    await writeFile(home.file('.aws', 'credentials'), credentials);
  });
  after(() => home.remove());

  const files = (): { config: string; credentials: string; home: string } => ({
    config: home.file('.aws', 'config'),
    credentials: home.file('.aws', 'credentials'),
    home: home.path,
  });
  const settings = (profile: string | undefined, env: Readonly<Record<string, string>> = {}): Settings =>
    settingsFor(profile, env, readSections(files()), files());

  it('never are those of AWS_PROFILE or default', () => {
    for (const profile of [undefined, 'plain', 'nowhere', 'constructor']) {
      const found = settings(profile, { AWS_PROFILE: 'localstack', AWS_DEFAULT_PROFILE: 'localstack' });
      expect(foreignEndpoints(found), profile).to.deep.equal([]);
      expect(found, profile).to.deep.include({
        useFips: false,
        useDualStack: false,
        maxAttempts: 3,
        caBundle: undefined,
        userAgentAppId: undefined,
      });
    }
  });

  const places: readonly (readonly [string, Readonly<Record<string, string>>, string, string])[] = [
    ['global', {}, 'http://global:1/', 'endpoint_url of [profile global] in ~/.aws/config'],
    ['default', {}, 'http://default:1/', 'endpoint_url of [default] in ~/.aws/config'],
    ['twice', {}, 'http://credentials:1/', 'endpoint_url of [twice] in ~/.aws/credentials'],
    ['both', {}, 'http://services-sts:1/', 'endpoint_url of sts in [services local] in ~/.aws/config'],
    ['both', { AWS_ENDPOINT_URL: 'http://v:1' }, 'http://v:1/', 'AWS_ENDPOINT_URL'],
    [
      'both',
      { AWS_ENDPOINT_URL: 'http://v:1', AWS_ENDPOINT_URL_STS: 'http://s:1' },
      'http://s:1/',
      'AWS_ENDPOINT_URL_STS',
    ],
  ];
  for (const [profile, env, url, from] of places) {
    it(`say where they stand: ${from}`, () => {
      expect(settings(profile, env).endpoint('STS')).to.deep.include({ url, from });
    });
  }

  it('name each service that goes elsewhere, and every one once where all do', () => {
    expect(foreignEndpoints(settings('global')).map(({ service, url }) => [service, url])).to.deep.equal([
      [undefined, 'http://global:1/'],
    ]);
    expect(foreignEndpoints(settings('by-service')).map(({ service, url }) => [service, url])).to.deep.equal([
      ['SSO_OIDC', 'http://services-oidc:1/'],
    ]);
    expect(
      foreignEndpoints(settings('plain', { AWS_ENDPOINT_URL_STS: 'https://sts.eu-west-1.amazonaws.com' })),
    ).to.deep.equal([]);
  });

  it('are refused where they name no address, or a section that is not there', () => {
    for (const [env, kind] of [
      [{ AWS_ENDPOINT_URL: 'localhost:4566' }, 'usage'],
      [{ AWS_ENDPOINT_URL_STS: 'file:///etc/passwd' }, 'usage'],
    ] as const) {
      const found = settings('plain', env);
      expect(() => found.endpoint('STS'))
        .to.throw(Object.keys(env)[0] ?? '')
        .that.satisfies((error: unknown) => isProblem(error, kind));
    }
    const lost = settingsFor('lost', {}, { config: { lost: { services: 'nowhere' } }, credentials: {} }, files());
    expect(() => lost.endpoint('STS')).to.throw(
      'There is no section [services nowhere], which is named by services of [profile lost] in ~/.aws/config.',
    );
  });

  describe('as botocore finds them for --profile', () => {
    before(needs('botocore'));

    it('are the same, in every environment', async () => {
      const input = JSON.stringify({
        environments,
        profiles,
        services: Object.values(services),
        files: { AWS_CONFIG_FILE: files().config, AWS_SHARED_CREDENTIALS_FILE: files().credentials },
      });
      const { code, stdout, stderr } = await run('python3', ['-c', oracle], { env: home.environment(), input });
      expect(code, stderr).to.equal(0);
      const expected = JSON.parse(stdout) as { attempts: number | null }[];
      const ours: unknown[] = [];
      for (const env of environments) {
        for (const profile of profiles) {
          const found = settings(profile, env);
          ours.push({
            endpoints: Object.keys(services).map((service) => found.endpoint(service)?.url.replace(/\/$/, '') ?? null),
            fips: found.useFips,
            dualStack: found.useDualStack,
            attempts: found.maxAttempts,
            app: found.userAgentAppId ?? null,
            ca: found.caBundle?.value ?? null,
          });
        }
      }
      // Three attempts, as every SDK does but botocore's older mode.
      expect(ours).to.deep.equal(expected.map((one) => ({ ...one, attempts: one.attempts ?? 3 })));
    });
  });
});
