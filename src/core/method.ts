import type { Text } from './advice/advice.js';
import type { Example } from './advice/example.js';
import type { Credentials, Identity, TemporaryCredentials } from './credentials.js';
import type { Aws } from './ports/aws/aws.js';
import type { Browser } from './ports/browser.js';
import type { SamlBrowser } from './ports/saml-browser.js';
import type { SsoSession } from './ports/aws/identity-center.js';
import type { OpenId } from './ports/openid.js';
import type { KeptSignIn, TokenStore } from './ports/token-store.js';
import type { Clock } from './ports/clock.js';
import type { Templates } from './ports/templates.js';
import type { Ui } from './ports/ui.js';
import type { PassingName } from './interview/passing.js';
import type { AnswersOf, Question, Questions, Refinement } from './interview/question.js';
import type { LocalFacts } from './local-facts.js';

/** What a refresh will want from a person. */
export type RefreshNeed = 'nothing' | 'mfa-code' | 'browser' | 'paste' | 'variables';

/** The credentials that a call to AWS is signed with, and whose they are. */
export interface Source {
  readonly credentials: Credentials;
  /** The profile they come from; undefined for keys that were typed in for this run. */
  readonly profile?: string | undefined;
  /** GetCallerIdentity, asked once, and only if somebody wants to know. */
  identity(): Promise<Identity>;
}

/** Remembers which MFA codes were used, for each is good once. */
export interface UsedCodes {
  /**
   * Marks a code as used, before it is sent; of several processes one gets it.
   * @param device whose code it is: a serial number, a user pool
   * @returns whether it was unused
   */
  take(device: string, code: string): Promise<boolean>;
}

/** A question that a method asks on the way: one of those, or one of a table, answered by its flag too. */
export type AskedName =
  | PassingName
  | 'mfaSerial'
  | 'mfaCode'
  | 'password'
  | 'sendPassword'
  | 'newPassword'
  | 'webIdentityToken'
  | 'clientSecret'
  | 'samlResponse'
  | 'roleArn'
  | 'principalArn'
  | 'startUrl'
  | 'ssoRegion'
  | 'accountId'
  | 'roleName';

/** What signing in finds out, and a recipe keeps. */
export type LearnedName =
  | 'sessionName'
  | 'grantedDuration'
  | 'federatedName'
  | 'renewable'
  | 'mfaSerial'
  | 'roleArn'
  | 'principalArn'
  | 'issuer'
  | 'idpUrl'
  | 'startUrl'
  | 'ssoRegion'
  | 'accountId'
  | 'roleName';

/** Raw answers for the recipe, by what was found out. */
export type Learned = Readonly<Partial<Record<LearnedName, string>>>;

/** What a method may touch. */
export interface MethodContext {
  readonly region: string;
  /** The profile that is being set up or renewed, for hints. */
  readonly profile?: string | undefined;
  /**
   * The same for AWS's settings: they apply where no other profile's keys sign. Undefined where nothing is written to a
   * profile.
   */
  readonly settingsProfile?: string | undefined;
  /** What is set up for Git: its name, and the account that its ARN named. Undefined where none is set up. */
  readonly repository?: { readonly name: string | undefined; readonly account: string | undefined } | undefined;
  readonly aws: Aws;
  readonly clock: Clock;
  readonly ui: Pick<Ui, 'interactive' | 'say' | 'warn' | 'step' | 'countdown'>;
  readonly signal: AbortSignal;
  readonly localFacts: LocalFacts;
  readonly usedCodes: UsedCodes;
  readonly templates: Pick<Templates, 'read'>;
  /** Undefined where nobody may be sent to a browser: in the credential helper, and where nobody is there. */
  readonly browser?: Browser | undefined;
  /** The same, for the sign-in that has to be watched. */
  readonly samlBrowser?: SamlBrowser | undefined;
  readonly openid: OpenId;
  /**
   * The sign-ins at identity providers that outlive a run. What is new goes into what `obtain` gives, and is kept once
   * AWS has agreed.
   */
  readonly tokens: TokenStore;
  /** The keys behind the answers `sourceProfile` or `sourceKeys`. */
  source(): Promise<Source>;
  /** Asks on the way: flag, variable and recipe first, then the person. */
  ask<T>(name: AskedName, question: Question<T>, refinement?: Refinement): Promise<T>;
  /** Whether another way to sign in may still be chosen: while a profile is set up. */
  readonly mayChangeMethod?: boolean | undefined;
  /** What this run found out about roles and keys that it signed in by, by what names them in a list. */
  readonly tried?: ReadonlyMap<string, string> | undefined;
  /** What an earlier run found out and kept in the recipe: the session length that a role grants. */
  remembered(name: LearnedName): string | undefined;
  /** Whether the author of a team recipe chose this answer, and nobody of one's own confirmed it by flag. */
  isOfTeam(name: 'userPoolId' | 'clientId' | 'startUrl'): boolean;
  readText(path: string): Promise<string>;
}

