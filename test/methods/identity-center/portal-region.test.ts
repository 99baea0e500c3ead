import { expect } from 'chai';
import { regionsOf } from '../../../src/aws/regions.js';
import { plainText } from '../../../src/core/advice/say.js';
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
import type { IdentityCenter } from '../../sandbox/aws/identity-center.js';

const startUrl = 'https://corp.awsapps.com/start';

describe('the Region of an access portal', function () {
  this.timeout(60_000);
  const undo = undoAfter();
  let sandbox: Sandbox;
  let center: IdentityCenter;
  let home: FurnishedHome;
  before(async () => {
    sandbox = await startSandbox();
    undo(() => sandbox.stop());
  });
  beforeEach(async () => {
    sandbox.log.clear();
    sandbox.aws.identityCenters.length = 0;
    portalAt('eu-central-1');
    home = await furnishedHome(sandbox);
  });
  afterEach(async () => {
    sandbox.faults.clear();
    await home.remove();
  });

  const portalAt = (region: string, address = startUrl): void => {
    center = sandbox.aws.identityCenter({ region, startUrl: address });
    center.assign(center.user('ana'), sandbox.aws.account('111122223333'), 'Developer', { accountName: 'dev' });
  };
  const browser: Browser = {
    absence: undefined,
    open: async (url) =>
      (await visit(url.href, { username: 'ana', password: 'correct horse', decision: 'allow' }, sandbox)).status < 500,
    listen: listenNoting([]),
  };
  const signIn = (over: Partial<SignInOptions> = {}): Promise<SignedIn> =>
    signInWith(identityCenter, {
      aws: awsSeeing(sandbox.environment(), home.path),
      browser,
      given: { startUrl },
      ...over,
    });
  const refusal = async (over: Partial<SignInOptions>): Promise<Problem> => {
    const error = await rejection(signIn(over));
    expect(error).to.be.instanceOf(Problem);
    return error as Problem;
  };
  const operations = (): readonly (string | undefined)[] => sandbox.log.entries.map(({ operation }) => operation);

  it("is named by the portal's page, asked once, which is said; nobody is asked", async () => {
    const { obtained, prompts, said } = await signIn({ person: [] });
    expect(prompts).to.deep.equal([]);
    expect(said[0]).to.equal("The portal's page names its Region: eu-central-1, Europe (Frankfurt)");
    expect(obtained.learned).to.include({ startUrl, ssoRegion: 'eu-central-1' });
    expect(sandbox.log.count('PortalPage')).to.equal(1);
    expect(operations().slice(0, 2)).to.deep.equal(['PortalPage', 'RegisterClient']);
  });

  it('is found for a script too, whose user gave the address', async () => {
    const { obtained } = await signIn();
    expect(obtained.learned).to.include({ ssoRegion: 'eu-central-1' });
  });

  it("is not asked for where a flag, AWS's config or the address says it", async () => {
    await signIn({ given: { startUrl, ssoRegion: 'eu-central-1' } });
    await signIn({
      given: { startUrl },
      localFacts: { ssoSessions: [{ name: 'corp', startUrl, region: 'eu-central-1' }] },
    });
    const own = 'https://ssoins-7223a092685f44dd.eu-central-1.portal.amazonaws.com';
    portalAt('eu-central-1', own);
    await signIn({ given: { startUrl: own } });
    expect(sandbox.log.count('PortalPage')).to.equal(0);
  });

  it("is asked of nobody where a stranger's recipe chose the address and nobody is there", async () => {
    const problem = await refusal({ given: {}, team: { startUrl } });
    expect(problem.kind).to.equal('usage');
    expect(plainText(problem.hint ?? '')).to.contain('--sso-region');
    expect(sandbox.log.entries).to.deep.equal([]);
  });

  it('is found where a person has confirmed the address of a recipe', async () => {
    const { obtained } = await signIn({ given: {}, team: { startUrl }, person: [] });
    expect(obtained.learned).to.include({ ssoRegion: 'eu-central-1' });
  });

  it("is found on the page that a company's own address leads to", async () => {
    sandbox.aws.companyAddresses.set('sso.portal.example', { location: startUrl });
    const { obtained } = await signIn({ given: { startUrl: 'https://sso.portal.example/aws' } });
    expect(obtained.learned).to.include({ startUrl: 'https://sso.portal.example/aws', ssoRegion: 'eu-central-1' });
    expect([sandbox.log.count('PortalPage'), sandbox.log.count('CompanyAddress HEAD')]).to.deep.equal([1, 1]);
  });

  for (const [what, spoil] of [
    ['names none', () => (center.pageHead = '')],
    ['names a host', () => (center.pageHead = '<meta name="region" content="eu-west-1.evil.example">')],
    ['names two', () => (center.pageHead += '<meta name="region" content="us-east-1">')],
    ['is far too long', () => (center.pageHead = `<!--${'x'.repeat(70_000)}-->${center.pageHead}`)],
    [
      'is an error',
      () => sandbox.faults.add({ kind: 'answer', status: 500, body: 'x' }, { on: 'corp.awsapps.com', times: 1 }),
    ],
    [
      'redirects',
      () =>
        sandbox.faults.add(
          { kind: 'answer', status: 302, body: center.pageHead },
          { on: 'corp.awsapps.com', times: 1 },
        ),
    ],
    ['cannot be had', () => sandbox.faults.add({ kind: 'reset' }, { on: 'corp.awsapps.com', times: 1 })],
  ] as const) {
    it(`is chosen from a list where the page ${what}; a script is told which flag says it`, async () => {
      spoil();
      const { obtained, prompts } = await signIn({ person: ['eu-central-1'] });
      expect(prompts[0]).to.include({ kind: 'search', suggestion: ':unknown' });
      expect(prompts[0]?.choices).to.deep.include({ value: 'eu-central-1', name: 'eu-central-1  Europe (Frankfurt)' });
      expect(prompts[0]?.choices).to.have.length(regionsOf('aws').length + 3);
      expect(obtained.learned).to.include({ ssoRegion: 'eu-central-1' });
      sandbox.faults.clear();
      sandbox.faults.add({ kind: 'answer', status: 404, body: '' }, { on: 'corp.awsapps.com' });
      const problem = await refusal({ given: { startUrl: 'https://corp.awsapps.com/start/' } });
      expect([problem.kind, plainText(problem.hint ?? '')]).to.deep.equal([
        'usage',
        'Give it with --sso-region (or GIT_CODECOMMIT_SSO_REGION).',
      ]);
    });
  }

  it('may be one that is not in the list', async () => {
    center.pageHead = '';
    const { obtained } = await signIn({ person: [':another', 'eu-central-1'] });
    expect(obtained.learned).to.include({ ssoRegion: 'eu-central-1' });
  });

  it('is looked for in every Region of the partition where nobody knows it, by calls that give nothing away', async () => {
    center.pageHead = '';
    const { obtained, said } = await signIn({ person: [''] });
    expect(obtained.learned).to.include({ ssoRegion: 'eu-central-1' });
    expect(said.join('\n')).to.contain('It is known in eu-central-1, Europe (Frankfurt).');
    const asked = sandbox.log.of('StartDeviceAuthorization').map(({ host }) => host.split('.')[1]);
    expect([...asked].sort()).to.deep.equal(
      regionsOf('aws')
        .map(({ name }) => name)
        .sort(),
    );
  });

  it('is looked for past Regions that do not answer, and is a choice where several know the portal', async () => {
    center.pageHead = '';
    portalAt('us-east-1');
    center.pageHead = '';
    sandbox.faults.add({ kind: 'answer', status: 500, body: '{}' }, { on: 'oidc.eu-west-1.amazonaws.com' });
    const { obtained, prompts } = await signIn({ person: ['', 'eu-central-1'] });
    const names = prompts[1]?.choices?.map(({ name }) => name);
    expect(names).to.include('us-east-1  US East (N. Virginia)  (it knows this portal)');
    expect(names).to.include('eu-central-1  Europe (Frankfurt)  (it knows this portal)');
    expect(names).to.include('eu-west-1  Europe (Ireland)');
    expect(names).to.include('eu-west-2  Europe (London)  (tried: it does not know this portal)');
    expect(obtained.learned).to.include({ ssoRegion: 'eu-central-1' });
  });

  it('that was wrong leads back to the list, marked, with the one that the page names', async () => {
    const { obtained, prompts, said } = await signIn({ given: { startUrl, ssoRegion: 'eu-west-1' }, person: [''] });
    expect(said.join('\n')).to.contain('IAM Identity Center in eu-west-1 does not know the portal');
    expect(prompts[0]?.suggestion).to.equal('eu-central-1');
    expect(prompts[0]?.choices?.map(({ name }) => name)).to.include.members([
      "eu-central-1  Europe (Frankfurt)  (named by the portal's page)",
      'eu-west-1  Europe (Ireland)  (tried: it does not know this portal)',
    ]);
    expect(obtained.learned).to.include({ ssoRegion: 'eu-central-1' });
  });

  it('that the page names, and AWS does not know, opens no browser', async () => {
    center.pageHead = '<meta name="region" content="eu-west-1">';
    const opened: string[] = [];
    const noting = { ...browser, open: (url: URL) => (opened.push(url.href), browser.open(url)) };
    const { obtained, prompts } = await signIn({ person: ['eu-central-1'], browser: noting });
    expect(prompts).to.have.length(1);
    expect(obtained.learned).to.include({ ssoRegion: 'eu-central-1' });
    expect(opened).to.have.length(1);
  });

  it('can be left for another address, whose Region is found anew', async () => {
    const { obtained, prompts } = await signIn({
      given: { startUrl: 'https://crop.awsapps.com/start' },
      person: [':address', startUrl],
    });
    expect(prompts.map(({ message }) => message)).to.deep.equal([
      'In which Region is your IAM Identity Center?',
      'Address of your access portal (start URL)',
    ]);
    expect(obtained.learned).to.include({ startUrl, ssoRegion: 'eu-central-1' });
  });

  it('is looked for no longer once the person stops it', async () => {
    center.pageHead = '';
    const stop = new AbortController();
    for (const { name } of regionsOf('aws')) sandbox.faults.add({ kind: 'hang' }, { on: `oidc.${name}.amazonaws.com` });
    setTimeout(() => stop.abort(), 300);
    expect(await refusal({ person: [''], signal: stop.signal })).to.include({ kind: 'cancelled' });
  });

  it('is of the partition that the host says', async () => {
    const address = 'https://start.us-gov-home.awsapps.com/directory/corp';
    portalAt('us-gov-west-1', address);
    center.pageHead = '';
    const { obtained, prompts } = await signIn({ given: { startUrl: address }, person: [''] });
    expect(prompts[0]?.choices?.map(({ value }) => value)).to.deep.equal([
      ':unknown',
      'us-gov-east-1',
      'us-gov-west-1',
      ':another',
      ':address',
    ]);
    expect(obtained.learned).to.include({ ssoRegion: 'us-gov-west-1' });
  });
});
