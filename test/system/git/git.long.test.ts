import { plainText } from '../../../src/core/advice/say.js';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer, type Server } from 'node:net';
import { expect } from 'chai';
import { Problem } from '../../../src/core/problem.js';
import { readEntries } from '../../../src/git/config/entries.js';
import { findProgram } from '../../../src/system/process/find-program.js';
import { systemGit } from '../../../src/system/git/git.js';
import { temporaryHome, type TemporaryHome } from '../../helpers/environment.js';
import { run } from '../../helpers/run.js';

describe('Git as a program', () => {
  let home: TemporaryHome;
  beforeEach(async () => {
    home = await temporaryHome();
  });
  afterEach(() => home.remove());

  /** A `git` that says 2.39 and then does what the shell lines say. */
  async function standIn(lines: string, version = 'git version 2.39.5'): Promise<Record<string, string>> {
    await mkdir(home.file('bin'), { recursive: true });
    await writeFile(
      home.file('bin', 'git'),
      `#!/bin/sh\nif [ "$1" = version ]; then echo '${version}'; exit; fi\n${lines}\n`,
    );
    await chmod(home.file('bin', 'git'), 0o755);
    return home.environment({ PATH: `${home.file('bin')}:${process.env['PATH'] ?? ''}` });
  }

  it('is tied to no repository outside of any, whatever variables of Git itself say so', async () => {
    const local = execFileSync('git', ['rev-parse', '--local-env-vars'], { encoding: 'utf8' }).trim().split('\n');
    const names = [...local.filter((name) => !/^GIT_CONFIG_./.test(name)), 'GIT_NAMESPACE'];
    const tied = { ...(await standIn('env')), ...Object.fromEntries(names.map((name) => [name, '/elsewhere'])) };
    const { stdout } = await systemGit(tied).run(['config', '--list'], { outside: true });
    expect(names).to.include.members(['GIT_DIR', 'GIT_WORK_TREE', 'GIT_COMMON_DIR', 'GIT_INDEX_FILE']);
    expect(stdout.split('\n').filter((line) => line.endsWith('=/elsewhere'))).to.deep.equal([]);
  });

  it('runs, takes input, and gives what was said and the exit code', async () => {
    const git = systemGit(home.environment());
    expect(await git.run(['hash-object', '--stdin'], { input: 'x' })).to.deep.equal({
      code: 0,
      stdout: 'c1b0730e0133447badcfd47fd144e254807b06e1\n',
      stderr: '',
    });
    expect(await git.run(['config', '--get', 'no.such'], { cwd: home.path })).to.deep.equal({
      code: 1,
      stdout: '',
      stderr: '',
    });
    expect((await git.run(['no-such-command'])).stderr).to.contain("'no-such-command' is not a git command");
  });

  it('speaks English, asks nobody and shows no trace', async () => {
    const env = await standIn('env');
    const noise = {
      LC_ALL: 'de_DE.UTF-8',
      GIT_ASKPASS: '/x',
      SSH_ASKPASS: '/y',
      GIT_TRACE: '1',
      GIT_TRACE_CURL: '1',
      GIT_CURL_VERBOSE: '1',
      KEPT: 'yes',
    };
    const { stdout } = await systemGit({ ...env, ...noise }).run(['x'], { env: { MINE: '1', TERM: undefined } });
    const lines = stdout.split('\n');
    expect(lines).to.include.members(['LC_ALL=C', 'GIT_TERMINAL_PROMPT=0', 'GIT_ASKPASS=', 'KEPT=yes', 'MINE=1']);
    expect(lines.filter((line) => /^(SSH_ASKPASS|GIT_TRACE|GIT_CURL|TERM=)/.test(line))).to.deep.equal([]);
  });

  it('does not run core.askPass either', async () => {
    await writeFile(home.file('ask'), `#!/bin/sh\ntouch "${home.file('asked')}"\necho x\n`);
    await chmod(home.file('ask'), 0o755);
    await systemGit(home.environment()).run(['-c', `core.askPass=${home.file('ask')}`, 'credential', 'fill'], {
      input: 'protocol=https\nhost=h.example\n\n',
      cwd: home.path,
    });
    expect(existsSync(home.file('asked'))).to.equal(false);
  });

  it('is told to try again once, only where it talks to a server', async () => {
    const git = systemGit(await standIn('echo "$@"'));
    for (const [args, expected] of [
      [['ls-remote', 'u'], '-c safe.bareRepository=explicit -c http.maxRetries=1 ls-remote u\n'],
      [
        ['-C', 'fetch', '-c', 'a=b', 'push'],
        '-c safe.bareRepository=explicit -c http.maxRetries=1 -C fetch -c a=b push\n',
      ],
      [['config', '--list'], '-c safe.bareRepository=explicit config --list\n'],
      [['-C', 'clone', 'status'], '-c safe.bareRepository=explicit -C clone status\n'],
    ] as const) {
      expect((await git.run(args)).stdout).to.equal(expected);
    }
  });

  it('is ended in time, with the children it has', async () => {
    let server: Server | undefined;
    try {
      // Takes the connection and never says a word.
      server = createServer((socket) => {
        socket.on('error', () => undefined);
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const gone = new Promise<void>((resolve) =>
        server?.on('connection', (socket) => socket.resume().on('close', () => resolve())),
      );
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      const { code } = await systemGit(home.environment()).run(['ls-remote', `http://127.0.0.1:${port ?? 0}/x`], {
        timeoutMs: 1500,
        cwd: home.path,
      });
      expect(code).to.equal(124);
      await gone;
    } finally {
      server?.close();
    }
  });

  it('does not wait for ever where its settings are a pipe, and says what to look at', async function () {
    this.timeout(120_000);
    execFileSync('mkfifo', [home.file('pipe')]);
    const odd = systemGit({ ...home.environment(), GIT_CONFIG_GLOBAL: home.file('pipe') });
    const problemOf = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error);
    const [result, ...problems] = await Promise.all([
      odd.run(['config', 'x.y'], { cwd: home.path }),
      problemOf(odd.ready()),
      problemOf(readEntries(odd, home.path)),
    ]);
    expect(result).to.deep.equal({ code: 124, stdout: '', stderr: 'it does not come to an end' });
    for (const problem of problems) {
      expect(problem).to.be.instanceOf(Problem);
      const { message, hint } = problem as Problem;
      expect(message).to.match(/^Git .*: it does not come to an end$/);
      expect(hint).to.include('may be a pipe').and.include('GIT_CONFIG_GLOBAL');
    }
  });

  it('is ended where it prints without end', async () => {
    const git = systemGit(await standIn('exec yes'));
    expect(await git.run(['ls-remote', 'x'])).to.include({
      code: 124,
      stderr: 'what it prints does not come to an end',
    });
  });

  it('is waited for no longer than it runs, whatever a service that it began keeps open', async function () {
    if (process.platform !== 'linux') this.skip();
    // As a credential helper's daemon does, in a session of its own.
    const service = `setsid sh -c 'echo $$ > "$HOME/service"; exec sleep 300' &\nwhile [ ! -s "$HOME/service" ]; do :; done`;
    const ends = { 'echo said': { code: 0, stdout: 'said\n' }, 'exec sleep 300': { code: 124 } };
    for (const [end, result] of Object.entries(ends)) {
      const git = systemGit(await standIn(`${service}\n${end}`));
      try {
        expect(await git.run(['x'], { timeoutMs: 3_000 })).to.include(result);
      } finally {
        process.kill(Number(await readFile(home.file('service'), 'utf8')), 'SIGKILL');
        await rm(home.file('service'));
      }
    }
  }).timeout(30_000);

  it('says that there is none, or that it is too old', async () => {
    const failure = async (env: Record<string, string>): Promise<Problem> => {
      try {
        await systemGit(env).ready();
      } catch (error) {
        if (error instanceof Problem) return error;
        throw error;
      }
      throw new Error('it ran');
    };
    for (const [env, text] of [
      [() => Promise.resolve({ PATH: home.path }), 'not found'],
      [() => Promise.resolve({}), 'not found'],
      [() => standIn('', 'git version 2.7.4'), 'Git 2.7 is too old'],
      [() => standIn('', 'hello'), 'which version'],
    ] as const) {
      const problem = await failure(await env());
      expect(problem.kind).to.equal('git');
      expect(problem.message).to.contain(text);
      expect(plainText(problem.hint ?? '')).to.contain('git-scm.com');
    }
  });

  it('says that the folder is not there', async () => {
    let caught: unknown;
    await systemGit(home.environment())
      .run(['status'], { cwd: home.file('none') })
      .catch((error: unknown) => {
        caught = error;
      });
    expect(caught).to.be.instanceOf(Problem).with.property('message').that.contains(home.file('none'));
  });

  it('shows itself on the terminal, and keeps our standard output free', async () => {
    const env = await standIn('echo said; echo more >&2; exit 3');
    await writeFile(
      home.file('show.mts'),
      `
      import { systemGit } from ${JSON.stringify(new URL('../../../src/system/git/git.ts', import.meta.url).href)};
      process.stdout.write(String(await systemGit().show(['clone', 'x'])));`,
    );
    const ended = await run(
      process.execPath,
      ['--import', createRequire(import.meta.url).resolve('tsx'), home.file('show.mts')],
      { env },
    );
    expect(ended.stdout).to.equal('3');
    expect(ended.stderr).to.equal('said\nmore\n');
  });

  it('is looked for in absolute folders alone', async () => {
    const env = await standIn('');
    const before = process.cwd();
    try {
      process.chdir(home.file('bin'));
      expect(findProgram('git', { PATH: ':.:bin' })).to.equal(undefined);
      expect(findProgram('git', { PATH: `.:${home.file('bin')}` })).to.equal(home.file('bin', 'git'));
      expect(findProgram('git', { Path: env['PATH'] })).to.equal(home.file('bin', 'git'));
      expect(await readFile(home.file('bin', 'git'), 'utf8')).to.contain('2.39.5');
    } finally {
      process.chdir(before);
    }
  });
});
