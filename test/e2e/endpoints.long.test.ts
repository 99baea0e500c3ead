import { readFile, writeFile } from 'node:fs/promises';
import { expect } from 'chai';

import { cannedAnswer } from '../helpers/canned-aws.js';
import type { Variables } from '../helpers/environment.js';
import { callerIdentity, fakeService, stsError, type Answer, type FakeService } from '../helpers/fake-service.js';
import type { Ended } from '../helpers/run.js';
import { openFixture, type Fixture } from './fixture.js';

type StandIn = 'localstack' | 'other';

/** The account of the role. */
const inTheTeam = ({ body = '', ...answer }: Answer): Answer => ({
  ...answer,
  body: body.replaceAll('111122223333', '444455556666'),
});

/** What is set where, and who is asked for the new session then; undefined is AWS itself. */
interface Combination {
  readonly name: string;
  /** Lines of AWS's config file by section, with `{localstack}` and `{other}` for the stand-ins' addresses. */
  readonly config?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly asked: StandIn | undefined;
  /** What a variable's host handed out is not written. */
  readonly refused?: true;
}

const localstack =
  '[profile localstack]\naws_access_key_id = test\naws_secret_access_key = test\nendpoint_url = ' +
  '{localstack}\nca_bundle = /nowhere.pem\nuse_fips_endpoint = true\n';
