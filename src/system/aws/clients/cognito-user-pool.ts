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

/** The calls by which an app client lets somebody in. */
interface SignInCalls {
  readonly initiate: (
    flow: 'USER_SRP_AUTH' | 'USER_PASSWORD_AUTH',
    username: string,
    parameters: Record<string, string>,
  ) => Promise<Step>;
  readonly respond: CognitoUserPool['respond'];
}

/** A user pool through AWS's client, as one of its app clients. None of these calls is signed. */
export async function openCognitoUserPool(
  kit: ClientKit,
  access: AwsAccess,
  appClient: OpenIdClient,
  now: () => Date,
): Promise<CognitoUserPool> {
  const options = await kit.options('COGNITO_IDENTITY_PROVIDER', access);
  const client = new CognitoIdentityProviderClient(options);
  // An answer is good once: were the call repeated by itself, the second try would be refused for the first.
  const once = new CognitoIdentityProviderClient({ ...options, maxAttempts: 1 });
  const calls = signInCalls(kit, access, appClient, { client, once });
  return {
    respond: calls.respond,
    async signIn({ userPoolId, username, password }) {
      try {
        return await bySrp(calls, userPoolId, username, password, now);
      } catch (error) {
        if (!isSrpOff(error)) throw error;
        return 'srp-off';
      }
    },
    signInByPassword: ({ username, password }) =>
      calls.initiate('USER_PASSWORD_AUTH', username, { PASSWORD: password.reveal() }),
    ...tokenCalls(kit, access, appClient, client),
  };
}

function signInCalls(
  kit: ClientKit,
  access: AwsAccess,
  { clientId, clientSecret }: OpenIdClient,
  { client, once }: Readonly<Record<'client' | 'once', CognitoIdentityProviderClient>>,
): SignInCalls {
  const proof = (username: string): Record<string, string> =>
    clientSecret === undefined ? {} : { SECRET_HASH: noted(secretHash(clientSecret.reveal(), clientId, username)) };
  return {
    initiate: (flow, username, parameters) =>
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
      ),
    respond: ({ challenge, session, username }, responses) =>
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
      ),
  };
}

/** Signs in without sending the password. Source: RFC 5054, as Cognito has it (`aws/cognito/srp.ts`). */
async function bySrp(
  { initiate, respond }: SignInCalls,
  userPoolId: string,
  username: string,
  password: Secret,
  now: () => Date,
): Promise<Step> {
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
}

/** The calls about a sign-in that is kept. */
function tokenCalls(
  kit: ClientKit,
  access: AwsAccess,
  { clientId, clientSecret }: OpenIdClient,
  client: CognitoIdentityProviderClient,
): Pick<CognitoUserPool, 'refresh' | 'revoke'> {
  const secret = clientSecret?.reveal();
  return {
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
