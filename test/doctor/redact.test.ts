import { expect } from 'chai';

import { redact } from '../../src/doctor/redact.js';

const token = 'IQoJb3JpZ2luX2VjEJ7//////////wEaCWV1LXdlc3QtMSJHMEUCIQDmarkedTOKEN0123456789abcdef';

describe('what is redacted', () => {
  const leavesOut: Readonly<Record<string, readonly [string, string]>> = {
    'a session token': [`aws_session_token = ${token}`, 'IQoJb3'],
    'a token that nothing says is one': [`it said ${token}.`, 'markedTOKEN'],
    'a secret access key': ['secret wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY here', 'wJalr'],
    'a signed password': [
      'password 20261126T120000Z0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
      '0123456789abcdef',
    ],
    'an Authorization header': ['http.extraHeader = Authorization: Basic Ym9iOng=', 'Ym9i'],
    'a login in an address': ['http.proxy = http://ana:s3cret@proxy.example.com:3128', 's3cret'],
    'an account number': ['in account 111122223333', '111122223333'],
    'an access key id': ['AKIAIOSFODNN7EXAMPLE', 'AKIA'],
    'the name in an ARN': ['arn:aws:sts::111122223333:assumed-role/Developer/ana', 'Developer'],
    'an address of a person': ['ana@example.com signed in', 'ana@'],
    'an endpoint of a VPC': ['https://vpce-0123abcd-xyz.git-codecommit.eu-west-1.vpce.amazonaws.com', 'vpce-0123'],
    'an access portal': ['https://acme-corp.awsapps.com/start', 'acme'],
    'an access portal in China': ['https://acme-corp.awsapps.cn/start', 'acme'],
    'the instance of an access portal': ['https://ssoins-7223a092685f44dd.eu-west-1.portal.amazonaws.com', '7223'],
    'the instance in an issuer': ['https://identitycenter.amazonaws.com/ssoins-7223a092685f44dd', '7223'],
    'the directory of an access portal': ['https://start.us-gov-home.awsapps.com/directory/d-9867188aeb', '9867'],
    'the name of another repository': [
      'credential.https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/secret.plan.helper = x',
      'secret',
    ],
    'a host of the company, in a key': ['http.https://git.acme.example.proxy = x', 'acme'],
    'a proxy of the company': ['Cannot reach x through the proxy proxy.acme.example:3128.', 'acme'],
    'a host that could not be reached': ['Cannot reach sts.acme.example: the connection was refused.', 'acme'],
    'a host that answered too much': ['The answer of git.acme.example is far too long to be one.', 'acme'],
    'a name that is known': ['[payments-prod] has keys', 'payments-prod'],
  };
  for (const [what, [text, secret]] of Object.entries(leavesOut)) {
    it(what, () => expect(redact(text, { profile: ['payments-prod'] })).to.not.contain(secret));
  }

  it('keeps what a check says first, whatever secret the check is named after', () => {
    const text = 'ok   legacy-token: No other token stands.\nwarn cached-password: Git asks another helper.\n';
    const said = `fail network: Git says: "Couldn't connect to server".`;
    expect(redact(`${text}${said}`, {})).to.equal(`${text}${said}`);
    expect(redact('ok   helper: x-token: MARKED', {})).to.not.contain('MARKED');
  });

  it('keeps what helps: the same thing has the same placeholder, and the rest stays', () => {
    const text =
      'account 111122223333 and 444455556666, again 111122223333; codecommit:GitPull; ' +
      '/usr/lib/node_modules/git-codecommit/dist/git-credential-codecommit; ' +
      'credential.https://git-codecommit.eu-west-1.amazonaws.com.helper';
    expect(redact(text, {})).to.equal(
      'account <account-1> and <account-2>, again <account-1>; codecommit:GitPull; ' +
        '/usr/lib/node_modules/git-codecommit/dist/git-credential-codecommit; ' +
        'credential.https://git-codecommit.eu-west-1.amazonaws.com.helper',
    );
  });

  it("keeps the settings' own names, and the hosts that are everybody's", () => {
    expect(
      redact(
        'http.https://git.acme.example.sslCAInfo = /ca.pem\nhttp.proxy = ' +
          'http://ana:x@proxy.acme.example:3128\nurl.https://github.com/.insteadof = gh:',
        {},
      ),
    ).to.equal(
      'http.https://<host-1>.sslCAInfo = /ca.pem\nhttp.proxy = ' +
        'http://<login>@<host-2>:3128\nurl.https://github.com/.insteadof = gh:',
    );
  });

  it('takes a name for one only where it stands alone, and the home as ~', () => {
    expect(redact('/home/ana/.gitconfig of ana, not banana', { home: ['/home/ana'], user: ['ana'] })).to.equal(
      '~/.gitconfig of <user-1>, not banana',
    );
  });
});
