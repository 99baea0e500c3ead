import { plainText } from '../../../src/core/advice/say.js';
import { expect } from 'chai';
import type { MethodContext } from '../../../src/core/method.js';
import { OtherMethod } from '../../../src/core/other-method.js';
import {
  NoCapture,
  type Captured,
  type CaptureRequest,
  type NoCaptureReason,
  type SamlBrowser,
} from '../../../src/core/ports/saml-browser.js';
import { Problem } from '../../../src/core/problem.js';
import { Secret } from '../../../src/core/secret.js';
import { composePolicy } from '../../../src/aws/policies/compose.js';
import { saml } from '../../../src/methods/saml/index.js';
import { awsSeeing, rejection } from '../../helpers/aws-client.js';
import { shippedTemplates } from '../../helpers/shipped-templates.js';
import { signInWith, type SignInOptions, type SignedIn } from '../../helpers/sign-in.js';
import { undoAfter } from '../../helpers/undo.js';
import type { IdentityProvider, ResponseOptions } from '../../sandbox/saml/identity-provider.js';
import type { PolicyDocument } from '../../sandbox/aws/policy.js';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.js';
import type { Account } from '../../sandbox/aws/account.js';
import type { Role } from '../../sandbox/aws/role.js';
import type { SamlProvider } from '../../sandbox/aws/saml-provider.js';

const minute = 60_000;

