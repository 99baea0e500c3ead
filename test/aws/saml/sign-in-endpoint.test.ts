import { expect } from 'chai';
import {
  endpointPatterns,
  samlAudiences,
  samlEndpoint,
  signInEndpoint,
} from '../../../src/aws/saml/sign-in-endpoint.js';

describe('a SAML sign-in endpoint', () => {
  for (const [partition, region, host, others] of [
    ['aws', 'eu-central-1', 'signin.aws.amazon.com', ['us-east-1', 'us-west-2', 'eu-west-1']],
    ['aws-cn', 'cn-north-1', 'signin.amazonaws.cn', ['cn-northwest-1']],
    ['aws-us-gov', 'us-gov-east-1', 'signin.amazonaws-us-gov.com', ['us-gov-west-1']],
    ['aws-eusc', 'eusc-de-east-1', 'signin.amazonaws-eusc.eu', []],
    ['aws-iso', 'us-iso-east-1', 'signin.c2shome.ic.gov', []],
  ] as const)
    it(`is its partition's own, and trusted with those of the Regions that stand in for it: ${partition}`, () => {
      expect(samlEndpoint(partition, region)).to.equal(`https://${region}.${host}/saml`);
      expect(samlAudiences(partition, region)).to.deep.equal([
        `https://${host}/saml`,
        ...[region, ...others].map((name) => `https://${name}.${host}/saml`),
      ]);
      for (const audience of samlAudiences(partition, region))
        expect(signInEndpoint(audience)).to.include({ service: 'iam', partition });
    });

  const ours: readonly (readonly [string, string, string | undefined])[] = [
    ['https://signin.aws.amazon.com/saml', 'aws', undefined],
    ['https://eu-west-1.signin.aws.amazon.com/saml', 'aws', 'eu-west-1'],
    ['https://signin.aws.amazon.com/saml/', 'aws', undefined],
    ['https://signin.aws.amazon.com/saml?RelayState=x', 'aws', undefined],
    ['https://us-east-2.signin.aws.amazon.com/saml/acs/SAMLSPD9IMTW2LM46J042K', 'aws', 'us-east-2'],
    ['https://signin.amazonaws.cn/saml', 'aws-cn', undefined],
    ['https://cn-north-1.signin.amazonaws.cn/saml', 'aws-cn', 'cn-north-1'],
    ['https://signin.amazonaws-us-gov.com/saml', 'aws-us-gov', undefined],
    ['https://us-gov-east-1.signin.amazonaws-us-gov.com/saml/acs/SAMLSPX', 'aws-us-gov', 'us-gov-east-1'],
    ['https://us-gov-west-1.signin-fips.amazonaws-us-gov.com/saml', 'aws-us-gov', 'us-gov-west-1'],
    ['https://signin-fips.amazonaws-us-gov.com/saml/acs/SAMLSPX', 'aws-us-gov', undefined],
    ['https://eusc-de-east-1.signin.amazonaws-eusc.eu/saml', 'aws-eusc', 'eusc-de-east-1'],
    ['https://signin.c2shome.ic.gov/saml', 'aws-iso', undefined],
  ];

  for (const [address, partition, region] of ours) {
    it(`is ${address}`, () => {
      expect(signInEndpoint(address)).to.deep.equal({ service: 'iam', partition, region });
    });
  }

  for (const [address, region] of [
    [
      'https://eu-central-1.signin.aws.amazon.com/platform/saml/acs/2d737f96-55fb-4035-953e-5e24134eb778',
      'eu-central-1',
    ],
    ['https://us-east-1.sso.signin.aws/platform/saml/acs/x', 'us-east-1'],
    ['https://us-west-2.signin.aws/platform/saml/acs/x', 'us-west-2'],
  ] as const) {
    it(`is IAM Identity Center's own where it says ${address}`, () => {
      expect(signInEndpoint(address)).to.deep.equal({ service: 'identity-center', partition: 'aws', region });
    });
  }

  it("is an access portal's of GovCloud where it is the sign-in by FIPS", () => {
    for (const region of ['us-gov-west-1', 'us-gov-east-1'])
      expect(signInEndpoint(`https://${region}.signin-fips.amazonaws-us-gov.com/platform/saml/acs/x`)).to.deep.equal({
        service: 'identity-center',
        partition: 'aws-us-gov',
        region,
      });
  });

  for (const address of [
    'https://us-east-1.signin-fips.amazonaws-us-gov.com/platform/saml/acs/x',
    'https://evil.signin-fips.amazonaws-us-gov.com/saml',
    'https://evilsignin-fips.amazonaws-us-gov.com/saml',
    'https://us-gov-west-1.signin-fips.amazonaws-us-gov.com.evil.example/saml',
    'http://signin.aws.amazon.com/saml',
    'https://signin.aws.amazon.com:8443/saml',
    'https://signin.aws.amazon.com.evil.example/saml',
    'https://evil.example/signin.aws.amazon.com/saml',
    'https://evilsignin.aws.amazon.com/saml',
    'https://a.b.signin.aws.amazon.com/saml',
    'https://user@signin.aws.amazon.com/saml',
    'https://signin.aws.amazon.com/samlx',
    'https://signin.aws.amazon.com/oauth',
    'https://signin.aws.amazon.com/saml/acs/a/b',
    'https://us-east-1.signin.aws/saml',
    'https://github.com/saml',
    'signin.aws.amazon.com/saml',
    '',
    'urn:amazon:webservices',
  ]) {
    it(`is not ${address === '' ? 'nothing' : address}`, () => {
      expect(signInEndpoint(address)).to.equal(undefined);
    });
  }

  it('is covered by the patterns that the browser is given', () => {
    const patterns = endpointPatterns.map(
      (pattern) => new RegExp(`^${pattern.replace(/[.+?]/g, '\\$&').replace(/\*/g, '.*')}$`),
    );
    const missed = [
      ...ours.map(([address]) => address),
      'https://us-gov-west-1.signin-fips.amazonaws-us-gov.com/platform/saml/acs/x',
      'https://us-east-1.sso.signin.aws/platform/saml/acs/x',
      'https://us-west-2.signin.aws/platform/saml/acs/x',
      'https://eu-central-1.signin.aws.amazon.com/platform/saml/acs/x',
    ].filter((address) => !patterns.some((pattern) => pattern.test(address)));
    expect(missed).to.deep.equal([]);
  });
});
