import type { Recipe } from './recipe.js';

/** What a profile of AWS's files is, as far as a question needs to know. */
export interface KnownProfile {
  readonly name: string;
  /** What a person would call it: `long-term keys`, `role`, `IAM Identity Center`, … */
  readonly describes: string;
  readonly longTerm: boolean;
  /** Whether git-codecommit wrote it and can renew it. */
  readonly managed: boolean;
  readonly region?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly sourceProfile?: string | undefined;
  readonly webIdentityTokenFile?: string | undefined;
  readonly mfaSerial?: string | undefined;
  readonly externalId?: string | undefined;
  readonly ssoSession?: string | undefined;
  readonly ssoStartUrl?: string | undefined;
  readonly ssoRegion?: string | undefined;
  readonly ssoAccountId?: string | undefined;
  readonly ssoRoleName?: string | undefined;
  readonly loginSession?: boolean | undefined;
  /** A command line, which may name another profile. */
  readonly credentialProcess?: string | undefined;
}

/** What is known before anything is asked: suggestions come from here. */
export interface LocalFacts {
  readonly profiles: readonly KnownProfile[];
  /** `[sso-session NAME]` sections of AWS's config file. */
  readonly ssoSessions: readonly {
    readonly name: string;
    readonly startUrl?: string | undefined;
    readonly region?: string | undefined;
    readonly scopes?: readonly string[] | undefined;
  }[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The operating system's name for the user. */
  readonly userName: string;
  /** The profile whose keys were said to sign, by flag or variable, before that is asked. */
  readonly signer?: string | undefined;
  /** The Region of the repository, once it is known. */
  readonly region?: string | undefined;
  /** The recipes of earlier set-ups, the last one first; only where a person is there to be shown them. */
  readonly earlier?: readonly { readonly profile: string; readonly recipe: Recipe }[] | undefined;
  /** Whether this computer says of itself that it is an EC2 instance. */
  readonly isEc2?: boolean | undefined;
}
