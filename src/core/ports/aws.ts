import type { Credentials, Identity, TemporaryCredentials } from '../credentials.js';
import type { Secret } from '../secret.js';

/** Where a client talks to, and as whom; without credentials the calls go out unsigned. */
export interface Access {
  readonly region: string;
  readonly credentials?: Credentials | undefined;
}

/** What a session may be limited to. */
export interface SessionPolicy {
  /** An inline policy document, as JSON text. */
  readonly policy?: string | undefined;
  readonly policyArns?: readonly string[] | undefined;
}

export interface AssumeRoleInput extends SessionPolicy {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly durationSeconds?: number | undefined;
  readonly externalId?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly tokenCode?: string | undefined;
  readonly sourceIdentity?: string | undefined;
  readonly tags?: readonly { readonly key: string; readonly value: string }[] | undefined;
}

export interface AssumeRoleWithSamlInput extends SessionPolicy {
  readonly roleArn: string;
  readonly principalArn: string;
  /** base64, as the identity provider posted it */
  readonly assertion: Secret;
  readonly durationSeconds?: number | undefined;
}

export interface AssumeRoleWithWebIdentityInput extends SessionPolicy {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly token: Secret;
  /** Only `www.amazon.com` and `graph.facebook.com`; left out for OpenID Connect. */
  readonly providerId?: string | undefined;
  readonly durationSeconds?: number | undefined;
}

/** STS in its own words; every call throws Refusal, or Problem `network`. Source: AWS STS API reference, 2011-06-15. */
export interface Sts {
  assumeRole(input: AssumeRoleInput): Promise<TemporaryCredentials>;
  assumeRoleWithSaml(input: AssumeRoleWithSamlInput): Promise<TemporaryCredentials>;
  assumeRoleWithWebIdentity(input: AssumeRoleWithWebIdentityInput): Promise<TemporaryCredentials>;
  getSessionToken(input: { durationSeconds?: number | undefined; serialNumber?: string | undefined; tokenCode?: string | undefined }): Promise<TemporaryCredentials>;
  getFederationToken(input: SessionPolicy & { name: string; durationSeconds?: number | undefined }): Promise<TemporaryCredentials>;
  getCallerIdentity(): Promise<Identity>;
}

/** The two IAM calls that save questions. */
export interface Iam {
  /** Serial numbers of the caller's own MFA devices. */
  listMfaDevices(): Promise<readonly string[]>;
  /** The role's MaxSessionDuration in seconds. */
  maxSessionDuration(roleName: string): Promise<number>;
}

export interface RepositoryFacts {
  readonly name: string;
  readonly cloneUrl: string;
  readonly account: string;
  readonly defaultBranch?: string | undefined;
}

export interface CodeCommit {
  listRepositories(signal?: AbortSignal): AsyncIterable<string>;
  getRepository(name: string): Promise<RepositoryFacts>;
}

/** AWS clients, made when they are asked for; proxy, own CA and endpoint variables reach every one. */
export interface Aws {
  sts(access: Access): Promise<Sts>;
  iam(access: Access): Promise<Iam>;
  codecommit(access: Access): Promise<CodeCommit>;
  /**
   * The credentials of any profile that AWS's default chain resolves (static keys, role, SSO, process, …).
   * `mfaCode` is asked when the chain itself wants a code.
   */
  profileCredentials(profile: string, options: { region: string; mfaCode?: (serial: string) => Promise<string> }): Promise<Credentials>;
  /** AWS's clock, from the last answer of any client; undefined before the first. */
  serverDate(): Date | undefined;
}
