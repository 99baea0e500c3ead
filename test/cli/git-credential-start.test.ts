import { chown, copyFile, mkdir, readFile, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { built } from '../helpers/built.js';
import { temporaryHome, type TemporaryHome } from '../helpers/environment.js';
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
