import type { Advice, Text } from '../../core/advice/advice.js';
import type { AssumeRoleInput, AssumeRoleWithSamlInput } from '../../core/ports/aws/aws.js';

/** The fields of AWS's calls that a person can have got wrong, in AWS's own words. */
export type AwsField =
  | 'RoleArn'
  | 'PrincipalArn'
  | 'RoleSessionName'
  | 'ExternalId'
  | 'SerialNumber'
  | 'TokenCode'
  | 'DurationSeconds'
  | 'Policy'
  | 'PolicyArns'
  | 'Name'
  | 'SourceIdentity'
  | 'Tags'
  | 'SAMLAssertion'
  | 'WebIdentityToken'
  | 'ProviderId'
  | 'RepositoryName'
  // Cognito's
  | 'IdentityPoolId'
  | 'Logins'
  | 'Flow'
  | 'ClientId'
  | 'ClientSecret'
  | 'USERNAME'
  | 'PASSWORD'
  | 'NEW_PASSWORD'
  | 'MFA_CODE';

/** What can be tried without asking anybody: or, for `sign-in-again`, what must be done before trying again. */
export type Retry =
  /** the same with a shorter DurationSeconds */
  | 'lower-duration'
  /** the same with the code that the device shows next */
  | 'next-code'
  /** the same at another regional endpoint */
  | 'other-region'
  /** the source or the provider's token has ended */
  | 'sign-in-again'
  /** the same after a while */
  | 'later';

/** One of several things that may be wrong where AWS does not say which. */
export interface Cause {
  readonly id:
    | 'mfa'
    | 'mfa-device'
    | 'external-id'
    | 'role'
    | 'key'
    | 'pasted-keys'
    | 'source'
    | 'session-name'
    | 'source-identity'
    | 'tags'
    | 'provider'
    | 'audience'
    | 'pool'
    | 'administrator';
  /** As a line of a menu, from the person's point of view. */
  readonly text: string;
  /** The answer to change, where one is. */
  readonly field?: AwsField | undefined;
}

/** Where nothing that was answered is wrong: somebody else has to change something. */
export const administrator: Cause = {
  id: 'administrator',
  text: 'Write a message for my administrator',
};

/** Said above several causes, among which that one is somewhere. */
export const usualCauses =
  'These are the usual causes. Where none of them is it, let a message for your administrator be written.';

/** A refusal in words that help. */
export interface Explanation {
  /** One sentence: what happened. */
  readonly message: string;
  /** What to do next. */
  readonly hint: Text;
  readonly field?: AwsField | undefined;
  readonly causes?: readonly Cause[] | undefined;
  readonly retry?: Retry | undefined;
}

type Partly<T> = { readonly [Field in keyof T]?: T[Field] | undefined };

/** What the refused call was sent; the inputs of the `Sts` port fit as they are. Nothing of it need be known. */
export interface Sent extends Partly<AssumeRoleInput>, Partly<Pick<AssumeRoleWithSamlInput, 'principalArn'>> {
  readonly repository?: string | undefined;
  /** Who signed the call, as GetCallerIdentity says. */
  readonly callerArn?: string | undefined;
  /** The access key that signed the call, as the person knows it; undefined where a profile's keys signed. */
  readonly enteredKey?: string | undefined;
  /** The keys that were pasted are asked whose they are. */
  readonly pasted?: boolean | undefined;
  /** The profile that the signing keys came from. */
  readonly sourceProfile?: string | undefined;
  /** What gets that profile new keys, where a command does. */
  readonly renewSource?: Advice | undefined;
  /** How far AWS's clock is ahead of this computer's, in milliseconds. */
  readonly clockOffset?: number | undefined;
}

/** A refusal as the rules look at it. */
export interface RefusedCall extends Sent {
  readonly operation: string;
  readonly code: string;
  /** AWS's own sentence. */
  readonly said: string;
}

/** Knows one kind of refusal. */
export interface Rule {
  /** Matches AWS's code as a whole. */
  readonly code: RegExp;
  /** Matches somewhere in AWS's sentence; any sentence where left out. */
  readonly said?: RegExp;
  readonly explain: Explanation | ((refused: RefusedCall) => Explanation);
}

export const accessDenied = /^AccessDenied(Exception)?$/;
