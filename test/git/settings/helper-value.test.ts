import { expect } from 'chai';
import { awsHelperValue, helperValue, readHelperValue } from '../../../src/git/settings/helper-value.js';
import { Problem } from '../../../src/core/problem.js';

const absolute = { bare: false, file: '/opt/x/dist/git-credential-codecommit', node: '/usr/local/bin/node' };

describe('the value of credential.helper', () => {
  it('is absolute and quoted, for programs with a PATH of their own', () => {
    expect(helperValue(absolute, 'dev')).to.equal(
      "!'/opt/x/dist/git-credential-codecommit' --node '/usr/local/bin/node' --profile 'dev'",
    );
    expect(helperValue({ ...absolute, node: undefined }, undefined)).to.equal(
      "!'/opt/x/dist/git-credential-codecommit'",
    );
    expect(helperValue({ ...absolute, file: "/o'n x/h" }, 'a $b')).to.equal(
      "!'/o'\\''n x/h' --node '/usr/local/bin/node' --profile 'a $b'",
    );
  });

  it('has forward slashes on Windows, and keeps a backslash that belongs to a name elsewhere', () => {
    expect(
      helperValue(
        { bare: false, file: 'C:\\Users\\Ana B\\npm\\h', node: 'C:\\Program Files\\nodejs\\node.exe' },
        'dev',
      ),
    ).to.equal("!'C:/Users/Ana B/npm/h' --node 'C:/Program Files/nodejs/node.exe' --profile 'dev'");
    expect(helperValue({ bare: false, file: '/a\\b/h', node: undefined }, undefined)).to.equal("!'/a\\b/h'");
  });

  it('is the name alone where every PATH has it', () => {
    expect(helperValue({ ...absolute, bare: true }, 'dev')).to.equal("codecommit --profile 'dev'");
    expect(helperValue({ ...absolute, bare: true }, undefined)).to.equal('codecommit');
  });

  it("can be AWS's own", () => {
    expect(awsHelperValue('dev')).to.equal("!aws codecommit credential-helper --profile 'dev' $@");
    expect(awsHelperValue(undefined)).to.equal('!aws codecommit credential-helper $@');
  });

  it('holds no relative path, which would be a program of the clone that Git works in', () => {
    for (const path of ['dist/h', './h', '../h', 'h', 'C:h', '']) {
      expect(() => helperValue({ ...absolute, file: path }, 'dev'), path).to.throw(Problem, 'absolute path');
      expect(() => helperValue({ ...absolute, node: path }, 'dev'), path).to.throw(Problem, 'absolute path');
    }
    expect(helperValue({ bare: false, file: '\\\\server\\share\\h', node: 'c:/node.exe' }, undefined)).to.equal(
      "!'//server/share/h' --node 'c:/node.exe'",
    );
  });

  it('holds no line break', () => {
    for (const evil of ['a\nb', 'a\r', '\0']) {
      expect(() => helperValue(absolute, evil)).to.throw(Problem);
      expect(() => helperValue({ ...absolute, file: `/${evil}` }, 'dev')).to.throw(Problem);
    }
  });

  const read: [string, 'codecommit' | 'aws' | 'other', string | undefined][] = [
    [helperValue(absolute, "o'neil $x"), 'codecommit', "o'neil $x"],
    [helperValue(absolute, undefined), 'codecommit', undefined],
    [helperValue({ ...absolute, bare: true }, 'dev'), 'codecommit', 'dev'],
    ["!'/n/node' '/x/git-credential-codecommit.cjs' --profile 'dev'", 'codecommit', 'dev'],
    ["!'C:/n/node.exe' 'C:\\x\\git-credential-codecommit.cjs' --profile=dev", 'codecommit', 'dev'],
    [
      "!f() { [ \"$1\" = get ] && exec '/n/node' '/x/git-credential-codecommit.cjs' get --profile 'dev'; }; f",
      'codecommit',
      'dev',
    ],
    ['/usr/bin/git-credential-codecommit --profile dev', 'codecommit', 'dev'],
    ['!git-credential-codecommit', 'codecommit', undefined],
    [awsHelperValue('my profile'), 'aws', 'my profile'],
    ['!aws --profile CodeCommitProfile codecommit credential-helper $@', 'aws', 'CodeCommitProfile'],
    ['!aws codecommit credential-helper $@', 'aws', undefined],
    ['!aws.cmd codecommit credential-helper $@', 'aws', undefined],
    ["!AWS_PROFILE='x y' aws codecommit credential-helper $@", 'aws', 'x y'],
    ['!/usr/local/bin/aws codecommit credential-helper --profile=x $@', 'aws', 'x'],
    ['store', 'other', undefined],
    ['osxkeychain', 'other', undefined],
    ['manager', 'other', undefined],
    ['cache --timeout 900', 'other', undefined],
    ['!echo codecommit', 'other', undefined],
    ['codecommit-other', 'other', undefined],
    ['/usr/bin/x-git-credential-codecommit-y', 'other', undefined],
    ['', 'other', undefined],
  ];
  for (const [value, kind, profile] of read) {
    it(`is understood: ${value}`, () => expect(readHelperValue(value)).to.include({ kind, profile }));
  }

  it('names the paths that must be alive', () => {
    expect(readHelperValue(helperValue(absolute, 'dev')).paths).to.deep.equal([absolute.file, absolute.node]);
    expect(readHelperValue("codecommit --profile 'dev'").paths).to.deep.equal([]);
  });
});
