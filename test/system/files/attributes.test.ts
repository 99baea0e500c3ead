import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { systemAttributes } from '../../../src/system/files/attributes.js';
import { createFiles } from '../../../src/system/files/files.js';
import { needs } from '../../helpers/needs.js';

describe('what a file carries besides its bytes', () => {
  let folder: string;
  let path: string;
  let closed: string[];
  const files = () => createFiles(undefined, { onAccessListClosed: (file) => closed.push(file) });
  const add = (): Promise<void> => files().edit(path, (text) => `${text ?? ''}new\n`);
  const list = (file: string): string =>
    execFileSync('getfacl', ['--omit-header', '--absolute-names', '--numeric', file], { encoding: 'utf8' });
  const attribute = (): string =>
    execFileSync('getfattr', ['--absolute-names', '--only-values', '--name', 'user.note', path], { encoding: 'utf8' });

  before(needs('setfacl', 'setfattr'));
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'git-codecommit-attributes-'));
    path = join(folder, 'credentials');
    closed = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('stays: extended attributes, also behind a link', async () => {
    writeFileSync(path, 'old\n', { mode: 0o600 });
    execFileSync('setfattr', ['--name', 'user.note', '--value', 'mine', path]);
    await add();
    expect([attribute(), readFileSync(path, 'latin1'), statSync(path).mode & 0o777]).to.deep.equal([
      'mine',
      'old\nnew\n',
      0o600,
    ]);
    const kept = path;
    path = join(folder, 'link');
    symlinkSync(kept, path);
    await add();
    expect(attribute()).to.equal('mine');
    expect(closed).to.deep.equal([]);
  });

  it('stays: the access list, which lets nobody in any more, and that is said', async () => {
    writeFileSync(path, 'old\n', { mode: 0o600 });
    execFileSync('setfacl', ['--modify', 'user:12345:r', path]);
    expect(statSync(path).mode & 0o777, 'the mask').to.equal(0o640);
    await add();
    expect(closed).to.deep.equal([path]);
    expect(statSync(path).mode & 0o777).to.equal(0o600);
    expect(list(path))
      .to.match(/^user:12345:r--\s+#effective:---$/m)
      .and.match(/^mask::---$/m);
    await add();
    expect(closed, 'what lets nobody in').to.deep.equal([path]);
    expect(list(path)).to.match(/^user:12345:r--/m);
  });

  it('is said of no file that is wide without a list, nor of one that is left alone', async () => {
    writeFileSync(path, 'old\n');
    chmodSync(path, 0o664);
    await add();
    expect(closed).to.deep.equal([]);
    execFileSync('setfacl', ['--modify', 'user:12345:r', path]);
    await files().edit(path, (text) => text);
    expect(closed).to.deep.equal([]);
    expect(list(path)).to.match(/^user:12345:r--$/m);
  });

  it("lets nobody in by a folder's list for what is made in it", async () => {
    execFileSync('setfacl', ['--default', '--modify', 'user:12345:rwx,other::rwx', folder]);
    await add();
    path = join(folder, 'below', 'config');
    await add();
    for (const file of ['credentials', 'below', 'below/config'].map((name) => join(folder, name))) {
      expect(statSync(file).mode & 0o077, file).to.equal(0);
      expect(list(file), file).to.match(/^user:12345:rwx\s+#effective:---$/m);
    }
    const drafts: number[] = [];
    await files().edit(path, (text) => {
      for (const name of readdirSync(join(folder, 'below')))
        drafts.push(statSync(join(folder, 'below', name)).mode & 0o077);
      return `${text ?? ''}more\n`;
    });
    expect(drafts.length).to.be.greaterThan(1);
    expect(new Set(drafts)).to.deep.equal(new Set([0]));
  });

  it('is nothing that a private file of ours has to carry', async () => {
    mkdirSync(join(folder, 'state'));
    path = join(folder, 'state', 'git.json');
    writeFileSync(path, 'old\n', { mode: 0o600 });
    execFileSync('setfattr', ['--name', 'user.note', '--value', 'mine', path]);
    await createFiles(undefined, { isPrivate: () => true }).edit(path, () => 'new\n');
    expect(() => execFileSync('getfattr', ['--name', 'user.note', path], { stdio: 'pipe' })).to.throw();
  });

  describe('where there is no GNU cp', () => {
    let programs: string;
    beforeEach(() => {
      programs = join(folder, 'programs');
      mkdirSync(programs);
      // busybox's says so of the option, and copies nothing.
      writeFileSync(join(programs, 'cp'), "#!/bin/sh\necho 'cp: unrecognized option' >&2\nexit 1\n", { mode: 0o755 });
    });
    const provide = (name: string, text?: string): void => {
      if (text === undefined)
        symlinkSync(execFileSync('which', [name], { encoding: 'utf8' }).trim(), join(programs, name));
      else writeFileSync(join(programs, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    };
    const lost = async (platform: NodeJS.Platform = 'linux'): Promise<readonly string[]> => {
      const said: string[] = [];
      const attributes = systemAttributes([programs], platform);
      const onAttributesLost = (file: string, fate: string): void => void said.push(`${fate} ${file}`);
      await createFiles(undefined, { attributes, onAttributesLost }).edit(path, (text) => `${text ?? ''}new\n`);
      expect(readFileSync(path, 'latin1')).to.match(/^(old\n)?new\n/);
      return said;
    };

    it('is said to be lost, once, and only where there was any', async () => {
      provide('getfattr');
      writeFileSync(path, 'old\n', { mode: 0o600 });
      expect(await lost()).to.deep.equal([]);
      execFileSync('setfattr', ['--name', 'user.note', '--value', 'mine', path]);
      expect(await lost()).to.deep.equal([`lost ${path}`]);
      expect(await lost()).to.deep.equal([]);
      execFileSync('setfacl', ['--modify', 'user:12345:r', path]);
      expect(await lost()).to.deep.equal([`lost ${path}`]);
    });

    it('is an access list, where only ls tells', async () => {
      writeFileSync(path, 'old\n', { mode: 0o600 });
      expect(await lost(), 'nothing tells').to.deep.equal([`unseen ${path}`]);
      provide('ls');
      execFileSync('setfacl', ['--modify', 'user:12345:r', path]);
      expect(await lost()).to.deep.equal([`lost ${path}`]);
    });

    it('is what ls marks, on macOS', async () => {
      writeFileSync(path, 'old\n', { mode: 0o600 });
      for (const [mark, expected] of [
        ['@', [`lost ${path}`]],
        ['+', [`lost ${path}`]],
        [' ', []],
      ] as const) {
        provide('ls', `echo '-rw-------${mark} 1 ana staff 4 Nov 30 12:00 credentials'`);
        expect(await lost('darwin'), mark).to.deep.equal(expected);
      }
    });

    it('is nothing of a file that is made', async () => {
      expect(await lost()).to.deep.equal([]);
    });
  });
});
