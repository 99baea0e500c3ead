import { expect } from 'chai';

import { byKind, methodsFor } from '../../../src/interview/given/handed.js';
import { isNothing, requestForAdministrator } from '../../../src/interview/given/nothing.js';
import { blanks } from '../../../src/interview/given/labels.js';
import { mostGivenBytes, understand } from '../../../src/interview/given/understand.js';
import { printable } from '../../../src/core/text/printable.js';
import { fc } from '../../helpers/random.js';

const things = (text: string): readonly string[] => understand(text).given.map(({ kind, value }) => `${kind} ${value}`);

const role = 'arn:aws:iam::111122223333:role/team/Developer';
const url = 'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/my-app';

describe('what somebody was given, understood by its shape', () => {
  const shapes: readonly (readonly [written: string, understood: readonly string[]])[] = [
    [url, [`repository ${url}`]],
    [`git clone ${url}`, [`repository ${url}`]],
    [`<${url}>.`, [`repository ${url}`]],
    ['codecommit::eu-west-1://dev@my-app', ['repository codecommit::eu-west-1://dev@my-app']],
    ['codecommit://my-app', ['repository codecommit://my-app']],
    [
      'ssh://git-codecommit.eu-west-1.amazonaws.com/v1/repos/my-app',
      ['repository ssh://git-codecommit.eu-west-1.amazonaws.com/v1/repos/my-app'],
    ],
    [
      'arn:aws:codecommit:eu-west-1:111122223333:my-app',
      ['repository arn:aws:codecommit:eu-west-1:111122223333:my-app'],
    ],
    [
      'https://eu-west-1.console.aws.amazon.com/codesuite/codecommit/repositories/my-app/browse?region=eu-west-1',
      [
        'repository https://eu-west-1.console.aws.amazon.com/codesuite/codecommit/repositories/my-app/browse?region=eu-west-1',
      ],
    ],
    ['please clone my-app', ['repository my-app']],
    ['Repository: my-app', ['repository my-app']],
    ['https://acme.awsapps.com/start/#/?tab=accounts', ['portal https://acme.awsapps.com/start']],
    ['acme.awsapps.com/start', ['portal https://acme.awsapps.com/start']],
    [
      'identitycenter.amazonaws.com/ssoins-1234567890abcdef',
      ['portal https://identitycenter.amazonaws.com/ssoins-1234567890abcdef'],
    ],
    [
      'ssoins-1234567890abcdef.cn-north-1.portal.amazonaws.com.cn',
      ['portal https://ssoins-1234567890abcdef.cn-north-1.portal.amazonaws.com.cn', 'portal-region cn-north-1'],
    ],
    [
      'ssoins-1234567890abcdef.portal.eusc-de-east-1.api.amazonwebservices.eu',
      [
        'portal https://ssoins-1234567890abcdef.portal.eusc-de-east-1.api.amazonwebservices.eu',
        'portal-region eusc-de-east-1',
      ],
    ],
    ['identitycenter.amazonaws.com.evil.example/ssoins-1234567890abcdef', []],
    ['cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123', ['user-pool eu-west-1_AbCdEf123']],
    ['arn:aws:iam::111122223333:oidc-provider/login.example.com/x/', ['issuer https://login.example.com/x/']],
    [
      'https://ssoins-1234567890abcdef.eu-west-1.portal.amazonaws.com',
      ['portal https://ssoins-1234567890abcdef.eu-west-1.portal.amazonaws.com', 'portal-region eu-west-1'],
    ],
    [
      'https://acme.awsapps.com/start/#/console?account_id=111122223333&role_name=Developer',
      ['portal https://acme.awsapps.com/start', 'account 111122223333', 'permission-set Developer'],
    ],
    ['https://acme.okta.com/home/amazon_aws/0oa1/272', ['sign-in-page https://acme.okta.com/home/amazon_aws/0oa1/272']],
    [
      'https://accounts.google.com/o/saml2/initsso?idpid=C0&spid=1&forceauthn=false',
      ['sign-in-page https://accounts.google.com/o/saml2/initsso?idpid=C0&spid=1&forceauthn=false'],
    ],
    ['https://myapps.microsoft.com/signin/AWS/0a1b', ['sign-in-page https://myapps.microsoft.com/signin/AWS/0a1b']],
    [
      'https://sts.acme.example/adfs/ls/IdpInitiatedSignOn.aspx?loginToRp=urn:amazon:webservices',
      ['sign-in-page https://sts.acme.example/adfs/ls/IdpInitiatedSignOn.aspx?loginToRp=urn:amazon:webservices'],
    ],
    [
      'https://id.acme.example/realms/staff/protocol/saml/clients/aws',
      ['sign-in-page https://id.acme.example/realms/staff/protocol/saml/clients/aws'],
    ],
    ['Sign-in page: login.acme.example/aws', ['sign-in-page https://login.acme.example/aws']],
    [role, [`role ${role}`]],
    [
      'https://signin.aws.amazon.com/switchrole?account=111122223333&roleName=team/Developer&displayName=dev',
      [`role ${role}`],
    ],
    [
      'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Developer_0123456789abcdef',
      ['account 111122223333', 'permission-set Developer'],
    ],
    ['arn:aws:iam::111122223333:saml-provider/Corp', ['saml-provider arn:aws:iam::111122223333:saml-provider/Corp']],
    ['111122223333', ['account 111122223333']],
    ['Account 1111-2222-3333.', ['account 111122223333']],
    [
      'https://111122223333.signin.aws.amazon.com/console',
      ['console https://111122223333.signin.aws.amazon.com/', 'account 111122223333'],
    ],
    ['https://acme.signin.aws.amazon.com/console', ['console https://acme.signin.aws.amazon.com/']],
    [
      'eu-west-1:12345678-90ab-cdef-1234-567890abcdef',
      ['identity-pool eu-west-1:12345678-90ab-cdef-1234-567890abcdef'],
    ],
    ['eu-west-1_AbCdEf123', ['user-pool eu-west-1_AbCdEf123']],
    ['https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123', ['user-pool eu-west-1_AbCdEf123']],
    ['https://login.example.com/.well-known/openid-configuration', ['issuer https://login.example.com']],
    ['eu-central-1', ['region eu-central-1']],
    ['/home/ana/Downloads/ana_accessKeys.csv', ['file /home/ana/Downloads/ana_accessKeys.csv']],
    ["'/home/ana/My Keys/accessKeys.csv'", ['file /home/ana/My Keys/accessKeys.csv']],
    ['/home/ana/My\\ Keys/accessKeys.csv', ['file /home/ana/My Keys/accessKeys.csv']],
    ['"C:\\Users\\Ana B\\accessKeys.csv"', ['file C:\\Users\\Ana B\\accessKeys.csv']],
    ['file:///home/ana/My%20Keys/accessKeys.csv', ['file /home/ana/My Keys/accessKeys.csv']],
    ['~/team.ini', ['file ~/team.ini']],
    ['The keys: ~/Downloads/accessKeys.csv', ['file ~/Downloads/accessKeys.csv']],
    ['see the attached accessKeys.csv', ['file accessKeys.csv']],
    ['It lies at /home/ana/My Keys/accessKeys.csv (since today)', ['file /home/ana/My Keys/accessKeys.csv']],
    ['Your key is in "C:\\Users\\Ana B\\accessKeys.csv".', ['file C:\\Users\\Ana B\\accessKeys.csv']],
    ['Your key is in C:\\Users\\ana\\accessKeys.csv.', ['file C:\\Users\\ana\\accessKeys.csv']],
    ['- **Key file:** `~/My Keys/ana_accessKeys.csv`', ['file ~/My Keys/ana_accessKeys.csv']],
    ['Your keys (accessKeys (1).csv) and your team.ini:', ['file accessKeys (1).csv', 'file team.ini']],
  ];
  for (const [written, understood] of shapes)
    it(written, () => {
      expect(things(written)).to.deep.equal(understood);
    });

  it('is where it stands in the text', () => {
    const text = `Hi!\nThe role is ${role}, and the repository\n${url}\n`;
    for (const { value, at } of understand(text).given) expect(text.slice(at.from, at.to)).to.equal(value);
  });

  it('is nothing for what has no such shape, though it looks like one', () => {
    for (const text of [
      'my-app',
      'git-codecommit',
      'my-app-1',
      'okta',
      'https://github.com/ana/my-app',
      'https://git-codecommit.eu-west-1.amazonaws.com.evil.example/v1/repos/my-app',
      'https://acme.awsapps.com.evil.example/start',
      'https://acme.awsa\u200bpps.com/start',
      '\\\\evil.example\\share\\accessKeys.csv',
      '//evil.example/share/accessKeys.csv',
      'https://evil.example/accessKeys.csv',
      '12345678901',
    ])
      expect(things(text), text).to.deep.equal([]);
  });

  it('looks for a file where a line says that it lies, and for one with blanks in its name', () => {
    const places = (text: string): readonly string[] => understand(text).given.flatMap((given) => given.places ?? []);
    expect(places('access key  accessKeys.csv, in the folder /tmp/x').at(-1)).to.equal('/tmp/x/accessKeys.csv');
    expect(places('accessKeys.csv (in your Downloads folder)')).to.include('~/Downloads/accessKeys.csv');
    expect(places('In C:\\Users\\ana lies accessKeys.csv.')).to.include('C:\\Users\\ana\\accessKeys.csv');
    expect(places('in the folder that the wizard starts in, accessKeys.csv').at(-1)).to.equal('accessKeys.csv');
    expect(places('Key file: Keys of Ana.csv')).to.include('Keys of Ana.csv');
    expect(places('accessKeys.csv, in \\\\evil.example\\share').some((path) => path.includes('evil'))).to.equal(false);
  });

  it('says how lines begin that it made nothing of, without what may be a secret, and nothing of prose', () => {
    const unused = (text: string): readonly string[] => understand(text).unused;
    for (const [text, said] of [
      ['AWS Region: Frankfurt', 'AWS Region: Frankfurt'],
      ['AWS account: 12345', 'AWS account: 12345'],
      ['Wiki: Onboarding', 'Wiki: …'],
      ['Kennwort: hunter2', 'Kennwort: …'],
      ['The region is Ireland', 'The region is Ireland'],
      ['Your temporary pass is Xk2!99ab', 'Your temporary pass …'],
      ['The keys lie in /srv/keys', 'The keys lie in /srv/keys'],
      [`Role: ${'very '.repeat(40)}long`, `Role: ${'very '.repeat(40)}`.slice(0, 60) + '…'],
      ['Region: \u001b[2J\u202e', 'Region: \\x1b[2J\\u202e'],
    ] as const)
      expect(unused(text), text).to.deep.equal([said]);
    for (const text of [
      'Hi Alice, welcome!',
      'Hello Alice: welcome',
      'From: Bob <bob@example.com>\nSubject: Welcome\nDate: Mon, 2 Nov 2026 10:00',
      'We meet at 10:30 and/or at 11:00, in B-204 (24/7). Bring your MFA device along.',
      'Please read the following carefully: it is all that you need to get to our repository.',
      'Regards, Bob\nbob@example.com, +49 170 1234567',
    ])
      expect(unused(text), text).to.deep.equal([]);
  });

  it('says what was not used: addresses without what may be secret in them', () => {
    const { unused, otherWords } = understand('See https://ana:pw@wiki.example/x?token=abc#y and ask Bob');
    expect(unused).to.deep.equal(['https://…@wiki.example/x…']);
    expect(otherWords).to.equal(4);
  });

  it('names one repository once, in whatever forms it came', () => {
    const forms = ['my-app', url, 'codecommit::eu-west-1://my-app', 'arn:aws:codecommit:eu-west-1:111122223333:my-app'];
    const given = forms.map((value) => ({ kind: 'repository' as const, value }));
    expect(byKind(given)[0]?.values).to.have.length(1);
    expect(byKind([...given, { kind: 'repository', value: 'other' }])[0]?.values).to.have.length(2);
  });
});

