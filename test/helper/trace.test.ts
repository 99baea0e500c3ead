import { chown, lstat, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { openFixture, type Fixture } from '../e2e/fixture.js';
import type { Variables } from '../helpers/environment.js';
import { run, type Ended } from '../helpers/run.js';

const posix = process.platform !== 'win32';

describe('GIT_CODECOMMIT_TRACE', function () {
  this.timeout(120_000);
  let fixture: Fixture;
  let helper: string;
  let description: string;
  before(async () => {
    fixture = await openFixture();
    await fixture.setUp('--keep-source');
    helper = join(fixture.program, '..', 'git-credential-codecommit');
    const { host, pathname } = new URL(fixture.app.url);
    description = `protocol=https\nhost=${host}\npath=${pathname.slice(1)}\n`;
  });
  after(() => fixture.clear());

  const environment = (variables: Variables): Readonly<Record<string, string>> => fixture.home.environment(variables);
  const get = (
    trace: string,
    more: { readonly input?: string; readonly args?: readonly string[] } = {},
  ): Promise<Ended> =>
    run(helper, more.args ?? ['--profile', 'my-app', 'get'], {
      env: environment({ GIT_CODECOMMIT_TRACE: trace }),
      cwd: fixture.home.path,
      input: more.input ?? description,
    });
  const git = (trace: string, ...args: readonly string[]): Promise<Ended> =>
    run('git', args, { env: environment({ GIT_CODECOMMIT_TRACE: trace }), cwd: fixture.home.path });
  const file = (name: string): string => fixture.home.file(name);
  const linesOf = async (name: string): Promise<readonly string[]> =>
    (await readFile(file(name), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => {
        expect(line).to.match(/^\d{4}-\d\d-\d\dT[\d:.]+Z git-credential-codecommit: ./);
        return line.replace(/^\S+ git-credential-codecommit: /, '');
      });

  it('says in a file what the helper decides in a fetch, and what Git says of the answer', async () => {
    expect((await git(file('fetch.log'), 'ls-remote', fixture.app.url)).code).to.equal(0);
    const lines = await linesOf('fetch.log');
    expect(lines[0]).to.equal(`Git asks for ${fixture.app.url} (eu-west-1), profile my-app`);
    expect(lines[1]).to.match(/^keys of profile my-app: session ASIA….{4}, ends at \S+Z, in 3 h 59 min: not renewed$/);
    expect(lines[2]).to.equal('no earlier answer of this key is in doubt');
    expect(lines[3]).to.match(/^signed with ASIA….{4}$/);
    expect(lines.slice(4)).to.deep.equal(['Git was let in']);
    if (posix) expect((await lstat(file('fetch.log'))).mode & 0o777).to.equal(0o600);
  });

  it('says why a session is renewed, what AWS said of it, and how long that took', async () => {
    fixture.sandbox.aws.lastSession.expire();
    // What AWS refuses is known once Git has come back without a confirmation.
    expect((await git(file('first.log'), 'ls-remote', fixture.app.url)).code).to.equal(128);
    expect((await git(file('renewed.log'), 'ls-remote', fixture.app.url)).code).to.equal(0);
    const lines = await linesOf('renewed.log');
    expect(lines[2]).to.equal('an earlier answer of this key was never confirmed: AWS is asked');
    expect(lines[3]).to.match(/^AWS was asked: the session has ended \(\d+ ms\)$/);
    expect(lines[4]).to.equal('profile my-app is renewed: AWS takes its key no more');
    expect(lines[5]).to.match(/^new credentials: session ASIA….{4}, ends at \S+, in \d.* \(\d+ ms\)$/);
    expect(lines.at(-1)).to.equal('Git was let in');
  });

  it('says the refusal, and what came before', async () => {
    const { stdout } = await get(file('refused.log'), { args: ['--profile', 'nobody', 'get'] });
    expect(stdout).to.equal('quit=1\n');
    const lines = await linesOf('refused.log');
    expect(lines[0]).to.match(/, profile nobody$/);
    expect(lines[1]).to.match(/^refused: git-credential-codecommit: /);
  });

  it('says that a host is not ours', async () => {
    const { stdout } = await get(file('other.log'), { input: 'protocol=https\nhost=example.com\n' });
    expect(stdout).to.equal('');
    expect(await linesOf('other.log')).to.deep.equal(['Git asks for a host that is not CodeCommit: no answer']);
  });

  it('holds no secret, and no line that a name in it has begun', async () => {
    await get(file('secrets.log'), { args: ['--profile', 'a\nb\u001b[31m', 'get'] });
    await git(file('secrets.log'), 'ls-remote', fixture.app.url);
    const text = await readFile(file('secrets.log'), 'utf8');
    await linesOf('secrets.log');
    const kept = await readFile(fixture.home.file('.aws', 'credentials'), 'utf8');
    for (const [, value = ''] of kept.matchAll(/^aws_\w+ = (\S+)$/gm)) expect(text).to.not.include(value);
    expect(text)
      .to.not.include('\u001b')
      .and.not.match(/password|%IQ/);
  });

  for (const value of ['1', 'true', 'TRUE', '2'])
    it(`goes to standard error by ${value}, and the answer is the same`, async () => {
      const { stdout, stderr } = await get(value);
      expect(stdout).to.match(/^username=.*\npassword=/);
      expect(stderr).to.match(/: Git asks for .*\n/);
    });

  for (const value of ['', '0', 'false', 'False'])
    it(`is off by ${JSON.stringify(value)}`, async () => {
      const { stdout, stderr } = await get(value);
      expect(stdout).to.match(/^username=/);
      expect(stderr).to.equal('');
    });

  if (posix)
    it('goes to a descriptor that is open', async () => {
      const { stdout, stderr } = await run(
        'sh',
        ['-c', `exec 7>>fd.log; "$0" "$@"`, helper, '--profile', 'my-app', 'get'],
        {
          env: environment({ GIT_CODECOMMIT_TRACE: '7' }),
          cwd: fixture.home.path,
          input: description,
        },
      );
      expect(stdout).to.match(/^username=/);
      expect(stderr).to.equal('');
      expect((await linesOf('fd.log')).length).to.be.greaterThan(2);
    });

  it('adds to a file that is there', async () => {
    await writeFile(file('there.log'), 'first\n', { mode: 0o640 });
    await get(file('there.log'));
    expect(await readFile(file('there.log'), 'utf8')).to.match(/^first\n\d{4}-/);
  });

  describe('that cannot be written', () => {
    const places: readonly (readonly [string, string, () => Promise<string>])[] = [
      ['a relative path', 'is neither 0, 1, a descriptor nor an absolute path', () => Promise.resolve('trace.log')],
      ['a word', 'is neither 0, 1, a descriptor nor an absolute path', () => Promise.resolve('yes')],
      ['a descriptor that is not open', 'is not open', () => Promise.resolve('9')],
      ['a folder that is not there', 'lies in a folder that is not there', () => Promise.resolve(file('no/trace.log'))],
      [
        'a folder',
        'is a folder',
        async () => {
          await mkdir(file('folder'), { recursive: true });
          return file('folder');
        },
      ],
      ...(posix
        ? ([
            [
              'a link',
              'is a link',
              async () => {
                await rm(file('link'), { force: true });
                await symlink(file('target'), file('link'));
                return file('link');
              },
            ],
            [
              'a pipe that nobody reads',
              'is not a regular file',
              async () => {
                await run('mkfifo', [file('pipe')], { env: environment({}), cwd: fixture.home.path });
                return file('pipe');
              },
            ],
          ] as const)
        : []),
    ];
    for (const [title, why, place] of places)
      it(`is said in one line, and Git is answered all the same: ${title}`, async () => {
        const { stdout, stderr } = await get(await place());
        expect(stdout).to.match(/^username=/);
        expect(stderr).to.match(/^git-credential-codecommit: GIT_CODECOMMIT_TRACE "[^\n]*: nothing is traced\.\n$/);
        expect(stderr).to.contain(why);
        await expectAbsent('target');
      });

    const expectAbsent = async (name: string): Promise<void> => {
      expect(await lstat(file(name)).catch(() => undefined)).to.equal(undefined);
    };
  });

  it('leaves no file of root in the folder of another user', async function () {
    // Only root can be somebody else.
    if (process.geteuid?.() !== 0) this.skip();
    await mkdir(file('foreign'));
    await chown(file('foreign'), 12_345, 12_345);
    const { stdout, stderr } = await get(file('foreign/trace.log'));
    expect(stdout).to.match(/^username=/);
    expect(stderr).to.contain('lies in the folder of another user, and this is run by root: nothing is traced.');
    expect(await lstat(file('foreign/trace.log')).catch(() => undefined)).to.equal(undefined);
  });

  it('cannot be asked for by the settings of a repository', async () => {
    await run('git', ['init', '-q', 'clone'], { env: environment({}), cwd: fixture.home.path });
    for (const key of ['codecommit.trace', 'trace2.normalTarget', 'credential.trace'])
      await run('git', ['-C', 'clone', 'config', key, '1'], { env: environment({}), cwd: fixture.home.path });
    const { stderr } = await run('git', ['-C', 'clone', 'ls-remote', fixture.app.url], {
      env: environment({}),
      cwd: fixture.home.path,
    });
    expect(stderr).to.not.contain('Git asks for');
  });
});
