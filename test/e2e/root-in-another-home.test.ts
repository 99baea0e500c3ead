import { chmodSync, chownSync, lchownSync, lstatSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import { expect } from 'chai';

import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

const owner = 12_345;

describe("root in somebody else's home", function () {
  this.timeout(180_000);
  let fixture: Fixture;

  before(function () {
    // Only root can be somebody else.
    if (process.geteuid?.() !== 0) {
      process.stderr.write("\n  SKIPPED  root in somebody else's home: the tests do not run as root\n");
      this.skip();
    }
  });
  beforeEach(async () => {
    fixture = await openFixture();
    chmodSync(dirname(fixture.home.path), 0o755);
    chmodSync(dirname(fixture.sandbox.caFile), 0o755);
    give(fixture.home.path);
    give(join(dirname(fixture.home.path), 'tmp'));
  });
  afterEach(() => fixture.clear());

  const give = (path: string): void => {
    for (const entry of [path, ...below(path)]) lchownSync(entry, owner, owner);
  };
  const below = (path: string): string[] =>
    readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name));
  const foreign = (path = fixture.home.path): string[] =>
    below(path)
      .filter((entry) => lstatSync(entry).uid !== owner || lstatSync(entry).gid !== owner)
      .map((entry) => relative(path, entry));

  it("leaves nothing that is not its owner's: setup, refresh, Git, doctor and remove", async () => {
    const { codecommit, common, home } = fixture;
    for (const words of [
      [...common, '--yes', '--keep-source', '--clone', home.file('clone')],
      ['refresh', 'my-app', '--yes'],
      ['doctor', '--yes'],
      ['status'],
    ]) {
      const { code, stderr } = await codecommit(words, { cwd: home.path });
      expect(code, `${words.join(' ')}\n${stderr}`).to.equal(0);
      expect(foreign(), words.join(' ')).to.deep.equal([]);
    }
    // Git as root asks the helper, which is the owner at once.
    const filled = await home.run('git', ['credential', 'fill'], { input: `url=${fixture.app.url}\n\n` });
    expect(filled.stdout, filled.stderr).to.contain('password=');
    expect(readdirSync(home.file('.local', 'state', 'git-codecommit'))).to.contain('answers');
    expect(foreign()).to.deep.equal([]);
    const removed = await codecommit(['remove', 'my-app', '--yes'], { cwd: home.path });
    expect(removed.code, removed.stderr).to.equal(0);
    expect(foreign()).to.deep.equal([]);
  });

  it('goes no further than its owner by a link that was put in the way', async () => {
    const victim = join(dirname(fixture.home.path), 'of-root');
    mkdirSync(victim, { mode: 0o755 });
    mkdirSync(fixture.home.file('.local'), { recursive: true });
    rmSync(fixture.home.file('.local', 'state'), { recursive: true, force: true });
    symlinkSync(victim, fixture.home.file('.local', 'state'));
    give(fixture.home.file('.local'));
    chownSync(victim, 0, 0);
    const { code } = await fixture.codecommit([...fixture.common, '--yes'], { cwd: fixture.home.path });
    expect(code).to.equal(6);
    expect(readdirSync(victim)).to.deep.equal([]);
    expect(lstatSync(victim).uid).to.equal(0);
    expect(foreign()).to.deep.equal([]);
  });

  it('is refused with one line where our folders belong to somebody else than the home', async () => {
    const { home, codecommit } = fixture;
    const other = home.file('others');
    mkdirSync(other);
    chownSync(other, owner, owner);
    chownSync(home.path, 0, 0);
    const { code, stderr } = await codecommit(['status'], { env: { GIT_CODECOMMIT_HOME: join(other, 'new') } });
    expect(code, stderr).to.equal(6);
    expect(stderr.replace(/\s+/g, ' ')).to.contain(
      `This is run by root, and ${other} belongs to user ${owner}. Nothing was changed.`,
    );
    expect(readdirSync(other)).to.deep.equal([]);
  });
});
