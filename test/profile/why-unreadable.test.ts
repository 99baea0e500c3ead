import { expect } from 'chai';
import { plainText } from '../../src/core/advice/say.js';
import { joined } from '../../src/core/advice/advice.js';
import { whyUnreadable } from '../../src/profile/why-unreadable.js';
import { staticKeys } from '../../src/profile/static-keys.js';
import type { FileKind } from '../../src/profile/ini/readings.js';

const paths = { credentials: '/h/.aws/credentials', config: '/h/.aws/config' };
const keys = 'aws_access_key_id = A\naws_secret_access_key = S\n';
const repaired = 'Repair it with: git codecommit doctor --repair-files';

function why(profile: string, text: string, kind: FileKind = 'credentials'): string | undefined {
  const texts = { credentials: undefined, config: undefined, [kind]: text };
  expect(staticKeys(profile, texts), text).to.equal(undefined);
  const problem = whyUnreadable(profile, { ...texts, paths });
  return problem && plainText(joined([problem.said, problem.hint]));
}

describe('why a profile is not found', () => {
  const cases: readonly (readonly [string, string, FileKind, string])[] = [
    [
      'a header of the config file',
      `[x]\n[profile dev]\n${keys}`,
      'credentials',
      'line 2: .*\\[dev\\].*Change that line',
    ],
    ['blanks inside the brackets', `[ dev ]\n${keys}`, 'credentials', 'line 1: .*\\[dev\\].*Change that line'],
    ['a bracket that is missing', `\n[dev\n${keys}`, 'credentials', 'line 2: .*bracket.*Write \\[dev\\] there'],
    [
      'another bracket that is missing',
      `[x]\ny = 1\nprofile dev]\n${keys}`,
      'config',
      'line 3: .*bracket.*Write \\[profile dev\\] there',
    ],
    [
      'UTF-16',
      Buffer.from(`\ufeff[dev]\n${keys}`, 'utf16le').toString('latin1'),
      'credentials',
      `line 1: .*UTF-16.*${repaired}`,
    ],
    [
      'keys that are indented',
      '[dev]\naws_access_key_id = A\n  aws_secret_access_key = S\n',
      'credentials',
      `line 3: .*${repaired}`,
    ],
    [
      'a header that is indented',
      `[x]\nregion = y\n  [dev]\n  ${keys.replace('\n', '\n  ')}`,
      'credentials',
      `line 3: .*${repaired}`,
    ],
    [
      'one half of a key',
      '\n[dev]\naws_access_key_id = A\n',
      'credentials',
      'line 2: .*aws_secret_access_key.*Write it there',
    ],
    ['other capitals', `[Dev]\n${keys}`, 'credentials', 'line 1: .*whose name is Dev'],
    ['no "profile" in config', `[dev]\n${keys}`, 'config', 'line 1: .*\\[profile dev\\].*Change that line'],
    ['a dot behind it', `[profile.dev]\n${keys}`, 'config', 'line 1: .*\\[profile dev\\]'],
    ['Profile in capitals', `[Profile dev]\n${keys}`, 'config', 'line 1: .*\\[profile dev\\]'],
    ['a quotation that does not end', `[profile "dev]\n${keys}`, 'config', 'line 1: .*\\[profile dev\\]'],
  ];
  for (const [title, text, kind, expected] of cases) {
    it(`is said with the line, and what mends it: ${title}`, () => {
      expect(why('dev', text, kind)).to.match(
        new RegExp(`^The profile 'dev' cannot be read. /h/.aws/${kind}, ${expected}`, 's'),
      );
    });
  }

  it('is the first of two headers for the same profile', () => {
    expect(why('dev', `[profile dev]\n${keys}[profile "dev"]\nregion = x\n`, 'config')).to.match(/line 4: .*line 1/);
  });

  it('is not said where no line explains it', () => {
    expect(why('dev', '[dev2]\nregion = x\n')).to.equal(undefined);
    expect(why('dev', '[dev]\nregion = x\n')).to.equal(undefined);
    expect(why('dev', `[ other ]\n${keys}`)).to.equal(undefined);
    expect(why('dev', '')).to.equal(undefined);
  });

  it('shows nothing of the file that a terminal would obey', () => {
    expect(why('d\x1b[2Jev', `[profile d\x1b[2Jev]\n${keys}`)).to.not.contain('\x1b');
  });
});
