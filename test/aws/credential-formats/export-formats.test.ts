import { expect } from 'chai';

import {
  evalLine,
  exportCredentials,
  exportFormats,
  formatOfShell,
  type ExportFormat,
} from '../../../src/aws/credential-formats/export-formats.js';
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

    it(`are loaded as ${format} by a line that asks for just that`, () => {
      if (format === 'process') return;
      const line = evalLine('git codecommit export dev', format);
      expect(line).to.contain('git codecommit export dev');
      expect(line.includes(`--format ${format}`)).to.equal(format !== 'env');
    });
  }

  it("are given in the format of the user's own shell", () => {
    expect([
      formatOfShell({ SHELL: '/usr/bin/fish' }, 'linux'),
      formatOfShell({ SHELL: '/bin/bash' }, 'darwin'),
      formatOfShell({}, 'linux'),
      formatOfShell({ PSModulePath: 'C:\\Modules' }, 'win32'),
      formatOfShell({ PSModulePath: 'C:\\Modules', PROMPT: '$P$G' }, 'win32'),
      formatOfShell({}, 'win32'),
    ]).to.deep.equal(['fish', 'env', 'env', 'powershell', 'windows-cmd', 'windows-cmd']);
  });
});
