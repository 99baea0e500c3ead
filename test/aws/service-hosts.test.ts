import { expect } from 'chai';

import { isAwsUrl } from '../../src/aws/service-hosts.js';

describe("AWS's own hosts", () => {
  for (const host of [
    'sts.amazonaws.com',
    'sts.eu-west-1.amazonaws.com',
    'sts-fips.us-east-1.amazonaws.com',
    'sts.eu-west-1.api.aws',
    'iam.amazonaws.com',
    'iam.us-gov.amazonaws.com',
    'iam.cn-north-1.amazonaws.com.cn',
    'codecommit.eu-west-1.amazonaws.com',
    'oidc.eu-west-1.amazonaws.com',
    'portal.sso.eu-west-1.amazonaws.com',
    'cognito-identity.eu-west-1.amazonaws.com',
    'cognito-idp-fips.us-east-1.amazonaws.com',
    'eu-west-1.signin.aws.amazon.com',
    'signin.aws.amazon.com',
    'sts.eusc-de-east-1.amazonaws.eu',
    'sts.us-isob-east-1.api.aws.scloud',
    'signin.eu-west-1.api.aws',
    'eu-west-1.oauth.signin.aws',
    'us-iso-east-1.signin.c2shome.ic.gov',
    'us-gov-west-1.signin-fips.amazonaws-us-gov.com',
    'vpce-0a1b2c3d4e5f67890-abcdefgh.sts.us-east-1.vpce.amazonaws.com',
    'vpce-0a1b2c3d4e5f67890-abcdefgh-us-east-1a.codecommit.us-east-1.vpce.amazonaws.com',
  ]) {
    it(`are known: ${host}`, () => {
      expect(isAwsUrl(new URL(`https://${host}`))).to.equal(true);
    });
  }

  for (const url of [
    'http://localhost:4566',
    'https://localhost.localstack.cloud:4566',
    'https://sts.corp.example',
    'http://sts.eu-west-1.amazonaws.com',
    'https://sts.eu-west-1.amazonaws.com:8443',
    'https://sts.eu-west-1.amazonaws.com.evil.example',
    'https://evil-sts.eu-west-1.amazonaws.com',
    'https://ec2-1-2-3-4.eu-west-1.compute.amazonaws.com',
    'https://bucket.s3.amazonaws.com',
    'https://my-lb.eu-west-1.elb.amazonaws.com',
    'https://abcdef.execute-api.eu-west-1.amazonaws.com',
    'https://abcdef.lambda-url.eu-west-1.on.aws',
    'https://amazonaws.com',
    'https://vpce-1.evil.us-east-1.vpce.amazonaws.com',
    'https://sts.eu-west-1.vpce.evil.com',
    'https://sts.us-isob-east-1.api.aws.scloud.gov',
    'https://evil.signin.aws',
    'https://evil.eu-west-1.signin.aws.amazon.com',
    'https://evil.signin.aws.amazon.com',
  ]) {
    it(`are others than that of ${url}`, () => {
      expect(isAwsUrl(new URL(url))).to.equal(false);
    });
  }
});
