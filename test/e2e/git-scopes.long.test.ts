import { readFile, rm } from 'node:fs/promises';

import { expect } from 'chai';

import { needs } from '../helpers/needs.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

const host = 'https://git-codecommit.eu-west-1.amazonaws.com';

/** Where the setting stands for each scope, and whether it answers for another repository on the same host. */
const scopes: Readonly<
  Record<'region' | 'all' | 'repository' | 'local' | 'global', { readonly key: string; readonly others: boolean }>
> = {
  region: { key: `credential.${host}.helper`, others: true },
  all: { key: 'credential.https://git-codecommit.*.amazonaws.com.helper', others: true },
  repository: { key: `credential.${host}/v1/repos/my-app.helper`, others: false },
  local: { key: `credential.${host}.helper`, others: false },
  global: { key: 'credential.helper', others: true },
};

describe("Git's settings, with real Git", function () {
  this.timeout(600_000);
  let fixture: Fixture;
  let other: string;
  let original: string;

  beforeEach(async () => {
    fixture = await openFixture();
    other = fixture.sandbox.aws
      .account('444455556666')
      .repository('other', { region: 'eu-west-1', files: { 'README.md': '# other\n' } }).url;
    // What somebody has who followed AWS's page once, and a helper for other hosts.
    await fixture.home.run('git', [
      'config',
      '--global',
      'credential.helper',
      '!f() { echo username=stranger; echo password=stale; }; f',
    ]);
    await fixture.home.run('git', [
      'config',
      '--global',
      `credential.${host}.helper`,
      '!aws codecommit credential-helper $@',
    ]);
    original = await readFile(fixture.home.file('.gitconfig'), 'utf8');
    await fixture.home.run('git', ['init', '-q', 'work']);
    await fixture.home.run('git', ['-C', 'work', 'remote', 'add', 'origin', fixture.app.url]);
  });
  afterEach(() => fixture.clear());

  const inClone = (...args: string[]) =>
    fixture.home.run('git', ['-C', 'work', ...args], { env: { GIT_TERMINAL_PROMPT: '0' } });
  const setUp = async (scope: string, helper: string): Promise<void> => {
    const { code, stderr } = await fixture.codecommit(
      [...fixture.common, '--yes', '--git-scope', scope, '--helper', helper],
      { cwd: fixture.home.file('work') },
    );
    expect(code, stderr).to.equal(0);
  };

  const push = async (): Promise<void> => {
    await inClone('checkout', '-q', 'main');
    await inClone('commit', '-q', '--allow-empty', '-m', 'Change');
    const { code, stderr } = await inClone('push', '-q');
    expect(code, stderr).to.equal(0);
  };

  for (const helper of ['codecommit', 'aws'] as const) {
    describe(`by --helper ${helper}`, () => {
      if (helper === 'aws') before(needs('aws'));

      for (const [scope, { key, others }] of Object.entries(scopes)) {
        it(
          `in the scope ${scope}: fetches${helper === 'codecommit' ? ' and pushes' : ''}, ` +
            `${others ? 'and so do' : 'but not'} other repositories, and remove takes all of it back`,
          async () => {
            // Git asks its general helpers in their order; a stranger in front of ours is what the other scopes are for.
            if (scope === 'global')
              await fixture.home.run('git', ['config', '--global', '--unset', 'credential.helper']);
            const clean = await readFile(fixture.home.file('.gitconfig'), 'utf8');
            await setUp(scope, helper);
            const values = (await inClone('config', '--get-all', key)).stdout;
            expect(values).to.include(
              helper === 'aws' ? "!aws codecommit credential-helper --profile 'my-app' $@" : "--profile 'my-app'",
            );
            const fetched = await inClone('fetch', '-q');
            expect(fetched.code, fetched.stderr).to.equal(0);
            if (helper === 'codecommit') await push();
            const elsewhere = await fixture.home.run('git', ['ls-remote', other], {
              env: { GIT_TERMINAL_PROMPT: '0' },
            });
            expect(elsewhere.code === 0, elsewhere.stderr).to.equal(others);

            const removed = await fixture.codecommit(['remove', 'my-app', '--yes'], { cwd: fixture.home.file('work') });
            expect(removed.code, removed.stderr).to.equal(0);
            expect(await readFile(fixture.home.file('.gitconfig'), 'utf8')).to.equal(clean);
            expect((await inClone('config', '--local', '--get-regexp', '^credential')).stdout).to.equal('');
          },
        );
      }
    });
  }

  it('in the scope none: leaves Git as it is', async () => {
    await setUp('none', 'codecommit');
    expect(await readFile(fixture.home.file('.gitconfig'), 'utf8')).to.equal(original);
  });

  it('use two accounts side by side, each repository its own', async () => {
    const partner = fixture.sandbox.aws.account('777788889999');
    const role = partner.role('Guest', { trust: { principals: ['111122223333'] } });
    const theirs = partner.repository('theirs', { region: 'eu-west-1', files: { 'README.md': '# theirs\n' } });
    await setUp('region', 'codecommit');
    const flags = [
      'setup',
      '--method',
      'assume-role',
      '--repository',
      theirs.url,
      '--role-arn',
      role.arn,
      '--source-keys-file',
      fixture.keysFile,
      '--yes',
    ];
    const refused = await fixture.codecommit(flags);
    expect(refused.code, refused.stderr).to.equal(2);
    expect(refused.stderr).to.include('--git-scope');
    const { code, stderr } = await fixture.codecommit([...flags, '--git-scope', 'repository']);
    expect(code, stderr).to.equal(0);
    expect(await fixture.cloned()).to.equal('# my-app\n');
    const clone = await fixture.home.run('git', ['clone', '-q', theirs.url, 'theirs']);
    expect(clone.code, clone.stderr).to.equal(0);
    await rm(fixture.home.file('theirs'), { recursive: true });
  });

  it('offers the repository alone first, at a terminal, where the host has another profile already', async () => {
    await setUp('region', 'codecommit');
    const at = fixture.wizard([
      ...fixture.common.map((word) => (word === fixture.app.url ? other : word)),
      '--profile',
      'second',
      '--no-verify',
    ]);
    await at.choose('What shall Git use the profile for?', /^Only the repository other/);
    await at.choose('Go ahead?', 'Yes');
    await at.ends();
  });
});
