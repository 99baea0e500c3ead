import { expect } from 'chai';
import { findFaults } from '../../src/profile/ini/faults.js';
import { readProfiles } from '../../src/profile/profiles.js';
import { sectionsIn } from '../../src/profile/sections.js';
import { fc } from '../helpers/random.js';
import { needs } from '../helpers/needs.js';
import { filesWithProfile } from './generate.js';
import { botocoreConfig } from './oracles.js';

const bytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

describe("the sections of AWS's files", () => {
  it('are profiles, sessions and services by name, and what stands below a key is its own', () => {
    const config =
      '[default]\nregion = x\n[profile "two words"]\nRole_Arn: r\ns3 =\n  addressing_style = path\n' +
      '[sso-session corp]\nsso_region = y\n[services local]\nsts =\n  endpoint_url = http://x\n[plugins]\na = b\n';
    const plain = JSON.parse(JSON.stringify(sectionsIn(config, 'config'))) as unknown;
    expect(plain).to.deep.equal({
      default: { region: 'x' },
      'two words': { role_arn: 'r', 's3.addressing_style': 'path' },
      'sso-session.corp': { sso_region: 'y' },
      'services.local': { 'sts.endpoint_url': 'http://x' },
    });
  });

  it('hold every profile that is offered, and no other, whatever the text', () => {
    fc.assert(
      fc.property(filesWithProfile, ({ credentials, config }) => {
        const offered = readProfiles({ credentials, config }).map(({ name }) => name);
        const found = { ...sectionsIn(config, 'config'), ...sectionsIn(credentials, 'credentials') };
        expect(Object.keys(found)).to.include.members(offered);
        const others = Object.keys(found).filter((name) => !offered.includes(name));
        expect(others.filter((name) => !/^(?:sso-session|services)\./.test(name))).to.deep.equal([]);
      }),
      { numRuns: 3000 },
    );
  });

  it("hold a profile whose name is one of an object's own properties", () => {
    for (const name of ['constructor', '__proto__'])
      expect({ ...sectionsIn(`[${name}]\nregion = x\n`, 'credentials')[name] }).to.deep.equal({ region: 'x' });
  });

  describe('held against botocore', () => {
    before(needs('botocore'));

    it('are those that it finds in config, to the letter', function () {
      this.timeout(120_000);
      const texts = fc
        .sample(filesWithProfile, 3000)
        .map(({ config }) => config)
        .concat(
          ['[profile d\\ev]', "[profile d'e'v]", '[profile "a', '[profiles x]', '[sso-session "s s"]'].map(
            (header) => `${header}\nregion = x\n`,
          ),
        )
        .concat([bytes('[profile ü]\nregion = \u00a0x\u00a0\n')]);
      botocoreConfig(texts).forEach((theirs, index) => {
        const text = texts[index] ?? '';
        if (theirs === undefined) return;
        expect(sectionsIn(text, 'config'), JSON.stringify(text)).to.deep.equal(theirs);
        expect(findFaults(text, 'config', 'linux').filter(({ level }) => level === 'rejected')).to.deep.equal([]);
      });
    });
  });
});
