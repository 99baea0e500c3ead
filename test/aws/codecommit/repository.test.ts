import { expect } from 'chai';
import {
  isRepositoryName,
  isRepositoryUrl,
  parseRepository,
  repositoryUrl,
} from '../../../src/aws/codecommit/repository.js';
import { Problem } from '../../../src/core/problem.js';
import { fc } from '../../helpers/random.js';

const host = 'git-codecommit.eu-west-1.amazonaws.com';
const url = `https://${host}/v1/repos/MyRepo`;
const vpc = 'vpce-0a1b-abc.git-codecommit.eu-west-1.vpce.amazonaws.com';
const here = { name: 'MyRepo', region: 'eu-west-1', url };

function facts(text: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(parseRepository(text)).filter(([key]) => key !== 'notes'));
}

describe('what people hold in their hand', () => {
  const read: [string, Record<string, unknown>][] = [
    ['', {}],
    ['   ', {}],
    [url, here],
    [`  ${url}\n`, here],
    [`'${url}'`, here],
    [`git clone ${url}`, here],
    [`git clone "${url}"`, here],
    [`${url}/`, here],
    [`${url}.git`, here],
    [`https://bob@${host}/v1/repos/MyRepo`, here],
    [`https://bob:pw@${host}/v1/repos/MyRepo`, here],
    [`https://${host}:443/v1/repos/MyRepo`, here],
    [`https://${host.toUpperCase()}/v1/repos/MyRepo`, here],
    [`${host}/v1/repos/MyRepo`, here],
    [`http://${host}/v1/repos/MyRepo`, here],
    [`ssh://${host}/v1/repos/MyRepo`, here],
    [`ssh://APKAEIBAERJR2EXAMPLE@${host}/v1/repos/MyRepo`, here],
    [`APKAEIBAERJR2EXAMPLE@${host}:v1/repos/MyRepo`, here],
    [
      `https://${vpc}/v1/repos/MyRepo`,
      { name: 'MyRepo', region: 'eu-west-1', host: vpc, url: `https://${vpc}/v1/repos/MyRepo` },
    ],
    [
      'https://git-codecommit-fips.us-east-1.amazonaws.com/v1/repos/R',
      {
        name: 'R',
        region: 'us-east-1',
        host: 'git-codecommit-fips.us-east-1.amazonaws.com',
        url: 'https://git-codecommit-fips.us-east-1.amazonaws.com/v1/repos/R',
      },
    ],
    [
      'https://git-codecommit.cn-north-1.amazonaws.com.cn/v1/repos/R',
      { name: 'R', region: 'cn-north-1', url: 'https://git-codecommit.cn-north-1.amazonaws.com.cn/v1/repos/R' },
    ],
    ['codecommit://MyRepo', { name: 'MyRepo' }],
    ['codecommit://dev@MyRepo', { name: 'MyRepo', profile: 'dev' }],
    ['codecommit::eu-west-1://MyRepo', here],
    ['codecommit::eu-west-1://My Profile@MyRepo', { ...here, profile: 'My Profile' }],
    ['git clone codecommit::eu-west-1://dev@MyRepo', { ...here, profile: 'dev' }],
    ['arn:aws:codecommit:eu-west-1:111122223333:MyRepo', { ...here, account: '111122223333' }],
    [
      'arn:aws-cn:codecommit:cn-north-1:111122223333:R',
      {
        name: 'R',
        region: 'cn-north-1',
        account: '111122223333',
        url: 'https://git-codecommit.cn-north-1.amazonaws.com.cn/v1/repos/R',
      },
    ],
    ['https://eu-west-1.console.aws.amazon.com/codesuite/codecommit/repositories/MyRepo/browse?region=eu-west-1', here],
    ['https://console.aws.amazon.com/codesuite/codecommit/repositories/MyRepo/setup?region=eu-west-1', here],
    [
      'https://111122223333-abcd1234.eu-west-1.console.aws.amazon.com/codesuite/codecommit/repositories/MyRepo/browse/refs/heads/main/--/src?lines=1-2',
      here,
    ],
    ['https://console.aws.amazon.com/codecommit/home?region=eu-west-1#/repository/MyRepo/browse/HEAD/--/', here],
    [
      'https://eu-west-1.console.aws.amazon.com/codesuite/codecommit/repositories?region=eu-west-1',
      { region: 'eu-west-1' },
    ],
    [
      'https://us-gov-west-1.console.amazonaws-us-gov.com/codesuite/codecommit/repositories/R/browse',
      { name: 'R', region: 'us-gov-west-1', url: 'https://git-codecommit.us-gov-west-1.amazonaws.com/v1/repos/R' },
    ],
    [
      'https://console.amazonaws.cn/codesuite/codecommit/repositories/R?region=cn-north-1',
      { name: 'R', region: 'cn-north-1', url: 'https://git-codecommit.cn-north-1.amazonaws.com.cn/v1/repos/R' },
    ],
    ['MyRepo', { name: 'MyRepo' }],
    ['MyRepo.git', { name: 'MyRepo' }],
    ['my.repo_1-x', { name: 'my.repo_1-x' }],
    [host, { region: 'eu-west-1' }],
    [`https://${host}/`, { region: 'eu-west-1' }],
    [`https://${host}/v1`, { region: 'eu-west-1' }],
    [`https://${host}/v1/`, { region: 'eu-west-1' }],
    [`https://${vpc}`, { region: 'eu-west-1', host: vpc }],
  ];
  for (const [text, expected] of read) {
    it(`is read: ${JSON.stringify(text)}`, () => expect(facts(text)).to.deep.equal(expected));
  }

  const refused = [
    'https://github.com/a/b',
    'https://git-codecommit.eu-west-1.amazonaws.com.evil.example/v1/repos/R',
    'my repo',
    'a/b',
    `https://${host}:8443/v1/repos/MyRepo`,
    `https://${host}/v1/repos/`.concat('a'.repeat(101)),
    `https://${host}/v1/repos/a%20b`,
    `https://${host}/v2/repos/MyRepo`,
    'codecommit::nowhere://R',
    'codecommit::eu-west-1://',
    'codecommit://a/b',
    'arn:aws:s3:::bucket',
    'arn:aws:codecommit:eu-west-1:1:R',
    'https://eu-west-1.console.aws.amazon.com.evil.example/codesuite/codecommit/repositories/R',
    'https://eu-west-1.console.aws.amazon.com/s3/buckets/R',
    '..',
    'a'.repeat(101),
    `--upload-pack=x`.concat(' y'),
  ];
  for (const text of refused) {
    it(`is refused: ${JSON.stringify(text.slice(0, 90))}`, () =>
      expect(() => parseRepository(text))
        .to.throw(Problem)
        .with.property('kind', 'usage'));
  }

  it('is told what was read differently, and why', () => {
    expect(parseRepository(`ssh://APKA@${host}/v1/repos/R`).notes.join()).to.contain(
      'temporary credentials cannot use it',
    );
    expect(parseRepository(`https://bob@${host}/v1/repos/R`).notes.join()).to.contain('user name');
    expect(parseRepository(`${url}/`).notes.join()).to.contain('slash');
    expect(parseRepository(`${url}.git`).notes.join()).to.contain('.git');
    expect(parseRepository(url).notes).to.deep.equal([]);
  });

  it('never makes an error that could move the cursor', () => {
    expect(() => parseRepository('\u001b[2Jx y'))
      .to.throw(Problem)
      .with.property('message')
      .that.does.not.contain('\u001b');
    expect(() => parseRepository('codecommit::\u001b[2J://R'))
      .to.throw(Problem)
      .with.property('message')
      .that.does.not.contain('\u001b');
  });

  it('comes back from the URL it became', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9._-]{1,100}$/).filter(isRepositoryName);
    fc.assert(
      fc.property(
        name,
        fc.constantFrom('eu-west-1', 'us-gov-east-1', 'cn-north-1', 'xy-new-3'),
        (repository, region) => {
          expect(facts(repositoryUrl({ name: repository, region }))).to.include({ name: repository, region });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('ends in facts or a problem, whatever it is', () => {
    const piece = fc.constantFrom(
      'https://',
      'ssh://',
      'git clone ',
      host,
      '/v1/repos/',
      'R',
      '@',
      ':',
      '/',
      '.git',
      'codecommit::',
      '://',
      'arn:aws:codecommit:',
      '%',
      '\0',
      ' ',
      '?region=',
      '#',
      "'",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((pieces) => pieces.join('')),
        ),
        (text) => {
          try {
            const { url: found, name } = parseRepository(text);
            if (found !== undefined)
              expect(found).to.match(/^https:\/\/[a-z0-9.-]+\/v1\/repos\/[A-Za-z0-9._-]{1,100}$/);
            if (name !== undefined) expect(isRepositoryName(name)).to.equal(true);
          } catch (error) {
            expect(error).to.be.instanceOf(Problem);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe('the URL of a remote', () => {
  for (const url of [
    'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/app',
    'https://ana@git-codecommit-fips.us-east-1.amazonaws.com/v1/repos/app/',
    'ssh://APKAEXAMPLE@git-codecommit.eu-west-1.amazonaws.com/v1/repos/app',
    'codecommit::eu-west-1://ana@app',
    'codecommit://app',
  ])
    it(`is CodeCommit's: ${url}`, () => expect(isRepositoryUrl(url)).to.equal(true));

  for (const url of [
    'git-codecommit-mirror',
    '../git-codecommit',
    'https://git-codecommit.eu-west-1.amazonaws.com.evil.example/v1/repos/app',
    'https://example.com/git-codecommit.eu-west-1.amazonaws.com/v1/repos/app',
    'git@github.com:me/git-codecommit.git',
    '',
  ])
    it(`is another's: ${JSON.stringify(url)}`, () => expect(isRepositoryUrl(url)).to.equal(false));
});
