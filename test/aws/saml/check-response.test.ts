import { expect } from 'chai';
import { doubts, expiredAtAws, refuseForeign } from '../../../src/aws/saml/check-response.js';
import type { SamlResponse } from '../../../src/aws/saml/response.js';
import { OtherMethod } from '../../../src/core/other-method.js';
import { Secret } from '../../../src/core/secret.js';
import { problemOf } from '../../helpers/problem.js';

const minute = 60_000;
const issuedAt = new Date('2026-11-23T12:00:00Z');
const after = (minutes: number): Date => new Date(issuedAt.getTime() + minutes * minute);

const response = (changes: Partial<SamlResponse> = {}): SamlResponse => ({
  assertion: new Secret('PHg+'),
  encrypted: false,
  issuedAt,
  recipient: 'https://signin.aws.amazon.com/saml',
  issuer: 'https://sso.idp.example',
  notBefore: after(-1),
  notOnOrAfter: after(5),
  audiences: ['urn:amazon:webservices'],
  roles: [
    {
      roleArn: 'arn:aws:iam::111122223333:role/Developer',
      principalArn: 'arn:aws:iam::111122223333:saml-provider/Corp',
    },
  ],
  unreadableRoles: 0,
  sessionName: 'ana',
  sessionDuration: undefined,
  sessionEnds: undefined,
  ...changes,
});

describe('judging a SAML response', () => {
  const atHome = { here: after(1), aws: undefined };

  it('finds nothing wrong with a good one', () => {
    refuseForeign(response());
    expect(doubts(response(), atHome)).to.deep.equal([]);
    expect(expiredAtAws(response(), { here: after(1), aws: after(1) })).to.equal(undefined);
  });

  it('refuses one that was made out for somebody else', () => {
    const problem = problemOf(() =>
      refuseForeign(response({ recipient: 'https://github.com/orgs/corp/saml/consume\u001b[2J' })),
    );
    expect(problem.kind).to.equal('usage');
    expect(problem.message).to.equal(
      'This SAML response is for https://github.com/orgs/corp/saml/consume\\x1b[2J, not for AWS.',
    );
  });

  it('leads to IAM Identity Center where it was made out for an access portal', () => {
    const problem = problemOf(() =>
      refuseForeign(response({ recipient: 'https://eu-central-1.signin.aws.amazon.com/platform/saml/acs/x' })),
    );
    expect(problem).to.be.instanceOf(OtherMethod);
    expect(problem).to.deep.include({ methods: ['identity-center'], answers: { ssoRegion: 'eu-central-1' } });
  });

  it('refuses one without a role', () => {
    expect(problemOf(() => refuseForeign(response({ roles: [] }))).message).to.equal(
      'This SAML response names no AWS role.',
    );
    expect(problemOf(() => refuseForeign(response({ roles: [], unreadableRoles: 2 }))).message).to.include(
      'that can be read',
    );
  });

  it('takes an encrypted one without a role, and one without a recipient', () => {
    refuseForeign(response({ encrypted: true, roles: [] }));
    refuseForeign(response({ recipient: undefined }));
  });

  it("only doubts an old one by this computer's clock", () => {
    expect(doubts(response(), { here: after(9), aws: undefined })).to.deep.equal([
      "This SAML response seems to have ended 4 min ago, unless this computer's clock is fast.",
    ]);
    expect(expiredAtAws(response(), { here: after(9), aws: undefined })).to.equal(undefined);
  });

  it("knows an old one by AWS's clock, whatever this computer's says", () => {
    expect(expiredAtAws(response(), { here: after(0), aws: after(6) })).to.equal(
      "This SAML response ended at 2026-11-23T12:05:00Z; it is 2026-11-23T12:06:00Z now by AWS's clock.",
    );
    expect(doubts(response(), { here: after(60), aws: after(1) })).to.deep.equal([]);
  });

  it("goes by what ends first: the response's own time, or five minutes", () => {
    expect(expiredAtAws(response({ notOnOrAfter: after(60) }), { here: after(0), aws: after(5) })).to.include(
      '12:05:00Z',
    );
    expect(expiredAtAws(response({ notOnOrAfter: after(1) }), { here: after(0), aws: after(2) })).to.include(
      '12:01:00Z',
    );
    expect(
      expiredAtAws(response({ notOnOrAfter: undefined, issuedAt: undefined }), { here: after(0), aws: after(600) }),
    ).to.equal(undefined);
  });

  it('doubts one that counts later only', () => {
    expect(doubts(response(), { here: after(-10), aws: undefined })).to.deep.equal([
      'This SAML response counts from 2026-11-23T11:59:00Z on, and it is 2026-11-23T11:50:00Z here: perhaps ' +
        "this computer's clock is slow.",
    ]);
  });

  for (const audience of [
    'urn:amazon:webservices',
    'urn:amazon:webservices:govcloud',
    'urn:amazon:webservices:cn-north-1',
    'https://signin.aws.amazon.com/saml',
    'https://signin.amazonaws.cn/saml',
    'https://us-east-2.signin.aws.amazon.com/saml/acs/SAMLSPX',
  ]) {
    it(`knows the audience ${audience}`, () => {
      expect(doubts(response({ audiences: [audience] }), atHome)).to.deep.equal([]);
    });
  }

  it('doubts another audience, a missing one, and names AWS would refuse', () => {
    expect(doubts(response({ audiences: ['https://github.com'] }), atHome)).to.deep.equal([
      'The audience of this SAML response is https://github.com, not AWS.',
    ]);
    expect(doubts(response({ audiences: [] }), atHome).join()).to.include('no audience');
    expect(doubts(response({ sessionName: undefined }), atHome).join()).to.include('no RoleSessionName');
    expect(doubts(response({ sessionName: 'Ana Müller' }), atHome).join()).to.include("'Ana Müller'");
    expect(doubts(response({ unreadableRoles: 3 }), atHome).join()).to.include('3 of the roles');
    expect(doubts(response({ sessionEnds: after(10) }), atHome).join()).to.include('after 10 min');
  });

  it('doubts nothing of an encrypted one but its time', () => {
    const encrypted = response({
      encrypted: true,
      audiences: [],
      sessionName: undefined,
      roles: [],
      notBefore: undefined,
      notOnOrAfter: undefined,
    });
    expect(doubts(encrypted, atHome)).to.deep.equal([]);
    expect(doubts(encrypted, { here: after(6), aws: undefined })).to.have.length(1);
  });
});
