import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { partition as sdkPartition } from '@aws-sdk/core/client';
import { expect } from 'chai';
import { codeCommitRegions } from '../../src/aws/codecommit/hosts.js';
import {
  isRegionName,
  otherStsRegions,
  pageHosts,
  pagePlace,
  partitionOf,
  serviceSuffixes,
} from '../../src/aws/partitions.js';
import { fc } from '../helpers/random.js';
import { sdkPartitions } from '../helpers/sdk-partitions.js';

/** What is wrong with our table for these regions, in words; nothing where it says what the SDK says. */
function differences(regions: readonly string[]): readonly string[] {
  return regions.flatMap((region) => {
    const ours = partitionOf(region);
    const { name, dnsSuffix } = sdkPartition(region);
    return ours.name === name && ours.dnsSuffix === dnsSuffix
      ? []
      : [`${region}: ${ours.name}, ${ours.dnsSuffix}; in the SDK: ${name}, ${dnsSuffix}`];
  });
}

describe('partitions', () => {
  it('are those of the SDK for every region it knows', () => {
    const regions = sdkPartitions.flatMap((partition) => Object.keys(partition.regions));
    expect(regions.length).to.be.above(40);
    expect(differences([...regions, ...codeCommitRegions])).to.deep.equal([]);
  });

  for (const { id, regionRegex } of sdkPartitions) {
    it(`are those of the SDK for regions that ${id} may open yet`, () => {
      fc.assert(
        fc.property(fc.stringMatching(new RegExp(regionRegex)), (region) => {
          expect(differences([region])).to.deep.equal([]);
        }),
        { numRuns: 300 },
      );
    });
  }

  it('are those of the SDK for what is almost a region of theirs', () => {
    const known = sdkPartitions.flatMap((partition) => Object.keys(partition.regions));
    const pieces = fc.array(
      fc.constantFrom(...new Set(known.flatMap((region) => region.split('-'))), '', 'x', '9', '10'),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(
        pieces.map((parts) => parts.join('-')),
        (region) => {
          expect(differences([region])).to.deep.equal([]);
        },
      ),
      { numRuns: 2000 },
    );
    expect(
      differences(
        known.flatMap((region) => [
          `x${region}`,
          `${region}x`,
          `${region}\n`,
          ` ${region}`,
          region.toUpperCase(),
          `${region}.example`,
        ]),
      ),
    ).to.deep.equal([]);
  });

  it("of a region that nobody has heard of is AWS's first", () => {
    expect(partitionOf('mars-north-1')).to.deep.equal({ name: 'aws', dnsSuffix: 'amazonaws.com' });
  });

  it('have regions that look like regions', () => {
    for (const region of [...codeCommitRegions, 'us-isob-east-1', 'eusc-de-east-1', 'ap-southeast-7'])
      expect(isRegionName(region), region).to.equal(true);
    for (const text of ['', 'eu-west', 'EU-WEST-1', 'eu-west-1.evil', 'eu_west_1', 'evil/eu-west-1', 'ireland'])
      expect(isRegionName(text), text).to.equal(false);
  });

  it('offer another STS of the same partition', () => {
    expect(otherStsRegions('eu-south-1')).to.deep.equal(['us-east-1', 'us-west-2', 'eu-west-1']);
    expect(otherStsRegions('us-east-1')).to.not.include('us-east-1');
    expect(otherStsRegions('cn-north-1')).to.deep.equal(['cn-northwest-1']);
  });
});

describe("AWS's own host names", () => {
  it('end as the SDK says, in every partition', () => {
    expect([...serviceSuffixes()].sort()).to.deep.equal(
      [...new Set(sdkPartitions.flatMap(({ outputs }) => [outputs.dnsSuffix, outputs.dualStackDnsSuffix]))].sort(),
    );
  });

  it('of the sign-in are those that the endpoint rules of the service name', async () => {
    const rules = join(
      import.meta.dirname,
      '../../node_modules/@aws-sdk/nested-clients/dist-es/submodules/signin/endpoint/bdd.js',
    );
    const named = (await readFile(rules, 'utf8')).matchAll(/"https:\/\/\{Region\}\.(signin\.[a-z0-9.-]+)"/g);
    expect([...new Set([...named].map(([, host]) => host))].sort()).to.deep.equal([...pageHosts('signin')].sort());
  });

  it('of the sign-in and the console may have a region in front, and a session in front of that', () => {
    for (const page of ['signin', 'console'] as const)
      for (const host of pageHosts(page)) {
        const { partition } = pagePlace(page, host) ?? {};
        expect(pagePlace(page, host), host).to.deep.equal({ partition, region: undefined, session: undefined });
        expect(pagePlace(page, `eu-west-1.${host}`)).to.deep.equal({
          partition,
          region: 'eu-west-1',
          session: undefined,
        });
        expect(pagePlace(page, `111122223333-abcd1234.eu-west-1.${host}`)).to.deep.equal({
          partition,
          region: 'eu-west-1',
          session: '111122223333-abcd1234',
        });
        for (const stranger of [
          `x${host}`,
          `evil.${host}`,
          `a.b.eu-west-1.${host}`,
          `${host}.evil.example`,
          `.${host}`,
        ])
          expect(pagePlace(page, stranger), stranger).to.equal(undefined);
      }
    expect(pagePlace('console', 'signin.aws.amazon.com')).to.equal(undefined);
  });
});
