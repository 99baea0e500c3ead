import { expect } from 'chai';

import type { Aws } from '../../../src/core/ports/aws/aws.js';
import { Problem, Refusal } from '../../../src/core/problem.js';
import type { DiagnosisFacts } from '../../../src/doctor/check.js';
import { foreignPartition } from '../../../src/doctor/common/partition.js';
import { facts } from '../facts.js';

/** An STS that answers with that, and counts how often it is asked. */
function answering(error?: Error): { readonly aws: Aws; asked: number } {
  const partitionPorts = { asked: 0, aws: {} as Aws };
  const getCallerIdentity = (): Promise<unknown> => {
    partitionPorts.asked += 1;
    return error === undefined ? Promise.resolve({}) : Promise.reject(error);
  };
  partitionPorts.aws = { sts: () => Promise.resolve({ getCallerIdentity }) } as unknown as Aws;
  return partitionPorts;
}

const unknownKey = new Refusal('Refused.', { operation: 'GetCallerIdentity', code: 'InvalidClientTokenId' });
const inChina = (over: Partial<DiagnosisFacts> = {}): DiagnosisFacts => facts({ region: 'cn-north-1', ...over });

describe('keys of another partition', () => {
  it("are known by the recipe, and by AWS's own word", async () => {
    expect(await foreignPartition(inChina(), answering(unknownKey))).to.equal('aws');
    const recipe = {
      method: 'assume-role',
      region: 'cn-north-1',
      answers: {},
      arn: 'arn:aws-us-gov:sts::111122223333:assumed-role/Developer/ana',
    };
    expect(await foreignPartition(inChina({ recipe }), answering(unknownKey))).to.equal('aws-us-gov');
  });

  it("are known by AWS's config where there is no recipe", async () => {
    const configText = '[profile my-app]\nregion = us-east-1\n';
    expect(await foreignPartition(inChina({ recipe: undefined, configText }), answering(unknownKey))).to.equal('aws');
    expect(await foreignPartition(inChina({ recipe: undefined }), answering(unknownKey))).to.equal(undefined);
  });

  it('are none that AWS takes, nor where it cannot be asked', async () => {
    expect(await foreignPartition(inChina(), answering())).to.equal(undefined);
    expect(await foreignPartition(inChina(), answering(new Problem('network', 'offline')))).to.equal(undefined);
    expect(
      await foreignPartition(
        inChina(),
        answering(new Refusal('Ended.', { operation: 'GetCallerIdentity', code: 'ExpiredToken' })),
      ),
    ).to.equal(undefined);
  });

  it('cost one call for all checks, and none where nothing speaks for it', async () => {
    const [at, who] = [answering(unknownKey), inChina()];
    await Promise.all([foreignPartition(who, at), foreignPartition(who, at)]);
    expect(at.asked).to.equal(1);
    const home = answering(unknownKey);
    expect(await foreignPartition(facts(), home)).to.equal(undefined);
    expect(home.asked).to.equal(0);
  });
});
