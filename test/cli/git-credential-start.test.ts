import { chown, copyFile, cp, mkdir, readFile, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { built } from '../helpers/built.js';
import { temporaryHome, type TemporaryHome, type Variables } from '../helpers/environment.js';
import { has } from '../helpers/needs.js';
import { run, type Ended } from '../helpers/run.js';

const request = 'protocol=https\nhost=git-codecommit.eu-west-1.amazonaws.com\npath=v1/repos/R\n\n';
const secrets = ['ASIAQWERTYUIOPASDFGH', 'wJalrXUtnFEMIK7MDENGbPxRfiCYzzzz', 'IQoJb3JpZ2luX2VjEJrsecret'] as const;

describe('the start of git-credential-codecommit', () => {
  let home: TemporaryHome;
  let dist: string;
  before(function () {
    this.timeout(60_000);
    dist = built();
  });
  beforeEach(async () => {
    home = await temporaryHome();
    await mkdir(home.file('.aws'));
    await writeFile(home.file('.aws', 'credentials'), `[dev]\naws_access_key_id = ${secrets[0]}\naws_secret_access_key = ${secrets[1]}\naws_session_token = ${secrets[2]}\n`);
  });
  afterEach(() => home.remove());

  const folder = (): string => home.file('.local', 'state', 'git-codecommit', 'compiled');
  const names = (): Promise<string[]> => readdir(folder()).catch(() => []);
  const ask = (input = request): Promise<Ended> => run(join(dist, 'git-credential-codecommit'), ['--node', process.execPath, '--profile', 'dev', 'get'], { env: home.environment(), cwd: home.path, input });
  const answers = async (): Promise<void> => {
    const { code, stdout, stderr } = await ask();
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    expect(stdout).to.match(/^username=ASIA[^\n]+\npassword=\d{8}T\d{6}Z[0-9a-f]{64}\npassword_expiry_utc=\d+\n$/);
  };
  /** Answers once, and tells what was kept then. */
  const kept = async (): Promise<string> => {
    await answers();
    const [name = '', ...others] = await names();
    expect(others).to.deep.equal([]);
    return join(folder(), name);
  };

  /** A folder with what V8 made of another helper, whose text is as long. */
  async function otherHelper(): Promise<string> {
    const other = home.file('other');
    await mkdir(other);
    for (const name of ['git-credential-codecommit', 'git-credential-codecommit.cjs']) await copyFile(join(dist, name), join(other, name));
    await writeFile(join(other, 'helper.cjs'), (await readFile(join(dist, 'helper.cjs'), 'utf8')).replaceAll('username=', 'uzername='));
    await run(join(other, 'git-credential-codecommit'), ['--node', process.execPath, '--profile', 'dev', 'get'], { env: home.environment(), cwd: home.path, input: request });
    const theirs = home.file('theirs');
    await rename(folder(), theirs);
    return theirs;
  }

  it('keeps what V8 made of the helper, for nobody else to read or change', async () => {
    const path = await kept();
    expect((await stat(folder())).mode & 0o777).to.equal(0o700);
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
    expect(path).to.contain(process.version).and.contain(process.arch);
  });

  it('uses it from then on, and writes it no more', async () => {
    const { ino, mtimeMs } = await stat(await kept());
    for (let time = 0; time < 3; time += 1) expect(await stat(await kept())).to.include({ ino, mtimeMs });
  });

  it('is started so by any shell', async () => {
    for (const shell of [['dash'], ['bash', '--posix'], ['busybox', 'sh'], ['zsh', '--emulate', 'sh'], ['ksh']].filter(([name = '']) => has(name))) {
      await rm(folder(), { recursive: true, force: true });
      const { stderr } = await run(shell[0] ?? '', [...shell.slice(1), join(dist, 'git-credential-codecommit'), '--profile', 'dev', 'get'], { env: home.environment(), cwd: home.path, input: request });
      expect(stderr, shell.join(' ')).to.equal('');
      expect(await names(), shell.join(' ')).to.have.lengthOf(1);
      await kept();
    }
  });

  it('keeps nothing of the keys in it', async () => {
    const bytes = await readFile(await kept(), 'latin1');
    for (const secret of secrets) {
      expect(bytes).to.not.contain(secret);
      expect(bytes).to.not.contain(Buffer.from(secret, 'utf16le').toString('latin1'));
    }
  });

  it('keeps nothing where it did not sign', async () => {
    await ask(request.replace(/git-codecommit\S+/, 'github.com'));
    await ask(request.replace('https', 'http'));
    expect(await names()).to.deep.equal([]);
  });

  it('does not run what is damaged, and makes it anew', async function () {
    this.timeout(60_000);
    const path = await kept();
    const good = await readFile(path);
    const half = good.length / 2;
    const flipped = (at: number): Buffer => {
      const bytes = Buffer.from(good);
      bytes[at] = (bytes[at] ?? 0) ^ 0x40;
      return bytes;
    };
    const damages: readonly Buffer[] = [
      Buffer.alloc(0), Buffer.from('x'), Buffer.alloc(good.length), good.subarray(0, half), good.subarray(0, -2), Buffer.concat([good, Buffer.alloc(2)]),
      Buffer.concat([good.subarray(0, half / 2), Buffer.alloc(half * 1.5)]), Buffer.concat([good.subarray(0, half), Buffer.alloc(half)]),
      ...[0, 9, 40, 1000, half - 1, half, half + 5000, good.length - 1].map(flipped),
    ];
    for (const [index, damage] of damages.entries()) {
      await writeFile(path, damage);
      await answers();
      expect((await readFile(path)).length, `damage ${index}`).to.be.above(half);
      expect((await readFile(path)).equals(damage), `damage ${index}`).to.equal(false);
    }
    expect(await names()).to.have.lengthOf(1);
  });

  it('runs nothing out of a folder that is another\'s, and writes nothing there', async () => {
    const theirs = process.getuid?.() === 0 ? await otherHelper() : '/usr/share';
    const before = await readdir(theirs);
    await mkdir(dirname(folder()), { recursive: true });
    await symlink(theirs, folder());
    if (process.getuid?.() === 0) {
      // It would be run if it were the user's own: V8 compares no more than the length of the text.
      expect((await ask()).stdout).to.match(/^uzername=/);
      await chown(theirs, 65_534, 65_534);
    }
    await answers();
    expect(await readdir(theirs)).to.deep.equal(before);
  });

  describe('in a clone, with a variable that names a folder by a relative path', () => {
    let clone: string;
    beforeEach(async () => {
      const theirs = await otherHelper();
      clone = home.file('clone');
      for (const parts of [['ours', 'state'], ['ours', '.local', 'state', 'git-codecommit'], ['ours', 'git-codecommit']]) {
        await mkdir(join(clone, ...parts), { recursive: true });
        await cp(theirs, join(clone, ...parts, 'compiled'), { recursive: true });
      }
    });
    const inClone = (env: Variables, args: readonly string[] = ['get'], input = request): Promise<Ended> =>
      run(join(dist, 'git-credential-codecommit'), ['--node', process.execPath, '--profile', 'dev', ...args], { env: home.environment(env), cwd: clone, input });
    const whole = async (): Promise<readonly string[]> => (await readdir(clone, { recursive: true })).sort();

    it('runs nothing that lies there, and says so in one line', async () => {
      const before = await whole();
      for (const [name, value] of ['ours', './ours', '../clone/ours', './/ours/', 'C:\\ours', '$NOWHERE/ours'].flatMap((path) => [['GIT_CODECOMMIT_HOME', path], ['HOME', path]] as const)) {
        const { code, stdout, stderr } = await inClone({ XDG_STATE_HOME: undefined, [name]: value });
        expect({ code, stdout }, `${name}=${value}`).to.deep.equal({ code: 0, stdout: 'quit=1\n' });
        expect(stderr).to.match(/^git-credential-codecommit: [^\n]+\n$/).and.contain(`${name} is no absolute path: ${value}.`);
      }
      expect(await whole()).to.deep.equal(before);
    });

    it('runs what lies there where the folder is named whole', async () => {
      expect((await inClone({ GIT_CODECOMMIT_HOME: join(clone, 'ours') })).stdout).to.match(/^uzername=/);
    });

    it('keeps silent about other hosts, and where Git stores', async () => {
      const before = await whole();
      for (const env of [{ GIT_CODECOMMIT_HOME: 'ours' }, { HOME: 'ours' }]) {
        expect(await inClone(env, ['get'], request.replace(/git-codecommit\S+/, 'github.com'))).to.deep.equal({ code: 0, stdout: '', stderr: '' });
        expect(await inClone(env, ['store'], `${request.trim()}\npassword=20261123T124139Z${'0'.repeat(64)}\n\n`)).to.deep.equal({ code: 0, stdout: '', stderr: '' });
        expect(await inClone(env, ['erase'])).to.deep.equal({ code: 0, stdout: '', stderr: '' });
      }
      expect(await whole()).to.deep.equal(before);
    });

    it('passes over the folders of XDG', async () => {
      expect((await inClone({ XDG_STATE_HOME: 'ours' })).stdout).to.match(/^username=/);
    });

    it('takes no keys from there, and no home that is the clone', async () => {
      await mkdir(join(clone, '.aws'));
      await writeFile(join(clone, '.aws', 'credentials'), '[dev]\naws_access_key_id = ASIATHEIRS\naws_secret_access_key = s\naws_session_token = t\n');
      for (const name of ['AWS_SHARED_CREDENTIALS_FILE', 'AWS_CONFIG_FILE']) {
        await rm(home.file('.aws'), { recursive: true, force: true });
        const { stdout, stderr } = await inClone({ [name]: '.aws/credentials' });
        expect({ stdout, stderr }).to.deep.equal({ stdout: 'quit=1\n', stderr: `git-credential-codecommit: ${name} is no absolute path: .aws/credentials. Set it to an absolute path, or unset it: a relative one would lead into whatever clone Git works in.\n` });
      }
      for (const value of ['', undefined]) expect((await inClone({ HOME: value })).stdout).to.not.contain('THEIRS');
    });
  });

  it('is given a folder by the shell only where that is the same everywhere', async () => {
    const node = home.file('node');
    await writeFile(node, '#!/bin/sh\nprintf "%s\\n" "$3" "$4"\n', { mode: 0o755 });
    const given = async (env: Variables): Promise<string | undefined> => {
      const { stdout } = await run(join(dist, 'git-credential-codecommit'), ['--node', node, 'get'], { env: home.environment({ XDG_STATE_HOME: undefined, LOCALAPPDATA: undefined, ...env }), cwd: home.path });
      return /^--compiled\n(.*)\n$/.exec(stdout)?.[1];
    };
    const OS = 'Windows_NT';
    for (const value of ['C:\\x', 'c:/x', '\\\\server\\share', '//server/share']) {
      expect(await given({ OS, GIT_CODECOMMIT_HOME: value })).to.equal(`${value}/state/compiled`);
      expect(await given({ OS, LOCALAPPDATA: value })).to.equal(`${value}/git-codecommit/state/compiled`);
    }
    for (const value of ['x', './x', 'C:x', '\\x', '.']) {
      expect(await given({ OS, GIT_CODECOMMIT_HOME: value }), value).to.equal(undefined);
      expect(await given({ OS, LOCALAPPDATA: value }), value).to.equal(undefined);
    }
    for (const value of ['x', './x', 'C:\\x', '\\\\server\\x', '~/x', '.']) expect(await given({ GIT_CODECOMMIT_HOME: value }), value).to.equal(undefined);
    for (const value of ['x', '', '.']) expect(await given({ HOME: value }), value).to.equal(undefined);
    expect(await given({ GIT_CODECOMMIT_HOME: '/x y' })).to.equal('/x y/state/compiled');
    expect(await given({ HOME: '/x', XDG_STATE_HOME: 'y' })).to.equal('/x/.local/state/git-codecommit/compiled');
  });

  it('answers where nothing can be kept', async () => {
    await mkdir(home.file('.local', 'state'), { recursive: true });
    await writeFile(home.file('.local', 'state', 'git-codecommit'), 'a file');
    await answers();
  });

  it('clears away what other versions have left, once that is much', async () => {
    await mkdir(folder(), { recursive: true });
    for (let index = 0; index < 7; index += 1) await writeFile(join(folder(), `old-${index}`), '');
    await answers();
    expect(await names()).to.have.lengthOf(8);
    await writeFile(join(folder(), 'old-7'), '');
    for (const name of (await names()).filter((one) => !one.startsWith('old'))) await rm(join(folder(), name));
    await kept();
  });

  it('lets a hundred at once all keep it', async function () {
    this.timeout(120_000);
    await Promise.all(Array.from({ length: 100 }, answers));
    const { ino } = await stat(await kept());
    expect((await stat(await kept())).ino).to.equal(ino);
  });
});
