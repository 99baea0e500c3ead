import { expect } from 'chai';
import { parseIni, readIni, readIniAbout } from '../../../src/profile/ini/ini.js';
import type { Ini, Section } from '../../../src/profile/ini/ini.js';
import { editSection } from '../../../src/profile/ini/ini-section.js';
import { changedParts, textAbout } from '../../../src/profile/ini/relevant-parts.js';
import { profileOf, valuesByName } from '../../../src/profile/ini/readings.js';
import type { FileKind } from '../../../src/profile/ini/readings.js';
import { profileValues } from '../../../src/profile/static-keys.js';
import { openAwsFileReader } from '../../../src/system/files/aws-file-reader.js';
import { anyText, brokenFile, credentialsFile, hostileFile } from '../generate.js';
import { oddFile } from '../generate-rows.js';
import { fc } from '../../helpers/random.js';

const anyFile = fc.oneof(hostileFile, hostileFile, hostileFile, brokenFile, oddFile, credentialsFile, anyText);
const anyName = fc.constantFrom(
  'dev',
  'dev',
  'dev',
  'profile dev',
  'dev2',
  'd',
  'default',
  'team.prod',
  'a/b',
  'work+1',
  '50%',
  'x',
  'other',
  'profile.dev',
  'sso-session.dev',
  'ü',
  'aws_access_key_id',
);

describe('the parts of a file about one profile', () => {
  const others = Array.from(
    { length: 1000 },
    (_, index) => `[dev-${index}]\naws_access_key_id = AKIA${index}\n\n`,
  ).join('');

  it('leave out whom they do not concern', () => {
    const own = '[dev]\naws_access_key_id = A\n# kept\n';
    expect(textAbout(`# top\n${others}${own}${others}`, 'dev')).to.equal(own);
    expect(textAbout(others, 'dev')).to.equal('');
  });

  it('are all that could: every header of that name, and [DEFAULT]', () => {
    const own = '[DEFAULT]\nregion = x\n';
    const config = '[profile "dev"]\r\nregion = y\r\n';
    expect(textAbout(own + others + config + others, 'dev')).to.equal(own + config);
  });

  it('reach from header to header, but only to those that every reader takes for one', () => {
    for (const text of [
      '[a]\nx = 1\n  [dev]\ny = 2\n[b];note\nz = 3\n',
      '[dev]\nx = 1\n[b]\ry = 2\nz = 3\n',
      '[dev]\nx = 1\n[b ;c]\nz = 3\n',
    ]) {
      expect(textAbout(`${others}${text}${others}`, 'dev')).to.equal(text);
    }
  });

  it('are the whole file where a header of any name may count, or spoil all', () => {
    for (const text of ['[__proto__]\n[dev]\n', '[profile __proto__]\n[dev]\n'])
      expect(textAbout(others + text, 'dev')).to.equal(others + text);
    expect(textAbout(`${others}[profile dev]\nx = 1\n`, 'profile.dev')).to.contain(others);
  });

  it("are read by AWS's loader as the whole files are", async () => {
    const aws = openAwsFileReader();
    await fc.assert(
      fc.asyncProperty(anyFile, anyFile, anyName, async (credentials, config, name) => {
        const whole = (await aws.profiles({ credentials, config }))[name];
        expect(
          (await aws.profiles({ credentials: textAbout(credentials, name), config: textAbout(config, name) }))[name],
        ).to.deep.equal(whole);
      }),
      { numRuns: 4000 },
    );
  });

  it("are read by botocore's rules as the whole files are", () => {
    fc.assert(
      fc.property(anyFile, anyName, fc.constantFrom<FileKind>('credentials', 'config'), (text, name, kind) => {
        const values = valuesByName(parseIni(text), (header) => profileOf(header, kind)).get(name);
        expect(profileValues(text, kind, name)).to.deep.equal(values);
        expect(profileValues(textAbout(text, name), kind, name)).to.deep.equal(values);
      }),
      { numRuns: 5000 },
    );
  });

  it('are read in their places: all sections of that name or profile, and of [DEFAULT], to the byte', () => {
    fc.assert(
      fc.property(anyFile, anyName, (text, name) => {
        const sections = (ini: Ini): unknown =>
          ini.sections
            .filter(
              (section) =>
                section.name === name || section.name === 'DEFAULT' || profileOf(section.name, 'config') === name,
            )
            .map(withoutLineNumbers);
        expect(sections(readIniAbout(text, name))).to.deep.equal(sections(readIni(text)));
      }),
      { numRuns: 5000 },
    );
  });
});

describe('the changed parts of a file', () => {
  const others = Array.from({ length: 1000 }, (_, index) => `[p${index}]\nx = ${index}\n\n`).join('');

  it('are the edited section of a long file, before and after', () => {
    expect(changedParts(`${others}[dev]\nx = 1\n\n${others}`, `${others}[dev]\nx = 2\n\n${others}`)).to.deep.equal([
      '[dev]\nx = 1\n\n',
      '[dev]\nx = 2\n\n',
    ]);
  });

  it('hold a section that was added, and the one before it', () => {
    expect(changedParts(others, `${others}\n[dev]\nx = 2\n`)).to.deep.equal([
      '[p999]\nx = 999\n\n',
      '[p999]\nx = 999\n\n\n[dev]\nx = 2\n',
    ]);
  });

  it('grow until every reader starts afresh, however the lines between are read', () => {
    expect(
      changedParts(
        `${others}[dev]\nx = 1\n  [a]\n[b];note\n${others}`,
        `${others}[dev]\nx = 2\n  [a]\n[b];note\n${others}`,
      ),
    ).to.deep.equal(['[dev]\nx = 1\n  [a]\n[b];note\n', '[dev]\nx = 2\n  [a]\n[b];note\n']);
  });

  it('are all that botocore reads otherwise, after any change', () => {
    const change = fc.oneof(
      fc.tuple(fc.nat(200), fc.nat(40), hostileFile).map(
        ([at, count, text]) =>
          (before: string) =>
            before.slice(0, at) + text + before.slice(at + count),
      ),
      fc.constant((before: string) => editSection(before, 'dev', { set: { x: '2' }, remove: ['aws_session_token'] })),
    );
    fc.assert(
      fc.property(anyFile, change, (before, edit) => {
        const after = edit(before);
        const [was, is] = changedParts(before, after).map(sectionsOf);
        const [all, allAfter] = [sectionsOf(before), sectionsOf(after)];
        const exchanged = (at: number): string[] => [
          ...all.slice(0, at),
          ...(is ?? []),
          ...all.slice(at + (was?.length ?? 0)),
        ];
        const places = all
          .map((_, at) => at)
          .concat(all.length)
          .filter((at) => all.slice(at, at + (was?.length ?? 0)).join() === was?.join());
        expect(
          places.some((at) => exchanged(at).join() === allAfter.join()),
          JSON.stringify([before, after]),
        ).to.equal(true);
      }),
      { numRuns: 5000 },
    );
  });
});

/** A section, but for the numbers of its lines: where only parts are read, nobody counts those before. */
function withoutLineNumbers(section: Section): unknown {
  return JSON.parse(JSON.stringify(section, (key, value: unknown) => (key === 'number' ? undefined : value)));
}

/** What stands in each section by botocore's rules. */
function sectionsOf(text: string): string[] {
  return parseIni(text).sections.map(({ name, options }) =>
    JSON.stringify([name, options.map(({ key, value }) => [key, value])]),
  );
}