describe('secrets in what was pasted', () => {
  const secretKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  const token = `IQoJb3JpZ2luX2Vj${'Ab1/'.repeat(40)}`;

  it('are found with a label and without one, and are in nothing that is printed', () => {
    for (const text of [
      secretKey,
      `User name,Access key ID,Secret access key\nana,AKIAIOSFODNN7EXAMPLE,${secretKey}`,
      `export AWS_SECRET_ACCESS_KEY="${secretKey}"`,
      `export AWS_SESSION_TOKEN=${token}`,
      token,
      'Password: hunter2hunter2',
      `https://example.com/ "client_secret": "${secretKey}"`,
    ]) {
      const { secrets, ...rest } = understand(text);
      expect(secrets, text).to.have.length(1);
      expect(JSON.stringify(rest)).to.not.contain(secretKey).and.not.contain(token).and.not.contain('hunter2');
    }
  });

  it('are not seen in a commit, an ARN, a path or a sentence', () => {
    for (const text of [
      '0123456789abcdef0123456789abcdef01234567',
      role,
      url,
      '/home/ana/Projects/Some/Folder/Of/Mine/accessKeys.csv',
      'Keys, tokens and passwords: nobody needs them.',
    ])
      expect(understand(text).secrets, text).to.deep.equal([]);
  });
});

