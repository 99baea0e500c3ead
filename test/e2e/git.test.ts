import { readFile, writeFile } from 'node:fs/promises';

import { expect } from 'chai';

import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

describe('Git after setup', () => {
  let fixture: Fixture;

  before(async () => {
    fixture = await openFixture();
    await fixture.setUp('--keep-source', '--clone', 'clone');
  });
  after(() => fixture.clear());

  const git = (args: readonly string[], cwd = fixture.home.file('clone')) => fixture.home.run('git', args, { cwd });

  it('has cloned the repository', async () => {
    expect(await readFile(fixture.home.file('clone', 'README.md'), 'utf8')).to.equal('# my-app\n');
  });

  it('pushes and pulls', async () => {
    await writeFile(fixture.home.file('clone', 'new.txt'), 'new\n');
    await git(['add', '.']);
    await git(['commit', '-qm', 'Add a file']);
    const pushed = await git(['push']);
    expect(pushed.code, pushed.stderr).to.equal(0);
    const pulled = await git(['pull']);
    expect(pulled.code, pulled.stderr).to.equal(0);
  });

  it("gets the helper's own words once the session has ended, and no prompt for a user name", async () => {
    const file = fixture.home.file('.aws', 'credentials');
    await writeFile(
      file,
      (await readFile(file, 'utf8')).replace(
        /x_security_token_expires = \S+/g,
        'x_security_token_expires = 2020-01-01T00:00:00Z',
      ),
    );
    await writeFile(
      fixture.home.file('.config', 'git-codecommit', 'recipes.ini'),
      (await readFile(fixture.home.file('.config', 'git-codecommit', 'recipes.ini'), 'utf8')).replace(
        ':role/Developer',
        ':role/Gone',
      ),
    );
    const { code, stderr } = await git(['fetch']);
    expect(code).to.equal(128);
    expect(stderr).to.include('git codecommit refresh my-app').and.include('told us to quit');
  });

  it('works again after refresh, which says what to repeat', async () => {
    const recipes = fixture.home.file('.config', 'git-codecommit', 'recipes.ini');
    await writeFile(recipes, (await readFile(recipes, 'utf8')).replace(':role/Gone', ':role/Developer'));
    const refreshed = await fixture.codecommit(['refresh'], { cwd: fixture.home.file('clone') });
    expect(refreshed.code, refreshed.stderr).to.equal(0);
    expect(refreshed.stderr).to.include('git pull');
    expect((await git(['fetch'])).code).to.equal(0);
  });

  it('is left alone by a refresh while the session is good: no call to AWS, and JSON says so', async () => {
    const before = [
      fixture.sandbox.log.count('AssumeRole'),
      await readFile(fixture.home.file('.aws', 'credentials'), 'utf8'),
    ];
    const { code, stdout, stderr } = await fixture.codecommit(['refresh', '--json'], {
      cwd: fixture.home.file('clone'),
    });
    expect(code, stderr).to.equal(0);
    expect(JSON.parse(stdout)).to.include({ profile: 'my-app', method: 'assume-role', refreshed: false });
    expect(stderr).to.include('is still valid for');
    expect([
      fixture.sandbox.log.count('AssumeRole'),
      await readFile(fixture.home.file('.aws', 'credentials'), 'utf8'),
    ]).to.deep.equal(before);
  });

  it("answers with a PATH that has only the system's folders", async () => {
    const filled = await fixture.home.run('git', ['credential', 'fill'], {
      env: { PATH: '/usr/bin:/bin' },
      input: `url=${fixture.app.url}\n\n`,
    });
    expect(filled.code, filled.stderr).to.equal(0);
    expect(filled.stdout)
      .to.match(/^username=ASIA\w+%/m)
      .and.match(/^password=\d{8}T\d{6}Z[0-9a-f]{64}$/m);
  });

  it('lists what can be cloned, and clones by name', async () => {
    const { code, stderr } = await fixture.codecommit(['clone', 'my-app', 'again', '--profile', 'my-app']);
    expect(code, stderr).to.equal(0);
    expect(stderr.trimEnd()).to.match(/Next: `cd again`$/);
    const taken = await fixture.codecommit(['clone', 'my-app', 'again', '--profile', 'my-app']);
    expect(taken.code, taken.stderr).to.equal(7);
    expect(taken.stderr.replace(/\s+/g, ' ')).to.match(/a new or an empty folder: `git clone -- https:\S+ FOLDER`/);
    expect(await readFile(fixture.home.file('again', 'README.md'), 'utf8')).to.equal('# my-app\n');
  });
});
