import { expect } from 'chai';
import type { Browser } from '../../../src/core/ports/browser.js';
import { Problem } from '../../../src/core/problem.js';
import { identityCenter } from '../../../src/methods/identity-center/index.js';
import { awsSeeing, rejection } from '../../helpers/aws-client.js';
import { listenNoting } from '../../helpers/listening.js';
import { signInWith, type SignInOptions, type SignedIn } from '../../helpers/sign-in.js';
import { undoAfter } from '../../helpers/undo.js';
import { furnishedHome, type FurnishedHome } from '../../sandbox/furnished-home.js';
import { visit } from '../../sandbox/person.js';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.js';
import type { IdentityCenter, PortalUser } from '../../sandbox/aws/identity-center.js';

const startUrl = 'https://corp.awsapps.com/start';
const given = { startUrl, ssoRegion: 'eu-central-1' };
const list = 'Which account and role?';
/** The accounts of teams have numbers in a row. */
const team = (number: number): string => String(200000000000 + number);

describe('account and role at an access portal', function () {
  this.timeout(60_000);
  const undo = undoAfter();
  let sandbox: Sandbox;
  let center: IdentityCenter;
  let ana: PortalUser;
  let home: FurnishedHome;
  before(async () => {
    sandbox = await startSandbox();
    undo(() => sandbox.stop());
    for (const number of [3, 30])
      sandbox.aws.account(team(number)).repository(`app-${number}`, { region: 'eu-west-1' });
  });
  beforeEach(async () => {
    sandbox.log.clear();
    sandbox.aws.identityCenters.length = 0;
    center = sandbox.aws.identityCenter({ region: 'eu-central-1', startUrl });
    ana = center.user('ana');
    home = await furnishedHome(sandbox);
  });
  afterEach(async () => {
    sandbox.faults.clear();
    await home.remove();
  });

  const teams = (count: number, roles: readonly string[] = ['Developer', 'ReadOnly']): void => {
    for (let number = 0; number < count; number += 1)
      for (const name of roles)
        center.assign(ana, sandbox.aws.account(team(number)), name, { accountName: `team-${number}` });
  };
  const browser: Browser = {
    absence: undefined,
    open: async (url) =>
      (await visit(url.href, { username: 'ana', password: 'correct horse', decision: 'allow' }, sandbox)).status < 500,
    listen: listenNoting([]),
  };
  const signIn = (over: Partial<SignInOptions> = {}): Promise<SignedIn> =>
    signInWith(identityCenter, { aws: awsSeeing(sandbox.environment(), home.path), browser, given, ...over });
  const settingUp = (name: string | undefined, account?: string): Partial<SignInOptions> => ({
    context: { repository: { name, account } },
  });
  const names = ({ prompts }: SignedIn, index = 0): readonly (string | undefined)[] | undefined =>
    prompts[index]?.choices?.map(({ name }) => name);

  describe('are one list', () => {
    it('with the name of each account, its number and the role', async () => {
      teams(3);
      const signed = await signIn({ person: [`${team(1)}/ReadOnly`] });
      expect(signed.prompts.map(({ message }) => message)).to.deep.equal([list]);
      expect(names(signed)).to.deep.equal([
        `team-0  ${team(0)}  Developer`,
        `team-0  ${team(0)}  ReadOnly`,
        `team-1  ${team(1)}  Developer`,
        `team-1  ${team(1)}  ReadOnly`,
        `team-2  ${team(2)}  Developer`,
        `team-2  ${team(2)}  ReadOnly`,
      ]);
      expect(signed.obtained.learned).to.include({ accountId: team(1), roleName: 'ReadOnly' });
    });

    it('that is searched where it is long, and asks AWS for each account once', async () => {
      teams(50);
      const signed = await signIn({ person: [`${team(49)}/Developer`] });
      expect(signed.prompts[0]).to.include({ kind: 'search', message: list });
      expect(signed.prompts[0]?.choices).to.have.length(100);
      expect(sandbox.log.count('ListAccountRoles')).to.equal(50);
    });

    it('but for more than 50 accounts, whose roles are looked up once the account is chosen', async () => {
      teams(51);
      const signed = await signIn({ person: [team(50), 'Developer'] });
      expect(signed.prompts.map(({ message }) => message)).to.deep.equal(['Which account?', 'Which role?']);
      expect(sandbox.log.count('ListAccountRoles')).to.equal(1);
    });

    it('that flags narrow', async () => {
      teams(3);
      const role = await signIn({ given: { ...given, roleName: 'ReadOnly' }, person: [`${team(2)}/ReadOnly`] });
      expect(names(role)).to.deep.equal([0, 1, 2].map((number) => `team-${number}  ${team(number)}  ReadOnly`));
      const account = await signIn({ given: { ...given, accountId: team(2) }, person: ['Developer'] });
      expect(names(account)).to.deep.equal(['Developer', 'ReadOnly']);
    });

    it('that shows nothing which could harm a terminal', async () => {
      teams(2);
      center.assign(ana, sandbox.aws.account(team(7)), 'Developer', { accountName: '\u001b[2Jevil\u202e' });
      const signed = await signIn({ person: [`${team(1)}/ReadOnly`] });
      expect(names(signed)?.join('')).to.not.match(/[\u001b\u202e]/);
    });

    it('begins where the ARN of the repository points, or an earlier recipe', async () => {
      teams(3);
      const byArn = await signIn({ ...settingUp(undefined, team(2)), person: [''] });
      expect(byArn.obtained.learned).to.include({ accountId: team(2), roleName: 'Developer' });
      const byRecipe = await signIn({
        person: [''],
        context: { remembered: (name) => ({ accountId: team(1), roleName: 'ReadOnly' })[name as string] },
      });
      expect(byRecipe.obtained.learned).to.include({ accountId: team(1), roleName: 'ReadOnly' });
      const byBoth = await signIn({
        person: [''],
        context: {
          repository: { name: undefined, account: team(2) },
          remembered: (name) => ({ accountId: team(1), roleName: 'ReadOnly' })[name as string],
        },
      });
      expect(byBoth.obtained.learned).to.include({ accountId: team(2), roleName: 'ReadOnly' });
    });

    it('that waits as long as AWS wants it slower', async () => {
      teams(2);
      sandbox.faults.add({ kind: 'throttle' }, { on: 'portal.sso.eu-central-1.amazonaws.com', times: 8 });
      const pauses: number[] = [];
      const clock = {
        now: () => new Date(),
        sleep: (milliseconds: number): Promise<void> => {
          pauses.push(milliseconds);
          return Promise.resolve();
        },
      };
      const { obtained } = await signIn({ person: [`${team(1)}/ReadOnly`], context: { clock } });
      expect(obtained.learned).to.include({ accountId: team(1), roleName: 'ReadOnly' });
      expect(pauses.slice(0, 2)).to.deep.equal([1000, 2000]);
    });

    it('that nobody gets who cannot choose: the flag is named', async () => {
      teams(3);
      const error = await rejection(signIn());
      expect(error).to.be.instanceOf(Problem).and.include({ kind: 'usage' });
      expect((error as Problem).message).to.contain('--account-id');
      expect(sandbox.log.count('ListAccountRoles')).to.equal(0);
    });
  });

  describe('where the repository is not', () => {
    it('lead back to the list, marked, before anything is written', async () => {
      teams(5);
      const signed = await signIn({
        ...settingUp('app-3'),
        person: [`${team(1)}/Developer`, `${team(3)}/Developer`],
      });
      expect(signed.said.join('\n')).to.contain(`There is no repository app-3 in account ${team(1)} in eu-west-1.`);
      expect(names(signed, 1)).to.include.members([
        `team-1  ${team(1)}  Developer  (tried: no such repository)`,
        `team-1  ${team(1)}  ReadOnly`,
        `Go on with ${team(1)}  Developer all the same`,
        'Look for app-3 in 4 other accounts, as Developer',
      ]);
      expect(signed.obtained.learned).to.include({ accountId: team(3), roleName: 'Developer' });
      expect(sandbox.log.count('Authorize'), 'no second browser').to.equal(1);
    });

    it('are taken all the same where the person says so', async () => {
      teams(2);
      const { obtained } = await signIn({ ...settingUp('new'), person: [`${team(1)}/Developer`, ':go-on'] });
      expect(obtained.learned).to.include({ accountId: team(1), roleName: 'Developer' });
    });

    it('lead back by flags too, and where there is no other account', async () => {
      teams(1, ['Developer']);
      const signed = await signIn({
        ...settingUp('app-3'),
        given: { ...given, accountId: team(0), roleName: 'Developer' },
        person: [':go-on'],
      });
      expect(names(signed)).to.deep.equal([
        `Go on with ${team(0)}  Developer all the same`,
        'Developer  (tried: no such repository)',
      ]);
    });

    it('are searched only when asked: other accounts, as the same role, by GetRepository alone', async () => {
      teams(5);
      const signed = await signIn({ ...settingUp('app-3'), person: [`${team(1)}/Developer`, ':search', ''] });
      expect(signed.said.join('\n')).to.contain(`app-3 is in account ${team(3)}.`);
      expect(names(signed, 2)).to.include.members([
        `team-0  ${team(0)}  Developer  (tried: no such repository)`,
        `team-3  ${team(3)}  Developer  (the repository is there)`,
        `Go on with ${team(1)}  Developer all the same`,
      ]);
      expect(names(signed, 2)?.join('')).to.not.contain('Look for');
      expect(signed.obtained.learned).to.include({ accountId: team(3), roleName: 'Developer' });
      const operations = new Set(sandbox.log.entries.map(({ host, operation }) => `${host} ${operation}`));
      expect([...operations].filter((operation) => operation.startsWith('codecommit.'))).to.deep.equal([
        'codecommit.eu-west-1.amazonaws.com GetRepository',
      ]);
    });

    it('are searched 20 at a time, whose number is shown', async () => {
      teams(60);
      const signed = await signIn({
        ...settingUp('app-30'),
        person: [team(1), 'Developer', ':search', ':search', '', 'Developer'],
      });
      expect(names(signed, 2)?.[0]).to.equal('Look for app-30 in 20 other accounts, as Developer');
      expect(signed.said.join('\n'))
        .to.contain('app-30 was found in none of them.')
        .and.contain(`app-30 is in account ${team(30)}.`);
      expect(signed.obtained.learned).to.include({ accountId: team(30), roleName: 'Developer' });
    });

    it('are searched past accounts where the role is not, or may not look', async () => {
      teams(2);
      const blind = sandbox.aws.account(team(2));
      center.assign(ana, blind, 'Developer', { accountName: 'blind', policies: [] });
      teams(4);
      const signed = await signIn({ ...settingUp('app-3'), person: [`${team(1)}/Developer`, ':search', ''] });
      expect(signed.obtained.learned).to.include({ accountId: team(3) });
    });

    it('are not looked into for a renewal, a script, or without a repository', async () => {
      teams(2);
      const place = { accountId: team(1), roleName: 'Developer' };
      await signIn({ given: { ...given, ...place }, person: [] });
      await signIn({ ...settingUp('app-3'), given: { ...given, ...place } });
      expect(sandbox.log.count('GetRepository')).to.equal(0);
    });

    it('are left to Git to prove where the role may not look, or CodeCommit does not answer', async () => {
      teams(2);
      const place = { given: { ...given, accountId: team(1), roleName: 'Developer' }, person: [] };
      for (const body of [
        '{"__type":"AccessDeniedException","message":"no"}',
        '{"__type":"EncryptionKeyAccessDeniedException"}',
        'what?',
      ]) {
        const off = sandbox.faults.add(
          { kind: 'answer', status: 400, body },
          { on: 'codecommit.eu-west-1.amazonaws.com' },
        );
        await signIn({ ...settingUp('app-3'), ...place });
        off();
      }
    });
  });
});