describe('the ways to sign in that it points to', () => {
  it('is one where there is no doubt', () => {
    expect(methodsFor(new Set(['portal', 'repository', 'role']))).to.deep.equal(['identity-center']);
    expect(methodsFor(new Set(['role', 'keys']))).to.deep.equal(['assume-role']);
    expect(methodsFor(new Set(['keys']))).to.deep.equal(['session-token']);
    expect(methodsFor(new Set(['sign-in-page', 'role']))).to.deep.equal(['saml']);
    expect(methodsFor(new Set(['identity-pool', 'user-pool']))).to.deep.equal(['cognito']);
    expect(methodsFor(new Set(['issuer', 'role']))).to.deep.equal(['web-identity']);
  });

  it('is none for a role alone, and several where two were given', () => {
    expect(methodsFor(new Set(['role']))).to.deep.equal([]);
    expect(methodsFor(new Set(['portal', 'keys']))).to.deep.equal(['identity-center', 'session-token']);
  });
});

describe('the text for whoever administers AWS', () => {
  it('says nothing as it is, and is understood once it is filled in', () => {
    const text = requestForAdministrator();
    expect(understand(text)).to.deep.include({ given: [], answers: [], unused: [], secrets: [] });
    const filled = {
      'Repository (its URL or name)': url,
      'AWS Region of the repository': 'eu-west-1',
      'How do I sign in': 'the access portal',
      'Access portal or sign-in page': 'https://acme.awsapps.com/start',
      'Region of the access portal': 'eu-central-1',
      'Role (its ARN, or its name in the portal)': 'Developer',
      'AWS account': '111122223333',
      'External id': 'payments-7',
    };
    expect(Object.keys(filled)).to.deep.equal(blanks);
    const answer = Object.entries(filled).reduce(
      (whole, [label, value]) => whole.replace(`${label}:`, `${label}: ${value}`),
      text.replace(/^/gm, '> '),
    );
    expect(things(answer)).to.deep.equal([
      `repository ${url}`,
      'region eu-west-1',
      'method identity-center',
      'portal https://acme.awsapps.com/start',
      'portal-region eu-central-1',
      'permission-set Developer',
      'account 111122223333',
      'external-id payments-7',
    ]);
  });

  it('is for who says so', () => {
    for (const text of ['nothing', 'Nothing.', ' none ', 'I was given nothing'])
      expect(isNothing(text), text).to.equal(true);
    for (const text of ['', 'nothing-app', 'my-app']) expect(isNothing(text), text).to.equal(false);
  });
});

