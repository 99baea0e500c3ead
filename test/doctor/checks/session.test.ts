import { refresh } from '../../../src/core/advice/own-commands.js';
import { plainText } from '../../../src/core/advice/say.js';
import { expect } from 'chai';

import type { Aws } from '../../../src/core/ports/aws/aws.js';
import { clock, expiry } from '../../../src/doctor/checks/session.js';
import { ports, facts } from '../facts.js';

const at = (time: string) => ({ clock: { now: () => new Date(time) } });
/** AWS, as far as its clock goes. */
const awsAhead = (minutes: number): Aws => ({ clockOffset: () => minutes * 60_000 }) as Aws;

describe('the time that is left', () => {
  it('is said', async () =>
    expect(await expiry.run(facts(), ports())).to.include({
      level: 'ok',
      detail: 'The session lasts for another 4 h.',
    }));

  it('may be short, which is no matter where the helper renews it by itself', async () => {
    expect(await expiry.run(facts(), ports(at('2026-11-26T15:50:00Z')))).to.deep.include({
      level: 'warn',
      fix: refresh('my-app', { force: true }),
    });
    expect(await expiry.run(facts({ renewsItself: true }), ports(at('2026-11-26T15:50:00Z')))).to.include({
      level: 'ok',
    });
  });

  it("is over by a clock that is ahead, and not by AWS's: the clock is the cause", async () => {
    const given = ports({ ...at('2026-11-26T16:10:00Z'), aws: awsAhead(-20) });
    expect(await expiry.run(facts(), given)).to.include({ level: 'ok' });
    expect(await clock.run(facts(), given)).to.include({ level: 'fail' });
    expect(await expiry.run(facts(), ports({ ...at('2026-11-26T16:10:00Z'), aws: awsAhead(0) }))).to.deep.include({
      level: 'fail',
      fix: refresh('my-app'),
    });
  });
});

describe('the clock', () => {
  const how: readonly (readonly [NodeJS.Platform, Record<string, string>, RegExp])[] = [
    ['linux', {}, /timedatectl/],
    ['linux', { WSL_DISTRO_NAME: 'Debian' }, /hwclock/],
    ['darwin', {}, /sntp/],
    ['win32', {}, /Sync now/],
  ];
  for (const [platform, env, words] of how) {
    it(`is set on ${platform}${env['WSL_DISTRO_NAME'] === undefined ? '' : ' in WSL'} in its own way`, async () => {
      const { detail } = await clock.run(facts({ platform, env }), ports({ aws: awsAhead(20) }));
      expect(plainText(detail)).to.contain('20 min behind').and.match(words);
    });
  }

  it('may differ by less than AWS minds', async () =>
    expect(await clock.run(facts(), ports({ aws: awsAhead(4) }))).to.include({ level: 'ok' }));
});
