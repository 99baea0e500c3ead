import { appendFile, readFile } from 'node:fs/promises';
import { expect } from 'chai';

import type { TestTerminal } from '../helpers/terminal.js';
import { answer, openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

describe('git codecommit alone, once something is set up', function () {
  this.timeout(120_000);
  let fixture: Fixture;
  let lib: string;
  beforeEach(async () => {
    fixture = await openFixture();
    const account = fixture.sandbox.aws.account('444455556666');
    lib = account.repository('lib', { region: 'eu-west-1', files: { 'README.md': '# lib\n' } }).url;
    await fixture.setUp('--keep-source');
    const { code, stderr } = await fixture.codecommit([
      ...['setup', '--method', 'assume-role', '--repository', lib, '--role-arn', fixture.role.arn, '--yes'],
      ...['--source-profile', 'my-app-source', '--profile', 'lib', '--git-scope', 'repository'],
    ]);
    expect(code, stderr).to.equal(0);
  });
  afterEach(() => fixture.clear());

  /** Outside of clones, and in a clone of `lib`. */
  const places = async (): Promise<readonly { cwd: string; isClone: boolean }[]> => {
    const cloned = await fixture.home.run('git', ['clone', '-q', lib, 'work']);
    expect(cloned.code, cloned.stderr).to.equal(0);
    return [
      { cwd: fixture.home.path, isClone: false },
      { cwd: fixture.home.file('work'), isClone: true },
    ];
  };
  const pick = async (cwd: string, line: string): Promise<TestTerminal> => {
    const at = fixture.wizard([], { cwd });
    await at.choose('What shall we do?', line);
    return at;
  };

  it('gets new credentials while the old still last: of the clone it stands in, else of the one picked', async () => {
    for (const { cwd, isClone } of await places()) {
      const before = await readFile(fixture.home.file('.aws', 'credentials'), 'utf8');
      const at = await pick(cwd, 'Get new credentials, though the old ones still last');
      if (!isClone) await at.choose('Which profile?', 'lib');
      await at.ends();
      const after = await readFile(fixture.home.file('.aws', 'credentials'), 'utf8');
      const part = (text: string, name: string): string => text.split(`[${name}]`)[1]?.split('\n[')[0] ?? '';
      expect(part(after, 'lib')).to.not.equal(part(before, 'lib'));
      expect(part(after, 'my-app')).to.equal(part(before, 'my-app'));
    }
  });

  it('changes an answer, finds the cause of a 403, takes back, and sets up another', async () => {
    for (const { cwd, isClone } of await places()) {
      const changing = await pick(cwd, 'Change an answer of a profile');
      if (!isClone) await changing.choose('Which profile?', 'lib');
      await answer(changing, 'What were you given?', isClone ? '' : lib);
      await changing.choose('How do you sign in?', 'A role in another AWS account');
      await changing.waitFor(`(${fixture.role.arn})`);
      changing.ctrlC();
      await changing.ends(130);

      const doctor = await pick(cwd, 'Find out why Git says 403');
      await doctor.ends();

      const another = await pick(cwd, 'Set up another');
      await another.waitFor('? What were you given?');
      another.ctrlC();
      await another.ends(130);
    }
    const removing = await pick(fixture.home.file('work'), 'Take a set-up back');
    await removing.waitFor('lib');
    removing.ctrlC();
    await removing.ends(130);
  });

  it('begins anew to change what is in no profile', async () => {
    const file = fixture.home.file('.config', 'git-codecommit', 'recipes.ini');
    await appendFile(file, '\n[environment]\nmethod = "environment"\nregion = "eu-west-1"\n');
    const at = await pick(fixture.home.path, 'Change an answer of a profile');
    await at.choose('Which profile?', 'environment');
    await answer(at, 'What were you given?', lib);
    // No profile is named by it, so those that there are are offered.
    await at.waitFor('? These profiles may be able to read it');
    at.ctrlC();
    await at.ends(130);
  });

  it('clones, inside a clone too', async () => {
    for (const { cwd, isClone } of await places()) {
      const at = await pick(cwd, 'Clone a repository');
      if (!isClone) await at.choose('Which profile?', 'lib');
      await at.choose('Which repository?', 'my-app');
      await at.ends();
      expect(await readFile(`${cwd}/my-app/README.md`, 'utf8')).to.equal('# my-app\n');
    }
  });
});
