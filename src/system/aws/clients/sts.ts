import {
  AssumeRoleCommand,
  AssumeRoleWithSAMLCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
  STSClient,
  type Credentials as StsCredentials,
} from '@aws-sdk/client-sts';
import type { Identity, TemporaryCredentials } from '../../../core/credentials.js';
import type {
  AwsAccess,
  AssumeRoleInput,
  AssumeRoleWithSamlInput,
  AssumeRoleWithWebIdentityInput,
  SessionPolicy,
  Sts,
} from '../../../core/ports/aws/aws.js';
import { accountOf } from '../../../aws/arns.js';
import { Problem } from '../../../core/problem.js';
import { Secret } from '../../../core/secret.js';
import type { ClientKit, SendOptions } from './client-kit.js';
import type { EnabledRegions } from './enabled-region.js';

/**
 * STS through AWS's client. Calls of identity providers' users (SAML, web identity) go out unsigned.
 * @param regions where STS is known to be turned off
 */
export function openSts(kit: ClientKit, access: AwsAccess, regions: EnabledRegions): Sts {
  const call = <T>(operation: string, work: (clients: Clients, send: SendOptions) => Promise<T>): Promise<T> =>
    regions.ask(access.region, async (region) => {
      const there = { ...access, region };
      const clients = await clientsIn(kit, there);
      return await kit.call(operation, there, (send) => work(clients, send));
    });
  const session = (
    operation: string,
    work: (clients: Clients, send: SendOptions) => Promise<HandedOut>,
  ): Promise<TemporaryCredentials> =>
    call(operation, async (clients, send) => credentialsFrom(await work(clients, send)));
  return {
    assumeRole: (input) =>
      session('AssumeRole', (clients, send) => clients.with(input.tokenCode).send(assumeRole(input), send)),
    assumeRoleWithSaml: (input) =>
      session('AssumeRoleWithSAML', (clients, send) => clients.with().send(assumeRoleWithSaml(input), send)),
    assumeRoleWithWebIdentity: (input) =>
      session('AssumeRoleWithWebIdentity', (clients, send) =>
        clients.with().send(assumeRoleWithWebIdentity(input), send),
      ),
    getSessionToken: (input) =>
      session('GetSessionToken', (clients, send) => clients.with(input.tokenCode).send(getSessionToken(input), send)),
    getFederationToken: (input) =>
      session('GetFederationToken', (clients, send) => clients.with().send(getFederationToken(input), send)),
    getCallerIdentity: () => call('GetCallerIdentity', (clients, send) => callerIdentity(clients.with(), send)),
  };
}

interface Clients {
  /** A one-time code is good once: were the call repeated by itself, the second try would be refused for the first. */
  with(code?: string): STSClient;
}

async function clientsIn(kit: ClientKit, access: AwsAccess): Promise<Clients> {
  const options = await kit.options('STS', access);
  return { with: (code) => new STSClient(code === undefined ? options : { ...options, maxAttempts: 1 }) };
}

function assumeRole(input: AssumeRoleInput): AssumeRoleCommand {
  return new AssumeRoleCommand({
    RoleArn: input.roleArn,
    RoleSessionName: input.sessionName,
    DurationSeconds: input.durationSeconds,
    ExternalId: input.externalId,
    SerialNumber: input.serialNumber,
    TokenCode: input.tokenCode,
    SourceIdentity: input.sourceIdentity,
    Tags: input.tags?.map(({ key, value }) => ({ Key: key, Value: value })),
    ...policies(input),
  });
}

function assumeRoleWithSaml(input: AssumeRoleWithSamlInput): AssumeRoleWithSAMLCommand {
  return new AssumeRoleWithSAMLCommand({
    RoleArn: input.roleArn,
    PrincipalArn: input.principalArn,
    SAMLAssertion: input.assertion.reveal(),
    DurationSeconds: input.durationSeconds,
    ...policies(input),
  });
}

function assumeRoleWithWebIdentity(input: AssumeRoleWithWebIdentityInput): AssumeRoleWithWebIdentityCommand {
  return new AssumeRoleWithWebIdentityCommand({
    RoleArn: input.roleArn,
    RoleSessionName: input.sessionName,
    WebIdentityToken: input.token.reveal(),
    ProviderId: input.providerId,
    DurationSeconds: input.durationSeconds,
    ...policies(input),
  });
}

function getSessionToken(input: Parameters<Sts['getSessionToken']>[0]): GetSessionTokenCommand {
  return new GetSessionTokenCommand({
    DurationSeconds: input.durationSeconds,
    SerialNumber: input.serialNumber,
    TokenCode: input.tokenCode,
  });
}

function getFederationToken(input: Parameters<Sts['getFederationToken']>[0]): GetFederationTokenCommand {
  return new GetFederationTokenCommand({
    Name: input.name,
    DurationSeconds: input.durationSeconds,
    ...policies(input),
  });
}

function policies(input: SessionPolicy): { Policy: string | undefined; PolicyArns: { arn: string }[] | undefined } {
  return { Policy: input.policy, PolicyArns: input.policyArns?.map((arn) => ({ arn })) };
}

async function callerIdentity(client: STSClient, send: SendOptions): Promise<Identity> {
  const { Account, Arn, UserId } = await client.send(new GetCallerIdentityCommand({}), send);
  if (!Account || !Arn || !UserId) throw incomplete('identity');
  return { account: Account, arn: Arn, userId: UserId };
}

/** What STS answers, whichever way the session was asked for. */
interface HandedOut {
  readonly Credentials?: StsCredentials | undefined;
  readonly AssumedRoleUser?:
    { readonly Arn: string | undefined; readonly AssumedRoleId: string | undefined } | undefined;
  readonly FederatedUser?:
    { readonly Arn: string | undefined; readonly FederatedUserId: string | undefined } | undefined;
}

function credentialsFrom({
  Credentials: from,
  AssumedRoleUser: role,
  FederatedUser: user,
}: HandedOut): TemporaryCredentials {
  if (!from?.AccessKeyId || !from.SecretAccessKey || !from.SessionToken) throw incomplete('credentials');
  return {
    accessKeyId: from.AccessKeyId,
    secretAccessKey: new Secret(from.SecretAccessKey),
    sessionToken: new Secret(from.SessionToken),
    expiration: from.Expiration,
    identity: identityFrom(role?.Arn ?? user?.Arn, role?.AssumedRoleId ?? user?.FederatedUserId),
  };
}

function identityFrom(arn: string | undefined, userId: string | undefined): Identity | undefined {
  const account = arn === undefined ? undefined : accountOf(arn);
  return arn === undefined || userId === undefined || account === undefined ? undefined : { account, arn, userId };
}

function incomplete(what: string): Problem {
  return new Problem('network', `What answered in place of AWS STS sent no ${what}.`, {
    hint: 'Check the proxy settings and AWS_ENDPOINT_URL, then try again.',
  });
}
