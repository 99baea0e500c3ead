import {
  CognitoIdentityClient,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
  GetOpenIdTokenCommand,
  type Credentials,
} from '@aws-sdk/client-cognito-identity';
import type { TemporaryCredentials } from '../../../core/credentials.js';
import type { AwsAccess } from '../../../core/ports/aws/aws.js';
import type { CognitoIdentity, Logins } from '../../../core/ports/aws/cognito.js';
import { Problem } from '../../../core/problem.js';
import { Secret } from '../../../core/secret.js';
import type { ClientKit } from './client-kit.js';

/** Identity pools through AWS's client. None of these calls is signed. */
export async function openCognitoIdentity(kit: ClientKit, access: AwsAccess): Promise<CognitoIdentity> {
  const client = new CognitoIdentityClient(await kit.options('COGNITO_IDENTITY', access));
  return {
    getId: (identityPoolId, logins) =>
      kit.call('GetId', access, async (send) => {
        const { IdentityId } = await client.send(
          new GetIdCommand({ IdentityPoolId: identityPoolId, Logins: revealed(logins) }),
          send,
        );
        return IdentityId ?? incomplete('identity');
      }),
    getCredentialsForIdentity: (identityId, logins, customRoleArn) =>
      kit.call('GetCredentialsForIdentity', access, async (send) => {
        const { Credentials: credentials } = await client.send(
          new GetCredentialsForIdentityCommand({
            IdentityId: identityId,
            Logins: revealed(logins),
            CustomRoleArn: customRoleArn,
          }),
          send,
        );
        return credentialsFrom(credentials);
      }),
    getOpenIdToken: (identityId, logins) =>
      kit.call('GetOpenIdToken', access, async (send) => {
        const { Token } = await client.send(
          new GetOpenIdTokenCommand({ IdentityId: identityId, Logins: revealed(logins) }),
          send,
        );
        return new Secret(Token ?? incomplete('token'));
      }),
  };
}

function revealed(logins: Logins): Record<string, string> {
  return Object.fromEntries(Object.entries(logins).map(([name, token]) => [name, token.reveal()]));
}

/** The name of the secret key differs from STS's. */
function credentialsFrom(from: Credentials | undefined): TemporaryCredentials {
  if (!from?.AccessKeyId || !from.SecretKey || !from.SessionToken) return incomplete('credentials');
  return {
    accessKeyId: from.AccessKeyId,
    secretAccessKey: new Secret(from.SecretKey),
    sessionToken: new Secret(from.SessionToken),
    expiration: from.Expiration,
  };
}

function incomplete(what: string): never {
  throw new Problem('network', `What answered in place of Amazon Cognito sent no ${what}.`, {
    hint: 'Check the proxy settings and AWS_ENDPOINT_URL, then try again.',
  });
}
