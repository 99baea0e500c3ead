import { expect } from 'chai';
import { appearanceOf } from '../../../src/system/terminal/appearance.js';
import type { Appearance } from '../../../src/system/terminal/appearance.js';

const look = (
  env: Record<string, string>,
  { isTTY = true, platform = 'linux', depth = 8 }: { isTTY?: boolean; platform?: NodeJS.Platform; depth?: number } = {},
): Appearance => appearanceOf(env, { isTTY, platform, depth: () => depth });
const xterm = { TERM: 'xterm-256color', LANG: 'en_US.UTF-8' };

describe('the appearance of a terminal', () => {
  it('has as many colours as the terminal', () => {
    expect([1, 4, 8, 24].map((depth) => look(xterm, { depth }).colour)).to.deep.equal([0, 1, 2, 3]);
  });

  it('has none where NO_COLOR says something, on a dumb terminal, and where there is none', () => {
    expect(look({ ...xterm, NO_COLOR: '1' }).colour).to.equal(0);
    expect(look({ ...xterm, NO_COLOR: '' }).colour).to.equal(2);
    expect(look({ ...xterm, TERM: 'dumb' }).colour).to.equal(0);
    expect(look(xterm, { isTTY: false }).colour).to.equal(0);
  });

  it('has what FORCE_COLOR says, wherever the text goes and whatever NO_COLOR says', () => {
    const forced = (value: string): number =>
      look({ ...xterm, NO_COLOR: '1', FORCE_COLOR: value }, { isTTY: false }).colour;
    expect(['', '1', 'true', '2', '3', '0', 'false'].map(forced)).to.deep.equal([1, 1, 1, 2, 3, 0, 0]);
  });

  it('shows symbols where the locale is UTF-8: LC_ALL before LC_CTYPE before LANG', () => {
    expect(look(xterm).unicode).to.equal(true);
    expect(look({ ...xterm, LANG: 'C.utf8' }).unicode).to.equal(true);
    expect(look({ ...xterm, LC_ALL: 'C' }).unicode).to.equal(false);
    expect(look({ ...xterm, LC_ALL: '', LC_CTYPE: 'de_DE.ISO-8859-1' }).unicode).to.equal(false);
    expect(look({ TERM: 'xterm' }).unicode).to.equal(false);
    expect(look({ TERM: 'xterm-256color' }, { platform: 'darwin' }).unicode).to.equal(true);
    expect(look({ ...xterm, TERM: 'linux' }).unicode).to.equal(false);
  });

  it('shows them on Windows in the terminals that can', () => {
    const windows = (env: Record<string, string>): boolean => look(env, { platform: 'win32' }).unicode;
    expect(windows({})).to.equal(false);
    expect(windows({ WT_SESSION: 'x' })).to.equal(true);
    expect(windows({ TERM: 'xterm-256color' })).to.equal(true);
  });

  it('is plain for ACCESSIBLE, and on terminals that only print', () => {
    expect(look(xterm).plain).to.equal(false);
    expect(['1', 'yes', 'true'].map((value) => look({ ...xterm, ACCESSIBLE: value }).plain)).to.deep.equal([
      true,
      true,
      true,
    ]);
    expect(['', '0', 'false', 'no'].map((value) => look({ ...xterm, ACCESSIBLE: value }).plain)).to.deep.equal([
      false,
      false,
      false,
      false,
    ]);
    expect(look({ ...xterm, TERM: 'dumb' }).plain).to.equal(true);
    expect(look({ LANG: 'C.UTF-8' }).plain).to.equal(true);
    expect(look({}, { platform: 'win32' }).plain).to.equal(false);
  });
});