describe('signing in with SAML', function () {
  this.timeout(60_000);
  const undo = undoAfter();
  let sandbox: Sandbox;
  let idp: IdentityProvider;
  let account: Account;
  let provider: SamlProvider;
  let developer: Role;
  let reader: Role;
  before(async () => {
    sandbox = await startSandbox();
    undo(() => sandbox.stop());
    idp = await sandbox.aws.identityProvider();
    account = sandbox.aws.account('111122223333');
    provider = account.samlProvider('Corp', idp.metadata);
    developer = account.role('Developer', { trust: provider.trust(), maxSessionDuration: 14_400 });
    reader = account.role('ReadOnly', { trust: provider.trust() });
  });
  beforeEach(() => {
    sandbox.log.clear();
    sandbox.clock.setOffset(0);
    idp.options = { roles: [pair(developer)] };
    idp.endpoint = 'https://signin.aws.amazon.com/saml';
  });

  /** What policy makes for a role behind the provider. */
  const trustMade = async (): Promise<{ trust: PolicyDocument }> => {
    const facts = { region: 'eu-west-1', account: account.id, samlProvider: 'Corp' };
    const trust = await composePolicy({ template: 'trust/saml', parts: [] }, facts, shippedTemplates);
    return { trust: trust };
  };
  const pair = (role: Role): string => `${role.arn},${provider.arn}`;
  const aws = () => awsSeeing(sandbox.environment());
  const pasted = async (options: ResponseOptions = {}): Promise<string> => idp.response(options);
  const given = { idpUrl: 'https://sso.idp.example/apps/aws' };

  /**
   * A browser that brings what it is told, one thing after the other; the provider's response where nothing is said.
   */
  const browser = (
    ...brings: readonly (Captured | NoCaptureReason | (() => Promise<Captured>) | undefined)[]
  ): SamlBrowser & { readonly requests: CaptureRequest[]; readonly wanted: (string | undefined)[] } => {
    const [requests, wanted]: [CaptureRequest[], (string | undefined)[]] = [[], []];
    const queue = [...brings];
    return {
      requests,
      wanted,
      forget: () => Promise.resolve(),
      find: (name) => {
        wanted.push(name);
        const [next] = queue;
        if (next === 'not-here' || next === 'no-browser') {
          queue.shift();
          return Promise.reject(new NoCapture(next, 'No browser window can be opened: this computer has no display.'));
        }
        return Promise.resolve({ name: 'Google Chrome', program: '/opt/google/chrome/chrome' });
      },
      async capture(_browser, request) {
        requests.push(request);
        const next = queue.shift();
        if (typeof next === 'string') throw new NoCapture(next, `Google Chrome: ${next}.`);
        if (typeof next === 'function') return next();
        return next ?? { response: new Secret(await idp.response()), endpoint: idp.endpoint };
      },
    };
  };
  const signIn = (desk: Partial<SignInOptions> & { readonly samlBrowser?: SamlBrowser } = {}): Promise<SignedIn> => {
    const context: Partial<MethodContext> = { samlBrowser: desk.samlBrowser, ...desk.context };
    return signInWith(saml, { aws: aws(), given, ...desk, context });
  };
  const problemOf = async (desk: Parameters<typeof signIn>[0] = {}): Promise<Problem> => {
    const error = await rejection(signIn(desk));
    expect(error).to.be.instanceOf(Problem);
    return error as Problem;
  };
  const asked = () =>
    sandbox.log.of('AssumeRoleWithSAML').map(({ parameters }) => parameters as Record<string, string>);
  const roleTaken = () => asked().at(-1)?.['RoleArn'];

  describe('in a browser', () => {
    it('takes the only role there is, says so, and remembers it', async () => {
      const watching = browser();
      const { obtained, said } = await signIn({ samlBrowser: watching });
      expect(obtained.credentials.accessKeyId).to.match(/^ASIA/);
      expect(obtained.account).to.equal('111122223333');
      expect(obtained.learned).to.deep.equal({
        idpUrl: given.idpUrl,
        roleArn: developer.arn,
        grantedDuration: '14400',
      });
      expect(said.join('\n'))
        .to.include('Google Chrome opens a separate window, without your bookmarks and saved passwords.')
        .and.include('if you see tiles, choose AWS')
        .and.include('It waits 5 min.')
        .and.include('Your sign-in offers one role: Developer in account 111122223333.');
      expect(watching.requests).to.have.length(1);
      expect(watching.requests[0]).to.deep.include({ idpUrl: given.idpUrl, timeoutMs: 300_000, afresh: false });
    });

    it('waits as long as it is told, in the browser that is wanted', async () => {
      const watching = browser();
      await signIn({ samlBrowser: watching, given: { ...given, browserTimeout: '10m', browser: '/opt/brave' } });
      expect(watching.wanted).to.deep.equal(['/opt/brave']);
      expect(watching.requests[0]?.timeoutMs).to.equal(600_000);
    });

    it('repeats a recipe without a question, with the role and the length that it learned', async () => {
      idp.options = { roles: [pair(reader), pair(developer)] };
      const recipe = { idpUrl: given.idpUrl, roleArn: developer.arn, grantedDuration: '14400' };
      const { prompts } = await signIn({ samlBrowser: browser(), given: {}, recipe, person: [] });
      expect(prompts).to.deep.equal([]);
      expect(asked()).to.have.length(1);
      expect(asked()[0]).to.include({ RoleArn: developer.arn, DurationSeconds: '14400' });
    });

    it('leads to IAM Identity Center where the sign-in goes to an access portal', async () => {
      const portal = {
        response: new Secret('x'),
        endpoint: 'https://eu-central-1.signin.aws.amazon.com/platform/saml/acs/2d737f96',
      };
      const problem = await problemOf({ samlBrowser: browser(portal) });
      expect(problem).to.be.instanceOf(OtherMethod);
      expect(problem).to.deep.include({ methods: ['identity-center'], answers: { ssoRegion: 'eu-central-1' } });
    });

    it('signs in again by itself where the person took more than five minutes to choose', async () => {
      const late = async (): Promise<Captured> => ({
        response: new Secret(
          await idp.response({
            issuedAt: new Date(Date.now() - 6 * minute),
            notOnOrAfter: new Date(Date.now() + minute),
          }),
        ),
        endpoint: idp.endpoint,
      });
      const watching = browser(late, undefined);
      const { obtained, said } = await signIn({ samlBrowser: watching });
      expect(obtained.credentials.accessKeyId).to.match(/^ASIA/);
      expect(watching.requests).to.have.length(2);
      expect(said.join('\n')).to.include('More than five minutes have passed');
    });

    it('does not go round in circles with a provider whose clock is slow', async () => {
      const late = async (): Promise<Captured> => ({
        response: new Secret(await idp.response({ issuedAt: new Date(Date.now() - 6 * minute) })),
        endpoint: idp.endpoint,
      });
      const watching = browser(late, late, late, late);
      const problem = await problemOf({ samlBrowser: watching });
      expect(problem.kind).to.equal('aws');
      expect(problem.message).to.match(/^This SAML response ended at .* by AWS's clock\.$/);
      expect(watching.requests.length).to.be.below(4);
    });

    it('opens the window again where it was closed, if the person wants that', async () => {
      const watching = browser('closed', undefined);
      const { obtained, said, prompts } = await signIn({ samlBrowser: watching, person: ['again'] });
      expect(obtained.credentials.accessKeyId).to.match(/^ASIA/);
      expect(said.join('\n')).to.include('Google Chrome: closed.');
      expect(prompts[0]?.choices?.map(({ value }) => value)).to.deep.equal(['again', 'paste', 'stop']);
    });

    it('takes a pasted response where nobody signed in in time', async () => {
      const { obtained, said } = await signIn({ samlBrowser: browser('timeout'), person: ['paste', await pasted()] });
      expect(obtained.credentials.accessKeyId).to.match(/^ASIA/);
      expect(said.join('\n'))
        .to.include('To copy the SAML response by hand:\n1. Open a private window')
        .and.include(`2. Sign in at ${given.idpUrl}.`);
    });

    it('stops where the person wants that, with the reason', async () => {
      const { kind, cause } = await problemOf({ samlBrowser: browser('timeout'), person: ['stop'] });
      expect(kind).to.equal('failed');
      expect(cause).to.include({ reason: 'timeout' });
    });

    it('leads to another way to sign in while a profile is set up', async () => {
      const problem = await problemOf({
        samlBrowser: browser('closed'),
        person: ['other'],
        context: { mayChangeMethod: true },
      });
      expect(problem).to.be.instanceOf(OtherMethod);
    });

    for (const reason of ['not-here', 'no-browser'] as const) {
      it(`explains how to copy the response where no window can be opened (${reason})`, async () => {
        const { obtained, said, prompts } = await signIn({ samlBrowser: browser(reason), person: [await pasted()] });
        expect(obtained.credentials.accessKeyId).to.match(/^ASIA/);
        expect(prompts).to.have.length(1);
        expect(prompts[0]?.kind).to.equal('block');
        expect(said.join('\n'))
          .to.include('this computer has no display')
          .and.include('5. Give it within five minutes');
      });
    }

    for (const reason of ['closed', 'timeout', 'not-here', 'no-browser', 'not-started'] as const) {
      it(`ends with another way where nobody can be asked (${reason})`, async () => {
        const problem = await problemOf({ samlBrowser: browser(reason) });
        expect(problem).to.include({ kind: 'failed', reason });
        expect(plainText(problem.hint ?? '')).to.include('--saml-response-file');
      });
    }

    it('opens nothing where nobody is there at all', async () => {
      const problem = await problemOf();
      expect(problem.kind).to.equal('aws');
      expect(plainText(problem.hint ?? ''))
        .to.include('git codecommit refresh dev')
        .and.include('--saml-response-file');
    });

    it('says whose fault it is when the page sends something that AWS would not take', async () => {
      const foreign = await idp.response({ recipient: 'https://github.com/orgs/corp/saml/consume' });
      const problem = await problemOf({
        samlBrowser: browser({ response: new Secret(foreign), endpoint: idp.endpoint }),
      });
      expect(problem.kind).to.equal('failed');
      expect(problem.message).to.include('not for AWS');
      expect(plainText(problem.hint ?? '')).to.include('administrator of your sign-in page');
    });

    it('lets somebody else sign in where this one has no role', async () => {
      const none = { response: new Secret(await idp.response({ roles: [] })), endpoint: idp.endpoint };
      const watching = browser(none, undefined);
      const { obtained, said } = await signIn({ samlBrowser: watching, person: ['afresh'] });
      expect(obtained.credentials.accessKeyId).to.match(/^ASIA/);
      expect(said.join('\n')).to.include('names no AWS role');
      expect(watching.requests.map(({ afresh }) => afresh)).to.deep.equal([false, true]);
    });

    it('lets somebody else sign in from the list of roles', async () => {
      idp.options = { roles: [pair(reader), pair(developer)] };
      const watching = browser();
      await signIn({ samlBrowser: watching, person: ['somebody-else', '0'] });
      expect(watching.requests.map(({ afresh }) => afresh)).to.deep.equal([false, true]);
    });

    it('ends the waiting when the person presses Ctrl-C', async () => {
      const controller = new AbortController();
      let seen: AbortSignal | undefined;
      const hanging: SamlBrowser = {
        ...browser(),
        capture: (_browser, { signal }) =>
          new Promise((_resolve, reject) => {
            seen = signal;
            signal.addEventListener('abort', () => {
              reject(new Problem('cancelled', 'Cancelled.'));
            });
            controller.abort();
          }),
      };
      expect(await problemOf({ samlBrowser: hanging, signal: controller.signal })).to.include({ kind: 'cancelled' });
      expect(seen?.aborted).to.equal(true);
    });
  });

  describe('with a response that was given', () => {
    it('needs no browser and no address', async () => {
      const { obtained, prompts } = await signIn({
        given: { samlResponse: `SAMLResponse=${encodeURIComponent(await pasted())}&RelayState=` },
        person: [],
      });
      expect(obtained.credentials.accessKeyId).to.match(/^ASIA/);
      expect(obtained.learned).to.include({ idpUrl: '', roleArn: developer.arn });
      expect(prompts).to.deep.equal([]);
    });

    it('goes before the browser of a recipe', async () => {
      const watching = browser();
      await signIn({
        samlBrowser: watching,
        given: { samlResponse: await pasted() },
        recipe: { idpUrl: given.idpUrl },
      });
      expect(watching.requests).to.deep.equal([]);
    });

    it('is asked for where the address was left empty, by a refresh too', async () => {
      const { prompts } = await signIn({ given: {}, person: ['', await pasted()] });
      expect(prompts.map(({ message }) => message)).to.deep.equal([
        "Address of your company's sign-in page for AWS",
        'SAML response',
      ]);
      const again = await signIn({
        given: {},
        recipe: { idpUrl: '', roleArn: developer.arn },
        person: [await pasted()],
      });
      expect(again.prompts.map(({ message }) => message)).to.deep.equal(['SAML response']);
    });

    it('is named when it is missing and nobody is there', async () => {
      expect((await problemOf({ given: {} })).message).to.include('--idp-url (or --saml-response-file)');
      expect((await problemOf({ given: {}, recipe: { idpUrl: '' } })).message).to.include('--saml-response-file');
    });

    it('ends the paste by itself when it is all there', async () => {
      const whole = await pasted();
      const { prompts } = await signIn({ given: {}, person: ['', whole] });
      const complete = prompts[1]?.isComplete;
      expect(complete?.(whole)).to.equal(true);
      expect(complete?.(whole.replace(/.{76}/g, '$&\n'))).to.equal(true);
      expect(complete?.(`SAMLResponse=${encodeURIComponent(whole)}`)).to.equal(true);
      expect(complete?.(whole.slice(0, -100))).to.equal(false);
      expect(complete?.(`<input name="SAMLResponse" value="${whole}">`)).to.equal(false);
      expect(complete?.('')).to.equal(false);
    });

    it('is asked for again when it is not one', async () => {
      const damaged = (await pasted()).slice(0, 2000);
      const { obtained, said } = await signIn({ given: {}, person: ['', damaged, await pasted()] });
      expect(obtained.credentials.accessKeyId).to.match(/^ASIA/);
      expect(said.join('\n')).to.include('cut off');
    });

    for (const [what, options, says] of [
      [
        'was made out for somebody else',
        { recipient: 'https://github.com/saml' },
        'is for https://github.com/saml, not for AWS',
      ],
      ['names no role', { roles: [] }, 'names no AWS role'],
      ['is not signed', { sign: 'none' }, 'not signed'],
      ['says no', { status: 'Responder' }, 'refused the sign-in'],
    ] as const satisfies readonly (readonly [string, ResponseOptions, string])[]) {
      it(`is refused before any call when it ${what}`, async () => {
        const problem = await problemOf({ given: { samlResponse: await pasted(options) } });
        expect(problem).to.include({ kind: 'usage', question: 'samlResponse' });
        expect(problem.message).to.include(says);
        expect(sandbox.log.entries).to.deep.equal([]);
      });
    }

    it('leads to IAM Identity Center where it was made out for an access portal', async () => {
      const problem = await problemOf({
        given: { samlResponse: await pasted({ recipient: 'https://us-east-1.sso.signin.aws/platform/saml/acs/x' }) },
      });
      expect(problem).to.be.instanceOf(OtherMethod);
    });

    it("that is old by this computer's clock is sent all the same, with a warning: the clock may be the wrong one", async () => {
      sandbox.clock.setOffset(-20 * minute);
      const { said } = await signIn({
        given: { samlResponse: await pasted() },
        context: { clock: { now: () => new Date(), sleep: () => Promise.resolve() } },
      });
      expect(said.join('\n'))
        .to.include('seems to have ended 15 min')
        .and.include("unless this computer's clock is fast");
    });

    it('that AWS finds too old is refused in words that help', async () => {
      const problem = await problemOf({
        given: { samlResponse: await pasted({ issuedAt: new Date(Date.now() - 20 * minute) }) },
      });
      expect(problem).to.include({ kind: 'aws' });
      expect(problem.message).to.include('too old');
      expect(plainText(problem.hint ?? '')).to.include('Sign in at your identity provider again');
    });

    it("that is too old by AWS's clock is not even sent", async () => {
      const seeing = aws();
      await signIn({ aws: seeing, given: { samlResponse: await pasted() } });
      sandbox.log.clear();
      const problem = await problemOf({
        aws: seeing,
        given: { samlResponse: await pasted({ issuedAt: new Date(Date.now() - 20 * minute) }) },
      });
      expect(problem).to.include({ kind: 'aws', question: 'samlResponse' });
      expect(problem.message).to.match(/^This SAML response ended at .* by AWS's clock\.$/);
      expect(sandbox.log.entries).to.deep.equal([]);
    });

    it('that AWS cannot validate is refused with what AWS said', async () => {
      const stranger = await sandbox.aws.identityProvider('stranger');
      const problem = await problemOf({
        given: { samlResponse: await stranger.response({ roles: [pair(developer)], issuer: idp.entityId }) },
      });
      expect(problem.message).to.include('Response signature invalid');
    });

    it('may be encrypted: then the role and the provider are asked for', async () => {
      const samlResponse = await pasted({ encryptFor: await provider.allowEncryption() });
      const { obtained, prompts, said } = await signIn({
        given: { samlResponse },
        person: [developer.arn, provider.arn],
      });
      expect(obtained.credentials.accessKeyId).to.match(/^ASIA/);
      expect(prompts.map(({ message }) => message)).to.deep.equal(['Role ARN', 'ARN of the SAML provider in IAM']);
      expect(said.join('\n')).to.include('encrypted');
      expect((await problemOf({ given: { samlResponse } })).message).to.include('--role-arn, --principal-arn');
      expect(
        (await signIn({ given: { samlResponse, roleArn: developer.arn, principalArn: provider.arn } })).prompts,
      ).to.deep.equal([]);
    });

    it('is not shown, whatever goes wrong', async () => {
      const samlResponse = await pasted({ recipient: 'https://github.com/saml' });
      const problem = await problemOf({ given: { samlResponse } });
      expect(`${problem.message}${plainText(problem.hint ?? '')}${String(problem.stack)}`).to.not.include(
        samlResponse.slice(0, 60),
      );
    });
  });

  describe('choosing the role', () => {
    it('shows a hundred roles with their accounts, sorted, and searches in them', async () => {
      const roles = Array.from({ length: 100 }, (_, index) =>
        sandbox.aws
          .account(String(200000000000 + (index % 4)))
          .role(`Role${String(index).padStart(2, '0')}`, { path: '/team/', trust: provider.trust() }),
      );
      idp.options = { roles: roles.map(pair) };
      const { prompts } = await signIn({ samlBrowser: browser(), person: ['17'] });
      expect(prompts[0]?.kind).to.equal('search');
      expect(prompts[0]?.choices).to.have.length(101);
      expect(prompts[0]?.choices?.slice(0, 2).map(({ name }) => name)).to.deep.equal([
        '200000000000  Role00',
        '200000000000  Role04',
      ]);
      expect(prompts[0]?.choices?.at(-1)).to.deep.include({ value: 'somebody-else' });
      expect(roleTaken()).to.equal(roles[17]?.arn);
    });

    it('takes the one that the flag names', async () => {
      idp.options = { roles: [pair(reader), pair(developer)] };
      await signIn({ given: { samlResponse: await pasted(), roleArn: reader.arn } });
      expect(roleTaken()).to.equal(reader.arn);
    });

    it('asks for the provider where a role can be had through two', async () => {
      const other = account.samlProvider('Other', idp.metadata);
      idp.options = { roles: [pair(developer), `${developer.arn},${other.arn}`] };
      const { prompts } = await signIn({
        given: { samlResponse: await pasted(), roleArn: developer.arn },
        person: ['0'],
      });
      expect(prompts[0]?.choices?.map(({ name }) => name)).to.deep.equal([
        '111122223333  Developer (through Corp)',
        '111122223333  Developer (through Other)',
      ]);
      expect((await problemOf({ given: { samlResponse: await pasted(), roleArn: developer.arn } })).hint).to.include(
        '--principal-arn',
      );
    });

    it('names the roles there are where nobody can choose', async () => {
      idp.options = { roles: [pair(reader), pair(developer)] };
      const problem = await problemOf({ given: { samlResponse: await pasted() } });
      expect(problem).to.include({ kind: 'usage' });
      expect(problem.message).to.include(developer.arn).and.include(reader.arn);
      expect(plainText(problem.hint ?? '')).to.include('--role-arn');
    });

    it('says that a wanted role is not offered, and offers what is', async () => {
      const desk = { given: { samlResponse: await pasted(), roleArn: reader.arn } };
      const problem = await problemOf(desk);
      expect(problem).to.include({ kind: 'usage', question: 'roleArn' });
      expect(problem.message).to.equal(
        `Your sign-in does not offer the role ${reader.arn}. It offers ${developer.arn}.`,
      );
      const { obtained, said } = await signIn({ ...desk, person: ['0'] });
      expect(obtained.learned).to.include({ roleArn: developer.arn });
      expect(said.join('\n')).to.include('does not offer the role');
    });

    it("refuses a role of another partition than the Region's", async () => {
      const china = await pasted({
        roles: ['arn:aws-cn:iam::111122223333:role/Developer,arn:aws-cn:iam::111122223333:saml-provider/Corp'],
        recipient: 'https://signin.amazonaws.cn/saml',
      });
      const problem = await problemOf({ given: { samlResponse: china } });
      expect(problem).to.include({
        kind: 'usage',
        message:
          "arn:aws-cn:iam::111122223333:role/Developer is of AWS's partition aws-cn, and eu-west-1 is in aws: " +
          'they share neither accounts nor keys.',
      });
      expect(sandbox.log.entries).to.deep.equal([]);
    });
  });

  describe('a response that AWS does not take', () => {
    it('is not blamed on the certificate where it is made out for another partition', async () => {
      for (const recipient of [
        'https://signin.amazonaws.cn/saml',
        'https://us-gov-west-1.signin.amazonaws-us-gov.com/saml',
        'https://us-gov-west-1.signin-fips.amazonaws-us-gov.com/saml',
      ]) {
        const problem = await problemOf({ given: { samlResponse: await pasted({ recipient }) } });
        expect(problem.kind).to.equal('aws');
        expect(problem.message).to.include(recipient).and.include('eu-west-1 is in aws').and.not.include('certificate');
        expect(plainText(problem.hint ?? '')).to.include('https://eu-west-1.signin.aws.amazon.com/saml');
      }
    });

    it("names its recipient where the role's trust may not", async () => {
      const recipient = 'https://eu-west-1.signin.aws.amazon.com/saml';
      const said: string[] = [];
      await rejection(
        signIn({ given: { samlResponse: await pasted({ recipient }) }, hears: (text) => void said.push(text) }),
      );
      expect(said.join('\n')).to.include(`made out for ${recipient}`).and.include('SAML:aud');
    });

    it("refuses a provider of another partition than the Region's", async () => {
      const samlResponse = await pasted({ encryptFor: await provider.allowEncryption() });
      const principalArn = 'arn:aws-cn:iam::111122223333:saml-provider/Corp';
      const problem = await problemOf({ given: { samlResponse, roleArn: developer.arn, principalArn } });
      expect(problem).to.include({ kind: 'usage', question: 'principalArn' });
      expect(problem.message).to.include("is of AWS's partition aws-cn");
    });
  });

  it('takes a response for a regional sign-in, by the trust that policy makes', async () => {
    const { trust } = await trustMade();
    const regional = account.role('Regional', { trust });
    for (const endpoint of ['https://eu-west-1.signin.aws.amazon.com/saml', 'https://signin.aws.amazon.com/saml']) {
      const samlResponse = await pasted({ recipient: endpoint, roles: [pair(regional)] });
      expect((await signIn({ given: { samlResponse } })).obtained.account).to.equal('111122223333');
    }
  });

  describe('the length of the session', () => {
    it('is found by stepping down from twelve hours', async () => {
      await signIn({ given: { samlResponse: await pasted() } });
      expect(asked().map((parameters) => parameters['DurationSeconds'])).to.deep.equal(['43200', '28800', '14400']);
    });

    it('begins with what the response asks for', async () => {
      const { obtained } = await signIn({ given: { samlResponse: await pasted({ sessionDuration: '5400' }) } });
      expect(asked().map((parameters) => parameters['DurationSeconds'])).to.deep.equal(['5400']);
      expect(obtained.learned).to.include({ grantedDuration: '5400' });
    });

    it('is what was explicitly asked for, or nothing, and the hint says what is granted', async () => {
      await signIn({ given: { samlResponse: await pasted(), duration: '45m' } });
      expect(asked().map((parameters) => parameters['DurationSeconds'])).to.deep.equal(['2700']);
      sandbox.log.clear();
      const problem = await problemOf({ given: { samlResponse: await pasted(), duration: '12h' } });
      expect(problem.kind).to.equal('aws');
      expect(plainText(problem.hint ?? '')).to.match(/^AWS grants \d+ h here: --duration \d+h/);
    });
  });

  it('narrows the session by policies', async () => {
    const policy =
      '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"codecommit:GitPull","Resource":"*"}}';
    await signIn({
      given: {
        samlResponse: await pasted(),
        policyFile: 'policy.json',
        policyArn: 'arn:aws:iam::aws:policy/AWSCodeCommitReadOnly',
      },
      context: { readText: () => Promise.resolve(policy) },
    });
    expect(asked()[0]).to.include({
      Policy: policy,
      'PolicyArns.member.1.arn': 'arn:aws:iam::aws:policy/AWSCodeCommitReadOnly',
    });
  });

  it('wants the browser for a refresh, or a paste', () => {
    expect(saml.needs({ idpUrl: given.idpUrl })).to.equal('browser');
    expect(saml.needs({ idpUrl: '' })).to.equal('paste');
    expect(saml.needs({})).to.equal('paste');
  });
});
