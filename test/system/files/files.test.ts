import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { isProblem } from '../../../src/core/problem.js';
import type { Problem } from '../../../src/core/problem.js';
import { readAsBotocore } from '../../../src/profile/ini/readings.js';
import { editLocked } from '../../../src/system/files/edit.js';
import { createFiles } from '../../../src/system/files/files.js';
import { seed } from '../../helpers/seed.js';
import { bundle, start } from '../processes.js';

const windows = process.platform === 'win32';

describe('files', function () {
  this.timeout(60_000);
  let folder: string;
  let path: string;
  const read = (): string => readFileSync(path, 'latin1');
  const mode = (file: string): number => statSync(file).mode & 0o777;
  const problemOf = async (work: Promise<unknown>): Promise<Problem> => {
    const error = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!isProblem(error, 'file')) throw new Error(`no Problem of kind file: ${String(error)}`);
    return error;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'git-codecommit-files-'));
    path = join(folder, 'credentials');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are read byte for byte', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
    writeFileSync(path, bytes);
    const text = await createFiles().read(path);
    expect(Buffer.from(text ?? '', 'latin1')).to.deep.equal(bytes);
    await createFiles().edit(path, (before) => `${before ?? ''}\xff`);
    expect(readFileSync(path)).to.deep.equal(Buffer.concat([bytes, Buffer.of(255)]));
  });

  it('that are not there are undefined', async () => {
    expect(await createFiles().read(path)).to.equal(undefined);
    expect(await createFiles().stat(path)).to.equal(undefined);
    await createFiles().remove(path);
  });

  it("that are new are the user's alone, folders too, whatever the umask", async function () {
    if (windows) this.skip();
    const deep = join(folder, 'a', 'b', 'credentials');
    const before = process.umask(0);
    try {
      await createFiles().edit(deep, (text) => `${text ?? 'nothing'} was there`);
    } finally {
      process.umask(before);
    }
    expect(readFileSync(deep, 'latin1')).to.equal('nothing was there');
    expect([mode(deep), mode(join(folder, 'a')), mode(join(folder, 'a', 'b'))]).to.deep.equal([0o600, 0o700, 0o700]);
  });

  it('keep their mode, but never one that lets others read', async function () {
    if (windows) this.skip();
    for (const [was, becomes] of [
      [0o600, 0o600],
      [0o644, 0o600],
      [0o777, 0o600],
      [0o200, 0o200],
    ] as const) {
      writeFileSync(path, 'x');
      chmodSync(path, was);
      await createFiles().edit(path, (text) => `${text ?? ''}y`);
      expect(mode(path)).to.equal(becomes);
    }
  });

  it('that are marked read-only are left alone', async function () {
    if (windows) this.skip();
    writeFileSync(path, 'x');
    chmodSync(path, 0o400);
    const problem = await problemOf(createFiles().edit(path, () => 'y'));
    expect(problem.message).to.contain(path).and.contain('read-only');
    expect(read()).to.equal('x');
  });

  it('are not touched when nothing changes', async () => {
    writeFileSync(path, 'x');
    const { ino, mtimeMs } = statSync(path);
    await createFiles().edit(path, () => undefined);
    await createFiles().edit(path, (text) => text);
    expect([statSync(path).ino, statSync(path).mtimeMs]).to.deep.equal([ino, mtimeMs]);
    await createFiles().edit(join(folder, 'other'), () => undefined);
    expect(readdirSync(folder)).to.deep.equal(['credentials']);
  });

  it('are left alone, with nothing lying about, when the change fails', async () => {
    writeFileSync(path, 'x');
    const error = await createFiles()
      .edit(path, () => {
        throw new Error('no');
      })
      .catch((reason: unknown) => reason);
    expect(error).to.have.property('message', 'no');
    expect([read(), readdirSync(folder)]).to.deep.equal(['x', ['credentials']]);
  });

  it('behind symbolic links are replaced where they are, and the links stay', async function () {
    if (windows) this.skip();
    mkdirSync(join(folder, 'dotfiles'));
    const real = join(folder, 'dotfiles', 'real');
    writeFileSync(real, 'x');
    symlinkSync('real', join(folder, 'dotfiles', 'second'));
    symlinkSync(join('dotfiles', 'second'), path);
    await createFiles().edit(path, (text) => `${text ?? ''}y`);
    expect([readFileSync(real, 'latin1'), lstatSync(path).isSymbolicLink(), readdirSync(folder).sort()]).to.deep.equal([
      'xy',
      true,
      ['credentials', 'dotfiles'],
    ]);
    expect(await createFiles().stat(path)).to.include({ isLink: true, isDirectory: false, size: 2, mode: 0o600 });
  });

  it('behind a link to nothing are made there, but not in a folder that is missing', async function () {
    if (windows) this.skip();
    symlinkSync('later', path);
    await createFiles().edit(path, () => 'x');
    expect(readFileSync(join(folder, 'later'), 'latin1')).to.equal('x');
    const unmounted = join(folder, 'unmounted');
    symlinkSync('/nowhere/at/all', unmounted);
    expect((await problemOf(createFiles().edit(unmounted, () => 'x'))).message).to.contain('/nowhere/at/all');
    const circle = join(folder, 'circle');
    symlinkSync('circle', circle);
    expect((await problemOf(createFiles().edit(circle, () => 'x'))).message).to.contain('circles');
  });

  it('that are no files at all are never replaced', async function () {
    if (windows) this.skip();
    mkdirSync(path);
    await problemOf(createFiles().edit(path, () => 'x'));
    const device = await problemOf(createFiles().edit('/dev/null', () => 'x'));
    expect(device.message).to.contain('/dev/null');
    expect(statSync('/dev/null').isCharacterDevice()).to.equal(true);
  });

  it('name path and reason when something is in the way', async () => {
    writeFileSync(path, 'x');
    const problem = await problemOf(createFiles().edit(join(path, 'below'), () => 'x'));
    expect(problem.message)
      .to.contain(join(path, 'below'))
      .and.match(/ENOTDIR|EEXIST|ENOENT/);
  });

  it('are cleaned of what killed runs left', async () => {
    writeFileSync(path, 'x');
    writeFileSync(join(folder, '.credentials.0123456789ab.git-codecommit-tmp'), 'secret');
    writeFileSync(join(folder, '.credentials.mine.git-codecommit-tmp'), 'not ours');
    await createFiles().edit(path, () => undefined);
    expect(readdirSync(folder).sort()).to.deep.equal(['.credentials.mine.git-codecommit-tmp', 'credentials']);
  });

  it('that others change between reading and replacing are read again', async () => {
    writeFileSync(path, 'one');
    const seen: (string | undefined)[] = [];
    await createFiles().edit(path, (text) => {
      seen.push(text);
      if (seen.length === 1) writeFileSync(path, 'two');
      return `${text ?? ''} and ours`;
    });
    expect([seen, read()]).to.deep.equal([['one', 'two'], 'two and ours']);
  });

  it('whose folder vanishes in between are refused, and nothing comes up again', async function () {
    if (windows) this.skip();
    const gone = join(folder, 'gone');
    mkdirSync(gone);
    writeFileSync(join(gone, 'credentials'), 'x');
    const problem = await problemOf(
      createFiles().edit(join(gone, 'credentials'), (text) => {
        rmSync(gone, { recursive: true, force: true });
        return `${text ?? ''}y`;
      }),
    );
    expect(problem.message).to.contain(join(gone, 'credentials'));
    expect(existsSync(gone)).to.equal(false);
  });

  it('that others never stop changing end in advice, not in a lost change', async () => {
    writeFileSync(path, '0');
    let turn = 0;
    const problem = await problemOf(
      createFiles().edit(path, () => {
        writeFileSync(path, `foreign ${(turn += 1)}`);
        return 'ours';
      }),
    );
    expect(problem.message).to.contain('keeps changing');
    expect(read()).to.equal(`foreign ${turn}`);
  });

  it('that are empty for a moment, as aws configure set leaves them, are waited for', async () => {
    writeFileSync(path, '[a]\n[b]\n');
    truncateSync(path);
    const later = sleep(150).then(() => writeFileSync(path, '[a]\n[b]\n'));
    await createFiles().edit(path, (text) => `${text ?? ''}[c]\n`);
    await later;
    expect(read()).to.equal('[a]\n[b]\n[c]\n');
  });

  it('that are suddenly cut or gone are waited for, when this process has seen them before', async () => {
    for (const spoil of [() => truncateSync(path, 5), () => rmSync(path)]) {
      writeFileSync(path, '[a]\n[b]\n');
      const files = createFiles();
      await files.read(path);
      spoil();
      const later = sleep(120).then(() => writeFileSync(path, '[a]\n[b]\n'));
      await files.edit(path, (text) => `${text ?? ''}[c]\n`);
      await later;
      expect(read()).to.equal('[a]\n[b]\n[c]\n');
    }
  });

  it('that stay empty are believed in the end', async () => {
    writeFileSync(path, '');
    await createFiles().edit(path, (text) => `<${text ?? 'none'}>`);
    expect(read()).to.equal('<>');
  });

  it('keep what a program that writes in place, without a lock, puts into them at the same time', async function () {
    if (windows) this.skip();
    // Who takes no lock can read before our replacement and write after it; nobody but that program could prevent it.
    // It is so seldom that another run tells it from a fault of ours.
    this.retries(3);
    const script = await bundle('writer', folder);
    writeFileSync(path, '[dev]\nturn = 0\n[x]\nforeign = 0\n[last]\n');
    const ours = start(script, 'refresh', path, 'dev', '100000');
    const foreign = await start(script, 'foreign', path, String(seed), '150').ended;
    ours.child.kill('SIGKILL');
    expect(foreign).to.include({ code: 0, stderr: '' });
    await ours.ended;
    expect(read())
      .to.contain('foreign = 150\n[last]\n')
      .and.match(/^\[dev\]\nturn = \d+\n/);
  });

  it('keep what such a program writes into the old file in the very moment of its replacement', async function () {
    if (windows) this.skip();
    writeFileSync(path, '[a]\n');
    let later: Promise<void> | undefined;
    // Asked last of all, directly before the new file takes the name.
    const isOurs = (): boolean => {
      if (later) return true;
      const fd = openSync(path, 'w');
      later = sleep(120).then(() => {
        writeFileSync(fd, '[a]\n[foreign]\n');
        closeSync(fd);
      });
      return true;
    };
    await editLocked(path, (text) => `${text ?? ''}[ours]\n`, { isOurs }, undefined);
    await later;
    expect(read()).to.equal('[a]\n[foreign]\n[ours]\n');
  });

  it('survive a program that empties them in that moment and dies', async function () {
    if (windows) this.skip();
    writeFileSync(path, '[a]\n');
    const isOurs = (): boolean => {
      truncateSync(path);
      return true;
    };
    await editLocked(path, (text) => `${text ?? ''}[ours]\n`, { isOurs }, undefined);
    expect(read()).to.equal('[a]\n[ours]\n');
  });

  it('are not written by a process that lost its lock while it was stopped', async () => {
    writeFileSync(path, '[a]\n');
    const problem = await problemOf(editLocked(path, () => 'x', { isOurs: () => false }, undefined));
    expect(problem.message).to.contain('took over the lock');
    expect([read(), readdirSync(folder)]).to.deep.equal(['[a]\n', ['credentials']]);
  });

  it('hold the work of 100 processes that write at once, and every comment', async () => {
    const script = await bundle('writer', folder);
    const comments = Array.from(
      { length: 50 },
      (_, index) => `# comment ${index}\n[kept${index}]\nregion = eu-west-1 # ${index}\n`,
    ).join('');
    writeFileSync(path, comments);
    const names = Array.from({ length: 100 }, (_, index) => `p${index}`);
    const ends = await Promise.all(names.map((name) => start(script, 'add', path, name).ended));
    expect(ends.filter(({ code }) => code !== 0).map(({ stderr }) => stderr)).to.deep.equal([]);
    expect(read().startsWith(comments)).to.equal(true);
    const sections = readAsBotocore(read());
    for (const name of names) expect(sections[name]).to.include({ aws_access_key_id: `ASIA${name}` });
    expect(readdirSync(folder).sort()).to.deep.equal(['credentials', 'writer.mjs']);
  });

  it('are whole at every instant while they are replaced again and again', async () => {
    const script = await bundle('writer', folder);
    writeFileSync(path, `[dev]\nturn = 0\n${'# filler\n'.repeat(2000)}[last]\n`);
    const { child, ended } = start(script, 'refresh', path, 'dev', '150');
    for (let looks = 1; child.exitCode === null; looks += 1) {
      const text = read();
      expect(text.endsWith('[last]\n') && text.startsWith('[dev]')).to.equal(true);
      if (!windows) expect(mode(path)).to.be.oneOf([0o600, 0o644]);
      if (looks % 20 === 0) await sleep(1);
    }
    expect((await ended).code).to.equal(0);
    expect(read()).to.contain('turn = 150');
  });

  it("that root edits stay their owner's", async function () {
    if (!isRoot()) this.skip();
    const { chownSync } = await import('node:fs');
    chownSync(folder, 12345, 12346);
    writeFileSync(path, 'x');
    chownSync(path, 12345, 12347);
    await createFiles().edit(path, () => 'y');
    expect([statSync(path).uid, statSync(path).gid]).to.deep.equal([12345, 12347]);
    const fresh = join(folder, 'new', 'file');
    await createFiles().edit(fresh, () => 'y');
    expect([statSync(fresh).uid, statSync(join(folder, 'new')).gid]).to.deep.equal([12345, 12346]);
  });

  it('run work under a lock of any name', async () => {
    const files = createFiles();
    const name = join(folder, 'locks', 'dev');
    expect(await files.withLock(name, () => Promise.resolve(existsSync(`${name}.lock`)))).to.equal(true);
    expect(existsSync(`${name}.lock`)).to.equal(false);
    const inner = await files
      .withLock(name, () => files.withLock(name, () => Promise.resolve(), { waitMs: 50 }))
      .catch((error: unknown) => error);
    expect(isProblem(inner, 'file') && inner.message).to.contain(`${name}.lock`);
  });

  it('are refused to a user without rights, with nothing changed', async function () {
    if (!isRoot()) this.skip();
    const script = await bundle('writer', folder);
    const closed = join(folder, 'closed');
    mkdirSync(closed, { mode: 0o755 });
    writeFileSync(join(closed, 'credentials'), 'x');
    chmodSync(folder, 0o755);
    const run = execFileSync(
      'sh',
      ['-c', `"$@" 2>&1 || true`, 'sh', process.execPath, script, 'add', join(closed, 'credentials'), 'p'],
      { uid: 65534, gid: 65534, encoding: 'utf8', env: { PATH: process.env['PATH'] } },
    );
    expect(run).to.contain(`Cannot write ${join(closed, 'credentials')}: permission denied (EACCES)`);
    expect(readFileSync(join(closed, 'credentials'), 'latin1')).to.equal('x');
    const shut = join(closed, 'shut');
    mkdirSync(join(shut, 'below'), { recursive: true });
    chmodSync(shut, 0o700);
    const behind = execFileSync(
      'sh',
      ['-c', `"$@" 2>&1 || true`, 'sh', process.execPath, script, 'add', join(shut, 'below', 'credentials'), 'p'],
      { uid: 65534, gid: 65534, encoding: 'utf8', env: { PATH: process.env['PATH'] } },
    );
    expect(behind).to.contain(`(EACCES). You may not enter the folder ${shut}, which belongs to user 0.`);
  });
});

// Only root can give files away, or become a user without rights.
function isRoot(): boolean {
  if (process.geteuid?.() === 0) return true;
  process.stderr.write('\n  SKIPPED  what root does with files: the tests do not run as root\n');
  return false;
}
