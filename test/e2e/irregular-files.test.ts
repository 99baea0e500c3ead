import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { expect } from 'chai';
import { setStage } from './fixture.js';
import type { Stage } from './fixture.js';

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
  let stage: Stage;

  beforeEach(async () => {
    stage = await setStage();
  });
  afterEach(() => stage.clear());

  const inHome = (): string => {
    const entries = readdirSync(stage.home.path, { recursive: true, withFileTypes: true });
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
    { env = {}, cwd = stage.home.path }: { env?: Record<string, string>; cwd?: string } = {},
  ): Promise<void> {
    const before = inHome();
    stage.sandbox.log.clear();
    const { code, stdout, stderr } = await stage.codecommit(words, { env, cwd });
    expect({ code, stdout }, `${words.join(' ')}: ${stderr}`).to.deep.equal({ code: 6, stdout: '' });
    for (const part of parts) expect(stderr.replace(/\s+/g, ' ')).to.contain(part);
    expect(inHome()).to.equal(before);
    expect(stage.sandbox.log.entries).to.have.lengthOf(0);
  }

  for (const [kind, make] of Object.entries(kinds)) {
    it(`is left alone before anything is done: a ${kind} where Git's settings would go`, async () => {
      const setup = [...stage.common, '--yes'];
      const advice = ['is not a regular file. It was left as it is.', '--git-scope local|none'];
      await make(stage.home.file('odd'));
      await refuses(setup, [stage.home.file('odd'), ...advice], { env: { GIT_CONFIG_GLOBAL: stage.home.file('odd') } });
      await symlink('odd', stage.home.file('link'));
      await symlink('link', stage.home.file('link-to-link'));
      await refuses(setup, advice, { env: { GIT_CONFIG_GLOBAL: stage.home.file('link-to-link') } });
      await rename(stage.home.file('.gitconfig'), stage.home.file('kept'));
      await symlink('odd', stage.home.file('.gitconfig'));
      await refuses([...setup, '--git-scope', 'repository'], [stage.home.file('.gitconfig'), ...advice]);
      await rm(stage.home.file('.gitconfig'));
      await mkdir(stage.home.file('.config', 'git'), { recursive: true });
      await symlink('../../odd', stage.home.file('.config', 'git', 'config'));
      await refuses(
        [...setup, '--git-scope', 'all', '--dry-run'],
        [stage.home.file('.config', 'git', 'config'), ...advice],
      );
    });

    it(`is left alone afterwards too: a ${kind}, by the doctor's repairs and by remove`, async () => {
      await stage.setUp();
      await rename(stage.home.file('.gitconfig'), stage.home.file('kept'));
      await make(stage.home.file('.gitconfig'));
      for (const words of [
        ['doctor', '--repair-git', '--profile', 'my-app'],
        ['doctor', '--fix'],
        ['remove', 'my-app', '--yes'],
      ])
        await refuses(words, [stage.home.file('.gitconfig'), 'is not a regular file']);
    });

    it(`is left alone: a ${kind} where a clone's own settings, AWS's files, recipes, the record or a report would go`, async () => {
      const clone = stage.home.file('clone');
      await stage.home.run('git', ['init', '-q', clone]);
      await mkdir(stage.home.file('clone', 'below'));
      await rm(stage.home.file('clone', '.git', 'config'));
      await make(stage.home.file('clone', '.git', 'config'));
      await refuses(
        [...stage.common, '--yes', '--git-scope', 'local'],
        [stage.home.file('clone', '.git', 'config'), 'is not a regular file', '--git-scope region|none'],
        { cwd: stage.home.file('clone', 'below') },
      );
      const places = [
        ['.aws', 'credentials'],
        ['.aws', 'config'],
        ['.config', 'git-codecommit', 'recipes.ini'],
        ['.local', 'state', 'git-codecommit', 'git-settings.json'],
      ];
      for (const parts of places) {
        await mkdir(stage.home.file(...parts.slice(0, -1)), { recursive: true });
        await make(stage.home.file(...parts));
        await refuses([...stage.common, '--yes'], [`${stage.home.file(...parts)} is not a regular file`]);
        await rm(stage.home.file(...parts), { recursive: true });
      }
      await make(stage.home.file('report'));
      const { code, stderr } = await stage.codecommit(['doctor', '--report', stage.home.file('report')]);
      expect(code, stderr).to.equal(6);
      expect(statSync(stage.home.file('report')).isFile()).to.equal(false);
      expect(readdirSync(stage.home.path).filter((name) => name.startsWith('report'))).to.deep.equal(['report']);
    });
  }

  it("is no reason to stop where Git's settings are not touched, or the clone's alone", async function () {
    if (kinds['device'] === undefined) return;
    await kinds['device'](stage.home.file('odd'));
    const env = { GIT_CONFIG_GLOBAL: stage.home.file('odd') };
    await stage.home.run('git', ['init', '-q', stage.home.file('clone')]);
    for (const scope of ['none', 'local']) {
      const { code, stderr } = await stage.codecommit([...stage.common, '--yes', '--no-verify', '--git-scope', scope], {
        env,
        cwd: stage.home.file('clone'),
      });
      expect(code, `${scope}: ${stderr}`).to.equal(0);
    }
    expect(lstatSync(stage.home.file('odd')).isCharacterDevice()).to.equal(true);
    expect(await readFile(stage.home.file('clone', '.git', 'config'), 'utf8')).to.contain('git-codecommit.eu-west-1');
    const { code, stderr } = await stage.codecommit(['remove', 'my-app', '--yes'], {
      env,
      cwd: stage.home.file('clone'),
    });
    expect(code, stderr).to.equal(0);
  });

  it('is not what a file behind links is, nor one that is not there yet', async () => {
    await rename(stage.home.file('.gitconfig'), stage.home.file('real'));
    await symlink('real', stage.home.file('.gitconfig'));
    await stage.setUp();
    expect(lstatSync(stage.home.file('.gitconfig')).isSymbolicLink()).to.equal(true);
    expect(await readFile(stage.home.file('real'), 'utf8')).to.contain('git-codecommit.eu-west-1');
    await writeFile(stage.home.file('new'), '');
    await rm(stage.home.file('new'));
    const { code, stderr } = await stage.codecommit([...stage.common, '--yes', '--no-verify'], {
      env: { GIT_CONFIG_GLOBAL: stage.home.file('new') },
    });
    expect(code, stderr).to.equal(0);
    expect(existsSync(stage.home.file('new'))).to.equal(true);
  });

  it('is a relative path, which leads into a clone, just as little', async () => {
    for (const env of [{ GIT_CONFIG_GLOBAL: 'gitconfig' }, { GIT_CONFIG_GLOBAL: '' }]) {
      const { code, stderr } = await stage.codecommit([...stage.common, '--yes'], { env });
      expect(code, stderr).to.equal(2);
      expect(stderr).to.contain('GIT_CONFIG_GLOBAL is').and.contain('--git-scope local|none');
    }
  });
});
