import { expect } from 'chai';

import { setGitSetting } from '../../../src/core/advice/other-programs.js';
import type { Aws } from '../../../src/core/ports/aws/aws.js';
import type { CheckPorts } from '../../../src/doctor/check.js';
import { network } from '../../../src/doctor/checks/network.js';
import { ports, facts } from '../facts.js';

const aws = {
  sts: () => Promise.resolve({ getCallerIdentity: () => Promise.resolve({ account: '1', arn: 'a', userId: 'u' }) }),
} as unknown as Aws;
/** A Git of that version, which CodeCommit answers 429. */
const throttled = (version: string): CheckPorts['git'] => ({
  lockOf: () => undefined,
  run: ([word]) =>
    Promise.resolve(
      word === 'version'
        ? { code: 0, stdout: `git version ${version}\n`, stderr: '' }
        : { code: 128, stdout: '', stderr: 'fatal: rate limited by https://x/\n' },
    ),
});

describe('too many requests', () => {
  for (const [version, fix] of [
    ['2.39.5', undefined],
    ['2.53.0', undefined],
    ['2.54.1', setGitSetting(['--global'], 'http.maxRetries', '1')],
    ['2.55.0', setGitSetting(['--global'], 'http.maxRetries', '1')],
    ['2.56.0', undefined],
  ] as const) {
    it(
      'with Git ' +
        `${version}${fix === undefined ? ' pass by themselves' : ' are made for ever, unless a number of retries is set'}`,
      async () => {
        expect(await network.run(facts(), ports({ git: throttled(version), aws }))).to.deep.include({
          level: 'fail',
          fix,
        });
      },
    );
  }

  it('are not made for ever where a number is set', async () => {
    const entries = [{ scope: 'global', origin: 'file:/home/ana/.gitconfig', key: 'http.maxretries', value: '2' }];
    expect(await network.run(facts({ entries }), ports({ git: throttled('2.55.0'), aws }))).to.deep.include({
      fix: undefined,
    });
  });
});
