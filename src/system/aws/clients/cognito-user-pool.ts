import {
  CognitoIdentityProviderClient,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
  type AuthenticationResultType,
  type ChallengeNameType,
  type InitiateAuthResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { beginSrp, secretHash, srpTimestamp } from '../../../aws/cognito/srp.js';
import type { AwsAccess } from '../../../core/ports/aws/aws.js';
import type { AuthChallenge, CognitoUserPool, UserPoolTokens } from '../../../core/ports/aws/cognito.js';
import type { OpenIdClient } from '../../../core/ports/openid.js';
import { Problem, Refusal } from '../../../core/problem.js';
import { Secret, noteSecret } from '../../../core/secret.js';
import type { ClientKit } from './client-kit.js';

type Step = UserPoolTokens | AuthChallenge;

/** A user pool through AWS's client, as one of its app clients. None of these calls is signed. */
export async function openCognitoUserPool(
  kit: ClientKit,
  access: AwsAccess,
  { clientId, clientSecret }: OpenIdClient,
  now: () => Date,
): Promise<CognitoUserPool> {
  const options = await kit.options('COGNITO_IDENTITY_PROVIDER', access);
  const client = new CognitoIdentityProviderClient(options);
  // An answer is good once: were the call repeated by itself, the second try would be refused for the first.
  const once = new CognitoIdentityProviderClient({ ...options, maxAttempts: 1 });
  const secret = clientSecret?.reveal();
  const proof = (username: string): Record<string, string> =>
    secret === undefined ? {} : { SECRET_HASH: noted(secretHash(secret, clientId, username)) };
  const initiate = (
    flow: 'USER_SRP_AUTH' | 'USER_PASSWORD_AUTH',
    username: string,
    parameters: Record<string, string>,
  ): Promise<Step> =>
    kit.call('InitiateAuth', access, async (send) =>
      stepFrom(
        await client.send(
          new InitiateAuthCommand({
            ClientId: clientId,
            AuthFlow: flow,
            AuthParameters: { USERNAME: username, ...proof(username), ...parameters },
          }),
          send,
        ),
        username,
      ),
    );
  const respond = (
    { challenge, session, username }: AuthChallenge,
    responses: Readonly<Record<string, string>>,
  ): Promise<Step> =>
    kit.call('RespondToAuthChallenge', access, async (send) =>
      stepFrom(
        await once.send(
          new RespondToAuthChallengeCommand({
            ClientId: clientId,
            ChallengeName: challenge as ChallengeNameType,
            Session: session.reveal(),
            ChallengeResponses: { USERNAME: username, ...proof(username), ...responses },
          }),
          send,
        ),
        username,
      ),
    );
  const bySrp = async (userPoolId: string, username: string, password: Secret): Promise<Step> => {
    const srp = beginSrp();
    const step = await initiate('USER_SRP_AUTH', username, { SRP_A: srp.publicValue });
    if (!('challenge' in step) || step.challenge !== 'PASSWORD_VERIFIER') return step;
    const {
      SALT: salt = '',
      SRP_B: srpB = '',
      SECRET_BLOCK: secretBlock = '',
      USER_ID_FOR_SRP: userIdForSrp = username,
    } = step.parameters;
    const timestamp = srpTimestamp(now());
    const signature = noted(
      srp.claim({ salt, srpB, secretBlock, userIdForSrp }, userPoolId, password.reveal(), timestamp),
    );
    return await respond(step, {
      PASSWORD_CLAIM_SIGNATURE: signature,
      PASSWORD_CLAIM_SECRET_BLOCK: secretBlock,
      TIMESTAMP: timestamp,
    });
  };
  return {
    respond,
    async signIn({ userPoolId, username, password }) {
      try {
        return await bySrp(userPoolId, username, password);
      } catch (error) {
        if (!isSrpOff(error)) throw error;
        return await initiate('USER_PASSWORD_AUTH', username, { PASSWORD: password.reveal() });
      }
    },
    async refresh(refreshToken, deviceKey) {
      const input = {
        ClientId: clientId,
        ClientSecret: secret,
        RefreshToken: refreshToken.reveal(),
        DeviceKey: deviceKey,
      };
      try {
        return await kit.call('GetTokensFromRefreshToken', access, async (send) =>
          tokensFrom((await client.send(new GetTokensFromRefreshTokenCommand(input), send)).AuthenticationResult),
        );
      } catch (error) {
        if (isTokenDead(error)) return undefined;
        throw error;
      }
    },
    revoke: (token) =>
      kit.call('RevokeToken', access, async (send) => {
        await client.send(
          new RevokeTokenCommand({ ClientId: clientId, ClientSecret: secret, Token: token.reveal() }),
          send,
        );
      }),
  };
}

/** What is made of a secret proves it just as well. */
function noted(proof: string): string {
  noteSecret(proof);
  return proof;
}

function stepFrom(answer: InitiateAuthResponse, username: string): Step {
  if (answer.ChallengeName === undefined) return tokensFrom(answer.AuthenticationResult);
  const { ChallengeParameters: parameters = {} } = answer;
  // Whoever signed in by an e-mail address has another name there.
  return {
    challenge: answer.ChallengeName,
    session: new Secret(answer.Session ?? ''),
    username: parameters['USERNAME'] ?? parameters['USER_ID_FOR_SRP'] ?? username,
    parameters,
  };
}

function tokensFrom(result: AuthenticationResultType | undefined): UserPoolTokens {
  if (!result?.IdToken || !result.AccessToken) {
    throw new Problem('network', 'What answered in place of Amazon Cognito sent no tokens.', {
      hint: 'Check the proxy settings and AWS_ENDPOINT_URL, then try again.',
    });
  }
  return {
    idToken: new Secret(result.IdToken),
    accessToken: new Secret(result.AccessToken),
    refreshToken: result.RefreshToken === undefined ? undefined : new Secret(result.RefreshToken),
    deviceKey: result.NewDeviceMetadata?.DeviceKey,
  };
}

/** An app client need not allow it: `USER_SRP_AUTH is not enabled for the client.` */
function isSrpOff(error: unknown): boolean {
  return (
    error instanceof Refusal &&
    error.facts.operation === 'InitiateAuth' &&
    error.facts.code === 'InvalidParameterException' &&
    /SRP|not enabled/i.test(error.message)
  );
}

/** Ended, revoked, or used already. */
function isTokenDead(error: unknown): boolean {
  return (
    error instanceof Refusal &&
    (error.facts.code === 'RefreshTokenReuseException' ||
      (error.facts.code === 'NotAuthorizedException' && /refresh token|revoked|expired/i.test(error.message)))
  );
}
