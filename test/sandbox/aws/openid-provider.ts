import type { Account } from './account.js';
import type { PolicyDocument } from './policy.js';

/** An OpenID provider as an administrator has added it to IAM. */
export class IamOpenIdProvider {
  readonly arn: string;
  /** The issuer without `https://`: what condition keys begin with. */
  readonly url: string;

  constructor(
    account: Account,
    issuer: string,
    readonly clientIds: string[],
  ) {
    this.url = issuer.replace(/^https:\/\//, '');
    this.arn = account.arn('iam', `oidc-provider/${this.url}`);
  }
}

/**
 * A trust policy for people whom somebody else vouches for.
 * @param federated the ARN of a provider, or the host name of one that AWS knows by itself
 * @param equals condition keys and their values: `{ 'login.example.com:aud': 'git-codecommit' }`
 */
export function webIdentityTrust(federated: string, equals: Readonly<Record<string, string>> = {}): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Federated: federated },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: equals },
    },
  };
}
