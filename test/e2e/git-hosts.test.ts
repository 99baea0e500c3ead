import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

const endpoint = 'vpce-0a1b2c3d4e5f67890-abcdefgh';

/** A URL somebody was given, further words for setup, and the hosts that Git asks our helper for afterwards. */
const places: Readonly<
  Record<
    string,
    {
      readonly partition?: 'aws-cn';
      readonly region: string;
      readonly host: string;
      readonly flags?: readonly string[];
      readonly hosts: readonly string[];
    }
  >
> = {
  'in China': {
    partition: 'aws-cn',
    region: 'cn-north-1',
    host: 'git-codecommit.cn-north-1.amazonaws.com.cn',
    hosts: ['git-codecommit.cn-north-1.amazonaws.com.cn'],
  },
  'at the FIPS endpoint': {
    region: 'us-east-1',
    host: 'git-codecommit-fips.us-east-1.amazonaws.com',
    hosts: ['git-codecommit.us-east-1.amazonaws.com', 'git-codecommit-fips.us-east-1.amazonaws.com'],
  },
  'at an endpoint of a VPC': {
    region: 'eu-west-1',
    host: `${endpoint}.git-codecommit.eu-west-1.vpce.amazonaws.com`,
    hosts: [`${endpoint}.git-codecommit.eu-west-1.vpce.amazonaws.com`],
  },
  'at an endpoint of a VPC, which --host names': {
    region: 'us-west-2',
    host: `${endpoint}.git-codecommit-fips.us-west-2.vpce.amazonaws.com`,
    flags: [
      '--host',
      `${endpoint}.git-codecommit-fips.us-west-2.vpce.amazonaws.com`,
      '--region',
      'us-west-2',
      '--repository',
      'far',
    ],
    hosts: [`${endpoint}.git-codecommit-fips.us-west-2.vpce.amazonaws.com`],
  },
};

describe('a repository', function () {
  this.timeout(180_000);
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await openFixture();
  });
  afterEach(() => fixture.clear());

  for (const [where, { partition, region, host, flags, hosts }] of Object.entries(places)) {
    it(`${where} is set up for its own host, cloned, pushed to and pulled from by real Git, and taken back`, async () => {
      const account = fixture.sandbox.aws.account('777788889999', partition === undefined ? {} : { partition });
      account.repository('far', { region, files: { 'README.md': '# far\n' } });
      const { accessKeyId, secretAccessKey, sessionToken } = fixture.sandbox.aws.issue(
        { kind: 'session-token', account, user: account.user('li') },
        3600,
      );
      const keys = await fixture.home.write(
        'keys',
        `export AWS_ACCESS_KEY_ID=${accessKeyId}\nexport AWS_SECRET_ACCESS_KEY=${secretAccessKey}\nexport ` +
          `AWS_SESSION_TOKEN=${sessionToken}\n`,
      );
      const url = `https://${host}/v1/repos/far`;
      const before = await readFile(fixture.home.file('.gitconfig'), 'utf8');

      const { code, stdout, stderr } = await fixture.codecommit([
        'setup',
        '--method',
        'keys',
        '--keys-file',
        keys,
        ...(flags ?? ['--repository', url]),
        '--yes',
        '--json',
        '--clone',
        'far',
      ]);
      expect(code, stderr).to.equal(0);
      expect(JSON.parse(stdout)).to.include({ region, account: '777788889999', verified: true });
      expect((await fixture.home.run('git', ['-C', 'far', 'remote', 'get-url', 'origin'])).stdout.trim()).to.equal(url);
      const set = (
        await fixture.home.run('git', [
          'config',
          '--global',
          '--name-only',
          '--get-regexp',
          '^credential\\..*\\.usehttppath$',
        ])
      ).stdout;
      expect([...set.matchAll(/^credential\.https:\/\/(.*)\.usehttppath$/gm)].map(([, one]) => one)).to.have.members(
        hosts,
      );

      const git = async (...args: string[]): Promise<void> => {
        const ended = await fixture.home.run('git', ['-C', 'far', ...args]);
        expect(ended.code, `git ${args.join(' ')}: ${ended.stderr}`).to.equal(0);
      };
      await git('commit', '-q', '--allow-empty', '-m', 'Change');
      await git('push', '-q');
      await git('pull', '-q');
      expect(new Set(fixture.sandbox.log.of('git-codecommit').map((entry) => entry.host))).to.deep.equal(
        new Set([host]),
      );

      expect((await fixture.codecommit(['remove', 'far', '--yes'])).code).to.equal(0);
      expect(await readFile(fixture.home.file('.gitconfig'), 'utf8')).to.equal(before);
    });
  }
});
