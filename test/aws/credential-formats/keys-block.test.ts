import { plainText } from '../../../src/core/advice/say.js';
import { expect } from 'chai';
import { parseKeysBlock } from '../../../src/aws/credential-formats/keys-block.js';
import { otherThanKeyId } from '../../../src/aws/credential-formats/not-keys.js';
import { isProblem, type Problem } from '../../../src/core/problem.js';
import { fc } from '../../helpers/random.js';

const id = 'ASIAIOSFODNN7EXAMPLE';
const longTerm = 'AKIAIOSFODNN7EXAMPLE';
const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const token = `IQoJb3JpZ2luX2Vj${'EXAMPLE//+Aa'.repeat(20)}AAA=`;

const blocks: Readonly<Record<string, string>> = {
  'bash, quoted, as the access portal gives it':
    `export AWS_ACCESS_KEY_ID="${id}"\nexport ` +
    `AWS_SECRET_ACCESS_KEY="${secret}"\nexport ` +
    `AWS_SESSION_TOKEN="${token}"`,
  'bash on one line': `export AWS_ACCESS_KEY_ID=${id} AWS_SECRET_ACCESS_KEY=${secret} AWS_SESSION_TOKEN=${token}`,
  'bash with semicolons and a prompt':
    `$ export AWS_ACCESS_KEY_ID='${id}'; export ` +
    `AWS_SECRET_ACCESS_KEY='${secret}' && export ` +
    `AWS_SESSION_TOKEN='${token}';`,
  'declare -x':
    `declare -x AWS_ACCESS_KEY_ID="${id}"\ndeclare -x AWS_SECRET_ACCESS_KEY="${secret}"\ndeclare ` +
    `-x AWS_SESSION_TOKEN="${token}"`,
  'the Windows prompt, CRLF and trailing blanks':
    `SET AWS_ACCESS_KEY_ID=${id}  \r\nSET ` +
    `AWS_SECRET_ACCESS_KEY=${secret}\t\r\nSET AWS_SESSION_TOKEN=${token} ` +
    `\r\n`,
  'the Windows prompt with quotes around the whole':
    `set "AWS_ACCESS_KEY_ID=${id}"\r\nset ` +
    `"AWS_SECRET_ACCESS_KEY=${secret}"\r\nset ` +
    `"AWS_SESSION_TOKEN=${token}"`,
  setx: `setx AWS_ACCESS_KEY_ID ${id}\nsetx AWS_SECRET_ACCESS_KEY "${secret}"\nsetx AWS_SESSION_TOKEN "${token}" /M`,
  PowerShell:
    `$Env:AWS_ACCESS_KEY_ID="${id}"\n$env:AWS_SECRET_ACCESS_KEY = ` + `'${secret}'\n$Env:AWS_SESSION_TOKEN="${token}"`,
  'PowerShell with a prompt':
    `PS C:\\Users\\ana> $Env:AWS_ACCESS_KEY_ID="${id}"\nPS C:\\Users\\ana> ` +
    `$Env:AWS_SECRET_ACCESS_KEY="${secret}"\nPS C:\\Users\\ana> ` +
    `$Env:AWS_SESSION_TOKEN="${token}"`,
  '[Environment]::SetEnvironmentVariable':
    `[Environment]::SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "${id}", ` +
    `"User")\n[Environment]::SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", ` +
    `"${secret}", ` +
    `"User")\n[Environment]::SetEnvironmentVariable("AWS_SESSION_TOKEN", ` +
    `"${token}", "User")`,
  fish:
    `set -gx AWS_ACCESS_KEY_ID ${id}\nset -gx AWS_SECRET_ACCESS_KEY "${secret}"\nset -x ` +
    `AWS_SESSION_TOKEN '${token}';`,
  csh: `setenv AWS_ACCESS_KEY_ID ${id}\nsetenv AWS_SECRET_ACCESS_KEY ${secret}\nsetenv AWS_SESSION_TOKEN ${token}`,
  'a dotenv file with comments':
    '# keys of ' +
    `today\nAWS_ACCESS_KEY_ID=${id}\n#AWS_SECRET_ACCESS_KEY=old\nAWS_SECRET_ACCESS_KEY=${secret}\n\nAWS_SESSION_TOKEN=${token}\n`,
  YAML: `AWS_ACCESS_KEY_ID: ${id}\nAWS_SECRET_ACCESS_KEY: "${secret}"\nAWS_SESSION_TOKEN: ${token}`,
  'an INI section, as the access portal gives it': `[111122223333_Developer]\naws_access_key_id=${id}\naws_secret_access_key=${secret}\naws_session_token=${token}\n`,
  'an INI section with a dotted name, blanks and comments':
    `; from the portal\n [my.team.dev] # mine\n  aws_access_key_id = ` +
    `${id}\n# no\n  aws_secret_access_key = ${secret}\n  ` +
    `aws_session_token = ${token}`,
  'INI lines without a section':
    `aws_access_key_id = ${id}\naws_secret_access_key = ` + `${secret}\naws_session_token = ${token}`,
  'the older name of the token':
    `[dev]\naws_access_key_id = ${id}\naws_secret_access_key = ` + `${secret}\naws_security_token = ${token}`,
  'aws sts assume-role': JSON.stringify(
    {
      Credentials: {
        AccessKeyId: id,
        SecretAccessKey: secret,
        SessionToken: token,
        Expiration: '2026-11-23T13:00:00+00:00',
      },
      AssumedRoleUser: { Arn: 'arn' },
    },
    null,
    4,
  ),
  'aws sts assume-role with the command before it':
    '$ aws sts assume-role --role-arn ' +
    `x\n${JSON.stringify({ Credentials: { AccessKeyId: id, SecretAccessKey: secret, SessionToken: token } }, null, 2)}\n$ `,
  credential_process: JSON.stringify({
    Version: 1,
    AccessKeyId: id,
    SecretAccessKey: secret,
    SessionToken: token,
    Expiration: '2026-11-23T13:00:00Z',
  }),
  'aws configure export-credentials --format env':
    `export AWS_ACCESS_KEY_ID=${id}\nexport ` +
    `AWS_SECRET_ACCESS_KEY=${secret}\nexport ` +
    `AWS_SESSION_TOKEN=${token}\nexport ` +
    'AWS_CREDENTIAL_EXPIRATION=2026-11-23T13:00:00+00:00',
  Cognito: JSON.stringify({
    IdentityId: 'eu-west-1:x',
    Credentials: { AccessKeyId: id, SecretKey: secret, SessionToken: token, Expiration: 1795438800.0 },
  }),
  'aws sso get-role-credentials': JSON.stringify({
    roleCredentials: { accessKeyId: id, secretAccessKey: secret, sessionToken: token, expiration: 1795438800000 },
  }),
  "the instance's metadata": JSON.stringify({
    Code: 'Success',
    Type: 'AWS-HMAC',
    AccessKeyId: id,
    SecretAccessKey: secret,
    Token: token,
    Expiration: '2026-11-23T13:00:00Z',
  }),
  'labels with values beside them':
    `AWS Access Key ID: ${id}\nAWS Secret Access Key: ${secret}\nAWS Session ` + `Token: ${token}`,
  'labels with values below them': `Access key ID\n${id}\nSecret access key\n${secret}\nSession token\n${token}`,
  'a token that the terminal broke into lines':
    `export AWS_ACCESS_KEY_ID="${id}"\nexport ` +
    `AWS_SECRET_ACCESS_KEY="${secret}"\nexport ` +
    `AWS_SESSION_TOKEN="${token.slice(0, 90)}\n${token.slice(90, 180)}\n${token.slice(180)}"`,
};

