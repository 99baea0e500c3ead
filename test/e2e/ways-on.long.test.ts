import { readFile } from 'node:fs/promises';
import { expect } from 'chai';

import { personAsBrowser } from '../sandbox/person-browser.js';
import type { TestTerminal } from '../helpers/terminal.js';
import { answer, openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';
import { signInBy } from './sign-in-by.js';

const done = { code: 0, signal: undefined };

describe('the wizard, where the credentials are of another account, or Git is refused', function () {
  this.timeout(180_000);
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await openFixture();
  });
  afterEach(() => fixture.clear());

  const arn = 'arn:aws:codecommit:eu-west-1:444455556666:my-app';
  const ownKey = (): string[] => ['--source-keys-file', fixture.keysFile];
  const agree = async (terminal: TestTerminal, profile = ''): Promise<void> => {
    await answer(terminal, 'Profile name', profile);
    await terminal.choose('Go ahead?', 'Yes');
  };
  const lines = (terminal: TestTerminal): string => terminal.text().replace(/\n +/g, ' ');
  const openPortal = async (policies: readonly string[]): Promise<Readonly<Record<string, string>>> => {
    const center = fixture.sandbox.aws.identityCenter({
      region: 'eu-central-1',
      startUrl: 'https://corp.awsapps.com/start',
    });
    const ana = center.user('ana');
    center.assign(ana, fixture.app.account, 'ReadOnly', { accountName: 'live', policies });
    center.assign(ana, fixture.app.account, 'Developer', { accountName: 'live' });
    center.assign(ana, fixture.sandbox.aws.account('777788889999'), 'Developer', { accountName: 'test' });
    return { ...(await personAsBrowser(fixture.home, { username: 'ana', password: ana.password, decision: 'allow' })) };
  };
  /** Says "no" to the account, where the repository that was named is of another one. */
  const refusingTheAccount = async (): Promise<TestTerminal> => {
    const terminal = fixture.wizard([
      ...['setup', '--method', 'assume-role', '--role-arn', fixture.role.arn],
      ...['--repository', 'arn:aws:codecommit:eu-west-1:777788889999:my-app'],
      ...ownKey(),
    ]);
    await agree(terminal);
    await answer(terminal, 'Go on with it?', 'n');
    return terminal;
  };
  const browsers = (terminal: TestTerminal): number =>
    terminal.text().split('Your browser opens for the sign-in.').length - 1;

  describe('after "no" to the account', () => {
    it('takes another role, with everything else kept', async () => {
      const stranger = fixture.sandbox.aws
        .account('777788889999')
        .role('Developer', { trust: { principals: ['111122223333'] } });
      const terminal = fixture.wizard([
        ...['setup', '--method', 'assume-role', '--repository', arn, '--role-arn', stranger.arn],
        ...ownKey(),
      ]);
      await agree(terminal);
      await terminal.waitFor('This is account 777788889999, not 444455556666.');
      await answer(terminal, 'Go on with it?', 'n');
      await terminal.choose('What shall we do?', 'Take another role');
      await answer(terminal, 'Role ARN', fixture.role.arn);
      expect(await terminal.exit()).to.deep.equal(done);
      expect(terminal.text()).to.not.include('Access key ID');
      expect(await fixture.cloned()).to.equal('# my-app\n');
    });

    it('signs in another way, and keeps the access key that was to be kept', async () => {
      const terminal = fixture.wizard([
        ...['setup', '--method', 'session-token', '--repository', arn, '--keep-source'],
        ...ownKey(),
      ]);
      await agree(terminal);
      await answer(terminal, 'MFA code', fixture.ana.device.code());
      await terminal.waitFor('This is account 111122223333, not 444455556666.');
      await answer(terminal, 'Go on with it?', 'n');
      await terminal.choose('What shall we do?', 'Sign in another way');
      await terminal.choose('How do you sign in?', /A role in another AWS account/);
      await answer(terminal, 'Role ARN', fixture.role.arn);
      await terminal.choose('Go ahead?', 'Yes');
      expect(await terminal.exit()).to.deep.equal(done);
      expect(await readFile(fixture.home.file('.aws', 'credentials'), 'utf8')).to.include('[my-app-source]');
      expect(await fixture.cloned()).to.equal('# my-app\n');
    });

    it('sets up another repository, where it was the wrong one', async () => {
      const terminal = await refusingTheAccount();
      await terminal.choose('What shall we do?', 'Set up another repository');
      await answer(terminal, 'What were you given?', `\u0015${fixture.app.url}`);
      await terminal.choose('Go ahead?', 'Yes');
      expect(await terminal.exit()).to.deep.equal(done);
      expect(await fixture.cloned()).to.equal('# my-app\n');
    });

    it("shows the portal's list again, with the account that was tried marked, and opens no second browser", async () => {
      const variables = await openPortal(['AWSCodeCommitFullAccess']);
      fixture.sandbox.aws.account('777788889999').repository('my-app', { region: 'eu-west-1', files: {} });
      const terminal = fixture.wizard(
        ['setup', '--method', 'identity-center', '--repository', arn, '--start-url', 'https://corp.awsapps.com/start'],
        { variables },
      );
      await agree(terminal);
      await terminal.choose('Which account and role?', /test +777788889999 +Developer/);
      await answer(terminal, 'Go on with it?', 'n');
      await terminal.choose('What shall we do?', 'Choose another account and role');
      await terminal.waitFor(/777788889999 +Developer +\(tried: another account\)/);
      await terminal.choose('Which account and role?', /live +444455556666 +Developer/);
      expect(await terminal.exit()).to.deep.equal(done);
      expect(browsers(terminal)).to.equal(1);
    });

    it('ends as before where that is chosen', async () => {
      const terminal = await refusingTheAccount();
      await terminal.choose('What shall we do?', 'Stop here');
      expect((await terminal.exit()).code).to.equal(130);
      expect(terminal.screen()).to.include('Nothing was changed.');
    });

    it('signs in another way in place of what the environment has', async () => {
      const { variables = {} } = await signInBy.environment(fixture);
      const terminal = fixture.wizard(
        ['setup', '--method', 'environment', '--repository', fixture.app.url, ...ownKey()],
        { variables },
      );
      await terminal.choose('Go ahead?', 'Yes');
      await answer(terminal, 'Shall Git use these, of account 444455556666?', 'n');
      await terminal.choose('What shall we do?', 'Sign in another way');
      await terminal.choose('How do you sign in?', /A role in another AWS account/);
      await answer(terminal, 'Role ARN', fixture.role.arn);
      await agree(terminal);
      expect(await terminal.exit()).to.deep.equal(done);
    });
  });

  describe('where two answers contradict each other', () => {
    it('asks which is wrong, the MFA device or the keys, where they are of two accounts', async () => {
      const stranger = fixture.sandbox.aws.account('777788889999').user('ana', { mfa: 'totp' });
      const terminal = fixture.wizard([
        ...['setup', '--method', 'assume-role', '--repository', fixture.app.url, '--role-arn', fixture.roleWithMfa.arn],
        ...['--mfa-serial', stranger.device.serialNumber],
        ...ownKey(),
      ]);
      await agree(terminal);
      await answer(terminal, 'MFA code', stranger.device.code());
      await terminal.waitFor('The MFA device is of account 777788889999, and the keys are of account 111122223333');
      await terminal.choose('Which of them is wrong?', 'The MFA device');
      await answer(terminal, 'Serial number or ARN of your MFA device', fixture.ana.device.serialNumber);
      await answer(terminal, 'MFA code', fixture.ana.device.code());
      expect(await terminal.exit()).to.deep.equal(done);
      expect(await fixture.cloned()).to.equal('# my-app\n');
    });

    it('asks for another role, where the one of the flag is of another partition than the repository', async () => {
      const terminal = fixture.wizard([
        ...['setup', '--method', 'assume-role', '--repository', fixture.app.url],
        ...['--role-arn', 'arn:aws-cn:iam::444455556666:role/Developer'],
        ...ownKey(),
      ]);
      await answer(terminal, 'Role ARN', fixture.role.arn);
      await agree(terminal);
      expect(await terminal.exit()).to.deep.equal(done);
    });

    it('asks which Region is right, where the repository and a flag name two', async () => {
      const terminal = fixture.wizard([...fixture.common, '--region', 'us-east-1']);
      await terminal.choose('Which Region is right?', /eu-west-1, as the repository says/);
      await agree(terminal);
      expect(await terminal.exit()).to.deep.equal(done);
    });
  });

  describe('after a 403 that Git alone was told', () => {
    const refused = 'CodeCommit refuses these credentials (403).';

    const roleWithout = (): string =>
      fixture.app.account.role('Nothing', { trust: { principals: ['111122223333'] }, policies: [] }).arn;
    const setUpWithout = async (): Promise<TestTerminal> => {
      const terminal = fixture.wizard([
        ...['setup', '--method', 'assume-role', '--repository', fixture.app.url, '--role-arn', roleWithout()],
        ...['--keep-source'],
        ...ownKey(),
      ]);
      await agree(terminal);
      await terminal.waitFor(refused);
      return terminal;
    };

    it('takes another role, and does all anew', async () => {
      const terminal = await setUpWithout();
      await terminal.choose('What shall we do?', 'Take another role');
      await answer(terminal, 'Role ARN', fixture.role.arn);
      await terminal.choose('Go ahead?', 'Yes');
      expect(await terminal.exit()).to.deep.equal(done);
      expect(await readFile(fixture.home.file('my-app', 'README.md'), 'utf8')).to.equal('# my-app\n');
      expect((await fixture.codecommit(['refresh', 'my-app', '--force'])).code).to.equal(0);
    });

    it('does not offer the profile that it has just written, where no flag says how to sign in', async () => {
      const arn = roleWithout();
      const terminal = fixture.wizard(['setup']);
      await answer(terminal, 'What were you given?', fixture.app.url);
      await terminal.choose('How do you sign in?', /A role in another AWS account/);
      await answer(terminal, 'Role ARN', arn);
      await terminal.choose('Whose keys sign the request?', /keep it for refreshes/);
      await answer(terminal, 'Access key ID', fixture.keysFile);
      await agree(terminal);
      await terminal.waitFor(refused);
      await terminal.choose('What shall we do?', 'Take another role');
      await answer(terminal, 'Role ARN', fixture.role.arn);
      await terminal.choose('Go ahead?', 'Yes');
      expect(await terminal.exit()).to.deep.equal(done);
      expect(terminal.text()).to.not.include('clone it now?');
    });

    it('offers no way back once something is written', async () => {
      const terminal = await setUpWithout();
      await terminal.waitFor('? What shall we do?');
      terminal.type('\u001b');
      await terminal.settles();
      await terminal.choose('What shall we do?', 'Keep it as it is');
      expect((await terminal.exit()).code).to.equal(4);
      expect(await readFile(fixture.home.file('.aws', 'credentials'), 'utf8')).to.include('[my-app]');
    });

    it('takes back what was written', async () => {
      const terminal = await setUpWithout();
      await terminal.choose('What shall we do?', 'Take it back');
      await answer(terminal, 'Go ahead?', 'y');
      await answer(terminal, 'Remove the access key', 'y');
      expect((await terminal.exit()).code).to.equal(4);
      expect(lines(terminal)).to.include('Profile my-app is removed from this computer.');
      expect(await readFile(fixture.home.file('.gitconfig'), 'utf8')).to.not.include('credential');
      expect(await readFile(fixture.home.file('.aws', 'credentials'), 'utf8').catch(() => '')).to.not.include('my-app');
    });

    it('asks Git once more, after somebody has allowed it', async () => {
      fixture.sandbox.aws.account('444455556666').controls.push({
        Statement: { Effect: 'Deny', Action: 'codecommit:Git*', Resource: '*' },
      });
      const terminal = fixture.wizard(fixture.common);
      await agree(terminal);
      await terminal.waitFor(refused);
      fixture.sandbox.aws.account('444455556666').controls.pop();
      await terminal.choose('What shall we do?', 'Ask Git once more');
      expect(await terminal.exit()).to.deep.equal(done);
    });

    it("begins the portal's list again, with the refused role marked, and opens no second browser", async () => {
      const variables = await openPortal([]);
      const terminal = fixture.wizard(
        [
          ...['setup', '--method', 'identity-center', '--repository', fixture.app.url],
          ...['--start-url', 'https://corp.awsapps.com/start'],
        ],
        { variables },
      );
      await agree(terminal);
      await terminal.choose('Which account and role?', /live +444455556666 +ReadOnly/);
      await terminal.waitFor(refused);
      await terminal.choose('What shall we do?', 'Choose another account and role');
      await terminal.choose('Go ahead?', 'Yes');
      await terminal.waitFor(/444455556666 +ReadOnly +\(tried: Git was refused\)/);
      await terminal.choose('Which account and role?', /live +444455556666 +Developer/);
      expect(await terminal.exit()).to.deep.equal(done);
      expect(browsers(terminal)).to.equal(1);
      expect(await fixture.cloned()).to.equal('# my-app\n');
    });

    it('sets up another repository', async () => {
      const terminal = fixture.wizard([
        ...['setup', '--method', 'assume-role', '--role-arn', fixture.role.arn],
        ...['--repository', fixture.app.url.replace('my-app', 'mi-app')],
        ...ownKey(),
      ]);
      await agree(terminal, 'dev');
      await terminal.waitFor('There is no such repository in this account and Region.');
      await terminal.choose('What shall we do?', 'Set up another repository');
      await answer(terminal, 'What were you given?', `\u0015${fixture.app.url}`);
      await terminal.choose('Go ahead?', 'Yes');
      expect(await terminal.exit()).to.deep.equal(done);
      expect(await fixture.cloned()).to.equal('# my-app\n');
    });
  });
});
