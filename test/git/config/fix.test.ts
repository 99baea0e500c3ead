import { expect } from 'chai';

import { gitConfigCommand, placeOf } from '../../../src/git/config/fix.js';

describe('a command for the file in which a setting stands', () => {
  const commands: readonly (readonly [string | undefined, string, string | undefined])[] = [
    ['local', 'file:.git/config', 'git config --local'],
    ['worktree', 'file:.git/config.worktree', 'git config --worktree'],
    ['global', 'file:/home/ana/.gitconfig', 'git config --global'],
    ['global', 'file:/home/ana/.config/git/config', "git config --file '/home/ana/.config/git/config'"],
    ['system', 'file:/etc/git config', "git config --file '/etc/git config'"],
    ['command', 'command line:', undefined],
  ];
  for (const [scope, origin, command] of commands) {
    it(`${origin} (${scope ?? ''})`, () => expect(gitConfigCommand({ scope, origin })).to.equal(command));
  }

  it('says the place as a person would', () => {
    expect(placeOf({ origin: 'file:/home/ana/.gitconfig' })).to.equal('/home/ana/.gitconfig');
    expect(placeOf({ origin: 'command line:' })).to.contain('GIT_CONFIG_COUNT');
  });
});
