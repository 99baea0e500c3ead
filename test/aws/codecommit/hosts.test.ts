import { expect } from 'chai';
import {
  everyHost,
  fipsRegions,
  gitHost,
  isGitHostPattern,
  parseGitHost,
  regionHosts,
} from '../../../src/aws/codecommit/hosts.js';
import { Problem } from '../../../src/core/problem.js';
import { fc } from '../../helpers/random.js';

const endpoint = 'vpce-0a1b2c3d4e5f67890-abcdefgh';

describe('the hosts CodeCommit serves Git on', () => {
  const accepted: [string, string, string, string, boolean][] = [
    ['git-codecommit.us-east-2.amazonaws.com', 'us-east-2', 'aws', 'public', false],
    ['git-codecommit-fips.ca-central-1.amazonaws.com', 'ca-central-1', 'aws', 'public', true],
    ['git-codecommit-fips.us-gov-west-1.amazonaws.com', 'us-gov-west-1', 'aws-us-gov', 'public', true],
    ['git-codecommit.cn-northwest-1.amazonaws.com.cn', 'cn-northwest-1', 'aws-cn', 'public', false],
    [`${endpoint}.git-codecommit.us-east-1.vpce.amazonaws.com`, 'us-east-1', 'aws', 'vpc-endpoint', false],
    [`${endpoint}-us-east-1a.git-codecommit.us-east-1.vpce.amazonaws.com`, 'us-east-1', 'aws', 'vpc-endpoint', false],
    [`${endpoint}.git-codecommit-fips.us-east-1.vpce.amazonaws.com`, 'us-east-1', 'aws', 'vpc-endpoint', true],
    [`${endpoint}.git-codecommit.cn-north-1.vpce.amazonaws.com.cn`, 'cn-north-1', 'aws-cn', 'vpc-endpoint', false],
    ['git-codecommit.xy-future-7.amazonaws.com', 'xy-future-7', 'aws', 'public', false],
  ];
  for (const [host, region, partition, kind, fips] of accepted) {
    it(`are read: ${host}`, () => expect(parseGitHost(host)).to.deep.equal({ host, region, partition, kind, fips }));
  }

  it('are lower-cased, and lose the port they have anyway', () => {
    expect(parseGitHost('GIT-CodeCommit.US-EAST-2.amazonaws.com:443')?.host).to.equal(
      'git-codecommit.us-east-2.amazonaws.com',
    );
  });

  for (const ending of [':8443', ':80', ':0443', ':', '.', '.:443', '\r', '\0', ' ', '\t:443']) {
    it(`are refused with ${JSON.stringify(ending)} behind them`, () => {
      expect(() => parseGitHost(`git-codecommit.us-east-2.amazonaws.com${ending}`)).to.throw(
        Problem,
        'git-codecommit.us-east-2',
      );
    });
  }

  const strangers = [
    '',
    'github.com',
    'amazonaws.com',
    'example.amazonaws.com',
    'amazon.com.evil.example',
    'git-codecommit.us-east-1.amazonaws.com.evil.example',
    'xgit-codecommit.us-east-1.amazonaws.com',
    'evil.git-codecommit.us-east-1.amazonaws.com',
    'git-codecommit.us-east-1.amazonaws.com.cn',
    'git-codecommit.cn-north-1.amazonaws.com',
    'git-codecommit.us-east-1.api.aws',
    'git-codecommit.us-iso-east-1.c2s.ic.gov',
    'git-codecommit.us-iso-east-1.amazonaws.com',
    'git-codecommit.eusc-de-east-1.amazonaws.eu',
    'git-codecommit.eusc-de-east-1.amazonaws.com',
    'git-codecommit.amazonaws.com',
    'git-codecommit..amazonaws.com',
    'git-codecommit.a.b.us-east-1.amazonaws.com',
    'codecommit.us-east-1.amazonaws.com',
    'git-codecommit.us-east-1.vpce.amazonaws.com',
    `${endpoint}.git-codecommit.us-east-1.amazonaws.com`,
    `vpce-.git-codecommit.us-east-1.vpce.amazonaws.com`,
    `vpce-${'a'.repeat(80)}.git-codecommit.us-east-1.vpce.amazonaws.com`,
    `vpce-a.b.git-codecommit.us-east-1.vpce.amazonaws.com`,
    'git-codecommit.us-east-1.amazonaws.com@evil.example',
    'evil.example/git-codecommit.us-east-1.amazonaws.com',
    'git-codecommit.us-east-1.amazonaws.com/evil',
    'git-codecommit.us-east-1\n.amazonaws.com.evil',
    'gıt-codecommit.us-east-1.amazonaws.com',
    'git-codecommit.\u212aus-east-1.amazonaws.com',
    'git-codecommit.us-east-1.amazonaws.com。',
  ];
  for (const host of strangers) {
    it(`are not ${JSON.stringify(host)}`, () => expect(parseGitHost(host)).to.equal(undefined));
  }

  it('are known where a section of Git’s settings names one, or several with a *', () => {
    for (const host of [...accepted.slice(0, -1).map(([one]) => one), ...everyHost()])
      expect(isGitHostPattern(host), host).to.equal(true);
    for (const host of [
      ...strangers,
      'git-codecommit.us-east-1.amazonaws.com.*',
      'git-codecommit.*.evil.amazonaws.com',
      'git-codecommit-x.*.amazonaws.com',
      '*.amazonaws.com',
      '*.*.*.*',
      '*',
    ])
      expect(isGitHostPattern(host), host).to.equal(false);
  });

  it("are nobody else's, whatever stands around or inside a true one", () => {
    const piece = fc.constantFrom(
      '.',
      '-',
      ':',
      '@',
      '/',
      '\\',
      '\r',
      '\n',
      '\0',
      '%',
      '#',
      '?',
      ' ',
      'evil',
      'x',
      '.evil.example',
      '443',
      'git-codecommit.',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...accepted.map(([host]) => host)),
        fc.nat(80),
        fc.array(piece, { minLength: 1, maxLength: 4 }),
        (host, at, pieces) => {
          let parsed;
          try {
            parsed = parseGitHost(host.slice(0, at) + pieces.join('') + host.slice(at));
          } catch {
            return;
          }
          if (parsed)
            expect(parsed.host).to.match(
              /^(vpce-[a-z0-9-]+\.)?git-codecommit(-fips)?\.[a-z]+(-[a-z]+)+-\d+\.(vpce\.)?amazonaws\.com(\.cn)?$/,
            );
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('the host of a region', () => {
  it('is public or FIPS, in any partition that has CodeCommit', () => {
    expect(gitHost('eu-west-1')).to.equal('git-codecommit.eu-west-1.amazonaws.com');
    expect(gitHost('us-east-1', { fips: true })).to.equal('git-codecommit-fips.us-east-1.amazonaws.com');
    expect(gitHost('cn-north-1')).to.equal('git-codecommit.cn-north-1.amazonaws.com.cn');
  });

  for (const region of [
    '',
    'Ireland',
    'eu-west-1.evil.example',
    'eusc-de-east-1',
    'us-iso-east-1',
    'us-isob-east-1',
    'eu-west-1\n',
  ]) {
    it(`is refused for ${JSON.stringify(region)}`, () => expect(() => gitHost(region)).to.throw(Problem));
  }

  it('brings its FIPS twin along where there is one', () => {
    expect(regionHosts('us-east-1')).to.deep.equal([
      'git-codecommit.us-east-1.amazonaws.com',
      'git-codecommit-fips.us-east-1.amazonaws.com',
    ]);
    expect(regionHosts('eu-west-1')).to.deep.equal(['git-codecommit.eu-west-1.amazonaws.com']);
    expect(regionHosts('us-east-1', `${endpoint}.git-codecommit.us-east-1.vpce.amazonaws.com`)).to.have.length(1);
  });

  it('is covered by exactly one pattern of all', () => {
    const hosts = [
      ...fipsRegions.flatMap((region) => regionHosts(region)),
      gitHost('cn-north-1'),
      `${endpoint}.git-codecommit.us-east-1.vpce.amazonaws.com`,
    ];
    for (const host of hosts) {
      const covering = everyHost().filter((pattern) =>
        new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[^.]+')}$`).test(host),
      );
      expect(covering, host).to.have.length(1);
    }
  });
});
