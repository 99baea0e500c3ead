import { expect } from 'chai';

import type { Problem } from '../../src/core/problem.js';
import { instance } from '../../src/methods/instance.js';
import { withProcessEnvironment } from '../../src/system/aws/profiles/process-environment.js';
import { awsSeeing, longTermKeys, rejection } from '../helpers/aws-client.js';
import { signInWith, type SignedIn } from '../helpers/sign-in.js';
import { undoAfter } from '../helpers/undo.js';
import { startMetadata, type Metadata } from '../sandbox/metadata.js';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.js';

describe('the role of the machine', function () {
  this.timeout(60_000);
  const undo = undoAfter();
  let sandbox: Sandbox;
  let metadata: Metadata;
  before(async () => {
    sandbox = await startSandbox();
    undo(() => sandbox.stop());
    metadata = await startMetadata(undefined);
    undo(() => metadata.close());
  });
  beforeEach(() => {
    metadata.role = sandbox.aws.account('111122223333').role('Builder');
    metadata.seen.length = 0;
  });

  /** AWS's own provider looks for the service in the variables of its process. */
  const signIn = (variables: Readonly<Record<string, string>>): Promise<SignedIn> =>
    withProcessEnvironment(variables, () => signInWith(instance, { aws: awsSeeing(variables), person: [] }));

  for (const place of ['instance', 'container'] as const) {
    it(`gives the keys that the ${place} hands out, and asks nobody`, async () => {
      const { obtained, prompts } = await signIn(metadata[place]);
      expect(obtained.credentials.accessKeyId).to.equal(sandbox.aws.lastSession.accessKeyId);
      expect(sandbox.aws.lastSession.origin.role).to.equal(metadata.role);
      expect(prompts).to.deep.equal([]);
      expect(obtained.learned).to.equal(undefined);
    });
  }

  it('asks an instance with a token, as version 2 of the service wants it', async () => {
    await signIn(metadata.instance);
    expect(metadata.seen[0]).to.equal('PUT /latest/api/token');
  });

  it('says so where the machine has no role', async () => {
    metadata.role = undefined;
    const problem = (await rejection(signIn(metadata.instance))) as Problem;
    expect(problem).to.include({ kind: 'aws' });
  });

  it('takes no keys without a session token, whoever hands them out', async () => {
    const aws = { ...awsSeeing({}), instanceCredentials: () => Promise.resolve(longTermKeys) };
    const problem = (await rejection(signInWith(instance, { aws }))) as Problem;
    expect(problem).to.include({ kind: 'aws' });
    expect(problem.message).to.contain('without a session token');
  });

  it('writes nothing, and needs nobody to be repeated', () => {
    expect([instance.handsOutAnew, instance.needs({})]).to.deep.equal([true, 'nothing']);
  });
});
