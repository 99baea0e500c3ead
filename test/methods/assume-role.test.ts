import { expect } from 'chai';

import type { Problem } from '../../src/core/problem.js';
import { Refusal } from '../../src/core/problem.js';
import { assumeRole } from '../../src/methods/assume-role.js';
import { awsSeeing, rejection } from '../helpers/aws-client.js';
import { signInWith, type SignInOptions, type SignedIn } from '../helpers/sign-in.js';
import { sourceOf } from '../helpers/source-keys.js';
import { undoAfter } from '../helpers/undo.js';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.js';
import type { Role } from '../sandbox/aws/role.js';
import type { User } from '../sandbox/aws/user.js';

const trust = { principals: ['111122223333'], tags: true, sourceIdentity: 'allowed' } as const;

describe('taking a role', function () {
  this.timeout(60_000);
  const undo = undoAfter();
  let sandbox: Sandbox;
  let ana: User;
  let role: Role;
  before(async () => {
    sandbox = await startSandbox();
    undo(() => sandbox.stop());
    ana = sandbox.aws.account('111122223333').user('ana', { mfa: 'totp' });
    role = sandbox.aws.account('444455556666').role('Developer', { trust, maxSessionDuration: 14_400 });
  });
  beforeEach(() => sandbox.log.clear());

  const signIn = (options: Partial<SignInOptions> = {}): Promise<SignedIn> =>
    signInWith(assumeRole, {
      aws: awsSeeing(sandbox.environment()),
      given: { roleArn: role.arn, sourceProfile: 'ana', ...options.given },
      context: sourceOf(ana.key, sandbox, 'ana'),
      ...(options.recipe && { recipe: { roleArn: role.arn, sourceProfile: 'ana', ...options.recipe } }),
      ...(options.person && { person: options.person }),
      ...(options.context && { context: options.context }),
      ...(options.localFacts && { localFacts: options.localFacts }),
    });
  const asked = (name: string) => sandbox.log.of('AssumeRole').map(({ parameters }) => parameters[name]);

  it('ends in keys of the role, in its account, and names the session after the IAM user', async () => {
    const { obtained } = await signIn();
    expect(sandbox.aws.lastSession.origin.role).to.equal(role);
    expect(obtained.credentials.accessKeyId).to.equal(sandbox.aws.lastSession.accessKeyId);
    expect(obtained.account).to.equal('444455556666');
    expect(asked('RoleSessionName').at(-1)).to.equal('ana');
    expect(obtained.learned).to.include({ sessionName: 'ana' });
  });

  it('finds the longest session that the role grants by stepping down, and remembers it', async () => {
    const { obtained } = await signIn();
    expect(asked('DurationSeconds')).to.deep.equal(['43200', '28800', '14400']);
    expect(obtained.learned).to.include({ grantedDuration: '14400' });
    sandbox.log.clear();
    await signIn({ given: {}, recipe: { ...obtained.learned } });
    expect(asked('DurationSeconds')).to.deep.equal(['14400']);
  });

  it('never changes a length that was asked for, and says what the role grants', async () => {
    const refused = await rejection(signIn({ given: { duration: '12h' } }));
    expect(refused).to.be.instanceOf(Refusal);
    expect((refused as Problem).hint).to.contain('--duration 4h');
    expect((await signIn({ given: { duration: '45m' } })).obtained.learned).to.not.have.property('grantedDuration');
    expect(asked('DurationSeconds').at(-1)).to.equal('2700');
  });

  it('tries nothing out with an MFA code: IAM says how long, and the code is sent once', async () => {
    const strict = ana.account.role('Strict', { trust: { mfa: true }, maxSessionDuration: 7200 });
    const { obtained, prompts } = await signIn({
      given: { roleArn: strict.arn, mfaSerial: ana.device.serialNumber },
      person: [() => ana.device.code()],
    });
    expect(prompts.map(({ message }) => message)).to.deep.equal(['MFA code of ana (app)']);
    expect(sandbox.log.count('AssumeRole')).to.equal(1);
    expect(asked('DurationSeconds')).to.deep.equal(['7200']);
    expect(asked('SerialNumber')).to.deep.equal([ana.device.serialNumber]);
    expect(obtained.learned).to.include({ mfaSerial: ana.device.serialNumber });
  });

  it('asks AWS for an hour at once where it chains, and says why', async () => {
    const { account } = ana;
    const mayTakeRoles = {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' },
    } as const;
    const first = account.role('First', { policies: [mayTakeRoles] });
    const session = sandbox.aws.issue({ kind: 'role-session', account, role: first, name: 'ana' }, 3600);
    const { said } = await signIn({ context: sourceOf(session, sandbox) });
    expect(asked('DurationSeconds')).to.deep.equal(['3600']);
    expect(said.join('\n')).to.contain('chained roles');
  });

  it('sends along what was answered: external id, source identity, tags, a limit', async () => {
    await signIn({
      given: {
        externalId: 'corp-42',
        sourceIdentity: 'ana',
        tag: 'team=blue',
        access: 'read',
        only: 'my-app',
        sessionName: 'ci',
      },
    });
    const sent = sandbox.log.of('AssumeRole').at(-1)?.parameters ?? {};
    expect(sent).to.include({ ExternalId: 'corp-42', SourceIdentity: 'ana', RoleSessionName: 'ci' });
    expect(JSON.stringify(sent)).to.contain('team').and.contain('blue');
    expect(String(sent['Policy'])).to.contain('codecommit:GitPull').and.contain(':444455556666:my-app');
    expect(String(sent['Policy'])).to.not.contain('GitPush');
  });

  it('refuses a limit that says nothing, before any call', async () => {
    const problem = (await rejection(signIn({ given: { only: 'my-app' } }))) as Problem;
    expect(problem).to.include({ kind: 'usage', question: 'access' });
    expect(sandbox.log.count('AssumeRole')).to.equal(0);
  });

  it('sends no code where there is no device: said by flag, or by the recipe, and takes none then', async () => {
    await signIn({ given: { mfaSerial: 'none', duration: '1h' } });
    await signIn({ given: {}, recipe: { mfaSerial: 'none', duration: '1h' } });
    expect(asked('SerialNumber')).to.deep.equal([undefined, undefined]);
    const problem = (await rejection(signIn({ given: { mfaSerial: 'none', mfaCode: '123456' } }))) as Problem;
    expect(problem).to.include({ kind: 'usage', question: 'mfaSerial' });
  });

  it('needs IAM for nothing: neither for the device, where the source profile names it, nor for the length', async () => {
    const off = sandbox.faults.add({ kind: 'unreachable' }, { on: 'iam' });
    try {
      const bea = ana.account.user('bea', { mfa: 'totp' });
      const profile = { name: 'bea', describes: 'long-term keys', longTerm: true, managed: false };
      const { obtained } = await signIn({
        given: { mfaCode: bea.device.code(), sourceProfile: 'bea' },
        context: sourceOf(bea.key, sandbox, 'bea'),
        localFacts: { profiles: [{ ...profile, mfaSerial: bea.device.serialNumber }] },
      });
      expect(asked('SerialNumber')).to.deep.equal([bea.device.serialNumber]);
      expect(obtained.learned).to.include({ mfaSerial: bea.device.serialNumber });
    } finally {
      off();
    }
  });

  it('needs a code to be repeated where one was wanted, and else nobody', () => {
    expect(assumeRole.needs({})).to.equal('nothing');
    expect(assumeRole.needs({ mfaSerial: 'none' })).to.equal('nothing');
    expect(assumeRole.needs({ mfaSerial: 'arn:aws:iam::111122223333:mfa/ana' })).to.equal('mfa-code');
  });
});
