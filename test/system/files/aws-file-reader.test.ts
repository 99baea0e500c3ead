import { writeFileSync } from 'node:fs';
import { externalDataInterceptor, parseKnownFiles } from '@aws-sdk/shared-ini-file-loader';
import { expect } from 'chai';
import { openAwsFileReader } from '../../../src/system/files/aws-file-reader.js';
import { temporaryHome } from '../../helpers/environment.js';
import { anyText, hostileFile } from '../../profile/generate.js';
import { fc } from '../../helpers/random.js';

describe("AWS's reader of its two files", () => {
  const aws = openAwsFileReader();

  it('reads texts as it reads files', async () => {
    const home = await temporaryHome();
    try {
      const [filepath, configFilepath] = [home.file('credentials'), home.file('config')];
      await fc.assert(
        fc.asyncProperty(fc.oneof(hostileFile, anyText), hostileFile, async (credentials, config) => {
          writeFileSync(filepath, credentials, 'latin1');
          writeFileSync(configFilepath, config, 'latin1');
          expect(await aws.profiles({ credentials, config })).to.deep.equal(
            await parseKnownFiles({ filepath, configFilepath, ignoreCache: true }),
          );
        }),
        { numRuns: 300 },
      );
    } finally {
      await home.remove();
    }
  });

  it('puts the credentials on top of config', async () => {
    const config =
      '\xef\xbb\xbf[profile dev]\r\nregion = \xc3\xbc\r\naws_session_token = OLD\r\n[sso-session s]\nsso_region = x\n';
    const read = await aws.profiles({ credentials: '[dev]\naws_session_token = \xff # note\n', config });
    expect(read).to.deep.equal({
      dev: { region: 'ü', aws_session_token: '\ufffd' },
      'sso-session.s': { sso_region: 'x' },
    });
  });

  it('finds nothing in empty texts, and in those that it gives up', async () => {
    expect(await aws.profiles({ credentials: '', config: '' })).to.deep.equal({});
    expect(
      await aws.profiles({ credentials: '[__proto__]\n[dev]\nx = 1\n', config: '[default]\ny = 2\n' }),
    ).to.deep.equal({ default: { y: '2' } });
  });

  it('keeps several readings apart, and nothing of them', async () => {
    const read = await Promise.all(
      ['1', '2', '3'].map((x) => aws.profiles({ credentials: `[dev]\nx = ${x}\n`, config: '' })),
    );
    expect(read.map((all) => all['dev']?.['x'])).to.deep.equal(['1', '2', '3']);
    expect(Object.keys(externalDataInterceptor.getFileRecord()).filter((path) => path.startsWith('\0'))).to.deep.equal(
      [],
    );
  });
});
