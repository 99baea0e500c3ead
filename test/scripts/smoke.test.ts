import { join, resolve } from 'node:path';
import { expect } from 'chai';

import { cleanEnvironment } from '../helpers/environment.js';
import { run } from '../helpers/run.js';
import { openFixture } from '../e2e/fixture.js';
import type { Fixture } from '../e2e/fixture.js';

const root = resolve(import.meta.dirname, '..', '..');
const script = ['--import=tsx', join(root, 'scripts', 'smoke.ts')];

describe('the smoke script', function () {
  this.timeout(120_000);
  let fixture: Fixture;
  before(async () => {
    fixture = await openFixture();
  });
  after(() => fixture.clear());

  it('asks in every way that CodeCommit could refuse, and reports what it answers', async () => {
    const made = await fixture.codecommit([...fixture.common, '--yes']);
    expect(made.code, made.stderr).to.equal(0);
    fixture.sandbox.log.clear();
    const { code, stdout, stderr } = await run(
      process.execPath,
      [...script, '--profile', 'my-app', '--repository', fixture.app.url],
      { env: fixture.home.environment(), cwd: root },
    );
    expect(code, stderr).to.equal(0);
    const answers: Record<string, string | undefined> = Object.fromEntries(
      [...stdout.matchAll(/^## (.*)\n\nStatus (\d+)/gm)].map(([, asks = '', status]) => [asks, status]),
    );
    expect(answers).to.include({
      'nobody signs in': '401',
      'a good password, to pull': '200',
      'a good password, to push (nothing is pushed)': '200',
      'a password 20 minutes old': '403',
      'a signature that is wrong': '403',
      'a session token that is wrong': '403',
      'an access key that does not exist': '403',
      'a repository that does not exist': '404',
    });
    expect(stdout).to.match(
      /GetRepository: answers\n- GetRepository of one that does not exist: RepositoryDoesNotExistException/,
    );
    expect(stdout).to.include('www-authenticate: Basic');
    expect(stdout).to.not.match(/444455556666|my-app|ASIA[A-Z0-9]{16}|IQoJb3JpZ2luX2VjE(?!XAMPLE)/);
  });

  it('says how it is called, and asks nothing, where it was not told whom to ask', async () => {
    const { code, stdout, stderr } = await run(process.execPath, script, { env: cleanEnvironment(), cwd: root });
    expect([code, stdout]).to.deep.equal([2, '']);
    expect(stderr).to.match(/^usage: /);
  });
});
