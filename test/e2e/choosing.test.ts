import { expect } from 'chai';

import type { TestTerminal } from '../helpers/terminal.js';
import { answer, openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

describe('choosing a way to sign in', function () {
  this.timeout(120_000);
  let fixture: Fixture;

  before(async () => {
    fixture = await openFixture();
  });
  after(() => fixture.clear());

  const start = (args: readonly string[] = ['setup', '--repository', fixture.app.url], variables = {}): TestTerminal =>
    fixture.wizard(args, { variables });
  const leave = async (at: TestTerminal): Promise<void> => {
    at.ctrlC();
    await at.ends(130);
  };

  describe('with help', () => {
    const paths: readonly (readonly [answers: readonly [string, string][], next: string])[] = [
      [
        [
          ['What do you have in hand?', 'An access key'],
          ['What were you told about them?', 'I was given a role'],
        ],
        'Role ARN',
      ],
      [
        [
          ['What do you have in hand?', 'An access key'],
          ['What were you told about them?', 'code from my phone'],
        ],
        'Whose keys sign the request?',
      ],
      [
        [
          ['What do you have in hand?', 'An access key'],
          ['What were you told about them?', 'session token'],
        ],
        'Paste the keys',
      ],
      [
        [
          ['What do you have in hand?', 'sign-in page of my company'],
          ['What does the address', 'awsapps.com'],
        ],
        'Address of your access portal',
      ],
      [
        [
          ['What do you have in hand?', 'sign-in page of my company'],
          ['What does the address', 'Okta'],
        ],
        "Address of your company's sign-in page",
      ],
    ];
    for (const [answers, next] of paths) {
      it(`leads from "${answers.map(([, said]) => said).join('", "')}" to "${next}"`, async () => {
        const at = start();
        await at.choose('How do you sign in?', 'Help me choose');
        for (const [question, said] of answers) await at.choose(question, said);
        await at.waitFor('Then it is:');
        await at.waitFor(`? ${next}`);
        await leave(at);
      });
    }

    it('opens the menu again where nothing fits', async () => {
      const at = start();
      await at.choose('How do you sign in?', 'Help me choose');
      await at.choose('What do you have in hand?', 'None of these');
      await at.waitFor('Ask your administrator');
      await at.choose('How do you sign in?', 'Keys that I can paste');
      await at.waitFor('? Paste the keys');
      await leave(at);
    });
  });

  describe('with what stands in ~/.aws/config', () => {
    before(async () => {
      await fixture.home.addProfile('work', fixture.ana.key);
      await fixture.home.addProfile('spare', fixture.ana.key);
      await fixture.home.write(
        '.aws/config',
        [
          '[default]',
          'region = eu-west-3',
          '',
          '[profile team]',
          `role_arn = ${fixture.role.arn}`,
          'source_profile = work',
          'external_id = corp-42',
          'region = eu-west-1',
          '',
          '[profile portal]',
          'sso_session = corp',
          'sso_account_id = 111122223333',
          'sso_role_name = Developer',
          '',
          '[sso-session corp]',
          'sso_start_url = https://corp.awsapps.com/start',
          'sso_region = eu-central-1',
          '',
        ].join('\n'),
      );
    });

    it('suggests Region, role, source and external id: Enter takes each', async () => {
      const at = start(['setup', '--dry-run', '--json']);
      await answer(at, 'What were you given?', 'my-app');
      await at.waitFor('(eu-west-3)');
      at.enter();
      await at.choose('How do you sign in?', 'A role in another AWS account');
      await at.waitFor(`(${fixture.role.arn})`);
      at.enter();
      await at.waitFor('? Whose keys sign the request?');
      at.enter();
      await at.waitFor('(my-app)');
      at.enter();
      await at.ends();
      expect(at.text()).to.match(/"region": ?"eu-west-3"/);
    });

    it('takes AWS_PROFILE for the source, and never for the profile to write', async () => {
      const at = start(
        ['setup', '--repository', fixture.app.url, '--method', 'assume-role', '--role-arn', fixture.role.arn],
        { AWS_PROFILE: 'spare' },
      );
      await at.waitFor('❯ spare');
      at.enter();
      await at.waitFor('? Profile name');
      await at.waitFor('(my-app)');
      await leave(at);
    });

    it('offers the access portal that is there, and asks for no address', async () => {
      const at = start();
      // It stands first, and says why.
      await at.waitFor('~/.aws/config has [sso-session corp].');
      await answer(at, 'How do you sign in?', '');
      await at.choose('Which access portal?', 'corp');
      await at.waitFor('? Profile name');
      expect(at.text()).to.not.include('Region of your IAM Identity Center');
      await leave(at);
    });
  });
});
