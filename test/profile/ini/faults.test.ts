import { expect } from 'chai';
import { findFaults } from '../../../src/profile/ini/faults.js';
import type { FileKind } from '../../../src/profile/ini/readings.js';
import { readAsBotocore } from '../../../src/profile/ini/readings.js';
import { repair } from '../../../src/profile/ini/repair.js';
import { needs } from '../../helpers/needs.js';
import { anyText, brokenFile, credentialsFile, filesWithProfile } from '../generate.js';
import { botocoreKeys, loadBotocore, loadJavaScript } from '../oracles.js';
import { fc } from '../../helpers/random.js';

const bytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
const idsOf = (text: string, kind: FileKind = 'credentials'): string[] =>
  findFaults(text, kind, 'linux').map(({ id, line }) => `${line} ${id}`);

describe("faults in AWS's files", () => {
  const cases: readonly (readonly [string, string, readonly string[], FileKind?])[] = [
    ['a byte order mark', bytes('\ufeff[a]\n'), ['1 bom']],
    ['UTF-16', '\xff\xfe[\0a\0]\0', ['1 utf-16']],
    ['bytes that are no UTF-8', '[a]\n# caf\xe9\n', ['2 encoding']],
    ['a section that stands twice', '[a]\nx = 1\n[b]\n[a]\n', ['4 duplicate-section']],
    ['a key that stands twice, in capitals too', '[a]\nx = 1\nX = 2\n[b]\nx = 1\n', ['3 duplicate-key']],
    ['a line before the first header', '\n# ok\nx = 1\n[a]\n', ['3 no-section']],
    ['a line that is nothing', '[a]\nexport FOO\n= 1\n', ['2 bad-line', '3 bad-line']],
    [
      'a bracket that is missing',
      '[a\nx = 1\n[b]\nc]\n[]\n',
      ['1 half-header', '2 no-section', '4 half-header', '5 bad-line'],
    ],
    [
      'a merge conflict',
      '[a]\n<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> theirs\n',
      ['2 conflict-marker', '4 conflict-marker', '5 duplicate-key', '6 conflict-marker'],
    ],
    ['an indented block with a line that is no key', '[a]\ns3 =\n  x = 1\n  y\n', ['4 bad-block']],
    ['a comment that touches a header', '[a];note\n', ['1 header-comment']],
    ['text behind a header', '[a] note\n', ['1 header-comment']],
    ['a second bracket behind a header', '[a] # was [b]\n', ['1 header-comment']],
    ['a header that is indented', '[a]\nx = 1\n  [b]\n  y = 1\n', ['3 swallowed']],
    ['a key that is indented', '[a]\naws_access_key_id = A\n  aws_secret_access_key = S\n', ['3 swallowed']],
    ['lone carriage returns', '[a]\rx = 1\r', ['1 lone-cr']],
    ['DEFAULT in capitals', '[DEFAULT]\naws_session_token = T\n', ['1 default-section']],
    ["names of JavaScript's own", '[constructor]\nx = 1\n', ['1 object-name']],
    ['a header of the config file in the credentials file', '[profile a]\n', ['1 profile-prefix']],
    [
      'a header of the credentials file in the config file',
      '[a]\nregion = x\n[plugins]\nx = y\n',
      ['1 no-profile-prefix'],
      'config',
    ],
    ['one profile under two headers', '[profile a]\n[profile "a"]\n', ['2 same-profile'], 'config'],
    [
      'a comment behind a key',
      '[a]\naws_access_key_id = A # mine\noutput = x # fine\nregion = x ; y\n',
      ['2 inline-comment', '4 inline-comment'],
    ],
    ['a byte order mark before a key', bytes('[a]\nx = 1\n\ufeffaws_access_key_id = A\n'), ['3 odd-space']],
    ['a byte order mark before a header', bytes('[a]\nx = 1\n  \ufeff[b]\n'), ['3 swallowed', '3 odd-space']],
    [
      'white space of Python alone',
      bytes('[a]\nx = 1\u0085\n# \u0085\ny =\x1f2\nz\x1c= 3\n'),
      ['2', '4', '5'].map((line) => `${line} odd-space`),
    ],
    ['a block whose line Python breaks in two', bytes('[a]\ns3 =\n  x = 1\u2028y\n'), ['3 bad-block']],
    ['a key in capitals', '[a]\nAWS_ACCESS_KEY_ID = A\nRole_Arn = x\nX = 1\n', ['2 capitals', '3 capitals']],
    ['quotes around a value', '[a]\naws_access_key_id = "A"\nrole_arn=\'x\'\nx = "1"\n', ['2 quotes', '3 quotes']],
    [
      'characters that no key has',
      bytes('[a]\naws_access_key_id = A B\naws_session_token = \u200bT\naws_secret_access_key = S\0\n'),
      ['2', '3', '4'].map((line) => `${line} odd-character`),
    ],
    ['a value in two lines', '[a]\naws_session_token = T\n  T\n\n  # note\n', ['3 continued']],
    ['keys below a key without a value', '[a]\naws_session_token =\n  aws_access_key_id = A\n', ['3 swallowed']],
    ['keys below a block, as deep as its name', '[a]\n  s3 =\n  aws_access_key_id = A\n', ['3 cli-alone']],
    ['blanks inside the brackets', '[ a ]\nx = 1\n[b\t]\n', ['1 padded-name', '3 padded-name']],
    [
      'blanks inside the brackets of the config file',
      '[ profile a]\nregion = x\n[profile b ]\nregion = x\n[profile  c]\n',
      ['1 no-profile-prefix', '3 cli-alone', '5 cli-alone'],
      'config',
    ],
    ['a name of two words', '[two words]\nx = 1\n', ['1 cli-alone']],
    [
      'a name of two words in the config file, in quotes or not',
      '[profile two words]\nregion = x\n[profile "three words"]\nregion = x\n',
      ['1 no-profile-prefix', '3 cli-alone'],
      'config',
    ],
    ['a dot behind profile', '[profile.a]\nregion = x\n', ['1 sdk-alone'], 'config'],
    ['Profile in capitals', '[Profile a]\nregion = x\n', ['1 no-profile-prefix'], 'config'],
    ['a header whose quotes do not end', '[profile "a]\nregion = x\n', ['1 no-profile-prefix'], 'config'],
    ['a colon behind a key', '[a]\naws_access_key_id: A\n', ['2 colon']],
  ];
  for (const [title, text, expected, kind] of cases) {
    it(`are named with their lines: ${title}`, () => expect(idsOf(text, kind)).to.deep.equal(expected));
  }

  it('are none in a good file', () => {
    const good =
      '# top\n[default]\naws_access_key_id = A\n\n[a] # note\n  region = x\n  s3 =\n    a = b\n[b] ; note\r\nx=1';
    expect(idsOf(good)).to.deep.equal([]);
    expect(
      idsOf(
        '[default]\nregion = x\n[profile a]\nrole_arn = r\n[sso-session s]\nsso_region = x\n[services s]\n',
        'config',
      ),
    ).to.deep.equal([]);
  });

  it("of encoding are none on Windows, where files are read in the system's own", () => {
    expect(findFaults('# caf\xe9\n', 'credentials', 'win32')).to.deep.equal([]);
  });

  it('say what is wrong in words that follow the number of the line', () => {
    const [fault] = findFaults('[a]\n[a]\n', 'credentials');
    expect(fault).to.deep.equal({
      id: 'duplicate-section',
      line: 2,
      level: 'rejected',
      message: '[a] stands in line 1 already',
    });
  });

  it('name the profile that is not found, and how its header is written', () => {
    const told = (text: string, kind: FileKind): unknown =>
      findFaults(text, kind).map(({ profile, message }) => [profile, /\[[^\]]*\]/.exec(message)?.[0]]);
    expect(told('[profile "my app"]\n', 'credentials')).to.deep.equal([['my app', '[my app]']]);
    expect(told('[ dev ]\n', 'credentials')).to.deep.equal([['dev', '[dev]']]);
    for (const header of ['[dev]', '[ profile dev ]', '[PROFILE dev]', '[profile.dev]', '[profile  dev]'])
      expect(told(`${header}\nregion = x\n`, 'config'), header).to.deep.equal([['dev', '[profile dev]']]);
    expect(told('[my app]\nregion = x\n', 'config')).to.deep.equal([['my app', '[profile "my app"]']]);
  });

  describe('held against botocore', () => {
    before(needs('botocore'));

    it("are named wherever botocore and AWS's JavaScript loader find other keys", async function () {
      this.timeout(240_000);
      const cases = fc.sample(filesWithProfile, 4000);
      const all = botocoreKeys(cases);
      let faultless = 0;
      for (const [index, theirs] of all.entries()) {
        const { profile, credentials, config } = cases[index] ?? { profile: '', credentials: '', config: '' };
        const faults = [...findFaults(credentials, 'credentials', 'linux'), ...findFaults(config, 'config', 'linux')];
        if (faults.length > 0) continue;
        faultless += 1;
        const loaded = await loadJavaScript(credentials, config);
        const sdk = [loaded.credentialsFile, loaded.configFile]
          .map((sections) => (Object.hasOwn(sections, profile) ? (sections[profile] ?? {}) : {}))
          .find(({ aws_access_key_id: id }) => id !== undefined);
        const [id, secret] = typeof theirs === 'string' ? [] : theirs;
        const shown = JSON.stringify({ profile, credentials, config, theirs });
        expect(theirs, shown).to.not.equal('rejected');
        if (theirs === 'incomplete') continue;
        expect([sdk?.['aws_access_key_id'], sdk?.['aws_secret_access_key']], shown).to.deep.equal([
          id === '' ? undefined : id,
          secret === '' ? undefined : secret,
        ]);
      }
      expect(faultless).to.be.greaterThan(100);
    });

    it('are "rejected" exactly where botocore rejects', function () {
      this.timeout(120_000);
      const texts = [...fc.sample(brokenFile, 3000), ...fc.sample(anyText, 1500)];
      loadBotocore(texts).forEach((read, index) => {
        const text = texts[index] ?? '';
        expect(
          findFaults(text, 'credentials', 'linux').some(({ level }) => level === 'rejected'),
          JSON.stringify(text),
        ).to.equal(read === undefined);
      });
    });

    it('that were repaired are gone for botocore too', function () {
      this.timeout(120_000);
      const texts = fc.sample(brokenFile, 2000).map((text) => repair(text, 'credentials').text);
      loadBotocore(texts).forEach((read, index) => expect(read, JSON.stringify(texts[index])).to.not.equal(undefined));
    });
  });
});

