// What we use of AWS's STS client, as one file of its own in the bundle: a refresh waits for it, and one file loads
// faster than the dozen that shared parts would be spread over.
export {
  AssumeRoleCommand, AssumeRoleWithSAMLCommand, AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand,
  GetFederationTokenCommand, GetSessionTokenCommand, STSClient, type Credentials,
} from '@aws-sdk/client-sts';
export { loadSharedConfigFiles } from '@aws-sdk/shared-ini-file-loader';
export { NodeHttpHandler } from '@smithy/node-http-handler';