describe('any text', () => {
  const pieces = fc.constantFrom(
    url,
    role,
    'https://acme.awsapps.com/start',
    'git codecommit setup --method saml --role-arn x',
    '[git-codecommit]\nmethod = saml\n',
    'Role: ',
    'secret: ',
    '\u001b[2J\u202e',
    '\r\n',
    '\t',
    "'",
    '"',
    '\\\n',
    '%E0%A4%A',
    'file://%zz.csv',
    '/a.csv',
  );
  const text = fc
    .array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 40 })), { maxLength: 40 })
    .map((parts) => parts.join(''));

  it('is read without an error, and what is shown of it is harmless', () => {
    fc.assert(
      fc.property(text, (any) => {
        const { given, unused } = understand(any);
        for (const shown of unused) expect(printable(shown, 1000)).to.equal(shown);
        for (const { at } of given) expect(at.from).to.be.within(0, at.to).and.to.be.at.most(any.length);
      }),
    );
  });

  it('is read through even where it is as long as it may be, and made to be slow', () => {
    for (const piece of [
      'a',
      ' ',
      '\t',
      ':',
      '= ',
      'x: ',
      '(',
      ')',
      '//',
      'https://',
      'secret key',
      'A1b/',
      "'",
      '\\\n',
      '.csv ',
      '[',
      '\n',
      '-',
    ])
      expect(understand(piece.repeat(mostGivenBytes / piece.length))).to.be.an('object');
  });
});
