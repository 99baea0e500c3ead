import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { expect } from 'chai';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

/** What may stand where a file is meant, each of the test's own making; a device takes root. */
const kinds: Readonly<Record<string, (path: string) => void | Promise<void>>> = {
  folder: async (path) => {
    await mkdir(path);
  },
  pipe: (path) => {
    execFileSync('mkfifo', [path]);
  },
  socket: (path) =>
    new Promise((done) => {
      const server = createServer().listen(path, () => {
        done();
      });
      server.unref();
    }),
  ...(process.getuid?.() === 0 && {
    device: (path: string) => {
      execFileSync('mknod', [path, 'c', '1', '3']);
    },
  }),
};

describe('something else in the place of a file', function () {
  this.timeout(120_000);
  let fixture: Fixture;

  beforeEach(async () => {
    fixture = await openFixture();
  });
  afterEach(() => fixture.clear());

  const inHome = (): string => {
    const entries = readdirSync(fixture.home.path, { recursive: true, withFileTypes: true });
    return entries
      .map((entry) => `${entry.parentPath}/${entry.name}`)
      .sort()
      .map((path) => `${path} ${String(lstatSync(path).ino)} ${String(lstatSync(path).size)}`)
      .join('\n');
  };
  /**
   * Runs it, and expects that it refuses with 6 in a line that holds these parts, that nothing changed and nobody was
   * asked.
   */
  async function refuses(
    words: readonly string[],
    parts: readonly string[],
    { env = {}, cwd = fixture.home.path }: { env?: Record<string, string>; cwd?: string } = {},
  ): Promise<void> {
    const before = inHome();
    fixture.sandbox.log.clear();
    const { code, stdout, stderr } = await fixture.codecommit(words, { env, cwd });
    expect({ code, stdout }, `${words.join(' ')}: ${stderr}`).to.deep.equal({ code: 6, stdout: '' });
    for (const part of parts) expect(stderr.replace(/\s+/g, ' ')).to.contain(part);
    expect(inHome()).to.equal(before);
    expect(fixture.sandbox.log.entries).to.have.lengthOf(0);
  }

  for (const [kind, make] of Object.entries(kinds)) {
    it(`is left alone before anything is done: a ${kind} where Git's settings would go`, async () => {
      const setup = [...fixture.common, '--yes'];
      const advice = ['is not a regular file. It was left as it is.', '--git-scope local|none'];
      await make(fixture.home.file('odd'));
      await refuses(setup, [fixture.home.file('odd'), ...advice], {
        env: { GIT_CONFIG_GLOBAL: fixture.home.file('odd') },
      });
      await symlink('odd', fixture.home.file('link'));
      await symlink('link', fixture.home.file('link-to-link'));
      await refuses(setup, advice, { env: { GIT_CONFIG_GLOBAL: fixture.home.file('link-to-link') } });
      await rename(fixture.home.file('.gitconfig'), fixture.home.file('kept'));
      await symlink('odd', fixture.home.file('.gitconfig'));
      await refuses([...setup, '--git-scope', 'repository'], [fixture.home.file('.gitconfig'), ...advice]);
      await rm(fixture.home.file('.gitconfig'));
      await mkdir(fixture.home.file('.config', 'git'), { recursive: true });
      await symlink('../../odd', fixture.home.file('.config', 'git', 'config'));
      await refuses(
        [...setup, '--git-scope', 'all', '--dry-run'],
        [fixture.home.file('.config', 'git', 'config'), ...advice],
      );
    });

    it(`is left alone afterwards too: a ${kind}, by the doctor's repairs and by remove`, async () => {
      await fixture.setUp();
      await rename(fixture.home.file('.gitconfig'), fixture.home.file('kept'));
      await make(fixture.home.file('.gitconfig'));
      for (const words of [
        ['doctor', '--repair-git', '--profile', 'my-app'],
        ['doctor', '--fix'],
        ['remove', 'my-app', '--yes'],
      ])
        await refuses(words, [fixture.home.file('.gitconfig'), 'is not a regular file']);
    });

    it(`is left alone: a ${kind} where a clone's own settings, AWS's files, recipes, the record or a report would go`, async () => {
      const clone = fixture.home.file('clone');
      await fixture.home.run('git', ['init', '-q', clone]);
      await mkdir(fixture.home.file('clone', 'below'));
      await rm(fixture.home.file('clone', '.git', 'config'));
      await make(fixture.home.file('clone', '.git', 'config'));
      await refuses(
        [...fixture.common, '--yes', '--git-scope', 'local'],
        [fixture.home.file('clone', '.git', 'config'), 'is not a regular file', '--git-scope region|none'],
        { cwd: fixture.home.file('clone', 'below') },
      );
      const places = [
        ['.aws', 'credentials'],
        ['.aws', 'config'],
        ['.config', 'git-codecommit', 'recipes.ini'],
        ['.local', 'state', 'git-codecommit', 'git-settings.json'],
      ];
      for (const parts of places) {
        await mkdir(fixture.home.file(...parts.slice(0, -1)), { recursive: true });
        await make(fixture.home.file(...parts));
        await refuses([...fixture.common, '--yes'], [`${fixture.home.file(...parts)} is not a regular file`]);
        await rm(fixture.home.file(...parts), { recursive: true });
      }
      await make(fixture.home.file('report'));
      const { code, stderr } = await fixture.codecommit(['doctor', '--report', fixture.home.file('report')]);
      expect(code, stderr).to.equal(6);
      expect(statSync(fixture.home.file('report')).isFile()).to.equal(false);
      expect(readdirSync(fixture.home.path).filter((name) => name.startsWith('report'))).to.deep.equal(['report']);
    });
  }

  it("is what the doctor finds: a folder in the place of Git's settings, which stops Git in every clone", async () => {
    await fixture.setUp('--clone', 'clone');
    await rm(fixture.home.file('.gitconfig'));
    await mkdir(fixture.home.file('.gitconfig'));
    const fetched = await fixture.home.run('git', ['fetch'], { cwd: fixture.home.file('clone') });
    expect(fetched.code, fetched.stderr).to.equal(128);
    const { code, stdout, stderr } = await fixture.codecommit(['doctor'], { cwd: fixture.home.file('clone') });
    expect(code, stderr).to.equal(1);
    expect((stdout + stderr).replace(/\s+/g, ' '))
      .to.include('Git does not work: unable to access')
      .and.include('.gitconfig');
  });

  it("is no reason to stop where Git's settings are not touched, or the clone's alone", async function () {
    if (kinds['device'] === undefined) return;
    await kinds['device'](fixture.home.file('odd'));
    const env = { GIT_CONFIG_GLOBAL: fixture.home.file('odd') };
    await fixture.home.run('git', ['init', '-q', fixture.home.file('clone')]);
    for (const scope of ['none', 'local']) {
      const { code, stderr } = await fixture.codecommit(
        [...fixture.common, '--yes', '--no-verify', '--git-scope', scope],
        {
          env,
          cwd: fixture.home.file('clone'),
        },
      );
      expect(code, `${scope}: ${stderr}`).to.equal(0);
    }
    expect(lstatSync(fixture.home.file('odd')).isCharacterDevice()).to.equal(true);
    expect(await readFile(fixture.home.file('clone', '.git', 'config'), 'utf8')).to.contain('git-codecommit.eu-west-1');
    const { code, stderr } = await fixture.codecommit(['remove', 'my-app', '--yes'], {
      env,
      cwd: fixture.home.file('clone'),
    });
    expect(code, stderr).to.equal(0);
  });

  it('is not what a file behind links is, nor one that is not there yet', async () => {
    await rename(fixture.home.file('.gitconfig'), fixture.home.file('real'));
    await symlink('real', fixture.home.file('.gitconfig'));
    await fixture.setUp();
    expect(lstatSync(fixture.home.file('.gitconfig')).isSymbolicLink()).to.equal(true);
    expect(await readFile(fixture.home.file('real'), 'utf8')).to.contain('git-codecommit.eu-west-1');
    await writeFile(fixture.home.file('new'), '');
    await rm(fixture.home.file('new'));
    const { code, stderr } = await fixture.codecommit([...fixture.common, '--yes', '--no-verify'], {
      env: { GIT_CONFIG_GLOBAL: fixture.home.file('new') },
    });
    expect(code, stderr).to.equal(0);
    expect(existsSync(fixture.home.file('new'))).to.equal(true);
  });

  it('is a relative path, which leads into a clone, just as little', async () => {
    for (const env of [{ GIT_CONFIG_GLOBAL: 'gitconfig' }, { GIT_CONFIG_GLOBAL: '' }]) {
      const { code, stderr } = await fixture.codecommit([...fixture.common, '--yes'], { env });
      expect(code, stderr).to.equal(2);
      expect(stderr).to.contain('GIT_CONFIG_GLOBAL is').and.contain('--git-scope local|none');
    }
  });
});
