import { mkdir, writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import { staticKeys } from '../../../../src/profile/static-keys.js';
import { joined } from '../../../../src/core/advice/advice.js';
import { plainText } from '../../../../src/core/advice/say.js';
import { isProblem } from '../../../../src/core/problem.js';
import { awsSeeing, rejection } from '../../../helpers/aws-client.js';
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
      expect(await found(profile, credentials, config)).to.have.length(2);
    });
  }

  it('is named with the line where a profile, or the source of one, cannot be read', async () => {
    const said = async (profile: string, credentials: string, config: string): Promise<string> => {
      await found(profile, credentials, config);
      const error = await rejection(awsSeeing({}, home.path).profileCredentials(profile, { region: 'eu-west-1' }));
      return isProblem(error) ? plainText(joined([error.said, error.hint])) : String(error);
    };
    const source = '[profile role]\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = dev\n';
    const hidden = `[profile dev]\n${keys}`;
    expect(await said('dev', hidden, '')).to.match(/credentials, line 1: .*\[dev\]/);
    expect(await said('role', hidden, source)).to.match(/'dev' .*credentials, line 1: .*\[dev\].*Change that line/);
    expect(await said('role', '', `${source}[dev]\n${keys}`)).to.match(/'dev' .*config, line 4: .*\[profile dev\]/);
    expect(await said('role', '[dev]\naws_access_key_id = A\n  aws_secret_access_key = S\n', source)).to.match(
      /'dev' .*credentials, line 3: .*doctor --repair-files/,
    );
    expect(await said('role', '[dev]\naws_access_key_id = A\n', source)).to.match(/line 1: .*aws_secret_access_key/);
    expect(await said('role', '', source)).to.contain('There is no profile "dev"');
  });

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