const combinations: readonly Combination[] = [
  { name: 'AWS_PROFILE=localstack', config: localstack, env: { AWS_PROFILE: 'localstack' }, asked: undefined },
  {
    name: 'AWS_DEFAULT_PROFILE=localstack',
    config: localstack,
    env: { AWS_DEFAULT_PROFILE: 'localstack' },
    asked: undefined,
  },
  {
    name: 'a [default] with an endpoint',
    config: '[default]\nendpoint_url = {localstack}\nca_bundle = /nowhere.pem\n',
    asked: undefined,
  },
  {
    name: 'a [default] with a services section',
    config: '[default]\nservices = local\n[services local]\nsts =\n  endpoint_url = {localstack}\n',
    asked: undefined,
  },
  {
    name: 'an AWS_PROFILE with a services section that is not there',
    config: '[profile odd]\nservices = nowhere\n',
    env: { AWS_PROFILE: 'odd' },
    asked: undefined,
  },
  {
    name: "the target's own endpoint, for its keys do not sign",
    config: '[profile my-app]\nendpoint_url = {localstack}\n',
    asked: undefined,
  },
  { name: "the source's endpoint", config: '[profile my-app-source]\nendpoint_url = {other}\n', asked: 'other' },
  {
    name: "the source's endpoint beside AWS_PROFILE",
    config: `${localstack}[profile my-app-source]\nendpoint_url = {other}\n`,
    env: { AWS_PROFILE: 'localstack' },
    asked: 'other',
  },
  {
    name: "the source's services section",
    config: '[profile my-app-source]\nservices = local\n[services local]\nsts =\n  endpoint_url = {other}\n',
    asked: 'other',
  },
  {
    name: "the source's endpoint, with configured endpoints ignored",
    config: '[profile my-app-source]\nendpoint_url = {other}\n',
    env: { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
    asked: undefined,
  },
  {
    name: "the source's own setting to ignore a variable",
    config: '[profile my-app-source]\nignore_configured_endpoint_urls = true\n',
    env: { AWS_ENDPOINT_URL: '{localstack}' },
    asked: undefined,
  },
  { name: 'AWS_ENDPOINT_URL', env: { AWS_ENDPOINT_URL: '{localstack}' }, asked: 'localstack', refused: true },
  {
    name: "AWS_ENDPOINT_URL_STS before the source's endpoint",
    config: '[profile my-app-source]\nendpoint_url = {other}\n',
    env: { AWS_ENDPOINT_URL_STS: '{localstack}' },
    asked: 'localstack',
    refused: true,
  },
  {
    name: 'a variable for another service',
    env: { AWS_ENDPOINT_URL_DYNAMODB: '{localstack}', AWS_ENDPOINT_URL_S3: '{localstack}' },
    asked: undefined,
  },
];

describe('a session that ended, beside the settings of stand-ins', function () {
  this.timeout(180_000);
  let fixture: Fixture;
  let standIns: Readonly<Record<StandIn, FakeService>>;
  let config: string;
  let credentials: string;

  before(async () => {
    fixture = await openFixture();
    await fixture.setUp('--keep-source', '--clone', 'clone');
    config = await readFile(fixture.home.file('.aws', 'config'), 'utf8');
    credentials = (await readFile(fixture.home.file('.aws', 'credentials'), 'utf8')).replace(
      /x_security_token_expires = \S+/,
      'x_security_token_expires = 2020-01-01T00:00:00Z',
    );
  });
  beforeEach(async () => {
    standIns = { localstack: await fakeService(cannedAnswer), other: await fakeService(cannedAnswer) };
    await fixture.home.write('.aws/credentials', credentials);
    await fixture.home.run('rm', ['-rf', '.local/state/git-codecommit']);
    fixture.sandbox.log.clear();
  });
  afterEach(() => Promise.all(Object.values(standIns).map((one) => one.close())));
  after(() => fixture.clear());

  const filled = (text: string): string =>
    text.replaceAll('{localstack}', standIns.localstack.url).replaceAll('{other}', standIns.other.url);
  const configure = (more: string): Promise<string> => fixture.home.write('.aws/config', `${config}\n${filled(more)}`);
  const variables = (env: Readonly<Record<string, string>> = {}): Variables =>
    Object.fromEntries(
      Object.entries({ GIT_TERMINAL_PROMPT: '0', ...env }).map(([name, value]) => [name, filled(value)]),
    );
  const fetch = (env?: Readonly<Record<string, string>>): Promise<Ended> =>
    fixture.home.run('git', ['fetch'], { cwd: fixture.home.file('clone'), env: variables(env) });
  const calls = (service: StandIn): readonly (string | null)[] =>
    standIns[service].seen.map(({ body }) => new URLSearchParams(body).get('Action'));
  const written = (): Promise<string> => readFile(fixture.home.file('.aws', 'credentials'), 'utf8');
  /** Without the line ends of the terminal's width. */
  const flat = (text: string): string => text.replace(/\s+/g, ' ');
  const keysOf = (text: string, profile: string): string | undefined =>
    new RegExp(`\\[${profile}\\]\\n(?:#.*\\n)*aws_access_key_id = (\\S+)`).exec(text)?.[1];

  for (const { name, config: more = '', env = {}, asked, refused } of combinations) {
    it(`asks ${asked === undefined ? 'AWS itself' : `the stand-in ${asked}`}: ${name}`, async () => {
      await configure(more);
      const { code, stderr } = await fetch(env);
      for (const one of ['localstack', 'other'] as const)
        expect(calls(one), one).to.deep.equal(one === asked ? ['AssumeRole'] : []);
      expect(fixture.sandbox.log.of('AssumeRole').length).to.equal(asked === undefined ? 1 : 0);
      if (asked === undefined) {
        expect(code, stderr).to.equal(0);
        expect(keysOf(await written(), 'my-app')).to.not.equal(keysOf(credentials, 'my-app'));
      }
      if (refused === true) {
        expect(code).to.equal(128);
        expect(await written()).to.equal(credentials);
        expect(stderr)
          .to.include(new URL(standIns.localstack.url).host)
          .and.include(Object.keys(env)[0])
          .and.include('they were not written');
      }
    });
  }

  it('says the same of refresh, with 4, and leaves keys that are still good', async () => {
    const good = credentials.replace('2020-01-01T00:00:00Z', '2099-01-01T00:00:00Z');
    await fixture.home.write('.aws/credentials', good);
    await configure('');
    const { code, stderr } = await fixture.codecommit(['refresh', 'my-app', '--force'], {
      env: variables({ AWS_ENDPOINT_URL: '{localstack}' }),
    });
    expect(code, stderr).to.equal(4);
    expect(flat(stderr))
      .to.include(`${standIns.localstack.url} (AWS_ENDPOINT_URL)`)
      .and.include('Unset AWS_ENDPOINT_URL');
    expect(await written()).to.equal(good);
  });

  it('names the host, and where it is configured, when what answers there says no, or nothing', async () => {
    await configure('[profile my-app-source]\nendpoint_url = {other}\n');
    const { url } = standIns.other;
    const place = `${url} (endpoint_url of [profile my-app-source] in ~/.aws/config)`;
    await standIns.other.close();
    for (const ended of [await fixture.codecommit(['refresh', 'my-app', '--force']), await fetch()]) {
      expect(ended.code).to.be.oneOf([5, 128]);
      expect(flat(ended.stderr)).to.include(place);
    }
    const denying = await fakeService(() => stsError('AccessDenied', 'no', 403));
    try {
      await fixture.home.run('rm', ['-rf', '.local/state/git-codecommit']);
      const env = { AWS_ENDPOINT_URL_STS: denying.url };
      for (const ended of [await fixture.codecommit(['refresh', 'my-app', '--force'], { env }), await fetch(env)]) {
        expect(ended.code).to.be.oneOf([4, 128]);
        expect(flat(ended.stderr)).to.include(`${denying.url} (AWS_ENDPOINT_URL_STS)`);
      }
    } finally {
      await denying.close();
    }
  });

  it('names it in the plan, in words and as JSON, without what else stands in the address', async () => {
    await configure(
      '[profile my-app-source]\nservices = local\n[services local]\nsts =\n  endpoint_url = ' +
        'http://ana:hunter2@localhost:4566/path?x=1\n',
    );
    const args = [
      'setup',
      '--method',
      'assume-role',
      '--repository',
      fixture.app.url,
      '--role-arn',
      fixture.role.arn,
      '--source-profile',
      'my-app-source',
      '--profile',
      'my-app',
      '--overwrite',
      '--yes',
      '--dry-run',
      '--json',
    ];
    const { code, stdout, stderr } = await fixture.codecommit(args, {
      env: variables({ AWS_ENDPOINT_URL_IAM: '{localstack}' }),
    });
    expect(code, stderr).to.equal(0);
    const place = 'STS at http://localhost:4566/path (endpoint_url of sts in [services local] in ~/.aws/config)';
    expect((JSON.parse(stdout) as { asks: readonly string[] }).asks).to.deep.equal([
      place,
      `IAM at ${standIns.localstack.url} (AWS_ENDPOINT_URL_IAM)`,
    ]);
    expect(flat(stderr)).to.include(place).and.not.include('hunter2');
  });

  it('names it in what the doctor finds, whose own calls are for the profile that Git uses', async () => {
    await configure(`${localstack}[profile my-app]\nendpoint_url = {other}\n`);
    await fixture.home.write('.aws/credentials', credentials.replace('2020-01-01T00:00:00Z', '2099-01-01T00:00:00Z'));
    const { stdout } = await fixture.codecommit(['doctor', 'my-app', '--json'], {
      env: variables({ AWS_PROFILE: 'localstack' }),
    });
    const { findings } = JSON.parse(stdout) as { findings: readonly { id: string; detail: string }[] };
    expect(findings.find(({ id }) => id === 'identity')?.detail).to.include(
      `${standIns.other.url} (endpoint_url of [profile my-app] in ~/.aws/config)`,
    );
    expect(calls('localstack')).to.deep.equal([]);
    expect(calls('other')).to.include('GetCallerIdentity');
  });

  it("takes what a variable's host hands out where the profile was set up with it", async () => {
    await configure('');
    const local = await fakeService((request) =>
      request.body.includes('GetCallerIdentity') ? inTheTeam(callerIdentity()) : cannedAnswer(request),
    );
    const env = { AWS_ENDPOINT_URL: local.url };
    try {
      const made = await fixture.codecommit(
        [...fixture.common, '--yes', '--keep-source', '--profile', 'local', '--git-scope', 'none', '--no-verify'],
        { env },
      );
      expect(made.code, made.stderr).to.equal(0);
      expect(flat(made.stderr)).to.include(`${local.url} (AWS_ENDPOINT_URL), which is not AWS's`);
      const again = await fixture.codecommit(['refresh', 'local', '--force'], { env });
      expect(again.code, again.stderr).to.equal(0);
      await fixture.codecommit(['remove', 'local', '--yes']);
    } finally {
      await local.close();
    }
  });

  it('takes the certificates of the source, and names the file that has a wrong one', async () => {
    await writeFile(fixture.home.file('empty.pem'), 'nothing\n');
    await configure(`[profile my-app-source]\nca_bundle = ${fixture.home.file('empty.pem')}\n`);
    const { code, stderr } = await fixture.codecommit(['refresh', 'my-app', '--force'], {
      env: { AWS_CA_BUNDLE: undefined },
    });
    expect(code, stderr).to.equal(6);
    expect(stderr).to.include('ca_bundle of [profile my-app-source] in ~/.aws/config').and.include('empty.pem');
    await configure(
      `[default]\nca_bundle = ${fixture.home.file('empty.pem')}\n[profile my-app-source]\nca_bundle = ` +
        `${fixture.sandbox.caFile}\n`,
    );
    const own = await fixture.codecommit(['refresh', 'my-app', '--force'], {
      env: { AWS_CA_BUNDLE: undefined, NODE_EXTRA_CA_CERTS: undefined },
    });
    expect(own.stderr).to.not.include('empty.pem').and.not.include('certificate');
    expect(fixture.sandbox.log.of('AssumeRole')).to.have.length(1);
  });

  it('has the Region of the source, not that of AWS_PROFILE or default', async () => {
    await configure(
      '[default]\nregion = us-west-2\n[profile localstack]\nregion = us-east-1\n[profile ' +
        'my-app-source]\nregion = eu-west-1\n',
    );
    const args = [
      'setup',
      '--method',
      'assume-role',
      '--repository',
      'my-app',
      '--role-arn',
      fixture.role.arn,
      '--source-profile',
      'my-app-source',
      '--profile',
      'my-app',
      '--overwrite',
      '--yes',
      '--dry-run',
      '--json',
    ];
    const { code, stdout, stderr } = await fixture.codecommit(args, { env: { AWS_PROFILE: 'localstack' } });
    expect(code, stderr).to.equal(0);
    expect((JSON.parse(stdout) as { region: string }).region).to.equal('eu-west-1');
  });
});
