import { plainText } from '../../src/core/advice/say.js';
import { readFile } from 'node:fs/promises';

import { expect } from 'chai';

import { checks } from '../../src/doctor/checks/index.js';
import { unseen } from '../../src/doctor/beyond-checks.js';
import { TestTerminal } from '../helpers/terminal.js';
import { examine, host, Workshop, type Bench, type Document } from './doctor/bench.js';

describe('the doctor is called', function () {
  this.timeout(180_000);
  let workshop: Workshop;
  let bench: Bench;
  before(async () => {
    workshop = await Workshop.open();
  });
  beforeEach(async () => {
    bench = await workshop.bench();
  });
  after(() => workshop.close());

  /** In a folder that is no clone. */
  const outside = (...args: readonly string[]) => bench.codecommit(['doctor', '--json', ...args], {}, bench.home.path);
  const detail = ({ findings }: Document, id: string): string =>
    findings.find((finding) => finding.id === id)?.detail ?? '';

  it('in a clone: its remote is meant, from a folder below it too', async () => {
    const { stdout } = await bench.codecommit(['doctor', '--json'], {}, bench.home.file('clone', '.git'));
    expect(detail(JSON.parse(stdout) as Document, 'pull')).to.equal('Git may pull.');
  });

  it('with --json: one document of this shape and no other', async () => {
    const { stdout } = await bench.codecommit(['doctor', '--json']);
    const document = JSON.parse(stdout) as Document;
    expect(Object.keys(document)).to.deep.equal(['ok', 'findings']);
    for (const finding of document.findings) {
      expect(Object.keys(finding)).to.deep.equal(['id', 'title', 'level', 'detail', 'fix']);
      expect(finding.level).to.be.oneOf(['ok', 'warn', 'fail', 'skip']);
      expect([typeof finding.title, typeof finding.detail]).to.deep.equal(['string', 'string']);
    }
    expect(document.findings.map(({ id }) => id)).to.deep.equal(checks.map(({ id }) => id));
  });

  it('with --all: every check, and what none of them can see, with whom to ask', async () => {
    const { code, stderr } = await bench.codecommit(['doctor', '--all']);
    expect(code, stderr).to.equal(0);
    const said = stderr.replace(/\s+/g, ' ');
    for (const { title } of checks) expect(said).to.contain(`${title}: `);
    for (const { cause, ask } of unseen)
      expect(said.toLowerCase()).to.contain(cause.toLowerCase()).and.contain(plainText(ask).toLowerCase());
    expect((await bench.codecommit(['doctor'])).stderr.replace(/\s+/g, ' ')).to.contain(
      '`git codecommit doctor --all` names what cannot be seen from here',
    );
  });

  it('outside of a clone: the only profile is meant, and its keys are found', async () => {
    const { stdout } = await outside();
    expect(detail(JSON.parse(stdout) as Document, 'profile')).to.equal('[my-app] has keys.');
    expect(detail(JSON.parse(stdout) as Document, 'identity')).to.contain('assumed-role');
  });

  it('with a URL, anywhere', async () => {
    const { code, stdout } = await outside(bench.app.url);
    expect(code, stdout).to.equal(0);
    expect(detail(JSON.parse(stdout) as Document, 'pull')).to.equal('Git may pull.');
  });

  it('with a profile, anywhere: the host that it is set up for is meant', async () => {
    const { code, stdout } = await outside('my-app');
    expect(code, stdout).to.equal(0);
    const document = JSON.parse(stdout) as Document;
    expect(detail(document, 'identity')).to.contain('assumed-role/Developer');
    expect(detail(document, 'remote-url')).to.contain(host);
    expect(detail(document, 'repository')).to.equal('No repository is known.');
  });

  it('with nothing, outside of a clone: what can be said without a URL', async () => {
    const { code, stdout, stderr } = await bench.codecommit(['doctor'], {}, bench.home.path);
    expect([code, stdout]).to.deep.equal([0, '']);
    expect(stderr).to.contain('what could be looked at').and.contain('git codecommit doctor --all');
  });

  it('outside of a clone, with several profiles: none is examined, and nothing is said to be missing', async () => {
    await bench.edit(['.config', 'git-codecommit', 'recipes.ini'], (text) => `${text}[other]\nmethod = keys\n`);
    const { code, stdout } = await outside();
    expect(detail(JSON.parse(stdout) as Document, 'profile')).to.contain('Several profiles are set up (my-app, other)');
    expect(code, stdout).to.equal(0);
  });

  it('with what is neither: a mistake in the call', async () => {
    for (const operand of ['my-ap', 'https://github.com/octo/app']) {
      const { code, stdout, stderr } = await outside(operand);
      expect([code, stdout], stderr).to.deep.equal([2, '']);
    }
  });

  it("in a fork: the remote of CodeCommit's is meant, whatever its name", async () => {
    await bench.git(['remote', 'rename', 'origin', 'upstream']);
    await bench.git(['remote', 'add', 'origin', 'https://github.com/octo/app']);
    await bench.git(['remote', 'set-url', 'upstream', bench.app.url.replace('https://', 'https://bob@')]);
    const { findings } = await examine(bench);
    expect(findings.find(({ id }) => id === 'remote-url')).to.include({
      level: 'fail',
      fix: `git remote set-url upstream ${bench.app.url}`,
    });
  });

  it('where only a push goes to CodeCommit', async () => {
    await bench.git(['remote', 'set-url', 'origin', 'https://github.com/octo/app']);
    await bench.git(['remote', 'set-url', '--push', 'origin', bench.app.url]);
    expect(detail(await examine(bench), 'repository')).to.contain('my-app is there');
  });

  it('where an insteadOf leads to CodeCommit', async () => {
    await bench.git(['config', '--global', `url.${host}/v1/repos/.insteadOf`, 'work:']);
    await bench.git(['remote', 'set-url', 'origin', 'work:my-app']);
    expect(detail(await examine(bench), 'remote-url')).to.contain(bench.app.url);
  });

  it('where a submodule comes from CodeCommit', async () => {
    await bench.git(['remote', 'remove', 'origin']);
    await bench.git(['config', 'submodule.lib.url', bench.app.sshUrl]);
    const { findings } = await examine(bench);
    expect(findings.find(({ id }) => id === 'remote-url')).to.include({
      level: 'fail',
      fix: `git config submodule.lib.url ${bench.app.url}`,
    });
  });

  it("to write Git's settings anew, which no one has to sign in for", async () => {
    const before = await readFile(bench.home.file('.gitconfig'), 'utf8');
    await bench.git(['config', '--global', '--remove-section', `credential.${host}`]);
    bench.fixture.sandbox.log.clear();
    const { code, stderr } = await bench.codecommit(['doctor', '--repair-git', '--profile', 'my-app']);
    expect(code, stderr).to.equal(0);
    // A checkout in a folder that is emptied is set up by its copy in the home, and each test has a home of its own.
    const anywhere = (text: string): string =>
      text.replace(/'[^']*\/git-credential-codecommit'/, "'git-credential-codecommit'");
    expect(anywhere(await readFile(bench.home.file('.gitconfig'), 'utf8'))).to.equal(anywhere(before));
    expect(bench.fixture.sandbox.log.entries).to.deep.equal([]);
  });

  for (const columns of [40, 200]) {
    it(`on a terminal of ${columns} columns: the cause, then the command, in whole words`, async () => {
      await bench.git(['config', '--global', '--unset-all', `credential.${host}.useHttpPath`]);
      const at = new TestTerminal([process.execPath, bench.fixture.program, 'doctor'], {
        env: bench.home.environment(),
        cwd: bench.home.file('clone'),
        columns,
      });
      try {
        await at.waitFor(/Mend "useHttpPath" now\?/);
        const screen = at.screen();
        expect(screen.indexOf('useHttpPath:')).to.be.greaterThan(-1).and.lessThan(screen.indexOf('→'));
        const prose = screen.slice(0, screen.indexOf('→')).split('\n');
        for (const line of prose) expect(line.length, line).to.be.at.most(columns);
        expect(at.text()).to.contain(`git config --global credential.${host}.useHttpPath true`);
        at.enter();
        expect(await at.exit(60_000), at.screen()).to.deep.include({ code: 0 });
        expect(at.text())
          .to.contain('Nothing was found')
          .and.match(/run the Git command again/);
      } finally {
        await at.close();
      }
    });
  }
});
