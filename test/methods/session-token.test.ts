import { plainText } from '../../src/core/advice/say.js';
import { expect } from 'chai';

import type { Problem, Refusal } from '../../src/core/problem.js';
import { sessionToken } from '../../src/methods/session-token.js';
import { awsSeeing, rejection } from '../helpers/aws-client.js';
import { signInWith, type SignInOptions, type SignedIn } from '../helpers/sign-in.js';
import { sourceOf } from '../helpers/source-keys.js';
import { undoAfter } from '../helpers/undo.js';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.js';
import type { Account } from '../sandbox/aws/account.js';
import type { User } from '../sandbox/aws/user.js';

describe('a session of my own IAM user', function () {
  this.timeout(60_000);
  const undo = undoAfter();
  let sandbox: Sandbox;
  let account: Account;
  let ana: User;
  before(async () => {
    sandbox = await startSandbox();
    undo(() => sandbox.stop());
    account = sandbox.aws.account('111122223333');
  });
  let users = 0;
  // Each code is good once, so everybody has a device of their own.
  beforeEach(() => {
    sandbox.log.clear();
    users += 1;
    ana = account.user(`ana-${users}`, { mfa: 'totp' });
  });

  const signIn = (options: Partial<SignInOptions> = {}): Promise<SignedIn> =>
    signInWith(sessionToken, {
      aws: awsSeeing(sandbox.environment()),
      given: { sourceProfile: 'ana' },
      context: sourceOf(ana.key, sandbox, 'ana'),
      person: [() => ana.device.code()],
      ...options,
    });

  it("ends in keys with MFA of the user's own account, and finds the device by itself", async () => {
    const { obtained, prompts } = await signIn();
    expect(prompts.map(({ message }) => message)).to.deep.equal([`MFA code of ${ana.name ?? ''} (app)`]);
    expect(obtained.credentials.accessKeyId).to.equal(sandbox.aws.lastSession.accessKeyId);
    expect(sandbox.aws.lastSession.origin).to.include({ kind: 'session-token' });
    expect(obtained.account).to.equal('111122223333');
    expect(obtained.learned).to.deep.equal({ mfaSerial: ana.device.serialNumber });
  });

  it("takes AWS's own length unless one is said", async () => {
    await signIn();
    const bea = account.user(`bea-${users}`, { mfa: 'totp' });
    await signIn({
      given: { sourceProfile: 'bea', duration: '36h', mfaSerial: bea.device.serialNumber },
      context: sourceOf(bea.key, sandbox, 'bea'),
      person: [() => bea.device.code()],
    });
    expect(sandbox.log.of('GetSessionToken').map(({ parameters }) => parameters['DurationSeconds'])).to.deep.equal([
      undefined,
      '129600',
    ]);
  });

  it('asks for the device where IAM may not be asked, and refuses one that STS does not take', async () => {
    ana.policies.splice(0);
    const { prompts } = await signIn({ person: [ana.device.serialNumber, () => ana.device.code()] });
    expect(prompts[0]?.message).to.match(/^Do you use an MFA device\?/);
    const fay = account.user('fay', { mfa: 'fido' });
    const problem = (await rejection(signIn({ context: sourceOf(fay.key, sandbox), person: [] }))) as Problem;
    expect(problem.kind).to.equal('aws');
    expect(problem.message).to.match(/passkey|security key/i);
  });

  it('asks for nothing more where AWS takes no call with the key', async () => {
    const keys = [
      ['InvalidClientTokenId', { ...ana.key, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }],
      ['SignatureDoesNotMatch', { ...ana.key, secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }],
    ] as const;
    for (const [code, wrong] of keys) {
      const problem = await rejection(signIn({ context: sourceOf(wrong, sandbox, 'ana'), person: [] }));
      expect((problem as Refusal).facts).to.include({ operation: 'ListMFADevices', code });
    }
    expect(sandbox.log.count('GetSessionToken')).to.equal(0);
  });

  it('refuses temporary keys before any call', async () => {
    const session = sandbox.aws.issue({ kind: 'session-token', account, user: ana }, 3600);
    const problem = (await rejection(
      signIn({ context: sourceOf(session, sandbox, 'temporary'), person: [] }),
    )) as Problem;
    expect(problem).to.include({ kind: 'usage' });
    expect(problem.message).to.contain('profile temporary holds temporary ones');
    expect(plainText(problem.hint ?? '')).to.contain('--method assume-role');
    expect(sandbox.log.count('GetSessionToken')).to.equal(0);
  });

  it('names what is missing where nobody is there', async () => {
    const problem = (await rejection(
      signInWith(sessionToken, {
        aws: awsSeeing(sandbox.environment()),
        given: { sourceProfile: 'ana' },
        context: sourceOf(ana.key, sandbox),
      }),
    )) as Problem;
    expect(problem.message).to.contain('--mfa-code');
    expect(sandbox.log.count('GetSessionToken')).to.equal(0);
  });

  it('needs a code to be repeated, unless there is no device', () => {
    expect(sessionToken.needs({})).to.equal('mfa-code');
    expect(sessionToken.needs({ mfaSerial: ana.device.serialNumber })).to.equal('mfa-code');
    expect(sessionToken.needs({ mfaSerial: 'none' })).to.equal('nothing');
  });

  describe('without an MFA device', () => {
    const dan = (policies?: readonly string[]): User =>
      account.user(`dan-${users}`, policies === undefined ? {} : { policies: [...policies] });
    const sent = (): unknown[][] =>
      sandbox.log.of('GetSessionToken').map(({ parameters }) => [parameters['SerialNumber'], parameters['TokenCode']]);
    const as = (user: User, more: Partial<SignInOptions> = {}): Promise<SignedIn> =>
      signIn({ context: sourceOf(user.key, sandbox, 'dan'), person: [], ...more });

    it('asks nobody where IAM says so, sends no code, says what that means, and keeps it', async () => {
      const { obtained, said } = await as(dan());
      expect(sent()).to.deep.equal([[undefined, undefined]]);
      expect(said.join(' ')).to.include('without an MFA code: a policy that demands one refuses');
      expect(obtained.learned).to.deep.equal({ mfaSerial: 'none' });
    });

    it('is a question where IAM may not be asked, and it is said why', async () => {
      const { obtained, prompts, said } = await as(dan([]), { person: ['no'] });
      expect(prompts.map(({ message }) => message)).to.deep.equal([
        'Do you use an MFA device? Its ARN or serial number, or none',
      ]);
      expect(said[0]).to.equal('You may not ask IAM for your MFA devices.');
      expect(sent()).to.deep.equal([[undefined, undefined]]);
      expect(obtained.learned).to.deep.equal({ mfaSerial: 'none' });
    });

    for (const kind of ['unreachable', 'hang'] as const)
      it(`is a question too where IAM cannot be reached (${kind})`, async () => {
        const off = sandbox.faults.add({ kind }, { on: 'iam' });
        try {
          const { prompts, said } = await as(dan(), { person: ['none'] });
          expect(prompts).to.have.lengthOf(1);
          expect(said[0]).to.include('cannot be reached');
          expect(sent()).to.deep.equal([[undefined, undefined]]);
          if (kind === 'hang') return;
          const problem = (await rejection(as(dan(), { person: undefined }))) as Problem;
          expect(problem.kind).to.equal('network');
          expect(plainText(problem.hint ?? ''))
            .to.include('--mfa-serial ARN')
            .and.include('--mfa-serial none');
        } finally {
          off();
        }
      });

    it('is told by flag where nobody is there and IAM may not be asked', async () => {
      const problem = (await rejection(as(dan([]), { person: undefined }))) as Problem;
      expect(problem.kind).to.equal('usage');
      expect(plainText(problem.hint ?? ''))
        .to.include('--mfa-serial ARN')
        .and.include('--mfa-serial none');
      await as(dan([]), { person: undefined, given: { sourceProfile: 'dan', mfaSerial: 'None' } });
      expect(sandbox.log.count('ListMFADevices')).to.equal(1);
      expect(sent()).to.deep.equal([[undefined, undefined]]);
    });

    it('is repeated by the recipe without a word', async () => {
      const { prompts } = await as(dan(), {
        person: undefined,
        given: {},
        recipe: { sourceProfile: 'dan', mfaSerial: 'none' },
      });
      expect(prompts).to.deep.equal([]);
      expect(sandbox.log.count('ListMFADevices')).to.equal(0);
      expect(sent()).to.deep.equal([[undefined, undefined]]);
    });

    it('takes no code, which would be dropped in silence', async () => {
      for (const more of [{ mfaSerial: 'none' }, {}]) {
        const given = { sourceProfile: 'dan', mfaCode: '123456', ...more };
        const problem = (await rejection(as(dan(), { person: undefined, given }))) as Problem;
        expect(problem).to.include({ kind: 'usage' });
        expect(problem.message).to.include('--mfa-code is the code of none');
      }
      expect(sent()).to.deep.equal([]);
    });
  });

  it("takes the device that AWS's config names for the source profile, and passes over one that is none", async () => {
    ana.policies.splice(0);
    const profile = { name: 'ana', describes: 'long-term keys', longTerm: true, managed: false };
    const { prompts } = await signIn({
      localFacts: { profiles: [{ ...profile, mfaSerial: ana.device.serialNumber }] },
    });
    expect(prompts.map(({ message }) => message)).to.deep.equal([`MFA code of ${ana.name ?? ''} (app)`]);
    expect(sandbox.log.count('ListMFADevices')).to.equal(0);
    const key = `arn:aws:iam::111122223333:u2f/user/ana/key-3WZTKEXAMPLEZ5UVUJXXQJ3A4`;
    const asked = await signIn({
      localFacts: { profiles: [{ ...profile, mfaSerial: key }] },
      person: ['none'],
    });
    expect(asked.prompts).to.have.lengthOf(1);
  });
});
