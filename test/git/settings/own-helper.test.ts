import { expect } from 'chai';

import { isOwnSetting, type OwnHelpers } from '../../../src/git/settings/own-helper.js';

const own: OwnHelpers = {
  command: {
    bare: false,
    file: '/usr/lib/node_modules/git-codecommit/dist/git-credential-codecommit',
    node: '/usr/bin/node',
  },
  node: '/usr/bin/node',
  data: '/home/ana/.local/share/git-codecommit',
  record: [
    { profile: 'p', scope: 'local', cwd: '/c', key: 'url.https://h/.insteadOf', before: [], after: ['codecommit://'] },
    {
      profile: 'p',
      scope: 'global',
      cwd: '/c',
      key: 'credential.https://h.helper',
      before: [],
      after: ['', "!'/old/git-credential-codecommit' --profile 'p'"],
    },
  ],
};
const isOwn = (value: string, key = 'credential.https://h.helper'): boolean =>
  isOwnSetting({ scope: 'local', origin: 'file:.git/config', key, value }, own);
const file = own.command.file;
const copy = `${own.data}/program/1.2.3/git-credential-codecommit`;

describe('a helper line in a clone', () => {
  it('is ours where it is what we write, to the letter', () => {
    for (const value of [
      `!'${file}' --node '/usr/bin/node' --profile 'p'`,
      `!'${file}' --profile 'p'`,
      `!'${copy}' --node '/usr/bin/node'`,
      "codecommit --profile 'p'",
      "!aws codecommit credential-helper --profile 'p' $@",
      "!'/old/git-credential-codecommit' --profile 'p'",
    ]) {
      expect(isOwn(value), value).to.equal(true);
    }
  });

  it('is not where any word of it is another', () => {
    for (const value of [
      `!'${file}' --node '/tmp/evil' --profile 'p'`,
      `!'${file}' --node '/usr/bin/node' --profile 'p'; evil`,
      `!'${file}' --node '/usr/bin/node' --profile p$(evil)`,
      "!'/c/git-credential-codecommit' --profile 'p'",
      `!'${own.data}/program/../../../../c/git-credential-codecommit'`,
      `!'${own.data}/program/../git-credential-codecommit'`,
      `!'${own.data}/program/1/2/git-credential-codecommit'`,
      `!evil '${file}'`,
      `!A=b '${file}' --profile 'p'`,
      "!aws codecommit credential-helper --profile 'p' $@; evil",
      '!aws --endpoint-url https://evil codecommit credential-helper $@',
      "codecommit --profile 'p'; evil",
      'store',
      '!evil',
    ])
      expect(isOwn(value), value).to.equal(false);
  });

  it('counts as ours where our record has it, under the same key if it is no helper', () => {
    expect(isOwn('codecommit://', 'url.https://h/.insteadof')).to.equal(true);
    expect(isOwn('codecommit://', 'url.ext::evil.insteadof')).to.equal(false);
    expect(isOwn('https://h/', 'url.https://h/.insteadof')).to.equal(false);
  });
});
