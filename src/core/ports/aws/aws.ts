import type { Credentials, Identity, TemporaryCredentials } from '../../credentials.js';
import type { Secret } from '../../secret.js';
import type { CognitoIdentity, CognitoUserPool } from './cognito.js';
import type { SsoOidc, SsoPortal, SsoTokens } from './identity-center.js';
import type { OpenIdClient } from '../openid.js';

/** Where a client talks to, and as whom; without credentials the calls go out unsigned. */
export interface AwsAccess {
  readonly region: string;
  readonly credentials?: Credentials | undefined;
  /**
   * Whose settings in AWS's files apply (`endpoint_url`, `ca_bundle`, …), below those of the environment: the profile
   * whose keys sign, or for an unsigned call the one that is set up. Without one the environment counts alone.
   */
  readonly profile?: string | undefined;
  /** Asks AWS's own hosts, whatever endpoints are configured. */
  readonly ownHosts?: true | undefined;
  /** Stops every call of the client, which then throws Problem `cancelled`. */
  readonly signal?: AbortSignal | undefined;
}

/** An endpoint that the user configured in place of AWS's own. */
export interface CustomEndpoint {
  /** The service, by the id that the SDKs' variables use (`STS`); undefined where it is the same for every one. */
  readonly service: string | undefined;
  readonly url: string;
  /** Where it is configured, in words: a variable, or setting, section and file. */
  readonly from: string;
  /** It is a variable's, and so meant for every profile. */
  readonly byVariable: boolean;
}

/** A role, and the file with the token that it is taken with. */
export interface WebIdentity {
  readonly tokenFile: string;
  readonly roleArn: string;
  /** What the session is to be called; undefined for any name. */
  readonly sessionName: string | undefined;
}

/** How the credentials of an existing profile are got. */
export interface ProfileOptions {
  readonly region: string;
  /** Asked when a role in the chain wants a one-time code; without it such a profile is a Problem. */
  readonly mfaCode?: ((serial: string) => Promise<string>) | undefined;
  readonly signal?: AbortSignal | undefined;
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
  getSessionToken(input: {
    durationSeconds?: number | undefined;
    serialNumber?: string | undefined;
    tokenCode?: string | undefined;
  }): Promise<TemporaryCredentials>;
  getFederationToken(
    input: SessionPolicy & { name: string; durationSeconds?: number | undefined },
  ): Promise<TemporaryCredentials>;
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
  sts(access: AwsAccess): Promise<Sts>;
  iam(access: AwsAccess): Promise<Iam>;
  codecommit(access: AwsAccess): Promise<CodeCommit>;
  /** SSO-OIDC in the Region of the Identity Center instance; unsigned. */
  ssoOidc(access: AwsAccess): Promise<SsoOidc>;
  /**
   * Where a company's own address of its access portal leads, by one redirect that is asked for and not followed.
   * Throws Problem `network` where nothing, or no page and no redirect, answers there.
   * @returns undefined where it does not redirect
   */
  startUrlRedirect(startUrl: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<URL | undefined>;
  /**
   * The first 64 KiB of an access portal's page, by one request without cookies, whose redirect is not followed.
   * Throws Problem `network` where nothing answers there.
   * @param startUrl a portal's of AWS's own hosts
   * @returns undefined where it is no page
   */
  portalPage(startUrl: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<string | undefined>;
  /** The access portal of the Identity Center in that Region, for the bearer of a token. */
  ssoPortal(access: AwsAccess, token: Secret): Promise<SsoPortal>;
  /** Cognito's identity pools in that Region; unsigned. */
  cognitoIdentity(access: AwsAccess): Promise<CognitoIdentity>;
  /** A user pool in that Region, as one of its app clients; unsigned. */
  cognitoUserPool(access: AwsAccess, client: OpenIdClient): Promise<CognitoUserPool>;
  /** The sign-ins to access portals, shared with the AWS CLI. */
  readonly ssoTokens: SsoTokens;
  /**
   * The credentials of any profile that the AWS CLI could use too: static keys, role (with its sources), web identity
   * token file, Identity Center, `aws login`, process, container or instance. Environment variables never override it.
   * Throws Refusal or Problem naming the profile at fault and the next command (`aws sso login --profile X`).
   */
  profileCredentials(profile: string, options: ProfileOptions): Promise<Credentials>;
  /**
   * The credentials that a `credential_process` command prints; it is run without a shell.
   * Throws Problem `usage` where there is no such program, `aws` where it gives none.
   * @param options.said told what the command said although it worked
   */
  commandCredentials(
    command: string,
    options?: { readonly signal?: AbortSignal | undefined; readonly said?: ((text: string) => void) | undefined },
  ): Promise<Credentials>;
  /**
   * A session of the role that the variables of a web identity name, by the token in their file.
   * Throws Refusal, or Problem naming the variable at fault.
   */
  webIdentityCredentials(
    webIdentity: WebIdentity,
    options: { readonly region: string; readonly signal?: AbortSignal | undefined },
  ): Promise<TemporaryCredentials>;
  /**
   * The credentials of the container or EC2 instance this runs on; Problem `aws` where there are none.
   */
  instanceCredentials(options?: { readonly signal?: AbortSignal | undefined }): Promise<Credentials>;
  /** The endpoints that calls on behalf of a profile go to, as far as they are not AWS's own hosts. */
  foreignEndpoints(profile: string | undefined): Promise<readonly CustomEndpoint[]>;
  /** Those that clients were made for so far. */
  usedEndpoints(): readonly CustomEndpoint[];
  /** AWS's clock, from the last answer of any client; undefined before the first. */
  serverDate(): Date | undefined;
  /** How far AWS's clock was ahead of this computer's when that answer came, in milliseconds. */
  clockOffset(): number | undefined;
}
