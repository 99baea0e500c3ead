import { expect } from 'chai';

import {
  exportCredentials,
  exportFormats,
  formatOf,
  type ExportFormat,
} from '../../../src/aws/credential-formats/export-formats.js';
import { cmdShell } from '../../../src/core/shells/cmd.js';
import { fishShell } from '../../../src/core/shells/fish.js';
import { posixShell } from '../../../src/core/shells/posix.js';
import { powershell } from '../../../src/core/shells/powershell.js';
import { Problem } from '../../../src/core/problem.js';
import { Secret } from '../../../src/core/secret.js';

const session = {
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: new Secret('wJalr/XUtn+FEMI='),
  sessionToken: new Secret('IQoJ/+=='),
  expiration: new Date('2026-11-23T12:34:56.789Z'),
};

/** What stands on the first line of each format. */
const firstLines: Readonly<Record<ExportFormat, string>> = {
  process:
    '{"Version":1,"AccessKeyId":"ASIAEXAMPLE","SecretAccessKey":"wJalr/XUtn+FEMI=","SessionToken":"IQoJ/+==",' +
    '"Expiration":"2026-11-23T12:34:56Z"}',
  env: 'export AWS_ACCESS_KEY_ID=ASIAEXAMPLE',
  fish: 'set -gx AWS_ACCESS_KEY_ID ASIAEXAMPLE',
  powershell: '$Env:AWS_ACCESS_KEY_ID="ASIAEXAMPLE"',
  'windows-cmd': 'set AWS_ACCESS_KEY_ID=ASIAEXAMPLE',
};

describe('credentials for a shell or another program', () => {
  for (const format of exportFormats) {
    it(`are printed as ${format}: all four values, one a line but in JSON, ended by a line feed`, () => {
      const text = exportCredentials(session, format);
      expect(text.split('\n')[0]).to.equal(firstLines[format]);
      for (const value of ['ASIAEXAMPLE', 'wJalr/XUtn+FEMI=', 'IQoJ/+==', '2026-11-23T12:34:56Z'])
        expect(text).to.contain(value);
      expect(text).to.match(/[^\n]\n$/);
      expect(text.trimEnd().split('\n')).to.have.length(format === 'process' ? 1 : 4);
    });

    it(`leave out what there is not, as ${format}`, () => {
      const text = exportCredentials({ ...session, sessionToken: undefined, expiration: undefined }, format);
      expect(text).to.not.match(/token|expiration|undefined/i);
    });

    it(`are never printed as ${format} with what could be a command`, () => {
      const hostile = { ...session, sessionToken: new Secret('x"; rm -rf ~; $(id) `id` & echo %PATH%\n') };
      if (format === 'process') {
        expect(JSON.parse(exportCredentials(hostile, format))).to.include({
          SessionToken: hostile.sessionToken.reveal(),
        });
        return;
      }
      expect(() => exportCredentials(hostile, format)).to.throw(Problem, 'AWS_SESSION_TOKEN holds characters');
    });
  }

  it("are given in the format of the user's own shell", () => {
    expect([posixShell, fishShell, powershell, cmdShell].map(formatOf)).to.deep.equal([
      'env',
      'fish',
      'powershell',
      'windows-cmd',
    ]);
  });
});
