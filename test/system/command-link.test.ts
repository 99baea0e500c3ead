import { chmod, lstat, mkdir, readlink, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import type { CommandLink, CommandPlace } from '../../src/core/ports/command-link.js';
import { isProblem } from '../../src/core/problem.js';
import { openCommandLink, type CommandLinkFacts } from '../../src/system/command-link.js';
import { temporaryHome, type TemporaryHome } from '../helpers/environment.js';

let home: TemporaryHome;
let data: string;
beforeEach(async () => {
  home = await temporaryHome();
  data = home.file('.local', 'share', 'git-codecommit');
});
afterEach(() => home.remove());

/** A folder below the home, for the user alone as all above it. */
async function folder(path: string, mode = 0o755): Promise<string> {
  const made = home.file(...path.split('/'));
  await mkdir(made, { recursive: true, mode: 0o755 });
  await chmod(made, mode);
  return made;
}

const link = (path: readonly string[], facts: Partial<CommandLinkFacts> = {}): CommandLink =>
  openCommandLink({
    env: { HOME: home.path, PATH: [...path, dirname(process.execPath)].join(':') },
    platform: 'linux',
    homeDirectory: home.path,
    node: process.execPath,
    user: process.geteuid?.(),
    ...facts,
  });
const place = (path: readonly string[], facts: Partial<CommandLinkFacts> = {}): CommandPlace =>
  link(path, facts).place(data);
const free = (path: string): CommandPlace => ({ kind: 'free', path: join(path, 'git-codecommit') });

describe('the place of a link to our command', () => {
  for (const path of ['.local/bin', 'bin', 'my programs/bin', '.local/tools'])
    it(`is a folder of PATH that is the user's own: ${path}`, async () => {
      const own = await folder(path);
      expect(place(['/usr/bin', own])).to.deep.equal(free(own));
    });

  it('is the first of them in which nothing of that name is in the way', async () => {
    const [first, second] = [await folder('bin'), await folder('.local/bin')];
    expect(place([first, second])).to.deep.equal(free(first));
    await writeFile(join(first, 'git-codecommit'), 'not ours');
    expect(place([first, second])).to.deep.equal(free(second));
    await symlink('/nowhere', join(second, 'git-codecommit'));
    expect(place([first, second]).kind).to.equal('none');
  });

  for (const path of [
    '.npm-global/bin',
    '.nvm/versions/node/v22.1.0/bin',
    '.volta/bin',
    '.asdf/shims',
    '.local/share/mise/shims',
    '.local/share/pnpm',
    '.cargo/bin',
    'go/bin',
    'Library/pnpm',
    'miniconda3/bin',
    'google-cloud-sdk/bin',
    'project/node_modules/.bin',
    '.npm/_npx/abc/node_modules/.bin',
  ])
    it(`is no folder of a package or version manager: ${path}`, async () => {
      expect(place([await folder(path)]).kind).to.equal('none');
    });

  it('is no folder of Node, and none into which npm installs, whatever they are called', async () => {
    const own = await folder('tools/bin');
    await writeFile(join(own, 'npm'), '');
    expect(place([own]).kind).to.equal('none');
    const prefix = await folder('prefix/bin');
    await folder('prefix/lib/node_modules');
    expect(place([prefix]).kind).to.equal('none');
  });

  it('is no folder of a repository, behind a link too', async () => {
    const inside = await folder('dotfiles/bin');
    await folder('dotfiles/.git');
    expect(place([inside]).kind).to.equal('none');
    await symlink(inside, home.file('bin'));
    expect(place([home.file('bin')]).kind).to.equal('none');
  });

  it('is no folder that others may write to, or that is theirs, on the whole way up to the home', async () => {
    const own = await folder('bin');
    for (const mode of [0o775, 0o757, 0o777]) {
      await chmod(own, mode);
      expect(place([own]).kind, mode.toString(8)).to.equal('none');
    }
    await chmod(own, 0o755);
    expect(place([own], { user: 4711 }).kind).to.equal('none');
    const below = await folder('shared/bin');
    await chmod(home.file('shared'), 0o777);
    expect(place([below]).kind).to.equal('none');
  });

  it('is no folder outside of the home, no home itself, no file, none that is gone or relative', async () => {
    await writeFile(home.file('file'), '');
    for (const path of ['/usr/local/bin', home.path, home.file('file'), home.file('gone'), 'bin', '.', ''])
      expect(place([path]).kind, path).to.equal('none');
    expect(place([await folder('bin')], { homeDirectory: '' }).kind).to.equal('none');
  });

  it('is not needed where Git finds us, and is that of our link where that is what it finds', async () => {
    const own = await folder('bin');
    const file = join(own, 'git-codecommit');
    await writeFile(file, '', { mode: 0o755 });
    expect(place([own])).to.deep.equal({ kind: 'works', path: file });
    const target = join(data, 'program', '0.0.9', 'git-codecommit.js');
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, '', { mode: 0o755 });
    const other = await folder('.local/bin');
    await symlink(target, join(other, 'git-codecommit'));
    expect(place([other])).to.deep.equal(free(other));
    // Others who may write there could have put it there, and put another in its place at any time.
    await chmod(other, 0o777);
    expect(place([other])).to.deep.equal({ kind: 'works', path: join(other, 'git-codecommit') });
  });

  it('is none where the command would run on another Node, or on none, nor on Windows', async () => {
    const own = await folder('bin');
    expect(place([own], { env: { PATH: own } })).to.include({ kind: 'none' });
    expect(place([own], { node: '/opt/other/node' })).to.include({ kind: 'none' });
    expect(place([own], { platform: 'win32', env: { PATH: '' } })).to.include({ kind: 'none' });
  });
});

describe('a link to our command', () => {
  it('is made, moved to another copy, and removed while it leads there', async () => {
    const path = join(await folder('bin'), 'git-codecommit');
    const [first, second] = ['1', '2'].map((version) => join(data, 'program', version, 'git-codecommit.js'));
    const links = link([]);
    expect(await links.target(path)).to.equal(undefined);
    await links.put(path, first ?? '', data);
    expect(await readlink(path)).to.equal(first);
    await links.put(path, second ?? '', data);
    expect(await links.target(path)).to.equal(second);
    await links.remove(path, first ?? '');
    expect(await readlink(path)).to.equal(second);
    await links.remove(path, second ?? '');
    expect(await lstat(path).catch(() => undefined)).to.equal(undefined);
    await links.remove(path, second ?? '');
  });

  it('takes the place of nothing else', async () => {
    const path = join(await folder('bin'), 'git-codecommit');
    await symlink('/somewhere/else', path);
    const refused = await link([])
      .put(path, join(data, 'program', '1', 'git-codecommit.js'), data)
      .catch((error: unknown) => error);
    expect(isProblem(refused, 'file')).to.equal(true);
    expect(await readlink(path)).to.equal('/somewhere/else');
  });
});
