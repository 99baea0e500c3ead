import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { expect } from 'chai';
import { built } from '../helpers/built.js';
import { temporaryHome, type TemporaryHome, type Variables } from '../helpers/environment.js';
import { run, type Ended } from '../helpers/run.js';

const request = 'protocol=https\nhost=git-codecommit.eu-west-1.amazonaws.com\npath=v1/repos/R\n\n';
const answered = `${request.trim()}\npassword=20261123T124139Z${'0'.repeat(64)}\n\n`;

describe('the folders of git-credential-codecommit', () => {
  let home: TemporaryHome;
  let dist: string;
  before(function () {
    this.timeout(60_000);
    dist = built();
  });
  beforeEach(async () => {
    home = await temporaryHome();
    await mkdir(home.file('.aws'));
    await writeFile(
      home.file('.aws', 'credentials'),
      '[dev]\naws_access_key_id = ASIAOURS\naws_secret_access_key = s\naws_session_token = t\n',
    );
  });
  afterEach(() => home.remove());

  describe('in a clone, with a variable that names a folder by a relative path', () => {
    let clone: string;
    const theirs = [
      ['ours', 'state'],
      ['ours', '.local', 'state', 'git-codecommit'],
      ['ours', 'git-codecommit'],
    ] as const;
    beforeEach(async () => {
      clone = home.file('clone');
      for (const parts of theirs) {
        await mkdir(join(clone, ...parts, 'answers'), { recursive: true });
        await writeFile(join(clone, ...parts, 'answers', '0'.repeat(16)), '');
      }
    });
    const inClone = (env: Variables, args: readonly string[] = ['get'], input = request): Promise<Ended> =>
      run(join(dist, 'git-credential-codecommit'), ['--node', process.execPath, '--profile', 'dev', ...args], {
        env: home.environment(env),
        cwd: clone,
        input,
      });
    const whole = async (): Promise<readonly string[]> => (await readdir(clone, { recursive: true })).sort();

    it('changes nothing that lies there, and says so in one line', async () => {
      const before = await whole();
      for (const [name, value] of ['ours', './ours', '../clone/ours', './/ours/', 'C:\\ours', '$NOWHERE/ours'].flatMap(
        (path) =>
          [
            ['GIT_CODECOMMIT_HOME', path],
            ['HOME', path],
          ] as const,
      )) {
        const { code, stdout, stderr } = await inClone({ XDG_STATE_HOME: undefined, [name]: value });
        expect({ code, stdout }, `${name}=${value}`).to.deep.equal({ code: 0, stdout: 'quit=1\n' });
        expect(stderr)
          .to.match(/^git-credential-codecommit: [^\n]+\n$/)
          .and.contain(`${name} is no absolute path: ${value}.`);
      }
      expect(await whole()).to.deep.equal(before);
    });

    it('confirms what is remembered where the folder is named whole', async () => {
      expect(await inClone({ GIT_CODECOMMIT_HOME: join(clone, 'ours') }, ['store'], answered)).to.deep.equal({
        code: 0,
        stdout: '',
        stderr: '',
      });
      expect(await readdir(join(clone, ...theirs[0], 'answers'))).to.deep.equal([]);
    });

    it('keeps silent about other hosts, and where Git stores', async () => {
      const before = await whole();
      for (const env of [{ GIT_CODECOMMIT_HOME: 'ours' }, { HOME: 'ours' }]) {
        expect(await inClone(env, ['get'], request.replace(/git-codecommit\S+/, 'github.com'))).to.deep.equal({
          code: 0,
          stdout: '',
          stderr: '',
        });
        expect(await inClone(env, ['store'], answered)).to.deep.equal({ code: 0, stdout: '', stderr: '' });
        expect(await inClone(env, ['erase'])).to.deep.equal({ code: 0, stdout: '', stderr: '' });
      }
      expect(await whole()).to.deep.equal(before);
    });

    it('runs no node that lies there, and takes no code that Node would have kept there', async () => {
      const program = async (path: string, text: string): Promise<string> => {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
        return path;
      };
      for (const path of ['bin/node', 'node']) await program(join(clone, path), `echo theirs > '${home.file('ran')}'`);
      const noted = await program(home.file('node'), `echo "cache: $NODE_COMPILE_CACHE" > '${home.file('ran')}'`);
      const started = async (node: string, env: Variables): Promise<string> => {
        await run(join(dist, 'git-credential-codecommit'), ['--node', node, '--profile', 'dev', 'get'], {
          env: home.environment(env),
          cwd: clone,
          input: request,
        });
        const said = existsSync(home.file('ran')) ? await readFile(home.file('ran'), 'utf8') : '';
        await rm(home.file('ran'), { force: true });
        return said;
      };
      for (const first of ['bin', './bin', '.', ''])
        expect(await started('/gone/node', { PATH: `${first}:/usr/bin:/bin` }), first).to.equal('');
      for (const node of ['bin/node', './node', 'node']) expect(await started(node, {}), node).to.not.equal('theirs\n');
      for (const [kept, taken] of [
        ['.cache', ''],
        ['../clone/.cache', ''],
        [home.file('cache'), home.file('cache')],
      ] as const)
        expect(await started(noted, { NODE_COMPILE_CACHE: kept }), kept).to.equal(`cache: ${taken}\n`);
    });

    it('passes over the folders of XDG', async () => {
      const before = await whole();
      expect((await inClone({ XDG_STATE_HOME: 'ours' })).stdout).to.match(/^username=ASIAOURS/);
      expect(await inClone({ XDG_STATE_HOME: 'ours' }, ['store'], answered)).to.deep.equal({
        code: 0,
        stdout: '',
        stderr: '',
      });
      expect(await whole()).to.deep.equal(before);
    });

    it('takes no keys from there, and no home that is the clone', async () => {
      await mkdir(join(clone, '.aws'));
      await writeFile(
        join(clone, '.aws', 'credentials'),
        '[dev]\naws_access_key_id = ASIATHEIRS\naws_secret_access_key = s\naws_session_token = t\n',
      );
      for (const name of ['AWS_SHARED_CREDENTIALS_FILE', 'AWS_CONFIG_FILE']) {
        await rm(home.file('.aws'), { recursive: true, force: true });
        const { stdout, stderr } = await inClone({ [name]: '.aws/credentials' });
        expect({ stdout, stderr }).to.deep.equal({
          stdout: 'quit=1\n',
          stderr:
            `git-credential-codecommit: ${name} is no absolute path: .aws/credentials. Set it to an ` +
            `absolute path, or unset it: a relative one would lead into whatever clone Git works in.\n`,
        });
      }
      for (const value of ['', undefined]) expect((await inClone({ HOME: value })).stdout).to.not.contain('THEIRS');
    });
  });

  it('are found by the shell only where they are the same everywhere', async () => {
    const node = home.file('node');
    await writeFile(node, '#!/bin/sh\necho left to Node\n', { mode: 0o755 });
    /** Stores an answer that is remembered in that state folder, and tells who did. */
    const stored = async (env: Variables, state: string): Promise<string> => {
      const answers = resolve(home.path, state, 'answers');
      await mkdir(answers, { recursive: true });
      await writeFile(join(answers, '0'.repeat(16)), '');
      const { stdout } = await run(join(dist, 'git-credential-codecommit'), ['--node', node, 'store'], {
        env: home.environment({ XDG_STATE_HOME: undefined, LOCALAPPDATA: undefined, ...env }),
        cwd: home.path,
        input: answered,
      });
      return existsSync(join(answers, '0'.repeat(16))) ? stdout.trim() : 'by the shell';
    };
    const OS = 'Windows_NT';
    for (const value of ['C:\\x', 'c:/x', '\\\\server\\share']) {
      expect(await stored({ OS, GIT_CODECOMMIT_HOME: value }, `${value}/state`), value).to.equal('by the shell');
      expect(await stored({ OS, LOCALAPPDATA: value }, `${value}/git-codecommit/state`), value).to.equal(
        'by the shell',
      );
    }
    for (const value of ['x', './x', 'C:x', '\\x', '.']) {
      expect(await stored({ OS, GIT_CODECOMMIT_HOME: value }, `${value}/state`), value).to.equal('left to Node');
      expect(await stored({ OS, LOCALAPPDATA: value }, `${value}/git-codecommit/state`), value).to.equal(
        'left to Node',
      );
    }
    for (const value of ['x', './x', 'C:\\x', '\\\\server\\x', '~/x', '.'])
      expect(await stored({ GIT_CODECOMMIT_HOME: value }, `${value}/state`), value).to.equal('left to Node');
    for (const value of ['x', '', '.'])
      expect(
        await stored({ HOME: value }, `${value === '' ? '.' : value}/.local/state/git-codecommit`),
        value,
      ).to.equal('left to Node');
    expect(await stored({ GIT_CODECOMMIT_HOME: home.file('x y') }, `${home.file('x y')}/state`)).to.equal(
      'by the shell',
    );
    expect(
      await stored({ HOME: home.file('x'), XDG_STATE_HOME: 'y' }, `${home.file('x')}/.local/state/git-codecommit`),
    ).to.equal('by the shell');
  });
});
