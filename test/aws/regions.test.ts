import { expect } from 'chai';
import { codeCommitRegions } from '../../src/aws/codecommit/hosts.js';
import { partitionOf } from '../../src/aws/partitions.js';
import { parseRegionName, regionMeantBy, regions, regionsOf, sayRegion } from '../../src/aws/regions.js';
import { Problem } from '../../src/core/problem.js';
import { plainText } from '../../src/core/advice/say.js';
import { sdkPartitions } from '../helpers/sdk-partitions.js';

function refused(raw: string): Problem {
  try {
    parseRegionName(raw);
  } catch (error) {
    if (error instanceof Problem) return error;
  }
  throw new Error(`${raw} was taken`);
}

describe('the Regions that people know', () => {
  it('have the names and the places that the SDK has for them, and all those that are open', () => {
    const sdk = sdkPartitions
      .filter(({ id }) => !id.startsWith('aws-iso'))
      .flatMap((partition) => Object.entries(partition.regions as Record<string, { description: string }>))
      .filter(([name]) => !name.endsWith('-global'))
      .map(([name, { description }]) => ({ name, place: description }));
    // Compared in both directions where the SDK is new enough to know them.
    expect(regions).to.deep.include.members(sdk);
    expect(regions.map(({ name }) => name)).to.include.members([...codeCommitRegions]);
  });

  it('are listed by partition', () => {
    expect(regionsOf('aws-cn').map(({ name }) => name)).to.deep.equal(['cn-north-1', 'cn-northwest-1']);
    for (const { name } of regionsOf('aws')) expect(partitionOf(name).name).to.equal('aws');
    expect(sayRegion('eu-central-1')).to.equal('eu-central-1, Europe (Frankfurt)');
    expect(sayRegion('xx-new-1')).to.equal('xx-new-1');
  });
});

describe('the name of a Region, as it is typed', () => {
  for (const { name } of regions) {
    it(`is taken: ${name}`, () => {
      expect(parseRegionName(` ${name.toUpperCase()} `)).to.equal(name);
    });
  }

  for (const name of ['eu-west-4', 'nz-north-1', 'us-isob-east-1', 'ap-southeast-9', 'ca-east-1']) {
    it(`is taken although it is not known, for it may be new: ${name}`, () => {
      expect(parseRegionName(name)).to.equal(name);
    });
  }

  for (const [typed, meant] of [
    ['eu-wets-1', 'eu-west-1'],
    ['ue-west-1', 'eu-west-1'],
    ['eu-west1', 'eu-west-1'],
    ['euwest1', 'eu-west-1'],
    ['eu west 1', 'eu-west-1'],
    ['eu_west_1', 'eu-west-1'],
    ['eu-west-1a', 'eu-west-1'],
    ['eu-west-11', 'eu-west-1'],
    ['eu-west-01', 'eu-west-1'],
    ['us-esat-1', 'us-east-1'],
    ['us-easy-1', 'us-east-1'],
    ['eu-centrall-1', 'eu-central-1'],
    ['euu-central-1', 'eu-central-1'],
    ['Frankfurt', 'eu-central-1'],
    ['Europe (Ireland)', 'eu-west-1'],
    ['N. Virginia', 'us-east-1'],
    ['virginia', 'us-east-1'],
    ['ohio', 'us-east-2'],
    ['us-gov-wset-1', 'us-gov-west-1'],
    ['cn-nort-1', 'cn-north-1'],
  ] as const) {
    it(`is refused where it is nearly one, which is named: ${typed}`, () => {
      expect(regionMeantBy(typed)).to.equal(meant);
      const { kind, message, hint } = refused(typed);
      expect(kind).to.equal('usage');
      expect(message).to.contain(`did you mean ${meant}?`);
      expect(plainText(hint ?? '')).to.contain(meant);
    });
  }

  for (const typed of ['', 'x', 'my-company', 'https://corp.awsapps.com/start', '\u001b[31m', 'a'.repeat(5000)]) {
    it(`is refused where it is none at all: ${JSON.stringify(typed.slice(0, 40))}`, () => {
      expect(refused(typed)).to.include({ kind: 'usage', message: 'Not an AWS Region: it looks like eu-west-1.' });
    });
  }

  it('shows nothing that could harm a terminal', () => {
    expect(refused('eu-west-1\u001b[2J').message).to.not.contain('\u001b');
  });
});
