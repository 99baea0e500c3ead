import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

import { expect } from 'chai';

import type { TestTerminal } from '../helpers/terminal.js';
import { answer, openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

describe('from a role in another account to a clone', function () {
  this.timeout(180_000);
  let fixture: Fixture;

  beforeEach(async () => {
    fixture = await openFixture();
  });
  afterEach(() => fixture.clear());

  const start = (args: readonly string[]): TestTerminal => fixture.wizard(args);
  /** The common path with another role, and without --yes. */
  const to = (roleArn: string): string[] =>
    fixture.common
      .map((word) => (word === fixture.role.arn ? roleArn : word))
      .concat('--profile', 'my-app', '--no-verify');
  const calls = (): (readonly [string, number])[] =>
    fixture.sandbox.log.entries
      .filter(({ service }) => service === 'sts')
      .map(({ operation, status }) => [operation, status] as const);
  /** Has a message for the administrator written, and stops there. */
  const writesMessage = async (at: TestTerminal): Promise<void> => {
    await at.choose('Go ahead?', 'Yes');
    await at.choose('When shall AWS ask for the code?', 'It cannot be the code');
    await at.choose('What shall we try?', 'Write a message');
    await at.choose('How do you take it along?', 'I copy it from the screen');
    await at.waitFor(fixture.ana.arn);
    await at.choose('What shall we try?', 'Stop here');
    await at.ends(4);
  };
  const recipes = (): Promise<string> =>
    readFile(fixture.home.file('.config', 'git-codecommit', 'recipes.ini'), 'utf8');

  describe('that wants an MFA code', () => {
    it(
      "offers the session first where AWS's config names the device, so that nothing is refused and " +
        'refreshes need no code',
      async () => {
        await fixture.home.addProfile('ana', fixture.ana.key);
        await fixture.home.write(
          '.aws/config',
          `[profile team]\nrole_arn = ${fixture.roleWithMfa.arn}\nsource_profile = ana\nmfa_serial = ` +
            `${fixture.ana.device.serialNumber}\n`,
        );
        const at = start(['setup', '--repository', fixture.app.url, '--no-verify']);
        await at.choose('How do you sign in?', 'A role in another AWS account');
        await at.waitFor(`(${fixture.roleWithMfa.arn})`);
        at.enter();
        await at.choose('Whose keys sign the request?', 'ana');
        await answer(at, 'Profile name', '');
        await at.choose('Go ahead?', 'Yes');
        await at.choose('When shall AWS ask for the code?', 'not for 36 hours');
        await answer(at, 'MFA code of ana (app)', fixture.ana.device.code());
        await at.ends();
        expect(calls().filter(([, status]) => status === 403)).to.deep.equal([]);
        expect(await recipes())
          .to.include('[ana-mfa]')
          .and.to.match(/source-profile = "ana-mfa"/);
        const refreshed = await fixture.codecommit(['refresh', 'my-app', '--force', '--json']);
        expect(refreshed.code, refreshed.stderr).to.equal(0);
        expect(await fixture.cloned()).to.equal('# my-app\n');
      },
    );

    it('shows the other causes where it cannot be the code, and puts their question', async () => {
      const role = fixture.sandbox.aws
        .account('444455556666')
        .role('Partner', { trust: { principals: ['111122223333'], externalId: 'corp-42' } });
      const at = start(to(role.arn));
      await at.choose('Go ahead?', 'Yes');
      await at.choose('When shall AWS ask for the code?', 'It cannot be the code');
      await at.waitFor('does not say why');
      await at.choose('What shall we try?', 'external id');
      await answer(at, 'External ID', 'corp-41');
      await at.choose('What shall we try?', 'external id is another');
      await answer(at, 'External ID', 'corp-42');
      await at.ends();
      expect(await recipes()).to.include('corp-42');
    });

    it('says at once that security keys cannot be used, and what works instead', async () => {
      const cy = fixture.sandbox.aws.account('111122223333').user('cy', { mfa: 'fido' });
      const keys = await fixture.home.write('cy.csv', cy.accessKeysCsv());
      const at = start(to(fixture.roleWithMfa.arn).map((word) => (word === fixture.keysFile ? keys : word)));
      await at.choose('Go ahead?', 'Yes');
      await at.waitFor('takes no security keys or passkeys');
      await at.choose('What shall we try?', 'MFA code');
      await at.waitFor('takes no security keys or passkeys', { times: 2 });
      await at.choose('What shall we try?', 'Stop here');
      await at.ends(4);
    });

    it('makes a message for the administrator: who, which role, when, by which request, what is missing', async () => {
      const role = fixture.sandbox.aws
        .account('444455556666')
        .role('Closed', { trust: { principals: ['999988887777'] } });
      const at = start(to(role.arn));
      await writesMessage(at);
      expect(at.text())
        .to.include(role.arn)
        .and.include('"Action": "sts:AssumeRole"')
        .and.match(/[0-9a-f]{8}-[0-9a-f]{4}/)
        .and.match(/\d{4}-\d\d-\d\dT\d\d:\d\d/);
    });
  });

  describe('with everything that can be said about a session', () => {
    it('says all of it in the message for the administrator, each action in a statement that it knows', async () => {
      const role = fixture.sandbox.aws
        .account('444455556666')
        .role('Shut', { trust: { principals: ['999988887777'], externalId: 'x:1' } });
      const all = ['--external-id', 'x:1', '--source-identity', 'ana', '--tag', 'team=blue', '--tag', 'cost=7'];
      const at = start([...to(role.arn), ...all]);
      await writesMessage(at);
      const text = at.text().replace(/\s+/g, ' ');
      for (const line of ['Session tags: team=blue, cost=7', 'Source identity: ana', 'External id: x:1'])
        expect(text).to.include(line);
      expect(text).to.match(/"sts:AssumeRole", "Condition": \{ "StringEquals": \{ "sts:ExternalId": "x:1" \} \} \}/);
      expect(text).to.match(/"Action": \[ "sts:TagSession", "sts:SetSourceIdentity" \] \}/);
    });

    it('passes tags, source identity, session name, external id and duration', async () => {
      const role = fixture.sandbox.aws.account('444455556666').role('Tagged', {
        trust: {
          principals: ['111122223333'],
          externalId: 'x:1',
          sourceIdentity: 'required',
          tags: true,
          sessionName: 'ana-*',
        },
      });
      const { code, stderr } = await fixture.codecommit([
        ...to(role.arn),
        '--yes',
        '--external-id',
        'x:1',
        '--source-identity',
        'ana',
        '--session-name',
        'ana-laptop',
        '--tag',
        'team=blue',
        '--tag',
        'cost=7',
        '--duration',
        '45m',
      ]);
      expect(code, stderr).to.equal(0);
      expect(fixture.sandbox.log.of('AssumeRole').at(-1)?.parameters).to.include({
        RoleSessionName: 'ana-laptop',
        SourceIdentity: 'ana',
        DurationSeconds: '2700',
        'Tags.member.1.Key': 'team',
        'Tags.member.2.Value': '7',
      });
      expect(await fixture.cloned()).to.equal('# my-app\n');
    });

    it('narrows the session by a policy: a clone works, a push does not', async () => {
      const policy = await fixture.home.write(
        'read-only.json',
        JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'codecommit:GitPull', Resource: '*' }],
        }),
      );
      await fixture.setUp('--policy-file', policy, '--clone', 'clone');
      await fixture.home.run('git', ['-C', 'clone', 'commit', '--allow-empty', '-qm', 'Change']);
      const pushed = await fixture.home.run('git', ['-C', 'clone', 'push']);
      expect([pushed.code, pushed.stderr]).to.satisfy(
        ([status, said]: [number, string]) => status === 128 && said.includes('403'),
      );
    });
  });

  describe('by way of another role', () => {
    it('says that AWS limits a chain to one hour, and asks for no more', async () => {
      const hop = fixture.sandbox.aws.account('111122223333').role('Hop', {
        policies: [{ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' } }],
      });
      await fixture.home.addProfile('ana', fixture.ana.key);
      await fixture.home.write('.aws/config', `[profile hop]\nrole_arn = ${hop.arn}\nsource_profile = ana\n`);
      const { code, stderr } = await fixture.codecommit([
        'setup',
        '--method',
        'assume-role',
        '--repository',
        fixture.app.url,
        '--role-arn',
        fixture.role.arn,
        '--source-profile',
        'hop',
        '--yes',
      ]);
      expect(code, stderr).to.equal(0);
      expect(stderr).to.include('1 hour: AWS limits chained roles');
      expect(
        fixture.sandbox.log
          .of('AssumeRole')
          .map(({ parameters }) => (parameters as Record<string, string>)['DurationSeconds']),
      ).to.deep.equal([undefined, '3600']);
      expect(await fixture.cloned()).to.equal('# my-app\n');
    });
  });

  it('never changes a length that was asked for, and names the limit', async () => {
    const { code, stderr } = await fixture.codecommit([...fixture.common, '--yes', '--duration', '12h']);
    expect(code, stderr).to.equal(4);
    expect(stderr.replace(/\s+/g, ' ')).to.include('→ AWS grants 4 h here: --duration 4h');
    expect(existsSync(fixture.home.file('.aws', 'credentials'))).to.equal(false);
  });
});