describe('the repair', () => {
  const fixed = (text: string): string => repair(text, 'credentials').text;

  it('leaves a good file as it is', () => {
    fc.assert(
      fc.property(credentialsFile, (text) => {
        const faulty = findFaults(text, 'credentials', 'linux').length > 0;
        const { text: after, done } = repair(text, 'credentials');
        if (!faulty) expect([after, done]).to.deep.equal([text, []]);
      }),
    );
  });

  it('strips the byte order mark and saves UTF-16 as UTF-8', () => {
    expect(fixed(bytes('\ufeff[a]\n'))).to.equal('[a]\n');
    expect(fixed(Buffer.from('\ufeff[ä]\r\n', 'utf16le').toString('latin1'))).to.equal(bytes('[ä]\r\n'));
    expect(fixed(Buffer.from('\ufeff[ä]\r\n', 'utf16le').swap16().toString('latin1'))).to.equal(bytes('[ä]\r\n'));
  });

  it('puts duplicate sections together; the last keys count, and nothing is lost', () => {
    expect(fixed('[a]\nx = 1\ny = 1\n\n# about b\n[b]\nz = 1\n[a] ; again\n# new\nx = 2\n')).to.equal(
      '[a]\n# x = 1\ny = 1\n# [a] ; again\n# new\nx = 2\n\n# about b\n[b]\nz = 1\n',
    );
  });

  it('never leaves an old token beside a newer key', () => {
    const first =
      '[a]\naws_access_key_id = ASIA\naws_secret_access_key = s\naws_session_token = t\nexpiration = ' +
      '2020-01-01 00:00:00\n';
    const read = readAsBotocore(fixed(`${first}[a]\naws_access_key_id = AKIA\naws_secret_access_key = l\n`))['a'];
    expect({ ...read }).to.deep.equal({ aws_access_key_id: 'AKIA', aws_secret_access_key: 'l' });
  });

  it("lets the key in small letters count, which is the one AWS's SDKs know", () => {
    expect(fixed('[a]\nkey = 1\nKEY = 2\n  more\n')).to.equal('[a]\nkey = 1\n# KEY = 2\n#   more\n');
    expect(fixed('[a]\nKEY = 1\nkey = 2\n')).to.equal('[a]\n# KEY = 1\nkey = 2\n');
  });

  it('makes comments of lines that no tool reads', () => {
    expect(fixed('lost = 1\n[a]\nexport FOO\ns3 =\n  x = 1\n  y\n')).to.equal(
      '# lost = 1\n[a]\n# export FOO\ns3 =\n  x = 1\n#   y\n',
    );
  });

  it('sets headers and their comments apart', () => {
    expect(fixed('[a];x\n[b] old\r\n[c] # was [d]\n[e]f]\n')).to.equal('[a] ;x\n[b] # old\r\n# was [d]\n[c]\n[e]f]\n');
  });

  it('puts indented headers and keys to the start of their lines', () => {
    expect(
      fixed('[a]\naws_access_key_id = A\n  aws_secret_access_key = S\n  s3 =\n    x = 1\n\t[b]\n\ty = 1\n'),
    ).to.equal('[a]\naws_access_key_id = A\naws_secret_access_key = S\ns3 =\n  x = 1\n[b]\ny = 1\n');
  });

  it('puts comments behind keys on lines of their own, and = for a colon', () => {
    expect(fixed('[a]\n  aws_access_key_id : A ; mine\r\naws_session_token=t==\t#x')).to.equal(
      '[a]\n  ; mine\r\n  aws_access_key_id = A\r\n#x\naws_session_token = t==',
    );
  });

  it('writes the keys that lead to credentials in small letters, and no other', () => {
    expect(fixed('[a]\n  AWS_Access_Key_ID = AWS\nX = 1\n')).to.equal('[a]\n  aws_access_key_id = AWS\nX = 1\n');
  });

  it('leaves a header without one of its brackets to its owner, for the keys below it are no part of what is above', () => {
    const text = '[a]\nx = 1\n[b\nx = 2\n';
    expect(fixed(text)).to.contain('\n[b\n');
    expect(repair(text, 'credentials').left.map(({ id }) => id)).to.include('half-header');
  });

  it('leaves merge conflicts to their owner', () => {
    const text = '[a]\n<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> theirs\n';
    const { text: after, done, left } = repair(text, 'credentials');
    expect([after, done]).to.deep.equal([text, []]);
    expect(left.map(({ id }) => id)).to.include('conflict-marker');
  });

  it("leaves nothing that botocore rejects, does the same twice, and changes nothing for AWS's SDKs", async () => {
    await fc.assert(
      fc.asyncProperty(brokenFile, async (text) => {
        const { text: after, left, done } = repair(text, 'credentials');
        expect(left.filter(({ level }) => level === 'rejected')).to.deep.equal([]);
        expect(repair(after, 'credentials').text).to.equal(after);
        const ids = new Set(findFaults(text, 'credentials', 'linux').map(({ id }) => id));
        // These are read apart by AWS's tools before, and alike after; so are indented lines, once a key stands twice.
        if (done.some((step) => /stand twice|same name/.test(step)) && /^[ \t]+\S/m.test(text)) return;
        if (
          ['header-comment', 'lone-cr', 'colon', 'capitals', 'swallowed', 'duplicate-section', 'bom'].some((id) =>
            ids.has(id as never),
          )
        )
          return;
        expect(inSmallLetters((await loadJavaScript(after)).credentialsFile)).to.deep.equal(
          inSmallLetters((await loadJavaScript(text)).credentialsFile),
        );
      }),
      { numRuns: 1500 },
    );
  });
});

// AWS's SDKs look for keys in small letters only.
function inSmallLetters(sections: Record<string, Record<string, unknown>>): unknown {
  const small = (values: Record<string, unknown>): [string, unknown][] =>
    Object.entries(values).filter(([key]) => key === key.toLowerCase());
  const entries = Object.entries(sections).map(([name, values]) => [name, small(values)] as const);
  return Object.fromEntries(
    entries.filter(([, values]) => values.length > 0).map(([name, values]) => [name, Object.fromEntries(values)]),
  );
}
