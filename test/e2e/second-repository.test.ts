import { mkdir, readFile } from 'node:fs/promises';
import { expect } from 'chai';

import type { TestTerminal } from '../helpers/terminal.js';
import { endSessions } from './conversation-fixture.js';
import { answer, openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

describe('a repository that a profile of before may read', function () {
  this.timeout(120_000);
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await openFixture();
  });
  afterEach(() => fixture.clear());

  const repository = (name: string, account = '444455556666', region = 'eu-west-1'): string =>
    fixture.sandbox.aws.account(account).repository(name, { region, files: { 'README.md': `# ${name}\n` } }).url;
  const start = (url: string, ...more: string[]): TestTerminal =>
    fixture.wizard(['setup', '--repository', url, ...more]);
  const readme = (folder: string): Promise<string> => readFile(fixture.home.file(folder, 'README.md'), 'utf8');
  const requests = (): number => fixture.sandbox.log.entries.length;
  const leave = async (at: TestTerminal): Promise<void> => {
    at.ctrlC();
    await at.ends(130);
  };
  /** The wizard goes on without an offer. */
  const offersNothing = async (at: TestTerminal, next = '? How do you sign in?'): Promise<void> => {
    await at.waitFor(next);
    expect(at.text()).not.to.include('clone it now?');
    await leave(at);
  };

  it('is offered before anybody is contacted, and cloned with the profile, with no second set-up', async () => {
    await fixture.setUp('--git-scope', 'repository');
    const before = requests();
    const at = start(repository('lib'));
    await at.waitFor('? my-app may be able to read it: clone it now?');
    expect(requests()).to.equal(before);
    at.enter();
    await at.ends();
    expect(await readme('lib')).to.equal('# lib\n');
    // Git leads elsewhere with it in this clone alone.
    const pulled = await fixture.home.run('git', ['pull'], { cwd: fixture.home.file('lib') });
    expect(pulled.code, pulled.stderr).to.equal(0);
    const status = await fixture.codecommit(['status', '--json']);
    expect((JSON.parse(status.stdout) as readonly unknown[]).length).to.equal(1);
  });

  it('is offered by its name alone in the Region of the profile, and the Region is asked for at No', async () => {
    await fixture.setUp('--git-scope', 'repository');
    repository('lib');
    const before = requests();
    const no = start('lib');
    await answer(no, 'my-app may be able to read it in eu-west-1: clone it now?', 'n');
    await answer(no, 'Which AWS Region is it in?', 'eu-west-1');
    await no.waitFor('? How do you sign in?');
    expect(no.text().match(/clone it now\?/g)).to.have.length(1);
    await leave(no);
    expect(requests()).to.equal(before);
    const yes = start('lib');
    await answer(yes, 'my-app may be able to read it in eu-west-1: clone it now?', '');
    await yes.ends();
    expect(yes.text()).not.to.include('Which AWS Region');
    expect(await readme('lib')).to.equal('# lib\n');
  });

  it('is asked for its Region, by its name alone, where no profile of the Region that was given may read it', async () => {
    await fixture.setUp('--git-scope', 'repository');
    await offersNothing(start('lib', '--region', 'eu-west-2'));
    const at = start('nowhere');
    await answer(at, 'my-app may be able to read it in eu-west-1: clone it now?', '');
    await at.waitFor('my-app cannot read it');
    await at.waitFor('? Which AWS Region is it in?');
    await leave(at);
  });

  it('that it cannot read after all is said to be so, and the other questions follow', async () => {
    await fixture.setUp('--keep-source');
    const at = start(repository('theirs', '777788889999'));
    await answer(at, 'my-app may be able to read it: clone it now?', '');
    await at.waitFor('my-app cannot read it');
    await at.waitFor('? How do you sign in?');
    await answer(at, 'How do you sign in?', '');
    await at.waitFor('? Role ARN');
    expect(at.text()).not.to.include('? my-app may be able to read it');
    await leave(at);
  });

  it('goes on with the other questions at No, and Esc leads back to the offer', async () => {
    await fixture.setUp('--keep-source');
    const at = start(repository('lib'));
    await answer(at, 'my-app may be able to read it: clone it now?', 'n');
    await at.waitFor('? How do you sign in?');
    at.key('escape');
    await answer(at, 'my-app may be able to read it: clone it now?', 'y');
    await at.ends();
    expect(await readme('lib')).to.equal('# lib\n');
  });

  it('is one choice where several may, and the next is offered where one cannot', async () => {
    await fixture.setUp('--keep-source');
    const account = fixture.sandbox.aws.account('777788889999');
    const role = account.role('LibReader', { trust: { principals: ['111122223333'] } });
    const lib = repository('lib', '777788889999');
    const made = await fixture.codecommit([
      ...['setup', '--method', 'assume-role', '--repository', lib, '--role-arn', role.arn, '--profile', 'lib'],
      ...['--source-keys-file', fixture.keysFile, '--git-scope', 'repository', '--yes'],
    ]);
    expect(made.code, made.stderr).to.equal(0);
    const at = start(repository('lib-2', '777788889999'));
    await at.choose('These profiles may be able to read it: clone it now?', 'With my-app');
    await at.waitFor('my-app cannot read it');
    await answer(at, 'lib may be able to read it: clone it now?', '');
    await at.ends();
    expect(await readme('lib-2')).to.equal('# lib-2\n');
    // An ARN names the account, and so the profile.
    const arn = 'arn:aws:codecommit:eu-west-1:777788889999:lib-3';
    repository('lib-3', '777788889999');
    const known = start(arn);
    await answer(known, 'lib may be able to read it: clone it now?', '');
    await known.ends();
  });

  it('renews a session that has ended first, where that needs no paste', async () => {
    await fixture.setUp('--keep-source');
    await endSessions(fixture);
    const at = start(repository('lib'));
    await at.waitFor('its session is renewed first');
    at.enter();
    await at.ends();
    expect(await readme('lib')).to.equal('# lib\n');
  });

  it('is not offered by a profile whose session has ended and whose key was not kept', async () => {
    await fixture.setUp();
    await endSessions(fixture);
    await offersNothing(start(repository('lib')));
  });

  it('is not offered in another Region, nor to whoever says how to sign in', async () => {
    await fixture.setUp('--keep-source');
    await offersNothing(start(repository('far', '444455556666', 'eu-central-1')));
    await offersNothing(start(repository('lib'), '--method', 'assume-role'), '? Role ARN');
    await offersNothing(start('codecommit::eu-west-1://other@lib'));
  });

  it('is not offered where such a folder is there, but with another folder by --clone', async () => {
    await fixture.setUp('--keep-source');
    await mkdir(fixture.home.file('lib'));
    const url = repository('lib');
    await offersNothing(start(url));
    const at = start(url, '--clone', 'lib-again');
    await answer(at, 'my-app may be able to read it: clone it now?', '');
    await at.ends();
    expect(await readme('lib-again')).to.equal('# lib\n');
  });

  it('is no question to a script', async () => {
    await fixture.setUp('--keep-source');
    const { code, stderr } = await fixture.codecommit(['setup', '--repository', repository('lib'), '--yes']);
    expect(code).to.equal(2);
    expect(stderr).to.include('--method').and.not.include('clone it now');
  });
});
