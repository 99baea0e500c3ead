import { mkdir } from 'node:fs/promises';
import { expect } from 'chai';

import { answer, openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

describe('a set-up after earlier ones', function () {
  this.timeout(120_000);
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await openFixture();
  });
  afterEach(() => fixture.clear());

  it('puts forward what they answered, and why the menu begins as it does', async () => {
    await fixture.setUp('--keep-source');
    const far = fixture.sandbox.aws.account('444455556666').repository('far', { region: 'eu-central-1' });
    const at = fixture.wizard(['setup', '--repository', far.url]);
    await at.waitFor('Profile my-app signs in so.');
    await answer(at, 'How do you sign in?', '');
    await at.waitFor(`(${fixture.role.arn})`);
    await answer(at, 'Role ARN', '');
    await at.waitFor(/❯ my-app-source/);
    at.enter();
    await answer(at, 'Profile name', '');
    await at.choose('Go ahead?', 'Yes');
    await at.ends();
  });

  it('begins at the portal of one, with its address, and takes nothing of it in silence', async () => {
    await mkdir(fixture.home.file('.config', 'git-codecommit'), { recursive: true });
    await fixture.home.write(
      '.config/git-codecommit/recipes.ini',
      '[corp]\nmethod = "identity-center"\nregion = "eu-west-1"\nstart-url = "https://corp.awsapps.com/start"\n',
    );
    const at = fixture.wizard(['setup', '--repository', fixture.app.url, '--profile', 'new']);
    await at.waitFor(/❯ My company's AWS access portal/);
    expect(at.text()).to.include('Profile corp signs in so.');
    await answer(at, 'How do you sign in?', '');
    await at.waitFor('(https://corp.awsapps.com/start)');
    at.ctrlC();
    await at.ends(130);
    for (const nobody of [['--yes'], ['--json']]) {
      const { code, stderr } = await fixture.codecommit([
        ...['setup', '--method', 'identity-center', '--repository', 'other-app', '--profile', 'new', ...nobody],
      ]);
      expect(code).to.equal(2);
      expect(stderr).to.include('--start-url').and.include('--region');
    }
  });

  it('puts the Region of the last one forward', async () => {
    await fixture.setUp();
    const at = fixture.wizard(['setup', '--repository', 'other-app']);
    await answer(at, 'my-app may be able to read it in eu-west-1: clone it now?', 'n');
    await at.waitFor(/Which AWS Region is it in\?/);
    await at.waitFor('(eu-west-1)');
    at.ctrlC();
    await at.ends(130);
  });
});
