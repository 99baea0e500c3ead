import { cp, rename, rm, symlink } from 'node:fs/promises';
import { expect } from 'chai';
import { version } from '../../src/core/version.js';
import type { Variables } from '../helpers/environment.js';
import type { Ended } from '../helpers/run.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

/** The commands of ours in what was printed; each stands between backticks, which no line break cuts. */
function printed({ stdout, stderr }: Ended): readonly string[] {
  return [...`${stdout}\n${stderr}`.matchAll(/`((?!git (?!codecommit))[^`]*\bgit[- ]codecommit\b[^`]*)`/g)].map(
    ([, command = '']) => command.replace(/\s*\n\s*/g, ' '),
  );
}

/** The one command that ends in these words. */
function ending(words: string, commands: readonly string[]): string {
  const [found, ...others] = new Set(commands.filter((command) => command.endsWith(` ${words}`)));
  expect(others, words).to.deep.equal([]);
  if (found === undefined) throw new Error(`"${words}" is not among: ${commands.join('; ')}`);
  return found;
}

describe('a command that is printed where `git codecommit` does not work', function () {
  this.timeout(180_000);
  let fixture: Fixture;
  /** Of this process, which has no command of ours. */
  const env: Variables = { PATH: process.env['PATH'] };

  beforeEach(async () => {
    fixture = await openFixture();
  });
  afterEach(() => fixture.clear());

  /** Types a command as it was printed, somewhere else than where it was printed. */
  const type = (command: string, variables: Variables = env): Promise<Ended> =>
    fixture.home.run('/bin/sh', ['-c', command], { env: variables, cwd: fixture.home.path });
  const succeeds = async (command: string, variables: Variables = env): Promise<Ended> => {
    const ended = await type(command, variables);
    expect(ended.code, `${command}\n${ended.stderr}`).to.equal(0);
    return ended;
  };

  it('is one that Git does not know here by its name', async () => {
    const { code, stderr } = await type('git codecommit status');
    expect(code).to.equal(1);
    expect(stderr).to.contain("'codecommit' is not a git command");
  });

  it('runs after a setup from a checkout: to refresh, to look, to remove', async () => {
    const setup = await fixture.codecommit([...fixture.common, '--yes'], { env });
    expect(setup.code, setup.stderr).to.equal(0);
    const commands = printed(setup);
    expect(commands.map((command) => command.split(' ')[0])).to.satisfy((programs: readonly string[]) =>
      programs.every((program) => program === fixture.program),
    );
    await succeeds(ending('doctor', commands));
    await succeeds(ending('refresh my-app', commands));
    const unknown = await fixture.codecommit(['remove', 'nix'], { env });
    expect((await succeeds(ending('status', printed(unknown)))).stderr).to.contain('my-app');
  });

  it('runs from a folder with blanks and quotes, in what is said in JSON too', async () => {
    const dist = fixture.home.file("Ana's $HOME & more");
    await cp(fixture.program.replace(/\/[^/]*$/, ''), dist, { recursive: true });
    const wrong = await fixture.home.run(process.execPath, [`${dist}/git-codecommit.js`, 'remove', 'nix', '--json'], {
      env,
    });
    const { error } = JSON.parse(wrong.stderr) as { readonly error: { readonly hint: string } };
    await succeeds(ending('status', printed({ code: 0, stdout: error.hint, stderr: '' })));
    const help = await fixture.home.run(process.execPath, [`${dist}/git-codecommit.js`, '-h'], { env });
    await succeeds(ending('doctor', printed(help)).replace(/doctor$/, 'doctor -h'));
  });

  it('names the Node that runs where PATH has none', async () => {
    await fixture.home.run('mkdir', ['bin']);
    const { stdout: git } = await fixture.home.run('/bin/sh', ['-c', 'command -v git']);
    await symlink(git.trim(), fixture.home.file('bin', 'git'));
    const bare = { PATH: fixture.home.file('bin') };
    const { stderr } = await fixture.codecommit(['remove', 'nix'], { env: bare });
    const command = ending('status', printed({ code: 0, stdout: '', stderr }));
    expect(command).to.equal(`${process.execPath} ${fixture.program} status`);
    await succeeds(command, bare);
  });

  it("is what the helper says inside Git, and it is the helper's own command", async () => {
    await fixture.setUp();
    await rm(fixture.home.file('.aws', 'credentials'));
    const { stderr } = await fixture.home.run('git', ['ls-remote', fixture.app.url], { env });
    const [, command = ''] = /Run: (.*)$/m.exec(stderr) ?? [];
    expect(command, stderr).to.equal(`${fixture.program} refresh my-app`);
    // It is the wizard that misses something, for nobody is there.
    expect((await type(command)).stderr).to.match(/^✖ An answer is missing/m);
  });

  it('is our copy once a setup from a folder that is emptied has made one, and that stays', async () => {
    const dist = fixture.home.file('..', 'tmp', 'dist');
    await cp(fixture.program.replace(/\/[^/]*$/, ''), dist, { recursive: true });
    const setup = await fixture.home.run(process.execPath, [`${dist}/git-codecommit.js`, ...fixture.common, '--yes'], {
      env,
    });
    expect(setup.code, setup.stderr).to.equal(0);
    const doctor = ending('doctor', printed(setup).slice(-1));
    expect(doctor).to.equal(
      `${fixture.home.file('.local', 'share', 'git-codecommit', 'program', version, 'git-codecommit.js')} doctor`,
    );
    await rename(dist, `${dist}-gone`);
    await succeeds(doctor);
  });

  it('is `git codecommit` again, once a folder of PATH has it', async () => {
    await fixture.home.run('mkdir', ['bin']);
    await symlink(fixture.program, fixture.home.file('bin', 'git-codecommit'));
    const installed = { PATH: `${fixture.home.file('bin')}:${process.env['PATH'] ?? ''}` };
    const unknown = await fixture.codecommit(['remove', 'nix'], { env: installed });
    const command = ending('status', printed(unknown));
    expect(command).to.equal('git codecommit status');
    await succeeds(command, installed);
  });

  it('is what completes in a shell, which asks the same program', async () => {
    const { stdout } = await fixture.codecommit(['completion', 'bash'], { env });
    expect(stdout).to.contain(`< <(${fixture.program} __complete `).and.not.contain('git codecommit __complete');
    const asked = await succeeds(`${fixture.program} __complete -- refr`);
    expect(asked.stdout).to.contain('refresh');
  });
});
