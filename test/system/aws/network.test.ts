import { writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import { awsCalls, furnishProfiles, type AwsCall, type ServiceId } from '../../helpers/aws-calls.js';
import { awsSeeing } from '../../helpers/aws-client.js';
import { temporaryHome, type TemporaryHome } from '../../helpers/environment.js';
import { probeGit } from '../../helpers/probe-git.js';
import { run } from '../../helpers/run.js';
import { startTlsService, type TlsService } from '../../helpers/tls-service.js';

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

interface TlsServices {
  /** Where everything shall go. */
  readonly service: TlsService;
  /** A proxy that nothing may go through. */
  readonly wrong: TlsService;
  readonly caFile: string;
}

/** One setting of the network, and where each service is then expected. */
interface Way {
  readonly name: string;
  readonly env: (services: TlsServices) => Record<string, string>;
  /** Lines for every profile, and whole sections, of AWS's config file. */
  readonly settings?: (services: TlsServices) => string;
  readonly sections?: (services: TlsServices) => string;
  readonly expected: (service: ServiceId, host: string, services: TlsServices) => string;
  /** Whose proxy Git's own host is then asked through, if not the service's. */
  readonly git?: 'wrong';
}

const throughProxy: Way['expected'] = (_service, host) => `proxy ${host}`;
const straight: Way['expected'] = (_service, _host, { service }) => new URL(service.url).host;
const stsStraight: Way['expected'] = (service, host, services) =>
  (service === 'STS' ? straight : throughProxy)(service, host, services);

const ways: readonly Way[] = [
  {
    name: 'HTTPS_PROXY and AWS_CA_BUNDLE',
    env: ({ service, caFile }) => ({ HTTPS_PROXY: service.proxyUrl, AWS_CA_BUNDLE: caFile }),
    expected: throughProxy,
  },
  {
    name: 'https_proxy before HTTPS_PROXY',
    env: ({ service, wrong, caFile }) => ({
      https_proxy: service.proxyUrl,
      HTTPS_PROXY: wrong.proxyUrl,
      AWS_CA_BUNDLE: caFile,
    }),
    expected: throughProxy,
  },
  {
    name: 'ALL_PROXY, without a scheme',
    env: ({ service, caFile }) => ({ ALL_PROXY: new URL(service.proxyUrl).host, AWS_CA_BUNDLE: caFile }),
    expected: throughProxy,
  },
  {
    name: "HTTPS_PROXY, and the profile's ca_bundle",
    env: ({ service }) => ({ HTTPS_PROXY: service.proxyUrl }),
    settings: ({ caFile }) => `ca_bundle = ${caFile}`,
    expected: throughProxy,
  },
  {
    name: 'AWS_ENDPOINT_URL, and NO_PROXY for its host',
    env: ({ service, wrong, caFile }) => ({
      AWS_ENDPOINT_URL: service.url,
      HTTPS_PROXY: wrong.proxyUrl,
      NO_PROXY: 'example.com,localhost',
      AWS_CA_BUNDLE: caFile,
    }),
    expected: straight,
    git: 'wrong',
  },
  {
    name: 'AWS_ENDPOINT_URL through a proxy',
    env: ({ service, caFile }) => ({
      AWS_ENDPOINT_URL: 'https://aws.corp.example',
      HTTPS_PROXY: service.proxyUrl,
      AWS_CA_BUNDLE: caFile,
    }),
    expected: () => 'proxy aws.corp.example',
  },
  {
    name: 'AWS_ENDPOINT_URL_STS for STS alone',
    env: ({ service, caFile }) => ({
      AWS_ENDPOINT_URL_STS: service.url,
      HTTPS_PROXY: service.proxyUrl,
      NO_PROXY: 'localhost',
      AWS_CA_BUNDLE: caFile,
    }),
    expected: stsStraight,
  },
  {
    name: 'AWS_ENDPOINT_URL_STS before AWS_ENDPOINT_URL',
    env: ({ service, caFile }) => ({
      AWS_ENDPOINT_URL_STS: service.url,
      AWS_ENDPOINT_URL: 'https://aws.corp.example',
      HTTPS_PROXY: service.proxyUrl,
      NO_PROXY: 'localhost',
      AWS_CA_BUNDLE: caFile,
    }),
    expected: (service, _host, services) =>
      service === 'STS' ? straight(service, '', services) : 'proxy aws.corp.example',
  },
  {
    name: 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
    env: ({ service, wrong, caFile }) => ({
      AWS_ENDPOINT_URL: wrong.url,
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
      HTTPS_PROXY: service.proxyUrl,
      AWS_CA_BUNDLE: caFile,
    }),
    expected: throughProxy,
  },
  {
    name: "the profile's endpoint_url",
    env: ({ service, wrong, caFile }) => ({
      HTTPS_PROXY: wrong.proxyUrl,
      NO_PROXY: new URL(service.url).host,
      AWS_CA_BUNDLE: caFile,
    }),
    settings: ({ service }) => `endpoint_url = ${service.url}`,
    expected: straight,
  },
  {
    name: "the profile's services section",
    env: ({ service, caFile }) => ({ HTTPS_PROXY: service.proxyUrl, NO_PROXY: '.localhost', AWS_CA_BUNDLE: caFile }),
    settings: () => 'services = local',
    sections: ({ service }) => `[services local]\nsts =\n  endpoint_url = ${service.url}\n`,
    expected: stsStraight,
  },
];

describe('the way to AWS', () => {
  let services: TlsServices;
  let home: TemporaryHome;
  before(async () => {
    home = await temporaryHome();
    const caFile = home.file('company-ca.pem');
    services = { service: await startTlsService(), wrong: await startTlsService(), caFile };
    // What goes the wrong way gets there, and is seen.
    await writeFile(caFile, `# Company CA\r\n${services.service.ca}\n${services.wrong.ca}`);
  });
  after(async () => {
    await Promise.all([services.service.close(), services.wrong.close(), home.remove()]);
  });

  const callsOf = (call: AwsCall, way: Way, region: string): string[] =>
    call.services.map((service) => way.expected(service, partitions[region]?.[service] ?? '', services));

  for (const region of Object.keys(partitions)) {
    describe(`in ${region}`, () => {
      for (const way of ways) {
        for (const call of awsCalls) {
          it(`by ${way.name}: ${call.name}`, async () => {
            await furnishProfiles(home, region, way.settings?.(services), way.sections?.(services));
            const before = services.service.calls.length;
            await call.run(awsSeeing(way.env(services), home.path), region, 'plain');
            expect(services.service.calls.slice(before)).to.deep.equal(callsOf(call, way, region));
            expect(services.wrong.calls).to.deep.equal([]);
          });
        }
      }

      // Settings of AWS's profiles are none of Git's; and a password for Git must never go where an AWS endpoint was
      // moved to.
      for (const way of ways.filter(({ settings }) => settings === undefined)) {
        it(`by ${way.name}: the Git probe, through the proxy to the host itself`, async () => {
          const [before, wrongBefore] = [services.service.calls.length, services.wrong.calls.length];
          await probeGit(way.env(services), region);
          const asked = [`proxy ${partitions[region]?.GIT ?? ''}`];
          expect([services.service.calls.slice(before), services.wrong.calls.splice(wrongBefore)]).to.deep.equal(
            way.git === 'wrong' ? [[], asked] : [asked, []],
          );
        });
      }
    });
  }

  it('by NO_PROXY for the Git host: the Git probe, straight', async () => {
    const before = services.service.calls.length;
    const env = { HTTPS_PROXY: services.wrong.proxyUrl, NO_PROXY: 'localhost', AWS_CA_BUNDLE: services.caFile };
    expect((await probeGit(env, 'eu-west-1', services.service.url)).status).to.equal(200);
    expect([services.service.calls.slice(before), services.wrong.calls]).to.deep.equal([
      [new URL(services.service.url).host],
      [],
    ]);
  });

  it('by NODE_EXTRA_CA_CERTS, alone or beside AWS_CA_BUNDLE for somebody else, which Node reads when it starts', async () => {
    await writeFile(home.file('other-ca.pem'), services.wrong.ca);
    for (const AWS_CA_BUNDLE of [undefined, home.file('other-ca.pem')]) {
      const before = services.service.calls.length;
      const env = home.environment({
        HTTPS_PROXY: services.service.proxyUrl,
        NODE_EXTRA_CA_CERTS: services.caFile,
        AWS_CA_BUNDLE,
      });
      const ended = await run(
        process.execPath,
        ['--import', 'tsx', 'test/helpers/call-everything.ts', home.path, ...Object.keys(partitions)],
        { env },
      );
      expect(ended.stderr).to.equal('');
      expect(services.service.calls.slice(before)).to.deep.equal(
        Object.values(partitions).flatMap((hosts) =>
          [...awsCalls.flatMap(({ services }) => services), 'GIT' as const].map((service) => `proxy ${hosts[service]}`),
        ),
      );
    }
  }).timeout(120_000);

  it('gives the proxy the user and password that stand in its address', async () => {
    const proxy = services.service.proxyUrl.replace('://', '://ana:p%40ss@');
    await awsCalls[0]?.run(awsSeeing({ HTTPS_PROXY: proxy, AWS_CA_BUNDLE: services.caFile }), 'eu-west-1', undefined);
    expect(services.service.proxyPasswords.at(-1)).to.equal(`Basic ${Buffer.from('ana:p@ss').toString('base64')}`);
  });

  it('reaches every call that there is', () => {
    expect(new Set(awsCalls.flatMap(({ services }) => services))).to.deep.equal(
      new Set(Object.keys(partitions['eu-west-1'] ?? {}).filter((service) => service !== 'GIT')),
    );
  });
});
