import { expect } from 'chai';
import { parseIdpUrl } from '../../../src/aws/saml/idp-url.js';
import { OtherMethod } from '../../../src/core/other-method.js';
import { problemOf } from '../../helpers/problem.js';

describe('the address of a sign-in page', () => {
  it('is taken as a browser would write it', () => {
    expect(parseIdpUrl(' https://Corp.okta.com/home/amazon_aws/0oa1/272 ')).to.equal(
      'https://corp.okta.com/home/amazon_aws/0oa1/272',
    );
    expect(parseIdpUrl('myapps.microsoft.com/signin/AWS/1b2c?tenantId=3d')).to.equal(
      'https://myapps.microsoft.com/signin/AWS/1b2c?tenantId=3d',
    );
    expect(parseIdpUrl('idp.example.com:8443/sso')).to.equal('https://idp.example.com:8443/sso');
  });

  it('may be http on loopback only', () => {
    expect(parseIdpUrl('http://127.0.0.1:8080/sso')).to.equal('http://127.0.0.1:8080/sso');
    expect(parseIdpUrl('http://localhost:8080/')).to.equal('http://localhost:8080/');
    expect(problemOf(() => parseIdpUrl('http://idp.example.com/sso')).message).to.include('https');
    expect(problemOf(() => parseIdpUrl('http://127.0.0.1.example.com/')).message).to.include('https');
  });

  for (const address of [
    'javascript:alert(1)',
    'file:///etc/passwd',
    'ftp://idp.example.com',
    'not an address',
    'https://',
    'chrome://settings',
    'data:text/html,x',
  ]) {
    it(`is not ${address}`, () => {
      expect(problemOf(() => parseIdpUrl(address)).kind).to.equal('usage');
    });
  }

  it('holds no password', () => {
    expect(problemOf(() => parseIdpUrl('https://ana:secret@idp.example.com/')).message).to.not.include('secret');
  });

  it("is not AWS's own page", () => {
    for (const address of [
      'https://signin.aws.amazon.com/saml',
      'https://111122223333.signin.aws.amazon.com/console',
      'https://eu-west-1.console.aws.amazon.com/',
      'https://signin.amazonaws.cn/saml',
      'https://us-gov-west-1.signin.amazonaws-us-gov.com/saml',
      'https://us-gov-west-1.signin-fips.amazonaws-us-gov.com/platform/saml/acs/x',
      'https://eu-west-1.signin.aws/platform/login',
    ]) {
      expect(problemOf(() => parseIdpUrl(address)).message).to.include("AWS's own page");
    }
  });

  for (const [address, startUrl, ssoRegion] of [
    ['https://d-9067012345.awsapps.com/start', 'https://d-9067012345.awsapps.com/start', undefined],
    ['https://corp.awsapps.com/start/#/?tab=accounts', 'https://corp.awsapps.com/start', undefined],
    ['corp.awsapps.com', 'https://corp.awsapps.com/start', undefined],
    [
      'https://start.us-gov-home.awsapps.com/directory/d-9867188aeb',
      'https://start.us-gov-home.awsapps.com/directory/d-9867188aeb',
      undefined,
    ],
    ['https://start.home.awsapps.cn/directory/d-1', 'https://start.home.awsapps.cn/directory/d-1', undefined],
    [
      'https://ssoins-7223a092685f44dd.portal.us-east-1.app.aws/',
      'https://ssoins-7223a092685f44dd.portal.us-east-1.app.aws',
      'us-east-1',
    ],
    ...(
      [
        ['https://start.us-gov-east-1.us-gov-home.awsapps.com/directory/d-9867188aeb', 'us-gov-east-1'],
        ['https://start.cn-north-1.home.awsapps.cn/directory/d-1', 'cn-north-1'],
        ['https://ssoins-7223a092685f44dd.eu-west-1.portal.amazonaws.com', 'eu-west-1'],
        ['https://ssoins-7223a092685f44dd.us-gov-west-1.portal.amazonaws.com', 'us-gov-west-1'],
        ['https://ssoins-7223a092685f44dd.cn-north-1.portal.amazonaws.com.cn', 'cn-north-1'],
        ['https://ssoins-7223a092685f44dd.portal.cn-northwest-1.app.amazonwebservices.com.cn', 'cn-northwest-1'],
        ['https://ssoins-7223a092685f44dd.eusc-de-east-1.portal.amazonaws.eu', 'eusc-de-east-1'],
        ['https://ssoins-7223a092685f44dd.portal.eusc-de-east-1.api.amazonwebservices.eu', 'eusc-de-east-1'],
        ['https://identitycenter.amazonaws.com/ssoins-7223a092685f44dd', undefined],
        ['https://identitycenter.amazonaws.com.cn/ssoins-7223a092685f44dd', undefined],
        ['https://identitycenter.amazonaws.eu/ssoins-7223a092685f44dd', undefined],
        ['https://identitycenter.us-gov.amazonaws.com/ssoins-7223a092685f44dd', undefined],
      ] as const
    ).map(([address, region]) => [`${address}/#/?tab=accounts`, address, region] as const),
  ] as const) {
    it(`leads to IAM Identity Center where it is ${address}`, () => {
      const problem = problemOf(() => parseIdpUrl(address));
      expect(problem).to.be.instanceOf(OtherMethod);
      expect(problem).to.deep.include({
        methods: ['identity-center'],
        answers: ssoRegion === undefined ? { startUrl } : { startUrl, ssoRegion },
      });
    });
  }

  for (const host of [
    'ssoins-7223.eu-west-1.portal.amazonaws.com.evil.example',
    'ssoins-7223.evil.portal.amazonaws.com',
    'ssoins-7223.eu-west-1.evilportal.amazonaws.com',
    'ssoins-7223.cn-north-1.portal.amazonaws.com',
    'ssoins-7223.eu-west-1.portal.amazonaws.eu',
    'ssoins-7223.portal.eu-west-1.app.aws.evil.example',
    'ssoins-7223.portal.eu-west-1.evilapp.aws',
    'evilidentitycenter.amazonaws.com',
    'identitycenter.evil.amazonaws.com',
    'identitycenter.amazonaws.com.evil.example',
    'evil.identitycenter.amazonaws.com',
    'evilawsapps.com',
    'corp.awsapps.com.evil.example',
    'corp.awsapps.eu',
  ]) {
    it(`leads to no access portal where it only looks like one: ${host}`, () => {
      expect(parseIdpUrl(`https://${host}/start`)).to.equal(`https://${host}/start`);
    });
  }

  it('tells from an address what would pass for the name of a host', () => {
    for (const [text, is] of [
      ['okta', 'only a name'],
      ['acme-corp', 'only a name'],
      ['111122223333', 'a number'],
      ['ana@acme.com', 'an e-mail address'],
    ] as const)
      expect(problemOf(() => parseIdpUrl(text)).message)
        .to.include(is)
        .and.include('https://acme.okta.com');
    // A company's own network may have hosts of one word.
    expect(parseIdpUrl('https://adfs/adfs/ls')).to.equal('https://adfs/adfs/ls');
    expect(parseIdpUrl('acme.okta.com')).to.equal('https://acme.okta.com/');
  });
});