/** What signing in ends in. */
export interface Obtained {
  readonly credentials: TemporaryCredentials;
  /** What was found on the way and is worth remembering, as raw answers for the recipe. Never a secret. */
  readonly learned?: Learned | undefined;
  /** The account these credentials should belong to, where the answers name one. */
  readonly account?: string | undefined;
  /** A sign-in that the next renewal takes, to be kept with the recipe. */
  readonly signIn?: KeptSignIn | undefined;
  /** An `[sso-session]` that the user wants in AWS's config file; it is not there yet. */
  readonly ssoSession?: (SsoSession & { readonly name: string }) | undefined;
}

/** What a recipe has of the answers to a table of questions, and what was found out, as raw texts. */
export type TextsOf<Q> = Readonly<Partial<Record<(keyof Q & string) | LearnedName, string | undefined>>>;

/** One way to sign in. A new one is a file, a line in `methods/index.ts` and a page in `templates/iam`. */
export interface Method<Q extends Questions = Questions> {
  /** File name, flag value and recipe entry. */
  readonly id: string;
  /** The menu's words, for somebody who has never heard of STS. */
  readonly title: string;
  /** AWS's words for it. */
  readonly term: string;
  readonly questions: Q;
  /** What a refresh by this recipe wants from a person. */
  readonly needs: (answers: TextsOf<Q>) => RefreshNeed;
  /**
   * AWS hands these credentials out anew whenever they are asked for: nothing is written, and Git's helper asks by
   * itself.
   */
  readonly handsOutAnew?: boolean | undefined;
  /**
   * These credentials are in the environment already, where Git's helper finds them without a profile: one is written
   * only where that is asked for, and a person confirms whose they are.
   */
  readonly inEnvironment?: boolean | undefined;
  /** Whether this computer has what the method takes: then it stands first in the menu, and else not in it. */
  readonly fits?: (localFacts: LocalFacts) => boolean;
  /** The name of an `[sso-session]` that these answers add to AWS's config file, for the plan. */
  readonly addsSsoSession?: (
    answers: AnswersOf<Q>,
    context: Pick<MethodContext, 'localFacts' | 'remembered'>,
  ) => string | undefined;
  /** What the administrator must have prepared, in a few sentences. */
  readonly prerequisites: Text;
  /** Calls of setup as people type them: the words behind `setup --method ID`. */
  readonly examples: readonly Example[];
  /** What a person does where the program cannot, step by step; shown by `help METHOD`. */
  readonly byHand?: { readonly title: string; readonly steps: readonly string[] } | undefined;
  /** Refuses what cannot be before anything is called; throws Problem. */
  readonly check?: (answers: AnswersOf<Q>, context: Pick<MethodContext, 'localFacts' | 'clock'>) => void;
  obtain(answers: AnswersOf<Q>, context: MethodContext): Promise<Obtained>;
}

/** Exists so that the compiler infers the questions' types. */
export function defineMethod<Q extends Questions>(method: Method<Q>): Method<Q> {
  return method;
}

/** A method of which only its table is known. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the questions' own types are checked where the method is defined
export type AnyMethod = Method<any>;