describe('a pasted block of keys', () => {
  for (const [name, text] of Object.entries(blocks)) {
    it(`is read from ${name}`, () => {
      const { credentials, doubts } = parseKeysBlock(text);
      expect(credentials.accessKeyId).to.equal(id);
      expect(credentials.secretAccessKey.reveal()).to.equal(secret);
      expect(credentials.sessionToken?.reveal()).to.equal(token);
      expect(doubts).to.deep.equal([]);
    });
  }

  for (const name of [
    'aws sts assume-role',
    'credential_process',
    'aws configure export-credentials --format env',
    'Cognito',
    'aws sso get-role-credentials',
  ]) {
    it(`tells when they end: ${name}`, () => {
      const expected =
        name.startsWith('Cognito') || name.includes('sso') ? new Date(1795438800000) : new Date('2026-11-23T13:00:00Z');
      expect(parseKeysBlock(blocks[name] ?? '').credentials.expiration).to.deep.equal(expected);
    });
  }

  for (const [name, text] of Object.entries({
    "the console's file, with a BOM": `\ufeffAccess key ID,Secret access key\r\n${longTerm},${secret}\r\n`,
    'the other order, with a user name': `User name,Secret access key,Access key ID\n"ana","${secret}",${longTerm}`,
    'the old file with password and link':
      'User name,Password,Access key ID,Secret access key,Console login ' +
      `link\nana,"pass,word",${longTerm},${secret},https://111122223333.signin.aws.amazon.com/console`,
    'the root key file': `AWSAccessKeyId=${longTerm}\r\nAWSSecretKey=${secret}\r\n`,
    'aws iam create-access-key': JSON.stringify({
      AccessKey: {
        UserName: 'ana',
        AccessKeyId: longTerm,
        Status: 'Active',
        SecretAccessKey: secret,
        CreateDate: '2026-11-23T10:00:00+00:00',
      },
    }),
  })) {
    it(`may hold a long-term key: ${name}`, () => {
      const { credentials } = parseKeysBlock(text);
      expect([credentials.accessKeyId, credentials.secretAccessKey.reveal(), credentials.sessionToken]).to.deep.equal([
        longTerm,
        secret,
        undefined,
      ]);
    });
  }

  it('tells the region and the section when it names them', () => {
    expect(
      parseKeysBlock(
        `[my.dev]\nregion = eu-west-1\naws_access_key_id = ${longTerm}\naws_secret_access_key = ${secret}`,
      ),
    ).to.include({ region: 'eu-west-1', name: 'my.dev' });
    expect(
      parseKeysBlock(
        `export AWS_ACCESS_KEY_ID=${longTerm}\nexport AWS_SECRET_ACCESS_KEY=${secret}\nexport ` +
          'AWS_DEFAULT_REGION=us-east-2',
      ).region,
    ).to.equal('us-east-2');
  });

  it('takes the one section that has keys', () => {
    expect(
      parseKeysBlock(
        `[default]\nregion = eu-west-1\n[dev]\naws_access_key_id = ${longTerm}\naws_secret_access_key = ${secret}`,
      ).name,
    ).to.equal('dev');
  });

  const refusal = (text: string): Problem => {
    try {
      parseKeysBlock(text);
    } catch (error) {
      if (isProblem(error, 'usage')) return error;
      throw error;
    }
    throw new Error('it was taken');
  };

  for (const [name, text, says] of [
    ['nothing', ' \n', /nothing/],
    ['something else', 'https://111122223333.signin.aws.amazon.com/console', /no AWS keys/],
    ['JSON of something else', '{"UserId": "AIDA", "Account": "111122223333"}', /no AWS keys/],
    ['no secret', `export AWS_ACCESS_KEY_ID=${longTerm}`, /secret access key.*missing/],
    ['no key id', `export AWS_SECRET_ACCESS_KEY=${secret}`, /access key id.*missing/],
    [
      'no token with a temporary key',
      `export AWS_ACCESS_KEY_ID=${id}\nexport AWS_SECRET_ACCESS_KEY=${secret}`,
      /temporary keys.*session token.*missing/,
    ],
    [
      'a token with a long-term key',
      `AWS_ACCESS_KEY_ID=${longTerm}\nAWS_SECRET_ACCESS_KEY=${secret}\nAWS_SESSION_TOKEN=${token}`,
      /mixes/,
    ],
    [
      'several sections',
      `[dev]\naws_access_key_id=${longTerm}\naws_secret_access_key=${secret}\n[prod]\naws_access_key_id=${longTerm}\naws_secret_access_key=${secret}`,
      /2 sets.*dev, prod/,
    ],
    [
      'several users',
      `User name,Access key ID,Secret access key\nana,${longTerm},${secret}\nben,${longTerm},${secret}`,
      /2 sets.*ana, ben/,
    ],
    [
      'two different keys',
      `AWS_ACCESS_KEY_ID=${longTerm}\nAWS_SECRET_ACCESS_KEY=${secret}\nAWS_ACCESS_KEY_ID=AKIAI44QH8DHBEXAMPLE`,
      /two different values/,
    ],
    ['a masked secret', `AWS_ACCESS_KEY_ID=${longTerm}\nAWS_SECRET_ACCESS_KEY=****************`, /not whole/],
    [
      'a placeholder',
      'export AWS_ACCESS_KEY_ID=<your-access-key-id>\nexport AWS_SECRET_ACCESS_KEY=<your-secret>',
      /access key id.*none/,
    ],
    [
      'a shortened token',
      `AWS_ACCESS_KEY_ID=${id}\nAWS_SECRET_ACCESS_KEY=${secret}\nAWS_SESSION_TOKEN=${token.slice(0, 40)}...`,
      /session token.*not whole/,
    ],
  ] as const) {
    it(`says what is wrong with ${name}`, () => {
      const problem = refusal(text);
      expect(problem.message).to.match(says);
      expect(`${problem.message} ${plainText(problem.hint ?? '')}`)
        .to.not.contain(secret)
        .and.not.contain(token.slice(0, 40));
    });
  }

  describe('is told from what people are handed in its place', () => {
    const gitNames = '"User Name","Password"\r\n"ana-at-111122223333","s3cr3t+Pass/word="\r\n';
    const consoleNames =
      'User name,Password,Console sign-in URL\r\nana,s3cr3t!,https://111122223333.signin.aws.amazon.com\r\n';
    const cases: Readonly<Record<string, readonly [text: string, is: RegExp]>> = {
      'Git credentials of CodeCommit': [gitNames, /HTTPS Git credentials for CodeCommit.*not an access key/],
      'the same behind a byte order mark': [`\ufeff${gitNames}`, /HTTPS Git credentials/],
      'the same, saved by a spreadsheet': ['User Name;Password\nana-at-111122223333;s3cr3t\n', /HTTPS Git credentials/],
      'a console password': [consoleNames, /password for AWS's console/],
      'a console password of old': ['User name,Password,Console login link\nana,s3cr3t!,https://x\n', /AWS's console/],
      'a user of old without an access key': [
        'User name,Password,Access key ID,Secret access key,Console login link\nana,s3cr3t!,,,https://x\n',
        /password for AWS's console/,
      ],
      'an SSH key': ['-----BEGIN OPENSSH PRIVATE KEY-----\ns3cr3t\n', /SSH key/],
      'a public SSH key': ['ssh-ed25519 s3cr3t ana@laptop', /SSH key/],
    };
    for (const [name, [text, is]] of Object.entries(cases))
      it(name, () => {
        const problem = refusal(text);
        expect(problem.message).to.match(is);
        expect(`${problem.message}${plainText(problem.hint ?? '')}`).to.not.include('s3cr3t');
      });

    it('by an id of another kind', () => {
      for (const [typed, is] of [
        ['ana-at-111122223333', /HTTPS Git credentials/],
        ['APKAIOSFODNN7EXAMPLE', /SSH key/],
        ['AIDAIOSFODNN7EXAMPLE', /not of an access key/],
        ['1111-2222-3333', /number of an account/],
      ] as const)
        expect(otherThanKeyId(typed)?.message).to.match(is);
      expect(otherThanKeyId(longTerm)).to.equal(undefined);
    });
  });

  it('is read from the CSV that a spreadsheet saved again', () => {
    for (const separator of [';', '\t']) {
      const text = ['User name', 'Access key ID', 'Secret access key'].join(separator);
      const row = ['ana', longTerm, secret].join(separator);
      const { credentials, name } = parseKeysBlock(`${text}\r\n${row}\r\n`);
      expect([credentials.accessKeyId, credentials.secretAccessKey.reveal(), name]).to.deep.equal([
        longTerm,
        secret,
        'ana',
      ]);
    }
  });

  it('doubts a token that was cut off', () => {
    const cut = `AWS_ACCESS_KEY_ID=${id}\nAWS_SECRET_ACCESS_KEY=${secret}\nAWS_SESSION_TOKEN=${token.slice(0, 201)}`;
    expect(parseKeysBlock(cut).doubts.join()).to.match(/cut off/);
  });

  const base64 = (least: number, most: number): fc.Arbitrary<string> =>
    fc.string({
      unit: fc.constantFrom(...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')),
      minLength: least,
      maxLength: most,
    });
  const anyId = fc
    .string({ unit: fc.constantFrom(...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')), minLength: 16, maxLength: 16 })
    .map((text) => `ASIA${text}`);
  const keys = fc.record({ id: anyId, secret: base64(40, 40), token: base64(120, 900) });
  type Keys = typeof keys extends fc.Arbitrary<infer K> ? K : never;

  const writers: Readonly<Record<string, (k: Keys) => string>> = {
    bash: (k) =>
      `export AWS_ACCESS_KEY_ID=${k.id}\nexport AWS_SECRET_ACCESS_KEY='${k.secret}'\nexport ` +
      `AWS_SESSION_TOKEN="${k.token}"`,
    cmd: (k) =>
      `set AWS_ACCESS_KEY_ID=${k.id}\r\nset AWS_SECRET_ACCESS_KEY=${k.secret}\r\nset AWS_SESSION_TOKEN=${k.token}\r\n`,
    powershell: (k) =>
      `$Env:AWS_ACCESS_KEY_ID="${k.id}"\n$Env:AWS_SECRET_ACCESS_KEY="${k.secret}"\n$Env:AWS_SESSION_TOKEN="${k.token}"`,
    fish: (k) =>
      `set -gx AWS_ACCESS_KEY_ID ${k.id}\nset -gx AWS_SECRET_ACCESS_KEY ${k.secret}\nset -gx ` +
      `AWS_SESSION_TOKEN ${k.token}`,
    ini: (k) =>
      `[a.b]\naws_access_key_id = ${k.id}\naws_secret_access_key = ${k.secret}\naws_session_token = ${k.token}\n`,
    json: (k) =>
      JSON.stringify({ Credentials: { AccessKeyId: k.id, SecretAccessKey: k.secret, SessionToken: k.token } }, null, 2),
    csv: (k) => `Session token,Secret access key,Access key ID\n"${k.token}",${k.secret},${k.id}`,
  };
  for (const [format, write] of Object.entries(writers)) {
    it(`reads every key there can be, written for ${format}`, () => {
      fc.assert(
        fc.property(keys, (k) => {
          const { credentials } = parseKeysBlock(write(k));
          expect([
            credentials.accessKeyId,
            credentials.secretAccessKey.reveal(),
            credentials.sessionToken?.reveal(),
          ]).to.deep.equal([k.id, k.secret, k.token]);
        }),
        { numRuns: 200 },
      );
    });
  }

  it('takes or refuses any text, but never breaks', () => {
    const pieces = fc.constantFrom(
      'export ',
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'aws_session_token',
      '=',
      ': ',
      '"',
      "'",
      '{',
      '}',
      '[',
      ']',
      '\n',
      ',',
      ';',
      '#',
      longTerm,
      id,
      secret,
      '__proto__',
      'constructor',
      '\\',
      '\u0000',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces, { maxLength: 30 }).map((list) => list.join('')),
        ),
        (text) => {
          try {
            parseKeysBlock(text);
          } catch (error) {
            expect(isProblem(error, 'usage'), String(error)).to.equal(true);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
