import type { Secret } from '../secret.js';

/**
 * An authorization server, and where it is asked for what. Source: OpenID Connect Discovery 1.0, section 3; RFC 8414,
 * section 2.
 */
export interface OpenIdProvider {
  /** What it calls itself; the `iss` of its ID tokens, to the letter. */
  readonly issuer: string;
  readonly authorizationEndpoint?: string | undefined;
  readonly tokenEndpoint?: string | undefined;
  readonly deviceAuthorizationEndpoint?: string | undefined;
  readonly revocationEndpoint?: string | undefined;
  /** The scopes it announces. */
  readonly scopes?: readonly string[] | undefined;
  /** How a client with a secret proves itself there, as far as it says; `client_secret_basic` where it does not. */
  readonly clientAuthentication?: readonly string[] | undefined;
  readonly signingAlgorithms?: readonly string[] | undefined;
  /** Whether its answers in the browser name it (RFC 9207). */
  readonly namesItself?: boolean | undefined;
  /** Spoken instead of the standard: Login with Amazon had a device flow before RFC 8628, and gives no ID tokens. */
  readonly dialect?: 'amazon' | undefined;
}

/** What this program is registered as at a provider. */
export interface OpenIdClient {
  readonly clientId: string;
  /** Programs on people's computers have none, or one that is no secret (Google's desktop clients). */
  readonly clientSecret?: Secret | undefined;
}

/** What a sign-in ends in. */
export interface OpenIdTokens {
  readonly accessToken: Secret;
  readonly idToken?: Secret | undefined;
  readonly refreshToken?: Secret | undefined;
}

/** A sign-in in the browser, on its way: state, nonce and PKCE verifier are its own. */
export interface Authorization<T = OpenIdTokens> {
  /** Where the browser is sent. */
  readonly url: URL;
  /**
   * Reads what the browser brought back.
   * @returns what redeems the authorization code; good once
   * @throws Problem `aws` when it belongs to another sign-in, or says that this one did not work
   */
  readonly accept: (query: URLSearchParams) => () => Promise<T>;
}

/** What a person is to confirm in any browser. Source: RFC 8628, section 3.2. */
export interface DeviceSignIn {
  readonly userCode: string;
  readonly verificationUri: string;
  /** The same with the code in it, where the provider has that. */
  readonly verificationUriComplete?: string | undefined;
  readonly expiresInSeconds: number;
  readonly intervalSeconds: number;
  /**
   * Asks once whether it was confirmed. Source: RFC 8628, section 3.5. Throws Problem `aws` when it was denied, or has
   * expired.
   */
  tokens(): Promise<OpenIdTokens | 'authorization_pending' | 'slow_down'>;
}

/**
 * A client of a provider. Every call throws Problem `aws` where the provider says no, Problem `network` where nobody
 * answers.
 */
export interface RelyingParty {
  /** Authorization code with PKCE. Source: RFC 6749, section 4.1; RFC 7636; OpenID Connect Core 1.0, section 3.1. */
  authorization(input: {
    readonly redirectUri: string;
    readonly scope: string;
    readonly parameters?: Readonly<Record<string, string>> | undefined;
  }): Promise<Authorization>;
  /** Device authorization. Source: RFC 8628. */
  device(scope: string): Promise<DeviceSignIn>;
  /** New tokens; undefined where the refresh token is no longer taken. Source: RFC 6749, section 6. */
  refresh(refreshToken: Secret): Promise<OpenIdTokens | undefined>;
  /** Takes a refresh token back, where the provider can: false where it cannot. Source: RFC 7009. */
  revoke(refreshToken: Secret): Promise<boolean>;
}

/** Where GitHub's token service is asked, and what it knows the job by. */
export interface GitHubTokenRequest {
  readonly url: URL;
  readonly bearer: Secret;
}

/** OpenID Connect and OAuth 2.0, in their own words. */
export interface OpenId {
  /**
   * What a provider announces of itself. Source: OpenID Connect Discovery 1.0, section 4.
   * @param issuer its address
   * @throws Problem `usage` (question `issuer`) where no such provider is there, or one of another name
   */
  discover(issuer: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<OpenIdProvider>;
  relyingParty(
    provider: OpenIdProvider,
    client: OpenIdClient,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<RelyingParty>;
  /**
   * A new token of the GitHub Actions job that we run in. Source: GitHub Docs, "OpenID Connect reference", methods for
   * requesting the OIDC token.
   * @throws Problem `aws` where GitHub says no, `network` where it does not answer
   */
  githubToken(request: GitHubTokenRequest, options?: { readonly signal?: AbortSignal | undefined }): Promise<Secret>;
}
