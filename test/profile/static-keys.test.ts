import { expect } from 'chai';
import { findFaults } from '../../src/profile/ini/faults.js';
import { readAsBotocore } from '../../src/profile/ini/readings.js';
import { staticKeys } from '../../src/profile/static-keys.js';
import type { StaticKeys } from '../../src/profile/static-keys.js';
import { needs } from '../helpers/needs.js';
import { credentialsFile, filesWithProfile, profileName } from './generate.js';
import { botocoreKeys, loadBotocore, loadJavaScript } from './oracles.js';
import { fc } from '../helpers/random.js';

const long = '[dev]\naws_access_key_id = AKIA1\naws_secret_access_key = s1\n';
const temporary =
  '[dev]\naws_access_key_id = ASIA1\naws_secret_access_key = s/1+=\naws_session_token = ' +
  't==\nx_security_token_expires = 2026-11-23T12:00:00Z\n';

function plain(keys: StaticKeys | undefined): unknown {
  return (
    keys && {
      id: keys.accessKeyId,
      secret: keys.secretAccessKey.reveal(),
      token: keys.sessionToken?.reveal(),
      from: keys.from,
    }
  );
}

describe('the static keys of a profile', () => {
  it('are read from the credentials file, with the end of their session', () => {
    const keys = staticKeys('dev', { credentials: temporary, config: undefined });
    expect(plain(keys)).to.deep.equal({ id: 'ASIA1', secret: 's/1+=', token: 't==', from: 'credentials' });
    expect(keys?.expiration?.toISOString()).to.equal('2026-11-23T12:00:00.000Z');
  });

  it('never end when they are long-term, whatever another tool left', () => {
    expect(
      staticKeys('dev', { credentials: `${long}expiration = 2020-01-01 00:00:00\n`, config: undefined }),
    ).to.not.have.property('expiration');
  });

  it('are read from config when the credentials file has none', () => {
    const config =
      '[profile dev]\naws_access_key_id = C\naws_secret_access_key = cs\n[default]\naws_access_key_id = ' +
      'D\naws_secret_access_key = ds\n';
    expect(plain(staticKeys('dev', { credentials: '[dev]\nregion = x\n', config }))).to.include({
      id: 'C',
      from: 'config',
    });
    expect(plain(staticKeys('dev', { credentials: long, config }))).to.include({ id: 'AKIA1', from: 'credentials' });
    expect(plain(staticKeys('default', { credentials: undefined, config }))).to.include({ id: 'D' });
  });

  it("are not taken from a header that is another profile's", () => {
    expect(staticKeys('dev', { credentials: long.replace('[dev]', '[profile dev]'), config: long })).to.equal(
      undefined,
    );
    expect(staticKeys('dev', { credentials: long.replace('[dev]', '[ dev ]'), config: undefined })).to.equal(undefined);
  });

  it('are none where the secret is missing', () => {
    expect(staticKeys('dev', { credentials: '[dev]\naws_access_key_id = A\n', config: undefined })).to.equal(undefined);
    expect(
      staticKeys('dev', { credentials: '[dev]\naws_access_key_id = A\naws_secret_access_key =\n', config: undefined }),
    ).to.equal(undefined);
  });

  it('are those of the first file that names an access key, and none where that has but a half', () => {
    const config = '[profile dev]\naws_access_key_id = C\naws_secret_access_key = cs\n';
    for (const credentials of ['[dev]\naws_access_key_id = A\n', '[dev]\naws_access_key_id =\n'])
      expect(staticKeys('dev', { credentials, config })).to.equal(undefined);
    expect(plain(staticKeys('dev', { credentials: '[dev]\naws_secret_access_key = s\n', config }))).to.include({
      id: 'C',
    });
  });

  it('are found behind a byte order mark, and under a header that is quoted as a shell quotes', () => {
    const bom = '\xef\xbb\xbf';
    expect(plain(staticKeys('dev', { credentials: bom + long, config: undefined }))).to.include({ id: 'AKIA1' });
    for (const header of ['[profile "dev"]', "[profile d'ev']", '[profile d\\ev]'])
      expect(
        plain(staticKeys('dev', { credentials: undefined, config: long.replace('[dev]', header) })),
        header,
      ).to.include({ id: 'AKIA1' });
  });

  it("say when another tool's aws_security_token would beat the token in the AWS CLI", () => {
    const both = staticKeys('dev', { credentials: `${temporary}aws_security_token = OLD\n`, config: undefined });
    expect(both?.sessionToken?.reveal()).to.equal('t==');
    expect(both?.legacyToken).to.equal(true);
    expect(
      staticKeys('dev', { credentials: `${temporary}aws_security_token = t==\n`, config: undefined }),
    ).to.not.have.property('legacyToken');
    expect(
      staticKeys('dev', { credentials: `${long}aws_security_token = L\n`, config: undefined })?.sessionToken?.reveal(),
    ).to.equal('L');
  });

  it('do not take a comment for a part of a key', () => {
    expect(
      plain(
        staticKeys('dev', {
          credentials: '[dev]\naws_access_key_id = A # mine\naws_secret_access_key = s\t; too\n',
          config: undefined,
        }),
      ),
    ).to.include({ id: 'A', secret: 's' });
  });

  it('are still found in a file that botocore rejects', () => {
    const broken = `\ufeff# note\n${long}<<<<<<< HEAD\n[x]\n[x]\n${temporary}`;
    expect(
      plain(staticKeys('dev', { credentials: Buffer.from(broken).toString('latin1'), config: undefined })),
    ).to.include({ id: 'ASIA1', token: 't==' });
  });

  it("are those that AWS's JavaScript loader reads", async () => {
    await fc.assert(
      fc.asyncProperty(credentialsFile, profileName, async (text, name) => {
        const loaded = (await loadJavaScript(text)).credentialsFile[name] ?? {};
        const theirs = lowerCase(loaded);
        const ours = staticKeys(name, { credentials: text, config: undefined });
        if (
          !theirs['aws_access_key_id'] ||
          !theirs['aws_secret_access_key'] ||
          's3' in theirs ||
          hasIndentedBlock(text)
        )
          return;
        expect([ours?.accessKeyId, ours?.secretAccessKey.reveal()]).to.deep.equal([
          theirs['aws_access_key_id'],
          theirs['aws_secret_access_key'],
        ]);
        if (theirs['aws_session_token']) expect(ours?.sessionToken?.reveal()).to.equal(theirs['aws_session_token']);
      }),
      { numRuns: 1000 },
    );
  });

  describe('held against botocore', () => {
    before(needs('botocore'));

    it('are those that botocore finds in both files, or none where it finds none, or a fault is named', function () {
      this.timeout(120_000);
      const cases = fc.sample(filesWithProfile, 5000);
      botocoreKeys(cases).forEach((theirs, index) => {
        const { profile, ...texts } = cases[index] ?? { profile: '', credentials: '', config: '' };
        const shown = `${JSON.stringify({ profile, ...texts })}\n${JSON.stringify(theirs)}`;
        const ours = staticKeys(profile, texts);
        const [id, secret, token] = typeof theirs === 'string' ? [] : theirs;
        const isUsable = [id, secret].every((part) => part && !/\s/.test(part)) && !/\s/.test(token ?? '');
        if (isUsable) {
          const own = ours?.sessionToken?.reveal();
          expect([ours?.accessKeyId, ours?.secretAccessKey.reveal()], shown).to.deep.equal([id, secret]);
          if (ours?.legacyToken !== true) expect(own ?? '', shown).to.equal(token ?? '');
        } else if (ours !== undefined) {
          const faults = [...findFaults(texts.credentials, 'credentials'), ...findFaults(texts.config, 'config')];
          const wanted = theirs === 'rejected' ? ['rejected'] : ['rejected', 'ambiguous'];
          expect(
            faults.some(({ level }) => wanted.includes(level)),
            shown,
          ).to.equal(true);
        }
      });
    });

    it('are those that botocore reads', () => {
      const texts = fc.sample(credentialsFile, 1000);
      loadBotocore(texts).forEach((sections, index) => {
        const text = texts[index] ?? '';
        expect(sections, text).to.not.equal(undefined);
        expect(Object.keys(readAsBotocore(text))).to.deep.equal(Object.keys(sections ?? {}));
        for (const [name, values] of Object.entries(sections ?? {})) {
          const ours = staticKeys(name, { credentials: text, config: undefined });
          const first = (key: string): string | undefined => /^\S+/.exec(values[key] ?? '')?.[0];
          const complete = first('aws_access_key_id') && first('aws_secret_access_key');
          expect(ours?.accessKeyId, text).to.equal(complete ? first('aws_access_key_id') : undefined);
          if (ours)
            expect(ours.sessionToken?.reveal()).to.equal(first('aws_session_token') ?? first('aws_security_token'));
        }
      });
    });
  });
});

function lowerCase(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key.toLowerCase(), String(value)]));
}

// There AWS's JavaScript loader takes the keys behind an indented block for its sub-keys, and botocore does not.
function hasIndentedBlock(text: string): boolean {
  return /^[ \t]+[^#;\n=]+=\s*$/m.test(text);
}
