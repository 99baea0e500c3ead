import { expect } from 'chai';
import { Problem } from '../../../src/core/problem.js';
import { findFaults } from '../../../src/profile/ini/faults.js';
import { readIni } from '../../../src/profile/ini/ini.js';
import { appendSection, editSection, removeIniSection } from '../../../src/profile/ini/ini-section.js';
import { javascriptValues, readAsBotocore } from '../../../src/profile/ini/readings.js';
import { needs } from '../../helpers/needs.js';
import { anyText, credentialsFile, profileName, token } from '../generate.js';
import { loadBotocore, loadJavaScript } from '../oracles.js';
import { fc } from '../../helpers/random.js';

const edit = (text: string, set: Record<string, string>, remove: string[] = []): string =>
  editSection(text, 'dev', { set, remove });

describe('editing one section', () => {
  it('sets a key that is there, and leaves every other byte', () => {
    const text = '# mine\n[a]\nx=1\n\n[dev]  \nregion=eu-west-1\naws_access_key_id=OLD\n; last\n[z]\n';
    expect(edit(text, { aws_access_key_id: 'NEW' })).to.equal(
      text.replace('aws_access_key_id=OLD', 'aws_access_key_id = NEW'),
    );
  });

  it('puts new keys behind the last of those that were there', () => {
    expect(edit('[dev]\nk1 = a\nregion = x\n\n[z]\n', { k1: 'b', k2: 'c' })).to.equal(
      '[dev]\nk1 = b\nk2 = c\nregion = x\n\n[z]\n',
    );
  });

  it('puts them behind the last key where none was there, before the comment that belongs to the next section', () => {
    expect(edit('[dev]\nregion = x\n\n# about z\n[z]\n', { k: 'v' })).to.equal(
      '[dev]\nregion = x\nk = v\n\n# about z\n[z]\n',
    );
  });

  it('adds a missing section at the end, after an empty line', () => {
    expect(edit('[a]\nx = 1\n', { k: 'v' })).to.equal('[a]\nx = 1\n\n[dev]\nk = v\n');
    expect(edit('[a]\nx = 1', { k: 'v' })).to.equal('[a]\nx = 1\n\n[dev]\nk = v\n');
    expect(edit('', { k: 'v' })).to.equal('[dev]\nk = v\n');
  });

  it('adds no section when there is nothing to set', () => {
    expect(edit('[a]\n', {}, ['k'])).to.equal('[a]\n');
  });

  it('drops the capitals, the inline comment and the continuation lines of a key it refreshes', () => {
    const text = '[dev]\nAWS_Session_Token : old # since May\n  more\n  # a comment inside\n\tand more\nregion = x\n';
    expect(edit(text, { aws_session_token: 'new' })).to.equal(
      '[dev]\naws_session_token = new\n  # a comment inside\nregion = x\n',
    );
  });

  it('removes keys however they are written', () => {
    expect(edit('[dev]\nAWS_SECURITY_TOKEN = x\n  y\nk = v\n', {}, ['aws_security_token'])).to.equal('[dev]\nk = v\n');
  });

  it('does not touch sub-settings of the same name', () => {
    const text = '[dev]\ns3 =\n  aws_access_key_id = nested\n  region = y\nregion = x\n';
    expect(edit(text, { aws_access_key_id: 'A' }, ['region'])).to.equal(
      '[dev]\ns3 =\n  aws_access_key_id = nested\n  region = y\naws_access_key_id = A\n',
    );
  });

  it('keeps CR LF, and a last line without an end', () => {
    expect(edit('[dev]\r\nk=1\r\nl=2', { k: 'v', l: 'w', m: 'x' })).to.equal('[dev]\r\nk = v\r\nl = w\r\nm = x\r\n');
    expect(edit('[dev]\r\nl=2', { l: 'w' })).to.equal('[dev]\r\nl = w');
  });

  it('indents a new key like its neighbours, so that none continues another', () => {
    expect(edit('[dev]\n  a = 1\n  b = 2\n', { a: 'x', c: 'y' })).to.equal('[dev]\n  a = x\n  c = y\n  b = 2\n');
    const below = edit('[dev]\n  [next]\n  k = v\n', { a: 'x' });
    expect(readAsBotocore(below)).to.deep.equal(withoutPrototypes({ dev: { a: 'x' }, next: { k: 'v' } }));
  });

  it('puts keys before an indented block that would swallow them in JavaScript', () => {
    const text = '[dev]\n  s3 =\n    a = 1\n  aws_access_key_id = OLD\n';
    const edited = edit(text, { aws_access_key_id: 'NEW' });
    expect(edited).to.equal('[dev]\n  aws_access_key_id = NEW\n  s3 =\n    a = 1\n');
    expect(javascriptValues(edited, 'dev')).to.include({ aws_access_key_id: 'NEW' });
    expect(edit('[dev]\n  s3 =\n    a = 1\n', { k: 'v' })).to.equal('[dev]\n  k = v\n  s3 =\n    a = 1\n');
  });

  it('knows a no-break space for white space, as all readers do', () => {
    const text = Buffer.from('[dev]\n\u00a0k\u00a0=\u00a0old\n\u00a0l = à\n', 'utf8').toString('latin1');
    expect(edit(text, { k: 'new' })).to.equal(text.replace(/k.*old/, 'k = new'));
  });

  it('keeps bytes that are no UTF-8', () => {
    expect(edit('# \xff\xfe caf\xe9\n[dev]\nk = 1\n', { k: '2' })).to.equal('# \xff\xfe caf\xe9\n[dev]\nk = 2\n');
  });

  it('refuses a value that some reader would cut, join or misread', () => {
    for (const value of ['', ' x', 'x ', 'a\nb', 'a #b', '#a', ';a', 'a ;', 'a\u2028b', 'a\0']) {
      expect(() => edit('[dev]\n', { k: value }), JSON.stringify(value)).to.throw(Problem);
    }
    expect(edit('', { k: 'https://x.awsapps.com/start#/' })).to.contain('start#/\n');
  });

  it('takes out a section that it added, and gives the very text back', () => {
    fc.assert(
      fc.property(
        credentialsFile.filter((text) => text === '' || /[\r\n]$/.test(text)),
        (text) => {
          expect(removeIniSection(appendSection(text, 'brand-new', { k: 'v' }), 'brand-new')).to.equal(text);
        },
      ),
    );
  });

  it('changes only the keys it sets, in any file that botocore accepts, and all readers read them alike', async () => {
    await fc.assert(
      fc.asyncProperty(credentialsFile, profileName, token, token, async (text, name, id, session) => {
        const set = { aws_access_key_id: id, aws_session_token: session };
        const edited = editSection(text, name, { set, remove: ['aws_security_token'] });
        expectOnlyThat(text, edited, name, set);
        const loaded = await loadJavaScript(edited);
        expect(loaded.credentialsFile[name]).to.include(set);
        expect(withoutPrototypes(javascriptValues(edited, name))).to.deep.equal(loaded.credentialsFile[name]);
        expect(editSection(edited, name, { set, remove: ['aws_security_token'] })).to.equal(edited);
      }),
      { numRuns: 1000 },
    );
  });

  it('sets a key in any text without a line that botocore rejects', () => {
    fc.assert(
      fc.property(
        anyText.filter((text) => readIni(text).bad.length === 0),
        (text) => {
          const lines = readIni(editSection(text, 'dev', { set: { k: 'v' } })).sections.flatMap(
            (section) => section.options,
          );
          expect(lines.some((option) => option.key === 'k' && option.value === 'v')).to.equal(true);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('our two ways of reading', () => {
  it("agrees with AWS's JavaScript loader on any text", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyText, credentialsFile), async (text) => {
        const loaded = await loadJavaScript(text);
        expect(withoutPrototypes(javascriptValues(text, 'dev'))).to.deep.equal(loaded.credentialsFile['dev']);
      }),
      { numRuns: 2000 },
    );
  });

  describe('held against botocore', () => {
    before(needs('botocore'));

    it('agrees on any text that botocore accepts, and knows which it rejects', function () {
      this.timeout(120_000);
      const texts = [...fc.sample(anyText, 4000), ...fc.sample(credentialsFile, 2000)];
      const read = loadBotocore(texts);
      texts.forEach((text, index) => {
        const theirs = read[index];
        if (theirs) expect(readAsBotocore(text), JSON.stringify(text)).to.deep.equal(withoutPrototypes(theirs));
        if (!theirs) expect(wouldReject(text), JSON.stringify(text)).to.equal(true);
        else expect(wouldReject(text), JSON.stringify(text)).to.equal(false);
      });
    });
  });
});

/** The sections other than `name` are the same, and in `name` only the keys of `set` differ. */
function expectOnlyThat(text: string, edited: string, name: string, set: Record<string, string>): void {
  const [before, after] = [readAsBotocore(text), readAsBotocore(edited)];
  const expected = withoutPrototypes({ ...before, [name]: withoutPrototypes({ ...before[name], ...set }) });
  if (expected[name]) Reflect.deleteProperty(expected[name], 'aws_security_token');
  expect(after).to.deep.equal(expected);
  const kept = (source: string): string[] => {
    const ini = readIni(source);
    const ours = new Set<number>();
    for (const option of ini.sections.find((section) => section.name === name)?.options ?? []) {
      if (
        option.key === 'aws_access_key_id' ||
        option.key === 'aws_session_token' ||
        option.key === 'aws_security_token'
      ) {
        for (const line of [option.line, ...option.continuations]) ours.add(line.number);
      }
    }
    return source.split(/(?<=\n)/).filter((_, index) => !ours.has(index + 1));
  };
  if (before[name])
    expect(
      kept(edited)
        .join('')
        .replace(/\r?\n$/, ''),
    ).to.equal(
      kept(text)
        .join('')
        .replace(/\r?\n$/, ''),
    );
  else expect(edited.startsWith(text)).to.equal(true);
}

function wouldReject(text: string): boolean {
  return findFaults(text, 'credentials').some(({ level }) => level === 'rejected');
}

function withoutPrototypes<T extends object>(value: T): T;
function withoutPrototypes<T extends object>(value: T | undefined): T | undefined;
function withoutPrototypes<T extends object>(value: T | undefined): T | undefined {
  if (value === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => [
      key,
      typeof inner === 'object' && inner !== null ? withoutPrototypes(inner) : inner,
    ]),
  ) as T;
}
