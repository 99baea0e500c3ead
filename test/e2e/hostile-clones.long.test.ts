import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { delimiter, dirname, join } from 'node:path';

import { expect } from 'chai';

import { findProgram } from '../../src/system/process/find-program.js';
import type { Variables } from '../helpers/environment.js';
import type { Ended } from '../helpers/run.js';
import type { Repository } from '../sandbox/aws/repository.js';
import { openFixture, type Fixture } from './fixture.js';
import { pathWithCommand } from '../helpers/environment.js';

const host = 'https://git-codecommit.eu-west-1.amazonaws.com';

describe('a clone that somebody else has written', function () {
  this.timeout(300_000);
  let fixture: Fixture;
  let other: Repository;
  let canary: string;
  let listener: Server;
  let connections: number;
  let clone: string;

  before(async () => {
    fixture = await openFixture();
    other = fixture.sandbox.aws
      .account('444455556666')
      .repository('other', { region: 'eu-west-1', files: { 'README.md': '# other\n' } });
    await fixture.setUp('--keep-source', '--clone', 'clone');
    clone = fixture.home.file('clone');
    canary = await program('canary', `echo "$0 $*" >> "${fixture.home.file('ran')}"\nexit 1`);
    listener = createServer((socket) => {
      connections += 1;
      socket.on('error', () => undefined).destroy();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => listener.once('listening', resolve));
  });
  beforeEach(async () => {
    connections = 0;
    await writeFile(fixture.home.file('ran'), '');
  });
  after(async () => {
    listener.close();
    await fixture.clear();
  });

  async function program(name: string, lines: string): Promise<string> {
    const path = fixture.home.file('programs', name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `#!/bin/sh\n${lines}\n`);
    await chmod(path, 0o755);
    return path;
  }

  /** Everything by which a configuration can have a program run, or lead a request elsewhere. */
  const hostile = (): string => `[core]
\tsshCommand = ${canary} ssh
\tfsmonitor = ${canary}
\thooksPath = ${dirname(canary)}
\taskPass = ${canary}
\tgitProxy = ${canary}
\tpager = ${canary} pager
\teditor = ${canary} editor
[credential]
\thelper = "!${canary} any"
\thelper = "!'${dirname(canary)}/git-credential-codecommit' --node '${canary}' --profile 'my-app'"
[credential "${host}"]
\thelper =
\thelper = "!${canary} host"
\thelper = "!'${fixture.program.replace(/git-codecommit\.js$/, 'git-credential-codecommit')}' --node '${canary}' --profile 'my-app'"
\tuseHttpPath = true
[http]
\tproxy = http://127.0.0.1:${(listener.address() as AddressInfo).port}
\tsslVerify = false
\tcookieFile = ${fixture.home.file('cookies')}
\tsaveCookies = true
[protocol]
\tallow = always
[url "ext::${canary} "]
\tinsteadOf = ${host}/
[pager]
\tcodecommit = ${canary} pager
\tmend = ${canary} pager
\tremote = ${canary} pager
\tconfig = ${canary} pager
[alias]
\tnode-version = "!${canary} alias"
\taws-version = "!${canary} alias"
\tmend = "!${canary} alias"
`;

  /** A repository as ordinary files of the clone, as anybody can commit them. */
  async function embedded(
    name: string,
    config = `${hostile()}[remote "origin"]\n\turl = ${other.url}\n\tproxy = ` +
      `http://127.0.0.1:${(listener.address() as AddressInfo).port}\n`,
  ): Promise<string> {
    const folder = join(clone, name);
    await mkdir(join(folder, 'objects'), { recursive: true });
    await mkdir(join(folder, 'refs'), { recursive: true });
    await writeFile(join(folder, 'HEAD'), 'ref: refs/heads/main\n');
    await writeFile(join(folder, 'config'), `[core]\n\trepositoryformatversion = 0\n\tbare = true\n${config}`);
    return folder;
  }

  /** A clone as it comes out of an archive, its own settings included. */
  async function unpacked(name: string, config: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
    const folder = fixture.home.file(name);
    await fixture.home.run('git', ['init', '-q', '-b', 'main', name]);
    await fixture.home.run('git', ['-C', name, 'remote', 'add', 'origin', fixture.app.url]);
    await writeFile(join(folder, '.git', 'config'), config, { flag: 'a' });
    for (const [file, text] of Object.entries(more)) await writeFile(join(folder, file), text);
    return folder;
  }

  /** A Git that knows nothing of `safe.bareRepository`, as all before 2.38. */
  async function oldGit(): Promise<Variables> {
    const git = findProgram('git', process.env) ?? 'git';
    await program(
      'git',
      `n=$#
while [ "$n" -gt 0 ]; do
  word=$1; shift; n=$((n - 1))
  if [ "$word" = -c ] && [ "$1" = safe.bareRepository=explicit ]; then shift; n=$((n - 1)); else set -- "$@" "$word"; fi
done
exec '${git}' "$@"`,
    );
    return { PATH: `${dirname(canary)}${delimiter}${pathWithCommand()}` };
  }

  async function nothingHappened({ stderr }: Ended): Promise<void> {
    expect(await readFile(fixture.home.file('ran'), 'utf8'), stderr).to.equal('');
    expect(connections, stderr).to.equal(0);
    expect(existsSync(fixture.home.file('cookies'))).to.equal(false);
  }

  /** So that the doctor asks Git for a new one. */
  async function endSession(): Promise<void> {
    const file = fixture.home.file('.aws', 'credentials');
    await writeFile(
      file,
      (await readFile(file, 'utf8')).replace(/^(x_security_token_expires = ).*$/m, '$12020-01-01T00:00:00Z'),
    );
  }

  const findingsOf = ({
    stdout,
    stderr,
  }: Ended): readonly {
    readonly id: string;
    readonly level: string;
    readonly detail: string;
    readonly fix: string | null;
  }[] => {
    expect(stdout, stderr).to.match(/^\{"ok":/);
    return (JSON.parse(stdout) as { findings: never[] }).findings;
  };
  const finding = (ended: Ended, id: string) => findingsOf(ended).find((one) => one.id === id);

  it('is obeyed by Git itself in each of these ways', async () => {
    const folder = await embedded('shown');
    const filled = await fixture.home.run('git', ['credential', 'fill'], {
      cwd: folder,
      input: `url=${fixture.app.url}\n\n`,
      env: { GIT_TERMINAL_PROMPT: '0' },
    });
    expect(await readFile(fixture.home.file('ran'), 'utf8'), filled.stderr).to.include('host get');
    await writeFile(
      join(folder, 'config'),
      `[core]\n\tbare = true\n[http]\n\tproxy = http://127.0.0.1:${(listener.address() as AddressInfo).port}\n`,
    );
    await fixture.home.run('git', ['ls-remote', fixture.app.url], { cwd: folder });
    expect(connections).to.be.greaterThan(0);
  });

  for (const [name, environment] of [
    ['this Git', () => Promise.resolve({})],
    ['a Git before 2.38', oldGit],
  ] as const) {
    describe(`in a folder of it that is a repository of its own, with ${name}`, () => {
      let env: Variables;
      let folder: string;
      before(async () => {
        env = await environment();
        folder = await embedded('docs');
      });
      const codecommit = (args: readonly string[], cwd = folder) => fixture.codecommit(args, { cwd, env });

      it('setup proves the settings outside of it', async () => {
        for (const cwd of [folder, join(folder, 'refs')]) {
          const ended = await codecommit([...fixture.common, '--yes', '--keep-source'], cwd);
          expect(ended.code, ended.stderr).to.equal(0);
          await nothingHappened(ended);
        }
      });

      it('setup for this clone alone says that there is none', async () => {
        const recipes = await readFile(fixture.home.file('.config', 'git-codecommit', 'recipes.ini'), 'utf8');
        const credentials = await readFile(fixture.home.file('.aws', 'credentials'), 'utf8');
        const ended = await codecommit([...fixture.common, '--yes', '--git-scope', 'local']);
        expect(ended.code, ended.stderr).to.equal(2);
        expect(ended.stderr).to.include('no clone');
        expect(await readFile(fixture.home.file('.config', 'git-codecommit', 'recipes.ini'), 'utf8')).to.equal(recipes);
        expect(await readFile(fixture.home.file('.aws', 'credentials'), 'utf8')).to.equal(credentials);
        await nothingHappened(ended);
      });

      it('the doctor runs nothing of it, asks nobody by it, and takes no repository from it', async () => {
        for (const more of [[], ['my-app'], [fixture.app.url], ['--profile', 'my-app']]) {
          const ended = await codecommit(['doctor', '--json', ...more]);
          expect(ended.stdout).not.to.include('repos/other');
          expect(finding(ended, 'clone-settings')?.detail).to.match(
            /docs is a repository without \.git inside a clone/,
          );
          await nothingHappened(ended);
        }
        await endSession();
        const ended = await codecommit(['doctor', '--json', fixture.app.url]);
        expect(finding(ended, 'expiry')?.level, ended.stdout).to.equal('ok');
        await nothingHappened(ended);
      });

      it("is not chosen by a shell alias of the user's, for which Git sets GIT_DIR", async () => {
        for (const cwd of [folder, join(folder, 'refs')]) {
          const alias = `alias.cc=!'${process.execPath}' '${fixture.program}'`;
          const ended = await fixture.home.run('git', ['-c', alias, 'cc', 'doctor', '--json'], { cwd, env });
          expect(ended.stdout).not.to.include('repos/other');
          expect(finding(ended, 'clone-settings')?.detail).to.match(
            /docs is a repository without \.git inside a clone/,
          );
          await nothingHappened(ended);
        }
      });

      it('its other commands run nothing of it either', async () => {
        for (const args of [
          ['refresh', 'my-app', '--force'],
          ['status'],
          ['export', 'my-app'],
          ['doctor', '--repair-git', '--profile', 'my-app'],
          ['doctor', '--report', 'report.txt'],
          ['refresh'],
          ['clone', fixture.app.url, fixture.home.file(`cloned-${name.length}`)],
        ]) {
          const ended = await codecommit(args);
          if (args[0] !== 'doctor' || args[1] !== '--report')
            expect(ended.code, `${args.join(' ')}: ${ended.stderr}`).to.equal(0);
          await nothingHappened(ended);
        }
      });

      it('--fix has Git take no such folder for a repository any more, and remove takes that back', async () => {
        const before = await readFile(fixture.home.file('.gitconfig'), 'utf8');
        const ended = await codecommit(['doctor', '--fix', fixture.app.url]);
        await nothingHappened(ended);
        expect(
          (await fixture.home.run('git', ['config', '--global', 'safe.bareRepository'])).stdout,
          ended.stderr,
        ).to.equal('explicit\n');
        const removed = await codecommit(['remove', 'my-app', '--yes']);
        expect(removed.code, removed.stderr).to.equal(0);
        await nothingHappened(removed);
        expect((await fixture.home.run('git', ['config', '--global', 'safe.bareRepository'])).code).to.equal(1);
        await fixture.setUp('--keep-source');
        expect(await readFile(fixture.home.file('.gitconfig'), 'utf8')).to.equal(before);
      });
    });
  }

  it('setup sets the guard where that is said, and shows it in the plan', async () => {
    const { code, stderr } = await fixture.codecommit([
      ...fixture.common,
      '--yes',
      '--dry-run',
      '--guard-bare-repositories',
    ]);
    expect(code, stderr).to.equal(0);
    expect(stderr).to.include('safe.bareRepository = explicit');
    expect((await fixture.home.run('git', ['config', '--global', 'safe.bareRepository'])).code).to.equal(1);
  });

  it('setup offers the guard to whoever stands in such a folder', async () => {
    const at = fixture.wizard([...fixture.common, '--profile', 'my-app', '--dry-run'], {
      cwd: await embedded('offered'),
    });
    await at.waitFor('Shall Git take a folder without .git for a repository only where that is said?');
    at.enter();
    await at.waitFor('safe.bareRepository = explicit');
    await at.ends();
  });

  const ways: Readonly<Record<string, () => Promise<string>>> = {
    'in its own settings': () => unpacked('plain', hostile()),
    'in a file that they include': () => unpacked('including', '[include]\n\tpath = ../more\n', { more: hostile() }),
    'in a file that they include for this folder': () =>
      unpacked('including-if', '[includeIf "gitdir:**"]\n\tpath = ../more\n', { more: hostile() }),
    'in those of its worktree': () =>
      unpacked('worktree', '[extensions]\n\tworktreeConfig = true\n', { '.git/config.worktree': hostile() }),
  };
  for (const [where, make] of Object.entries(ways)) {
    describe(`that came as an archive, with it all ${where}`, () => {
      let folder: string;
      before(async () => {
        folder = await make();
      });

      it('is not obeyed by setup, which proves the settings outside of it', async () => {
        // Git would ask the clone's helpers first, which is said; without them only the proof itself could go by the
        // rest.
        const overruled = await fixture.codecommit([...fixture.common, '--yes', '--keep-source'], { cwd: folder });
        expect(overruled.code, overruled.stderr).to.equal(7);
        expect(overruled.stderr.replace(/\s+/g, ' ')).to.match(
          /would not count for .* counts more.* Nothing was changed/,
        );
        await nothingHappened(overruled);
        const led = await unpacked(`led-${where.length}`, hostile().replace(/\[credential[^[]*/g, ''));
        const ended = await fixture.codecommit([...fixture.common, '--yes', '--keep-source'], { cwd: led });
        expect(ended.code, ended.stderr).to.equal(0);
        await nothingHappened(ended);
      });

      it('is not set up itself before that is confirmed, and nothing is written', async () => {
        const before = await readFile(fixture.home.file('.aws', 'credentials'), 'utf8');
        const ended = await fixture.codecommit([...fixture.common, '--yes', '--git-scope', 'local'], { cwd: folder });
        expect(ended.code, ended.stderr).to.equal(7);
        expect(ended.stderr).to.include('http.proxy').and.to.include('credential.helper');
        expect(await readFile(fixture.home.file('.aws', 'credentials'), 'utf8')).to.equal(before);
        await nothingHappened(ended);
      });

      it('is looked at by the doctor, which runs nothing of it and says what it brings', async () => {
        for (const more of [[], [fixture.app.url], ['my-app']]) {
          const ended = await fixture.codecommit(['doctor', '--json', ...more], { cwd: folder });
          expect(finding(ended, 'clone-settings')?.level).to.equal('warn');
          expect(finding(ended, 'clone-settings')?.detail).to.include('sslverify = false').and.to.include(canary);
          await nothingHappened(ended);
        }
        await endSession();
        const ended = await fixture.codecommit(['doctor', '--fix', '--all'], { cwd: folder });
        await nothingHappened(ended);
        for (const args of [
          ['refresh', 'my-app', '--force'],
          ['refresh'],
          ['status'],
          ['export', 'my-app'],
          ['clone', fixture.app.url, fixture.home.file(`copy-${where.length}`)],
        ]) {
          const other = await fixture.codecommit(args, { cwd: folder });
          expect(other.code, `${args.join(' ')}: ${other.stderr}`).to.equal(0);
          await nothingHappened(other);
        }
      });
    });
  }

  it('is obeyed where somebody has seen what it brings and vouches for it', async () => {
    const folder = await unpacked('vouched', `[http]\n\tproxy = ${fixture.sandbox.proxyUrl}\n`);
    const at = fixture.wizard([...fixture.common, '--profile', 'my-app', '--git-scope', 'local'], { cwd: folder });
    await at.choose('Go ahead?', 'Yes');
    await at.waitFor('http.proxy = ');
    await at.waitFor('may Git be run here with them?');
    at.type('y');
    at.enter();
    await at.waitFor('Done');
    expect(
      (await fixture.home.run('git', ['-C', folder, 'config', '--local', `credential.${host}.helper`])).stdout,
    ).to.include('my-app');
    const doctor = await fixture.codecommit(['doctor', '--json'], { cwd: folder });
    expect(finding(doctor, 'clone-settings')?.detail).to.include('http.proxy').and.not.to.include('credential');
  });

  it('a mirror that somebody stands in is a repository like any other', async () => {
    const made = await fixture.home.run('git', ['clone', '-q', '--mirror', fixture.app.url, 'mirror.git']);
    expect(made.code, made.stderr).to.equal(0);
    const folder = fixture.home.file('mirror.git');
    const doctor = await fixture.codecommit(['doctor', '--json'], { cwd: folder });
    expect(finding(doctor, 'remote-url')?.detail, doctor.stdout).to.include('repos/my-app');
    const ended = await fixture.codecommit([...fixture.common, '--yes', '--git-scope', 'local'], { cwd: folder });
    expect(ended.code, ended.stderr).to.equal(0);
    expect(await readFile(join(folder, 'config'), 'utf8')).to.include('my-app');
    expect((await fixture.codecommit(['remove', 'my-app', '--yes'], { cwd: fixture.home.path })).code).to.equal(0);
    expect(await readFile(join(folder, 'config'), 'utf8')).not.to.include('credential');
    await fixture.setUp('--keep-source');
  });

  it('one in a clone is looked at where GIT_DIR names it', async () => {
    const folder = await embedded('meant', `[remote "origin"]\n\turl = ${other.url}\n`);
    const doctor = await fixture.codecommit(['doctor', '--json'], { cwd: folder, env: { GIT_DIR: folder } });
    expect(finding(doctor, 'remote-url')?.detail, doctor.stdout).to.include('repos/other');
  });
});
