import { expect } from 'chai';

import { configFileOf, placeOf } from '../../../src/git/config/fix.js';

describe('the file in which a setting stands', () => {
  const places: readonly (readonly [string | undefined, string, readonly string[] | undefined])[] = [
    ['local', 'file:.git/config', ['--local']],
    ['worktree', 'file:.git/config.worktree', ['--worktree']],
    ['global', 'file:/home/ana/.gitconfig', ['--global']],
    ['global', 'file:/home/ana/.config/git/config', ['--file', '/home/ana/.config/git/config']],
    ['system', 'file:/etc/git config', ['--file', '/etc/git config']],
    ['command', 'command line:', undefined],
  ];
  for (const [scope, origin, place] of places) {
    it(`${origin} (${scope ?? ''})`, () => expect(configFileOf({ scope, origin })).to.deep.equal(place));
  }

  it('says the place as a person would', () => {
    expect(placeOf({ origin: 'file:/home/ana/.gitconfig' })).to.equal('/home/ana/.gitconfig');
    expect(placeOf({ origin: 'command line:' })).to.contain('GIT_CONFIG_COUNT');
  });
});
