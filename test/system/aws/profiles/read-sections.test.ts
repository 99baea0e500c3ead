import { mkdir, writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import { staticKeys } from '../../../../src/profile/static-keys.js';
import { awsSeeing } from '../../../helpers/aws-client.js';
import { temporaryHome } from '../../../helpers/environment.js';
import type { TemporaryHome } from '../../../helpers/environment.js';
import { fc } from '../../../helpers/random.js';
import { filesWithProfile } from '../../../profile/generate.js';

const keys = 'aws_access_key_id = A\naws_secret_access_key = S\n';

describe("what signing in reads in AWS's files", () => {
  let home: TemporaryHome;
  before(async () => {
    home = await temporaryHome();
    await mkdir(home.file('.aws'), { recursive: true });
  });
  after(() => home.remove());

  const found = async (profile: string, credentials: string, config: string): Promise<unknown> => {
    await writeFile(home.file('.aws', 'credentials'), credentials, 'latin1');
    await writeFile(home.file('.aws', 'config'), config, 'latin1');
    return await awsSeeing({}, home.path)
      .profileCredentials(profile, { region: 'eu-west-1' })
      .then(({ accessKeyId, secretAccessKey }) => [accessKeyId, secretAccessKey.reveal()])
      .catch(() => undefined);
  };

  const cases: readonly (readonly [string, string, string, string])[] = [
    ['a byte order mark', 'dev', `\xef\xbb\xbf[dev]\n${keys}`, ''],
    ['keys in capitals', 'dev', `[dev]\n${keys.toUpperCase()}`, ''],
    ['colons', 'dev', `[dev]\n${keys.replaceAll('=', ':')}`, ''],
    ['lone carriage returns', 'dev', `[dev]\n${keys}`.replaceAll('\n', '\r'), ''],
    ['a name of two words', 'my app', `[my app]\n${keys}`, ''],
    ['a name of two words in config', 'my app', '', `[profile "my app"]\n${keys}`],
    ['two blanks behind profile', 'dev', '', `[profile  dev]\n${keys}`],
    ['text behind the header', 'dev', `[dev] mine\n${keys}`, ''],
    ['a name that objects have', 'constructor', `[constructor]\n${keys}`, ''],
    ['a comment behind a key', 'dev', `[dev]\n${keys.replace('A\n', 'A ; mine\n')}`, ''],
  ];
  for (const [title, profile, credentials, config] of cases) {
    it(`is a profile that is offered: ${title}`, async () => {
      expect(staticKeys(profile, { credentials, config })?.accessKeyId).to.equal('A');
      expect((await found(profile, credentials, config)) as string[]).to.have.length(2);
    });
  }

  it("is what Git's helper finds, whatever the texts", async function () {
    this.timeout(60_000);
    await fc.assert(
      fc.asyncProperty(filesWithProfile, async ({ profile, credentials, config }) => {
        if (/role_arn|credential_process/.test(credentials + config)) return;
        const ours = staticKeys(profile, { credentials, config });
        expect(await found(profile, credentials, config)).to.deep.equal(
          ours && [ours.accessKeyId, ours.secretAccessKey.reveal()],
        );
      }),
      { numRuns: 300 },
    );
  });
});
