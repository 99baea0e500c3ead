import { chmod, cp, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Git } from '../../src/core/ports/git.js';
import { Problem } from '../../src/core/problem.js';
import { openGitSettingsStore } from '../../src/stores/open-git-settings.js';
import type { HelperChoice, GitSettingsStore } from '../../src/stores/git-settings.js';
import { systemClock } from '../../src/system/clock.js';
import { createFiles } from '../../src/system/files/files.js';
import { findProgram } from '../../src/system/process/find-program.js';
import { systemGit } from '../../src/system/git/git.js';
import { runningProgram, type ProgramOptions } from '../../src/system/program.js';
import { built } from '../helpers/built.js';
import { temporaryHome, type TemporaryHome } from '../helpers/environment.js';
import { run, type Ended } from '../helpers/run.js';

const host = 'git-codecommit.eu-west-1.amazonaws.com';
const url = `https://${host}/v1/repos/app`;
const choice: HelperChoice = {
  scope: 'region',
  helper: 'codecommit',
  profile: 'dev',
  region: 'eu-west-1',
  host,
  repository: 'app',
};

describe("the store of Git's settings", () => {
  let home: TemporaryHome;
  let dist: string;
  before(function () {
    this.timeout(60_000);
    dist = built();
  });
  beforeEach(async () => {
    home = await temporaryHome();
    await mkdir(home.file('.aws'));
  });
  afterEach(() => home.remove());

  function open(
    options: Partial<ProgramOptions> = {},
    git: Pick<Git, 'run'> = systemGit(home.environment()),
  ): GitSettingsStore {
    const program = runningProgram({
      version: '1.2.3',
      folder: dist,
      env: {},
      systemPath: home.file('bin'),
      ...options,
    });
    // This home is a temporary folder, which stands for one that is not.
    const lasting = { ...program, facts: async () => ({ ...(await program.facts()), temporaryFolders: [] }) };
    return openGitSettingsStore(
      {
        git: { ...systemGit(home.environment()), ...git },
        files: createFiles(),
        clock: systemClock,
        program: lasting,
        platform: process.platform,
        env: home.environment(),
        homeDirectory: home.path,
      },
      { state: home.file('state'), data: home.file('data') },
    );
  }
  async function setUp(room: GitSettingsStore, more: Partial<HelperChoice> = {}, cwd = home.path): Promise<void> {
    const made = { ...choice, ...more };
    await room.apply(made.profile ?? 'environment', await room.plan(made), cwd);
  }
  const keys = (name: string, id: string): Promise<void> =>
    writeFile(home.file('.aws', 'credentials'), `[${name}]\naws_access_key_id = ${id}\naws_secret_access_key = s\n`, {
      flag: 'a',
    });
  const value = async (room: GitSettingsStore, more: Partial<HelperChoice> = {}): Promise<string | undefined> =>
    (await room.plan({ ...choice, ...more })).find((setting) => setting.value !== '')?.value;

  /** Asks real Git as a program with a window would start it: with nothing but the poorest PATH and a home. */
  function fill(asked: string, more: Record<string, string> = {}): Promise<Ended> {
    const git = findProgram('git', process.env) ?? 'git';
    return run(git, ['credential', 'fill'], {
      env: { PATH: '/usr/bin:/bin', HOME: home.path, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0', ...more },
      cwd: home.path,
      input: `url=${asked}\n\n`,
    });
  }
  async function userOf(asked: string, more?: Record<string, string>): Promise<string | undefined> {
    return /^username=(.*)$/m.exec((await fill(asked, more)).stdout)?.[1];
  }

  it('sets up a helper that works with the poorest PATH', async () => {
    await keys('dev', 'AKIADEV');
    await setUp(open());
    expect(await userOf(url)).to.equal('AKIADEV');
    expect(await userOf(`https://${host}/v1/repos/other`)).to.equal('AKIADEV');
    const refused = await fill(`https://${host}/v1/repos/a/b`);
    expect(refused.code).to.equal(128);
    expect(refused.stderr).to.contain('is not the path of a repository').and.contain('told us to quit');
  });

  it('sets up a helper that works from a folder and with a profile full of blanks and quotes', async () => {
    const odd = home.file('it\'s a $HOME `x` "dir"');
    await mkdir(join(odd, 'bin'), { recursive: true });
    await cp(dist, join(odd, 'dist'), { recursive: true });
    await cp(process.execPath, join(odd, 'bin', 'node'));
    const profile = 'Ana\'s #1 \\ "profile" $PATH `id` ; %!';
    await keys(profile, 'AKIAODD');
    const room = open({ folder: join(odd, 'dist'), node: join(odd, 'bin', 'node') });
    expect(await value(room))
      .to.contain("it'\\''s a $HOME `x`")
      .and.contain(' --node ');
    await setUp(room, { profile });
    expect(await userOf(url)).to.equal('AKIAODD');
    expect(await open().profileFor(url, home.path)).to.equal(profile);
  });

  it('names the helper alone only where the poorest PATH has it, and a Node', async () => {
    await mkdir(home.file('bin'));
    await symlink(join(dist, 'git-credential-codecommit'), home.file('bin', 'git-credential-codecommit'));
    expect(await value(open())).to.match(/^!'\//);
    await symlink(process.execPath, home.file('bin', 'node'));
    expect(await value(open())).to.equal("codecommit --profile 'dev'");
    await keys('dev', 'AKIADEV');
    await setUp(open());
    expect(await userOf(url, { PATH: `${home.file('bin')}:/usr/bin:/bin` })).to.equal('AKIADEV');
  });

  it('copies the program first where it would be gone tomorrow, and only when it is really set up', async () => {
    const npx = home.file('.npm', '_npx', '1234', 'node_modules', 'git-codecommit', 'dist');
    await cp(dist, npx, { recursive: true });
    await keys('dev', 'AKIADEV');
    const room = open({ folder: npx });
    const plan = await room.plan(choice);
    expect(existsSync(home.file('data'))).to.equal(false);
    expect(plan.map((setting) => setting.value).join())
      .to.contain(home.file('data', 'program', '1.2.3'))
      .and.not.contain('_npx');
    await room.apply('dev', plan, home.path);
    await rm(home.file('.npm'), { recursive: true });
    expect(await userOf(url)).to.equal('AKIADEV');
  });

  it('keeps passwords of 15 minutes from helpers that store, wherever they stand', async () => {
    await keys('dev', 'AKIADEV');
    await writeFile(home.file('keeper'), '#!/bin/sh\n[ "$1" = get ] && exit\ncat >>"$HOME/kept"\n');
    await chmod(home.file('keeper'), 0o755);
    const general = `[credential]\n\thelper = ${home.file('keeper')}\n`;
    await writeFile(home.file('.gitconfig'), general);
    await setUp(open());
    await writeFile(home.file('.gitconfig'), `${await readFile(home.file('.gitconfig'), 'utf8')}${general}`);
    await setUp(open());
    const filled = await fill(url);
    const approve = (input: string): Promise<Ended> =>
      run('git', ['credential', 'approve'], { env: home.environment(), cwd: home.path, input });
    expect(filled.stdout).to.contain('password=');
    await approve(filled.stdout);
    expect(existsSync(home.file('kept'))).to.equal(false);
    await approve('protocol=https\nhost=github.com\nusername=u\npassword=p\n\n');
    expect(await readFile(home.file('kept'), 'utf8')).to.contain('host=github.com');
  });

  it('lets several accounts live side by side', async () => {
    for (const profile of ['one', 'two', 'three', 'far']) await keys(profile, `AKIA${profile}`);
    const room = open();
    await setUp(room, { profile: 'one', scope: 'repository', repository: 'first' });
    await setUp(room, { profile: 'two' });
    await setUp(room, { profile: 'three', scope: 'repository', repository: 'third' });
    await setUp(room, { profile: 'far', scope: 'all' });
    expect(await userOf(`https://${host}/v1/repos/first`)).to.equal('AKIAone');
    expect(await userOf(url)).to.equal('AKIAtwo');
    expect(await userOf(`https://${host}/v1/repos/third`)).to.equal('AKIAthree');
    expect(await userOf(`https://${host}/v1/repos/third2`)).to.equal('AKIAtwo');
    expect(await userOf('https://git-codecommit-fips.us-gov-west-1.amazonaws.com/v1/repos/x')).to.equal('AKIAfar');
    expect(await userOf('https://vpce-1a-2b.git-codecommit.cn-north-1.vpce.amazonaws.com.cn/v1/repos/x')).to.equal(
      'AKIAfar',
    );
    const uses = await room.uses();
    expect(uses.get('one')).to.deep.equal([`https://${host}/v1/repos/first`]);
    expect(uses.get('two')).to.deep.equal([`https://${host}`]);
    expect(uses.get('far')).to.have.length(6).and.include('https://*.git-codecommit.*.vpce.amazonaws.com.cn');
    for (const profile of ['two', 'far', 'one', 'three']) await room.remove(profile);
    expect(await readFile(home.file('.gitconfig'), 'utf8')).to.equal('');
    expect(await room.uses()).to.deep.equal(new Map());
  });

  it("serves the FIPS host with the region's, and an endpoint of a VPC alone", async () => {
    const hosts = async (more: Partial<HelperChoice>): Promise<string[]> => [
      ...new Set(
        (await open().plan({ ...choice, ...more })).map(({ key }) =>
          key.replace(/^credential\.https:\/\/(.*)\.\w+$/, '$1'),
        ),
      ),
    ];
    expect(await hosts({ region: 'us-east-1', host: 'git-codecommit.us-east-1.amazonaws.com' })).to.deep.equal([
      'git-codecommit.us-east-1.amazonaws.com',
      'git-codecommit-fips.us-east-1.amazonaws.com',
    ]);
    expect(
      await hosts({ region: 'us-east-1', host: 'vpce-1.git-codecommit.us-east-1.vpce.amazonaws.com' }),
    ).to.deep.equal(['vpce-1.git-codecommit.us-east-1.vpce.amazonaws.com']);
    expect(await hosts({ region: 'cn-north-1', host: 'git-codecommit.cn-north-1.amazonaws.com.cn' })).to.deep.equal([
      'git-codecommit.cn-north-1.amazonaws.com.cn',
    ]);
  });

  it("knows whose a URL is now: ours, AWS's, nobody's", async () => {
    const room = open();
    const config = (text: string): Promise<void> => writeFile(home.file('.gitconfig'), text);
    expect(await room.profileFor(url, home.path)).to.equal(undefined);
    await config('[credential]\n\thelper = store\n');
    expect(await room.profileFor(url, home.path)).to.equal(undefined);
    await config('[credential]\n\thelper = !aws --profile work codecommit credential-helper $@\n');
    expect(await room.profileFor(url, home.path)).to.equal('work');
    expect((await room.uses()).get('work')).to.have.length(1);
    await setUp(room);
    expect(await room.profileFor(url, home.path)).to.equal('dev');
    expect(await room.profileFor('https://git-codecommit.us-east-1.amazonaws.com/v1/repos/x', home.path)).to.equal(
      'work',
    );
  });

  it('uses the environment where there is no profile', async () => {
    const room = open();
    await setUp(room, { profile: undefined });
    expect(await userOf(url, { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 's' })).to.equal('AKIAENV');
    expect((await room.uses()).get('environment')).to.deep.equal([`https://${host}`]);
    expect(await room.remove('environment')).to.have.length(3);
  });

  it("can set up AWS's own helper, which needs no copy of ours", async () => {
    const npx = home.file('.npm', '_npx', '1', 'dist');
    await cp(dist, npx, { recursive: true });
    await setUp(open({ folder: npx }), { helper: 'aws' });
    expect(await readFile(home.file('.gitconfig'), 'utf8')).to.contain(
      "!aws codecommit credential-helper --profile 'dev' $@",
    );
    expect(existsSync(home.file('data'))).to.equal(false);
  });

  it('refuses patterns where Git knows none', async () => {
    const old = { run: () => Promise.resolve({ code: 0, stdout: 'git version 2.20.1\n', stderr: '' }) };
    const error: unknown = await open({}, old)
      .plan({ ...choice, scope: 'all' })
      .catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(Problem).with.property('message').that.contains('2.20').and.contains('2.26');
    expect(await open({}, old).plan(choice)).to.have.length(3);
  });

  it('keeps the record of what it replaced to the user', async () => {
    await setUp(open());
    const { mode } = await stat(home.file('state', 'git-settings.json'));
    expect(mode & 0o777).to.equal(0o600);
  });
});
