import { writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import { awsCalls, furnishProfiles, type AwsCall, type ServiceId } from '../../helpers/aws-calls.js';
import { awsSeeing } from '../../helpers/aws-client.js';
import { temporaryHome, type TemporaryHome } from '../../helpers/environment.js';
import { probeGit } from '../../helpers/probe-git.js';
import { run } from '../../helpers/run.js';
import { secureStand, type SecureStand } from '../../helpers/tls-service.js';

/**
 * The real host of each service and of Git, by partition. Source: AWS general reference, "Service endpoints and
 * quotas".
 */
const partitions: Readonly<Record<string, Readonly<Record<ServiceId | 'GIT', string>>>> = {
  'eu-west-1': {
    STS: 'sts.eu-west-1.amazonaws.com',
    IAM: 'iam.amazonaws.com',
    CODECOMMIT: 'codecommit.eu-west-1.amazonaws.com',
    SSO: 'portal.sso.eu-west-1.amazonaws.com',
    SSO_OIDC: 'oidc.eu-west-1.amazonaws.com',
    SIGNIN: 'eu-west-1.signin.aws.amazon.com',
    GIT: 'git-codecommit.eu-west-1.amazonaws.com',
  },
  'cn-north-1': {
    STS: 'sts.cn-north-1.amazonaws.com.cn',
    IAM: 'iam.cn-north-1.amazonaws.com.cn',
    CODECOMMIT: 'codecommit.cn-north-1.amazonaws.com.cn',
    SSO: 'portal.sso.cn-north-1.amazonaws.com.cn',
    SSO_OIDC: 'oidc.cn-north-1.amazonaws.com.cn',
    SIGNIN: 'cn-north-1.signin.amazonaws.cn',
    GIT: 'git-codecommit.cn-north-1.amazonaws.com.cn',
  },
  'us-gov-west-1': {
    STS: 'sts.us-gov-west-1.amazonaws.com',
    IAM: 'iam.us-gov.amazonaws.com',
    CODECOMMIT: 'codecommit.us-gov-west-1.amazonaws.com',
    SSO: 'portal.sso.us-gov-west-1.amazonaws.com',
    SSO_OIDC: 'oidc.us-gov-west-1.amazonaws.com',
    SIGNIN: 'us-gov-west-1.signin.amazonaws-us-gov.com',
    GIT: 'git-codecommit.us-gov-west-1.amazonaws.com',
  },
};

interface Stands {
  /** Where everything shall go. */
  readonly stand: SecureStand;
  /** A proxy that nothing may go through. */
  readonly wrong: SecureStand;
  readonly caFile: string;
}

/** One setting of the network, and where each service is then expected. */
interface Way {
  readonly name: string;
  readonly env: (stands: Stands) => Record<string, string>;
  /** Lines for every profile, and whole sections, of AWS's config file. */
  readonly settings?: (stands: Stands) => string;
  readonly sections?: (stands: Stands) => string;
  readonly expected: (service: ServiceId, host: string, stands: Stands) => string;
  /** Whose proxy Git's own host is then asked through, if not the stand's. */
  readonly git?: 'wrong';
}

const throughProxy: Way['expected'] = (_service, host) => `proxy ${host}`;
const straight: Way['expected'] = (_service, _host, { stand }) => new URL(stand.url).host;
const stsStraight: Way['expected'] = (service, host, stands) =>
  (service === 'STS' ? straight : throughProxy)(service, host, stands);

const ways: readonly Way[] = [
  {
    name: 'HTTPS_PROXY and AWS_CA_BUNDLE',
    env: ({ stand, caFile }) => ({ HTTPS_PROXY: stand.proxyUrl, AWS_CA_BUNDLE: caFile }),
    expected: throughProxy,
  },
  {
    name: 'https_proxy before HTTPS_PROXY',
    env: ({ stand, wrong, caFile }) => ({
      https_proxy: stand.proxyUrl,
      HTTPS_PROXY: wrong.proxyUrl,
      AWS_CA_BUNDLE: caFile,
    }),
    expected: throughProxy,
  },
  {
    name: 'ALL_PROXY, without a scheme',
    env: ({ stand, caFile }) => ({ ALL_PROXY: new URL(stand.proxyUrl).host, AWS_CA_BUNDLE: caFile }),
    expected: throughProxy,
  },
  {
    name: "HTTPS_PROXY, and the profile's ca_bundle",
    env: ({ stand }) => ({ HTTPS_PROXY: stand.proxyUrl }),
    settings: ({ caFile }) => `ca_bundle = ${caFile}`,
    expected: throughProxy,
  },
  {
    name: 'AWS_ENDPOINT_URL, and NO_PROXY for its host',
    env: ({ stand, wrong, caFile }) => ({
      AWS_ENDPOINT_URL: stand.url,
      HTTPS_PROXY: wrong.proxyUrl,
      NO_PROXY: 'example.com,localhost',
      AWS_CA_BUNDLE: caFile,
    }),
    expected: straight,
    git: 'wrong',
  },
  {
    name: 'AWS_ENDPOINT_URL through a proxy',
    env: ({ stand, caFile }) => ({
      AWS_ENDPOINT_URL: 'https://aws.corp.example',
      HTTPS_PROXY: stand.proxyUrl,
      AWS_CA_BUNDLE: caFile,
    }),
    expected: () => 'proxy aws.corp.example',
  },
  {
    name: 'AWS_ENDPOINT_URL_STS for STS alone',
    env: ({ stand, caFile }) => ({
      AWS_ENDPOINT_URL_STS: stand.url,
      HTTPS_PROXY: stand.proxyUrl,
      NO_PROXY: 'localhost',
      AWS_CA_BUNDLE: caFile,
    }),
    expected: stsStraight,
  },
  {
    name: 'AWS_ENDPOINT_URL_STS before AWS_ENDPOINT_URL',
    env: ({ stand, caFile }) => ({
      AWS_ENDPOINT_URL_STS: stand.url,
      AWS_ENDPOINT_URL: 'https://aws.corp.example',
      HTTPS_PROXY: stand.proxyUrl,
      NO_PROXY: 'localhost',
      AWS_CA_BUNDLE: caFile,
    }),
    expected: (service, _host, stands) =>
      service === 'STS' ? straight(service, '', stands) : 'proxy aws.corp.example',
  },
  {
    name: 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
    env: ({ stand, wrong, caFile }) => ({
      AWS_ENDPOINT_URL: wrong.url,
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
      HTTPS_PROXY: stand.proxyUrl,
      AWS_CA_BUNDLE: caFile,
    }),
    expected: throughProxy,
  },
  {
    name: "the profile's endpoint_url",
    env: ({ stand, wrong, caFile }) => ({
      HTTPS_PROXY: wrong.proxyUrl,
      NO_PROXY: new URL(stand.url).host,
      AWS_CA_BUNDLE: caFile,
    }),
    settings: ({ stand }) => `endpoint_url = ${stand.url}`,
    expected: straight,
  },
  {
    name: "the profile's services section",
    env: ({ stand, caFile }) => ({ HTTPS_PROXY: stand.proxyUrl, NO_PROXY: '.localhost', AWS_CA_BUNDLE: caFile }),
    settings: () => 'services = local',
    sections: ({ stand }) => `[services local]\nsts =\n  endpoint_url = ${stand.url}\n`,
    expected: stsStraight,
  },
];

describe('the way to AWS', () => {
  let stands: Stands;
  let home: TemporaryHome;
  before(async () => {
    home = await temporaryHome();
    const caFile = home.file('company-ca.pem');
    stands = { stand: await secureStand(), wrong: await secureStand(), caFile };
    // What goes the wrong way gets there, and is seen.
    await writeFile(caFile, `# Company CA\r\n${stands.stand.ca}\n${stands.wrong.ca}`);
  });
  after(async () => {
    await Promise.all([stands.stand.close(), stands.wrong.close(), home.remove()]);
  });

  const callsOf = (call: AwsCall, way: Way, region: string): string[] =>
    call.services.map((service) => way.expected(service, partitions[region]?.[service] ?? '', stands));

  for (const region of Object.keys(partitions)) {
    describe(`in ${region}`, () => {
      for (const way of ways) {
        for (const call of awsCalls) {
          it(`by ${way.name}: ${call.name}`, async () => {
            await furnishProfiles(home, region, way.settings?.(stands), way.sections?.(stands));
            const before = stands.stand.calls.length;
            await call.run(awsSeeing(way.env(stands), home.path), region, 'plain');
            expect(stands.stand.calls.slice(before)).to.deep.equal(callsOf(call, way, region));
            expect(stands.wrong.calls).to.deep.equal([]);
          });
        }
      }

      // Settings of AWS's profiles are none of Git's; and a password for Git must never go where an AWS endpoint was
      // moved to.
      for (const way of ways.filter(({ settings }) => settings === undefined)) {
        it(`by ${way.name}: the Git probe, through the proxy to the host itself`, async () => {
          const [before, wrongBefore] = [stands.stand.calls.length, stands.wrong.calls.length];
          await probeGit(way.env(stands), region);
          const asked = [`proxy ${partitions[region]?.GIT ?? ''}`];
          expect([stands.stand.calls.slice(before), stands.wrong.calls.splice(wrongBefore)]).to.deep.equal(
            way.git === 'wrong' ? [[], asked] : [asked, []],
          );
        });
      }
    });
  }

  it('by NO_PROXY for the Git host: the Git probe, straight', async () => {
    const before = stands.stand.calls.length;
    const env = { HTTPS_PROXY: stands.wrong.proxyUrl, NO_PROXY: 'localhost', AWS_CA_BUNDLE: stands.caFile };
    expect((await probeGit(env, 'eu-west-1', stands.stand.url)).status).to.equal(200);
    expect([stands.stand.calls.slice(before), stands.wrong.calls]).to.deep.equal([
      [new URL(stands.stand.url).host],
      [],
    ]);
  });

  it('by NODE_EXTRA_CA_CERTS, alone or beside AWS_CA_BUNDLE for somebody else, which Node reads when it starts', async () => {
    await writeFile(home.file('other-ca.pem'), stands.wrong.ca);
    for (const AWS_CA_BUNDLE of [undefined, home.file('other-ca.pem')]) {
      const before = stands.stand.calls.length;
      const env = home.environment({
        HTTPS_PROXY: stands.stand.proxyUrl,
        NODE_EXTRA_CA_CERTS: stands.caFile,
        AWS_CA_BUNDLE,
      });
      const ended = await run(
        process.execPath,
        ['--import', 'tsx', 'test/helpers/call-everything.ts', home.path, ...Object.keys(partitions)],
        { env },
      );
      expect(ended.stderr).to.equal('');
      expect(stands.stand.calls.slice(before)).to.deep.equal(
        Object.values(partitions).flatMap((hosts) =>
          [...awsCalls.flatMap(({ services }) => services), 'GIT' as const].map((service) => `proxy ${hosts[service]}`),
        ),
      );
    }
  }).timeout(120_000);

  it('gives the proxy the user and password that stand in its address', async () => {
    const proxy = stands.stand.proxyUrl.replace('://', '://ana:p%40ss@');
    await awsCalls[0]?.run(awsSeeing({ HTTPS_PROXY: proxy, AWS_CA_BUNDLE: stands.caFile }), 'eu-west-1', undefined);
    expect(stands.stand.proxyPasswords.at(-1)).to.equal(`Basic ${Buffer.from('ana:p@ss').toString('base64')}`);
  });

  it('reaches every call that there is', () => {
    expect(new Set(awsCalls.flatMap(({ services }) => services))).to.deep.equal(
      new Set(Object.keys(partitions['eu-west-1'] ?? {}).filter((service) => service !== 'GIT')),
    );
  });
});
