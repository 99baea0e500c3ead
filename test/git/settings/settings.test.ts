import { adviceIn } from '../../../src/core/advice/advice.js';
import { plainText } from '../../../src/core/advice/say.js';
import { mkdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { GitSetting } from '../../../src/core/plan.js';
import { Problem } from '../../../src/core/problem.js';
import { readEntries } from '../../../src/git/config/entries.js';
import { removeConfigSection } from '../../../src/git/config/file.js';
import type { ConfigTools } from '../../../src/git/config/file.js';
import { effectiveCredentials } from '../../../src/git/config/effective.js';
import { helperSettings, type GitScope } from '../../../src/git/settings/helper-settings.js';
import { forgetReplaced, readReplaced, rememberReplaced } from '../../../src/git/settings/replaced.js';
import { applySettings, restoreSettings } from '../../../src/git/settings/settings.js';
import { readDiagnosisRequest } from '../../../src/doctor/diagnosis-request.js';
import type { Stores } from '../../../src/stores/stores.js';
import { systemClock } from '../../../src/system/clock.js';
import { createFiles } from '../../../src/system/files/files.js';
import { systemGit } from '../../../src/system/git/git.js';
import { temporaryHome, type TemporaryHome } from '../../helpers/environment.js';
import { run } from '../../helpers/run.js';

const host = 'git-codecommit.eu-west-1.amazonaws.com';
const [app, other] = ['app', 'other'].map((name) => `https://${host}/v1/repos/${name}`) as [string, string];
const value = (profile: string): string => `codecommit --profile '${profile}'`;

function wanted(profile: string, scope: GitScope = 'region', repositoryUrl = app): readonly GitSetting[] {
  return helperSettings({
    scope,
    value: value(profile),
    hosts: [host],
    everyHost: ['git-codecommit.*.amazonaws.com'],
    repositoryUrl,
  });
}

/** What the doctor reads of the call that a hint names. */
async function askedOfDoctor({ hint }: Problem): Promise<object> {
  const [advice] = adviceIn(hint);
  if (advice?.does !== 'call') throw new Error('no command is named');
  const none = { recipes: { read: () => Promise.resolve(undefined) }, profiles: { list: () => Promise.resolve([]) } };
  const [, url] = advice.words;
  if (typeof url !== 'string') throw new Error('no address is named');
  const asked = await readDiagnosisRequest(url, undefined, none as unknown as Stores);
  return { url: asked.url };
}

describe("Git's settings, written", () => {
  let home: TemporaryHome;
  let tools: ConfigTools;
  let record: string;
  const files = createFiles();
  beforeEach(async () => {
    home = await temporaryHome();
    tools = {
      git: systemGit(home.environment()),
      clock: systemClock,
      env: home.environment(),
      homeDirectory: home.path,
      platform: process.platform,
      files,
    };
    record = home.file('record.json');
  });
  afterEach(() => home.remove());

  const config = (): string => home.file('.gitconfig');
  const text = (): Promise<string> => readFile(config(), 'utf8');
  const apply = (profile: string, settings: readonly GitSetting[], cwd = home.path): Promise<void> =>
    applySettings(settings, cwd, tools, (changes) =>
      rememberReplaced(
        files,
        record,
        changes.map((change) => ({ profile, ...change })),
      ),
    );
  async function remove(profile: string): Promise<readonly GitSetting[]> {
    const restored = await restoreSettings(profile, await readReplaced(files, record), tools);
    await forgetReplaced(files, record, profile);
    return restored;
  }
  async function helpersOf(url: string, cwd = home.path): Promise<(string | undefined)[]> {
    return effectiveCredentials(await readEntries(tools.git, cwd), url).helpers.map((entry) => entry.value);
  }
  async function problemOf(work: Promise<unknown>): Promise<Problem> {
    const error: unknown = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (error instanceof Problem) return error;
    throw error instanceof Error ? error : new Error('nothing was thrown');
  }

  it("are a section of the user's file, the same after a second time", async () => {
    await apply('dev', wanted('dev'));
    const once = await text();
    expect(once).to.equal(
      `[credential "https://${host}"]\n\thelper = \n\thelper = codecommit --profile 'dev'\n\tuseHttpPath = true\n`,
    );
    await apply('dev', wanted('dev'));
    expect(await text()).to.equal(once);
  });

  it('leave everything else in the file as it is', async () => {
    const before =
      `# mine\n[user]\n\tname = Ana ; comment\n[credential]\n\thelper = store\n[credential ` +
      `"https://${host}"]\n\tusername = x\n[alias]\n\tst = status\n`;
    await writeFile(config(), before);
    await apply('dev', wanted('dev'));
    const after = await text();
    expect(after.split('\n').filter((line) => !before.split('\n').includes(line))).to.deep.equal([
      '\thelper = ',
      "\thelper = codecommit --profile 'dev'",
      '\tuseHttpPath = true',
    ]);
    expect(await helpersOf(app)).to.deep.equal([value('dev')]);
    expect(await helpersOf('https://github.com/x/y')).to.deep.equal(['store']);
  });

  it('are ours alone, wherever other helpers stand in the file', async () => {
    for (const later of [
      '[credential]\n\thelper = store\n',
      '[credential]\n\thelper =\n\thelper = manager\n',
      '[credential "https://git-codecommit.*.amazonaws.com"]\n\thelper =\n',
    ]) {
      await rm(config(), { force: true });
      await apply('dev', wanted('dev'));
      await writeFile(config(), (await text()) + later);
      expect(await helpersOf(app)).to.not.deep.equal([value('dev')]);
      await apply('dev', wanted('dev'));
      expect(await helpersOf(app), later).to.deep.equal([value('dev')]);
      expect((await text()).split('useHttpPath')).to.have.length(2);
    }
  });

  it('put the exact behind the general, in whatever order they are made', async () => {
    const setups: [string, readonly GitSetting[]][] = [
      ['one', wanted('one', 'repository', app)],
      ['host', wanted('host', 'region')],
      ['all', wanted('all', 'all')],
      ['two', wanted('two', 'repository', other)],
    ];
    for (const order of [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [2, 0, 3, 1],
      [1, 0, 2, 3],
    ]) {
      await rm(config(), { force: true });
      for (const at of order) await apply(...(setups[at] ?? ['', []]));
      expect(await helpersOf(app)).to.deep.equal([value('one')]);
      expect(await helpersOf(other)).to.deep.equal([value('two')]);
      expect(await helpersOf(`https://${host}/v1/repos/third`)).to.deep.equal([value('host')]);
      expect(await helpersOf('https://git-codecommit.us-east-1.amazonaws.com/v1/repos/x')).to.deep.equal([
        value('all'),
      ]);
      const once = await text();
      for (const at of order) await apply(...(setups[at] ?? ['', []]));
      expect(await text()).to.equal(once);
    }
  });

  it('join the helpers of every server where that was asked for', async () => {
    await writeFile(
      config(),
      '[credential]\n\thelper = store\n\thelper = !aws codecommit credential-helper $@\n\thelper = cache\n',
    );
    await apply('dev', wanted('dev', 'global'));
    expect(await helpersOf(app)).to.deep.equal(['store', value('dev'), 'cache']);
    await apply('new', wanted('new', 'global'));
    expect(await helpersOf(app)).to.deep.equal(['store', value('new'), 'cache']);
    expect(effectiveCredentials(await readEntries(tools.git, home.path), app).useHttpPath).to.equal(true);
    expect(effectiveCredentials(await readEntries(tools.git, home.path), 'https://github.com/x').useHttpPath).to.equal(
      false,
    );
    await remove('new');
    expect(await helpersOf(app)).to.deep.equal(['store', value('dev'), 'cache']);
    await remove('dev');
    expect(await helpersOf(app)).to.deep.equal(['store', '!aws codecommit credential-helper $@', 'cache']);
  });

  it('can be those of one clone', async () => {
    await tools.git.run(['init', '-q', home.file('clone')]);
    await apply('dev', wanted('dev'));
    await apply('local', wanted('local', 'local'), home.file('clone'));
    expect(await helpersOf(app, home.file('clone'))).to.deep.equal([value('local')]);
    expect(await helpersOf(app)).to.deep.equal([value('dev')]);
    await remove('local');
    expect(await helpersOf(app, home.file('clone'))).to.deep.equal([value('dev')]);
    expect((await problemOf(apply('x', wanted('x', 'local')))).message).to.contain('no clone');
  });

  it('say who overrules them', async () => {
    await mkdir(home.file('clone'));
    await tools.git.run(['init', '-q', home.file('clone')]);
    await tools.git.run(['config', '--local', 'credential.helper', ''], { cwd: home.file('clone') });
    const problem = await problemOf(apply('dev', wanted('dev'), home.file('clone')));
    expect(problem.kind).to.equal('git');
    expect(problem.message).to.contain('credential.helper in .git/config');
    expect(await askedOfDoctor(problem)).to.deep.equal({ url: `https://${host}` });
    const everywhere = await problemOf(apply('all', wanted('all', 'all'), home.file('clone')));
    expect(await askedOfDoctor(everywhere)).to.deep.equal({ url: 'https://git-codecommit.us-east-1.amazonaws.com' });
    await tools.git.run(['config', '--local', 'credential.helper', 'store'], { cwd: home.file('clone') });
    await apply('dev', wanted('dev'), home.file('clone'));
    await tools.git.run(['config', '--local', 'credential.useHttpPath', 'false'], { cwd: home.file('clone') });
    expect((await problemOf(apply('dev', wanted('dev'), home.file('clone')))).message).to.contain(
      'credential.usehttppath in .git/config',
    );
  });

  describe('and taken back', () => {
    it('leave the file as it was', async () => {
      for (const before of ['', '# only this\n', '[user]\n\tname = Ana\n']) {
        await writeFile(config(), before);
        await apply('dev', wanted('dev'));
        expect(await remove('dev')).to.have.length(3);
        expect(await text()).to.equal(before);
        expect(await readReplaced(files, record)).to.deep.equal([]);
      }
    });

    it('give back what they replaced, also after several setups', async () => {
      await writeFile(
        config(),
        `[credential "https://${host}"]\n\thelper = !aws codecommit credential-helper $@\n\tUseHttpPath = true\n`,
      );
      await apply('dev', wanted('dev'));
      await apply(
        'dev',
        [...wanted('dev')].map((setting) => ({
          ...setting,
          value: setting.value.replace('codecommit', '!/new/git-credential-codecommit'),
        })),
      );
      await remove('dev');
      expect(await helpersOf(app)).to.deep.equal(['!aws codecommit credential-helper $@']);
      expect(effectiveCredentials(await readEntries(tools.git, home.path), app).useHttpPath).to.equal(true);
    });

    it('leave alone what somebody changed since', async () => {
      await apply('dev', wanted('dev'));
      await tools.git.run(['config', '--global', '--add', `credential.https://${host}.helper`, 'cache']);
      await remove('dev');
      expect(await helpersOf(app)).to.deep.equal([value('dev'), 'cache']);
    });

    it('do not bring back a profile that was removed in the meantime', async () => {
      await apply('a', wanted('a'));
      await apply('b', wanted('b'));
      expect(await remove('a')).to.deep.equal([]);
      expect(await helpersOf(app)).to.deep.equal([value('b')]);
      await remove('b');
      expect(await helpersOf(app)).to.deep.equal([]);
      await apply('a', wanted('a'));
      await apply('b', wanted('b'));
      await remove('b');
      expect(await helpersOf(app)).to.deep.equal([value('a')]);
    });

    it('leave no trace, in whatever order profiles come, come again and go', async function () {
      this.timeout(60_000);
      for (const order of ['abAB', 'abBA', 'abaAB', 'abaBA', 'abcaCAB', 'abcBAC', 'abcbACB', 'aabbAB']) {
        await writeFile(config(), '');
        for (const step of order) {
          const profile = step.toLowerCase();
          if (step === profile) await apply(profile, wanted(profile));
          else await remove(profile);
          const present = await helpersOf(app);
          if (present.length > 0)
            expect(effectiveCredentials(await readEntries(tools.git, home.path), app).useHttpPath, order).to.equal(
              true,
            );
          if (step === profile) expect(present, order).to.deep.equal([value(profile)]);
          else expect(present, order).to.not.include(value(profile));
        }
        expect(await text(), order).to.equal('');
        expect(await readReplaced(files, record)).to.deep.equal([]);
      }
    });

    it("take from the values of several owners one's own alone, in whatever order they come, come again and go", async function () {
      this.timeout(60_000);
      const key = `url.https://${host}/v1/repos/.insteadOf`;
      // What each profile makes Git read; `c` changes its mind, `b` and `d` want what others want too.
      const own: Readonly<Record<string, readonly string[]>> = { a: ['x'], b: ['x', 'y'], c: ['z'], d: ['y', 'mine'] };
      const wantedOf = (profile: string, again: boolean): readonly GitSetting[] =>
        [...(own[profile] ?? []), ...(again ? ['more'] : [])].map((prefix) => ({
          scope: 'global',
          key,
          value: `codecommit::${prefix}`,
        }));
      for (const order of [
        'abAB',
        'abBA',
        'baAB',
        'baBA',
        'aabAB',
        'abcdACBD',
        'dcbaABCD',
        'ccaCA',
        'abcaCAB',
        'daAD',
      ]) {
        await writeFile(config(), '');
        await tools.git.run(['config', '--global', key, 'codecommit::mine']);
        const before = await text();
        const here = new Set<string>();
        for (const step of order) {
          const profile = step.toLowerCase();
          if (step === profile) await apply(profile, wantedOf(profile, here.has(profile)));
          else await remove(profile);
          if (step === profile) here.add(profile);
          else here.delete(profile);
          const present = (await tools.git.run(['config', '--global', '--get-all', key])).stdout
            .split('\n')
            .filter((line) => line !== '')
            .map((line) => line.replace('codecommit::', ''));
          const rightful = new Set(['mine', ...[...here].flatMap((one) => own[one] ?? [])]);
          expect(
            [...rightful].filter((one) => !present.includes(one)),
            `${order} at ${step}: gone`,
          ).to.deep.equal([]);
          expect(
            present.filter((one) => one !== 'more' && !rightful.has(one)),
            `${order} at ${step}: left`,
          ).to.deep.equal([]);
          expect(new Set(present).size, order).to.equal(present.length);
        }
        expect(await text(), order).to.equal(before);
        expect(await readReplaced(files, record)).to.deep.equal([]);
      }
    });

    it('mind no clone that is gone', async () => {
      await tools.git.run(['init', '-q', home.file('clone')]);
      await apply('dev', wanted('dev', 'local'), home.file('clone'));
      await rm(home.file('clone'), { recursive: true });
      expect(await remove('dev')).to.deep.equal([]);
    });

    it('mind no record that is broken', async () => {
      for (const broken of ['{', '[1, {"profile": 2}]', 'null', '[]']) {
        await writeFile(record, broken);
        expect(await readReplaced(files, record)).to.deep.equal([]);
      }
      await apply('dëv', wanted('dëv'));
      expect(await readFile(record, 'latin1')).to.match(/^[\n\x20-\x7e]*$/);
      expect((await readReplaced(files, record)).map(({ profile }) => profile)).to.deep.equal(['dëv', 'dëv']);
    });
  });

  describe('with others at the same file', () => {
    it('are all there after 50 wrote at once', async function () {
      this.timeout(120_000);
      await writeFile(config(), '# kept\n');
      const repositories = Array.from({ length: 25 }, (_, at) => `https://${host}/v1/repos/r${at}`);
      const foreign = async (at: number): Promise<void> => {
        for (;;)
          if (
            (await run('git', ['config', '--global', `x.y${at}`, 'z'], { env: home.environment(), cwd: home.path }))
              .code === 0
          )
            return;
      };
      await Promise.all(
        repositories.flatMap((url, at) => [apply(`p${at}`, wanted(`p${at}`, 'repository', url)), foreign(at)]),
      );
      for (const [at, url] of repositories.entries()) expect(await helpersOf(url)).to.deep.equal([value(`p${at}`)]);
      expect((await text()).match(/y\d+ = z/g)).to.have.length(25);
      expect(await text()).to.match(/^# kept\n/);
    });

    it('wait for the lock, and name its file in the end', async () => {
      await writeFile(`${config()}.lock`, '');
      let waits = 0;
      tools = {
        ...tools,
        clock: {
          sleep: async () => {
            waits += 1;
            if (waits === 3) await rm(`${config()}.lock`);
          },
        },
      };
      await apply('dev', wanted('dev'));
      expect(waits).to.equal(3);

      await writeFile(`${config()}.lock`, '');
      tools = { ...tools, clock: { sleep: () => Promise.resolve() } };
      const problem = await problemOf(apply('new', wanted('new')));
      expect(problem.kind).to.equal('git');
      expect(problem.message).to.contain(`${config()}.lock`);
      expect(plainText(problem.hint ?? '')).to.match(/^It was made .* ago, .*looks whether it may be deleted\.$/);
      expect(await helpersOf(app)).to.deep.equal([value('dev')]);
    });

    it('wait for no lock that a killed Git left, and say how it goes away', async () => {
      tools = { ...tools, clock: { sleep: () => Promise.reject(new Error('It waited.')) } };
      const leave = async (file: string): Promise<void> => {
        await writeFile(`${file}.lock`, '');
        await utimes(`${file}.lock`, new Date(0), new Date(0));
      };
      const named = async (work: Promise<void>, file: string): Promise<void> => {
        const problem = await problemOf(work);
        expect(problem.kind).to.equal('git');
        expect(problem.message)
          .to.match(/stay locked by the file/)
          .and.contain(`${file}.lock`);
        expect(plainText(problem.hint ?? ''))
          .to.match(/a Git that was killed left it/)
          .and.contain(`rm ${file}.lock`);
      };
      await leave(config());
      await named(apply('dev', wanted('dev')), config());
      await named(removeConfigSection({ scope: 'global', cwd: home.path }, 'credential', tools), config());

      await rm(`${config()}.lock`);
      const kept = home.file('dotfiles');
      await writeFile(kept, '');
      await symlink(kept, config());
      await leave(kept);
      await named(apply('dev', wanted('dev')), kept);

      const clone = home.file('clone');
      await mkdir(`${clone}/below`, { recursive: true });
      await run('git', ['init', '-q'], { cwd: clone, env: home.environment() });
      await leave(`${clone}/.git/config`);
      await named(apply('dev', wanted('dev', 'local'), `${clone}/below`), `${clone}/.git/config`);
    });

    it('say when the file cannot be written or read', async () => {
      await writeFile(config(), '[broken\n');
      expect((await problemOf(apply('dev', wanted('dev')))).message).to.contain('bad config line');
      await rm(config());
      await mkdir(config());
      expect((await problemOf(apply('dev', wanted('dev')))).kind).to.equal('git');
    });
  });
});
