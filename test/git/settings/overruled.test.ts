import { expect } from 'chai';

import { plainText } from '../../../src/core/advice/say.js';
import type { GitSetting } from '../../../src/core/plan.js';
import type { ConfigEntry } from '../../../src/git/config/entries.js';
import { cannotWin, overruledBy, withSettings } from '../../../src/git/settings/overruled.js';

const host = 'https://git-codecommit.eu-west-1.amazonaws.com';
const settings = (scope: GitSetting['scope']): readonly GitSetting[] => [
  { scope, key: `credential.${host}.helper`, value: '' },
  { scope, key: `credential.${host}.helper`, value: 'ours' },
  { scope, key: `credential.${host}.useHttpPath`, value: 'true' },
];
const entry = (scope: string, key: string, value: string, origin = `file:/${scope}`): ConfigEntry => ({
  scope,
  origin,
  key,
  value,
});
const foreseen = (entries: readonly ConfigEntry[], ...scopes: readonly GitSetting['scope'][]) => {
  const ours = scopes.flatMap(settings);
  return overruledBy(ours, withSettings(entries, ours))?.by;
};

describe('what counts more than our settings', () => {
  it('is nothing that stands in the same file, or in one that is read before', () => {
    for (const scope of ['system', 'global'])
      expect(foreseen([entry(scope, 'credential.helper', '')], 'global')).to.equal(undefined);
    const old = [...settings('global').map(({ key, value }) => entry('global', key.toLowerCase(), value))];
    expect(foreseen([...old, entry('global', 'credential.helper', '')], 'global')).to.equal(undefined);
  });

  it('is an empty helper of the clone, which those of the clone come behind', () => {
    const wiper = entry('local', 'credential.helper', '');
    expect(foreseen([wiper], 'global')).to.equal(wiper);
    expect(foreseen([wiper], 'global', 'local')).to.equal(undefined);
  });

  it('is what comes by variables, or stands in the settings of a worktree, also for the clone', () => {
    for (const scope of ['worktree', 'command']) {
      const wiper = entry(scope, 'credential.helper', '');
      expect(foreseen([wiper], 'global', 'local')).to.equal(wiper);
      const off = entry(scope, 'credential.usehttppath', 'false');
      expect(foreseen([off], 'global', 'local')).to.equal(off);
    }
  });

  it('is another helper that is asked first, and not one of another address', () => {
    const [reset, other] = [entry('local', 'credential.helper', ''), entry('local', 'credential.helper', 'store')];
    expect(foreseen([reset, other], 'global')).to.equal(other);
    const elsewhere = entry('local', 'credential.https://example.com.helper', '');
    expect(foreseen([elsewhere], 'global')).to.equal(undefined);
    expect(foreseen([reset, elsewhere], 'global')).to.equal(reset);
  });

  it('is said with what can be done, as advice', () => {
    const hint = (by: ConfigEntry, env = {}): string => plainText(cannotWin({ url: host, by }, env).hint ?? '');
    expect(hint(entry('worktree', 'credential.helper', ''))).to.include(
      "git config --worktree --unset-all credential.helper '^$'",
    );
    expect(hint(entry('worktree', 'credential.usehttppath', 'false'))).to.include(
      'git config --worktree credential.usehttppath true',
    );
    const command = entry('command', 'credential.helper', '', 'command line:');
    expect(hint(command, { GIT_CONFIG_COUNT: '1' })).to.include('unset GIT_CONFIG_COUNT');
    expect(hint(command, { GIT_CONFIG_PARAMETERS: "'a.b'=''" }))
      .to.include('its flag -c')
      .and.include('unset GIT_CONFIG_PARAMETERS');
  });

  it('is said together with all else that the clone brings, once', () => {
    const by = entry('worktree', 'credential.helper', 'store');
    const proxy = entry('worktree', 'http.proxy', 'http://ana:pw@evil.example');
    const { message } = cannotWin({ url: host, by }, {}, [by, proxy]);
    expect(message).to.include('counts more. This clone brings more that Git would go by: http.proxy = ');
    expect(message.match(/credential\.helper/g)).to.have.length(1);
    expect(message).to.not.include('ana:pw');
    expect(cannotWin({ url: host, by }, {}, [by]).message).to.not.include('brings');
  });
});
