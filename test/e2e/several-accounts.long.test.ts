import { mkdir, readFile } from 'node:fs/promises';
import { expect } from 'chai';

import type { Ended } from '../helpers/run.js';
import type { Repository } from '../sandbox/aws/repository.js';
import type { Role } from '../sandbox/aws/role.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

interface StatusDocument {
  readonly profile: string;
  readonly account: string;
  readonly git: readonly string[];
}

describe('repositories of two accounts, side by side in one Region', function () {
  this.timeout(180_000);
  let fixture: Fixture;
  let lib: Repository;
  let libRole: Role;

  beforeEach(async () => {
    fixture = await openFixture();
    const account = fixture.sandbox.aws.account('777788889999');
    libRole = account.role('LibReader', { trust: { principals: ['111122223333'] }, maxSessionDuration: 14_400 });
    lib = account.repository('lib', { region: 'eu-west-1', files: { 'lib.txt': 'lib\n' } });
  });
  afterEach(() => fixture.clear());

  const host = 'https://git-codecommit.eu-west-1.amazonaws.com';
  const git = (args: readonly string[], cwd?: string): Promise<Ended> =>
    fixture.home.run('git', args, cwd === undefined ? {} : { cwd });
  const succeed = async (work: Promise<Ended>): Promise<Ended> => {
    const ended = await work;
    expect(ended.code, ended.stderr).to.equal(0);
    return ended;
  };
  const setUpApp = (): Promise<Ended> =>
    succeed(fixture.codecommit([...fixture.common, '--yes', '--keep-source', '--profile', 'app']));
  const libFlags = (): string[] => [
    'setup',
    '--method',
    'assume-role',
    '--repository',
    lib.url,
    '--role-arn',
    libRole.arn,
    '--source-profile',
    'app-source',
    '--profile',
    'lib',
  ];
  const setUpLib = (): Promise<Ended> =>
    succeed(fixture.codecommit([...libFlags(), '--yes', '--git-scope', 'repository']));
  const status = async (): Promise<readonly StatusDocument[]> =>
    (JSON.parse((await fixture.codecommit(['status', '--json'])).stdout) as StatusDocument[]).map(
      ({ profile, account, git: urls }) => ({ profile, account, git: urls }),
    );
  const reaches = async (url: string): Promise<boolean> => (await git(['ls-remote', url])).code === 0;

  /** `app`, with `lib` as its submodule, pushed. */
  async function addSubmodule(): Promise<void> {
    await succeed(git(['clone', '-q', fixture.app.url, 'work']));
    const work = fixture.home.file('work');
    await succeed(git(['submodule', 'add', '-q', lib.url, 'vendor/lib'], work));
    await succeed(git(['commit', '-qm', 'Take lib in'], work));
    await succeed(git(['push', '-q'], work));
  }

  it('ends with 2 and the flag that helps, where the host answers for another profile and nobody is there', async () => {
    await setUpApp();
    const before = await readFile(fixture.home.file('.gitconfig'), 'utf8');
    const { code, stdout, stderr } = await fixture.codecommit([...libFlags(), '--yes', '--json']);
    expect([code, stdout]).to.deep.equal([2, '']);
    expect(stderr)
      .to.include('Git uses profile app for git-codecommit.eu-west-1.amazonaws.com already')
      .and.include('--git-scope');
    expect(await readFile(fixture.home.file('.gitconfig'), 'utf8')).to.equal(before);
    expect(await readFile(fixture.home.file('.aws', 'credentials'), 'utf8')).to.not.include('[lib]');
  });

  it("are offered the repository's own scope first at a terminal", async () => {
    await setUpApp();
    const terminal = fixture.wizard(libFlags());
    await terminal.waitFor('What shall Git use the profile for?');
    expect(terminal.screen())
      .to.include('Git uses profile app for git-codecommit.eu-west-1.amazonaws.com already (~/.gitconfig, line ')
      .and.include('❯ Only the repository lib');
    terminal.enter();
    await terminal.waitFor('Go ahead?');
    expect(terminal.screen()).to.include(`credential helper for ${lib.url}`);
    terminal.enter();
    await terminal.ends();
    expect(await readFile(fixture.home.file('lib', 'lib.txt'), 'utf8')).to.equal('lib\n');
    expect(await reaches(fixture.app.url)).to.equal(true);
  });

  it('lets the scope be changed in the plan too, with the whole Region first', async () => {
    const terminal = fixture.wizard([
      ...fixture.common,
      '--profile',
      'app',
      '--session-name',
      'ana',
      '--duration',
      '1h',
    ]);
    await terminal.waitFor('Go ahead?');
    terminal.key('down');
    await terminal.waitFor('❯ Change an answer');
    terminal.enter();
    await terminal.waitFor('Which answer shall be another one?');
    await terminal.waitFor(/Session name +ana$/m);
    await terminal.waitFor(/How long shall the session last +1h$/m);
    await terminal.choose(
      'Which answer shall be another one?',
      /^What shall Git use the profile for +Every repository/,
    );
    await terminal.choose('What shall Git use the profile for?', 'Only the repository my-app');
    await terminal.waitFor(`credential helper for ${fixture.app.url}`);
    await terminal.waitFor('❯ Yes');
    terminal.ctrlC();
    await terminal.ends(130);
    expect(terminal.screen()).to.include(`credential helper for ${fixture.app.url}`);
  });

  it("are cloned in one go where one is the other's submodule, each with its own account's role", async () => {
    await setUpApp();
    await setUpLib();
    await addSubmodule();
    fixture.sandbox.log.clear();
    await succeed(git(['clone', '-q', '--recurse-submodules', fixture.app.url, 'all']));
    expect(await readFile(fixture.home.file('all', 'vendor', 'lib', 'lib.txt'), 'utf8')).to.equal('lib\n');
    const callers = new Set(
      fixture.sandbox.log
        .of('GitPull')
        .flatMap(({ caller }) => (caller === undefined ? [] : [caller.replace(/\/[^/]*$/, '')])),
    );
    expect([...callers].sort()).to.deep.equal([
      'arn:aws:sts::444455556666:assumed-role/Developer',
      'arn:aws:sts::777788889999:assumed-role/LibReader',
    ]);
    await succeed(git(['submodule', 'update', '--remote'], fixture.home.file('all')));
  });

  it('are shown by status with what uses them', async () => {
    await setUpApp();
    await setUpLib();
    const shown = await status();
    expect(shown).to.deep.include({ profile: 'app', account: '444455556666', git: [host] });
    expect(shown).to.deep.include({ profile: 'lib', account: '777788889999', git: [lib.url] });
    const { stderr } = await fixture.codecommit(['status']);
    expect(stderr).to.include('/v1/repos/lib');
  });

  it('work on when the one with the Region is set up last, or once more', async () => {
    await succeed(
      fixture.codecommit([...fixture.common, '--yes', '--keep-source', '--profile', 'app', '--git-scope', 'none']),
    );
    await setUpLib();
    await setUpApp();
    expect([await reaches(fixture.app.url), await reaches(lib.url)]).to.deep.equal([true, true]);
    await setUpApp();
    expect([await reaches(fixture.app.url), await reaches(lib.url)]).to.deep.equal([true, true]);
  });

  it('are renewed each by its own recipe, by Git itself and from inside their clones', async () => {
    await setUpApp();
    await setUpLib();
    await addSubmodule();
    const { endSessions } = await import('./conversation-fixture.js');
    await endSessions(fixture);
    fixture.sandbox.log.clear();
    await succeed(git(['clone', '-q', '--recurse-submodules', fixture.app.url, 'later']));
    const roles = fixture.sandbox.log
      .of('AssumeRole')
      .filter(({ status: answered }) => answered === 200)
      .map(({ parameters }) => parameters['RoleArn']);
    expect(roles.sort()).to.deep.equal([fixture.role.arn, libRole.arn]);
    const inside = await succeed(
      fixture.codecommit(['refresh', '--force', '--json'], { cwd: fixture.home.file('later', 'vendor', 'lib') }),
    );
    expect(JSON.parse(inside.stdout)).to.include({ profile: 'lib', account: '777788889999' });
  });

  for (const [gone, stays] of [
    ['lib', 'app'],
    ['app', 'lib'],
  ] as const) {
    it(`leaves ${stays} working when ${gone} is removed`, async () => {
      await setUpApp();
      await setUpLib();
      const url = { app: fixture.app.url, lib: lib.url };
      const removed = await succeed(fixture.codecommit(['remove', gone, '--yes', '--json']));
      expect(JSON.parse(removed.stdout)).to.deep.include({ profile: gone });
      expect((await status()).map(({ profile }) => profile)).to.deep.equal([stays]);
      expect(await reaches(url[stays]), stays).to.equal(true);
      expect(await reaches(url[gone]), gone).to.equal(false);
      const config = await readFile(fixture.home.file('.gitconfig'), 'utf8');
      expect(config).to.include(`--profile '${stays}'`).and.not.include(`--profile '${gone}'`);
      expect(await readFile(fixture.home.file('.aws', 'credentials'), 'utf8'))
        .to.include(`[${stays}]`)
        .and.not.match(new RegExp(`\\[${gone}\\]`));
    });
  }

  it('can be those of one clone alone', async () => {
    await setUpApp();
    const clone = fixture.home.file('only-here');
    await mkdir(clone);
    await git(['init', '-q', '-b', 'main'], clone);
    await git(['remote', 'add', 'origin', lib.url], clone);
    await succeed(fixture.codecommit([...libFlags(), '--yes', '--git-scope', 'local'], { cwd: clone }));
    await succeed(git(['fetch', '-q'], clone));
    expect([await reaches(lib.url), await reaches(fixture.app.url)]).to.deep.equal([false, true]);
    await succeed(fixture.codecommit(['remove', 'lib', '--yes']));
    expect((await git(['config', '--local', '--get-regexp', 'credential'], clone)).stdout).to.equal('');
  });
});
