import type { Text } from '../advice/advice.js';
import { Problem } from '../problem.js';
import type { Choice, Ui } from '../ports/ui.js';
import type { LocalFacts } from '../local-facts.js';

/** The questions whose answers other questions look at, across all tables. */
export type LookedAtName =
  | 'access'
  | 'attachTo'
  | 'ciBranch'
  | 'ciEnvironment'
  | 'ciRepository'
  | 'flow'
  | 'host'
  | 'login'
  | 'only'
  | 'policyArn'
  | 'policyFile'
  | 'protectedBranch'
  | 'provider'
  | 'region'
  | 'repository'
  | 'roleArn'
  | 'sourceProfile'
  | 'ssoRegion'
  | 'ssoSession'
  | 'startUrl'
  | 'subject'
  | 'trusted'
  | 'userPoolDomain'
  | 'userPoolId'
  | 'userPoolRegion'
  | 'webIdentityToken'
  | 'webIdentityTokenEnv'
  | 'webIdentityTokenFile';

/** Parsed answers so far, as another question sees them. */
export type Known = Readonly<Partial<Record<LookedAtName, unknown>>>;

/** When a question is put to a person; a flag, a variable or a recipe answers it at any time. */
export type Asked =
  /** on the common path */
  | 'always'
  /** only where the person wants to change it */
  | 'advanced'
  /** only when AWS, or what was found on the way, makes it needed */
  | 'on-demand';

/** `secret` and `block` are never echoed and never an argument: their flag is `--NAME-file`. */
export type QuestionKind = 'text' | 'choice' | 'secret' | 'block' | 'switch';

/**
 * One question. Flag, environment name, help line, prompt, "missing" message and recipe entry all derive from it, and
 * every answer, wherever it comes from, passes through its one `parse`.
 */
export interface Question<T = unknown, K extends QuestionKind = QuestionKind> {
  readonly kind: K;
  readonly message: string;
  /** The line in `-h`, without a full stop. */
  readonly help: string;
  /** What stands for the value in help: `ARN`. */
  readonly valueName: string;
  /** Turns text into the answer; throws Problem `usage` saying why it cannot. */
  readonly parse: (raw: string, known: Known) => T;
  readonly asked: Asked;
  readonly optional: boolean;
  /** Given several times, each of them parsed; the answer is a list. */
  readonly repeatable: boolean;
  /** A dim line below the prompt: an example, who knows the answer. */
  readonly note?: Text | ((known: Known) => Text | undefined) | undefined;
  /** What holds where there is no answer, in words. */
  readonly usual?: string | undefined;
  readonly fallback?: ((known: Known, localFacts: LocalFacts) => string | undefined) | undefined;
  /** What there is to choose from; a person is not asked where that is nothing. */
  readonly choices?: ((known: Known, localFacts: LocalFacts) => readonly Choice[]) | undefined;
  /** Whether the question makes sense after the answers before it. */
  readonly when?: ((known: Known, localFacts: LocalFacts) => boolean) | undefined;
  /** The question whose answer can stand in for this one: the access key instead of the source profile. */
  readonly insteadOf?: string | undefined;
  /** Kept in the recipe, so that a refresh need not ask again. */
  readonly kept: boolean;
  /**
   * May stand in a recipe that is handed to others: what is the same for a whole team. Never a command, a source, a
   * path, a profile, or what shall be overwritten or set up in Git (contract, section 11).
   */
  readonly shareable: boolean;
  /**
   * Where a shareable answer leads: the host that somebody signs in at, or the account that a role belongs to. Out of
   * the recipe of others it is shown, and confirmed, before anything is opened or sent.
   */
  leadsTo?(answer: T): string | undefined;
  /** The name of the field in AWS's own words, by which a refusal finds its question. */
  readonly field?: string | undefined;
  /** For `block`: whether this is all of it, so that no empty line is needed to end it. */
  readonly isComplete?: ((text: string) => boolean) | undefined;
  /** Asks in more than one step where one prompt will not do; gives the raw text. */
  readonly converse?:
    | ((ui: Pick<Ui, 'ask' | 'say' | 'warn'>, readText: (path: string) => Promise<string>) => Promise<string>)
    | undefined;
}

/** Changes to a question that only become known on the way: the roles in this assertion. */
export interface Refinement extends Partial<Pick<Question, 'choices' | 'kind' | 'message' | 'note' | 'fallback'>> {
  /**
   * Not what was answered before, but a new answer, and nothing to come back to: an MFA code. Flag and variable count.
   */
  readonly fresh?: boolean | undefined;
  /** Only a person can answer now: what the flag said is used up. */
  readonly again?: boolean | undefined;
}

/** A table of questions, in the order in which they are asked. */
export type Questions = Readonly<Record<string, Question>>;

/** The answers to a table of questions. */
export type AnswersOf<Q extends Questions> = {
  readonly [K in keyof Q]: Q[K] extends Question<infer T> ? T : never;
};

/** The answers to a table of questions so far: each may still be missing. */
export type KnownOf<A> = { readonly [Name in keyof A]?: A[Name] | undefined };

/** Nobody forgets to say whether an answer may be shared. */
type Draft<T> = Pick<Question<T>, 'message' | 'help' | 'shareable'> &
  Partial<Omit<Question<T>, 'kind' | 'optional' | 'repeatable'>>;
type SecretDraft<T> = Omit<Draft<T>, 'shareable' | 'kept' | 'leadsTo'>;

function build<T, K extends QuestionKind>(
  kind: K,
  valueName: string,
  draft: Draft<T> & { parse: Question<T>['parse'] },
  extra: Partial<Question<T, K>> = {},
): Question<T, K> {
  return { kind, valueName, asked: 'always', optional: false, repeatable: false, kept: true, ...draft, ...extra };
}

/** A line of text; without `parse` any text that is not blank. */
export function text(draft: Draft<string>): Question<string, 'text'> {
  return build('text', 'TEXT', { parse: notBlank, ...draft });
}

/** A line of text whose answer is not a string. */
export function parsed<T>(draft: Draft<T> & { parse: Question<T>['parse'] }): Question<T, 'text'> {
  return build('text', 'TEXT', draft);
}

/** One of a few; `choices` may depend on what is known. */
export function choice(draft: Draft<string> & Required<Pick<Question, 'choices'>>): Question<string, 'choice'> {
  return build('choice', 'NAME', { parse: notBlank, ...draft });
}

/** A secret on one line. Never kept in a recipe, never shared. */
export function secret<T>(draft: SecretDraft<T> & { parse: Question<T>['parse'] }): Question<T, 'secret'> {
  return build('secret', 'PATH', { ...draft, shareable: false }, { kept: false });
}

/** A secret of several lines, pasted. Never kept in a recipe, never shared. */
export function block<T>(draft: SecretDraft<T> & { parse: Question<T>['parse'] }): Question<T, 'block'> {
  return build('block', 'PATH', { ...draft, shareable: false }, { kept: false });
}

/** Yes or no; as a flag it takes no value. */
export function onOff(draft: Draft<boolean>): Question<boolean, 'switch'> {
  return build('switch', '', { parse: parseSwitch, fallback: () => '0', asked: 'advanced', ...draft });
}

/** The same question, but it may stay unanswered: an empty answer is no answer. */
export function optional<T, K extends QuestionKind>(question: Question<T, K>): Question<T | undefined, K> {
  return {
    ...question,
    optional: true,
    parse: (raw, known) => (raw.trim() === '' ? undefined : question.parse(raw, known)),
  };
}

/** Between answers on one line, where an answer has no blanks in it but may have commas: ARNs. */
export const blanks = /,?\s+|,(?=arn:|$)/;

/** Between answers on one line, where an answer may have blanks in it but no commas: tags. */
export const commas = /[,\n]/;

/**
 * The same question, answered any number of times: by repeating the flag, or on one line at the prompt.
 * @param check says what the list as a whole must be; throws Problem `usage`
 */
export function repeated<T, K extends QuestionKind>(
  question: Question<T, K>,
  between: RegExp,
  check: (answers: readonly T[]) => readonly T[] = (answers) => answers,
): Question<readonly T[], K> {
  return {
    ...question,
    optional: true,
    repeatable: true,
    parse: (raw, known) =>
      check(
        raw
          .split(between)
          .map((one) => one.trim())
          .filter((one) => one !== '')
          .map((one) => question.parse(one, known)),
      ),
    leadsTo: (answers: readonly T[]) =>
      answers.map((answer) => question.leadsTo?.(answer)).find((place) => place !== undefined),
  };
}

/** Reads `1`/`0`, `yes`/`no`, `true`/`false`, `on`/`off`. */
export function parseSwitch(raw: string): boolean {
  const word = raw.trim().toLowerCase();
  if (['1', 'yes', 'y', 'true', 'on'].includes(word)) return true;
  if (['0', 'no', 'n', 'false', 'off', ''].includes(word)) return false;
  throw new Problem('usage', 'Answer 1 or 0.');
}

function notBlank(raw: string): string {
  const trimmed = raw.trim();
  if (trimmed === '') throw new Problem('usage', 'An answer is needed here.');
  return trimmed;
}

/** `roleArn` → `role-arn`, for the compiler. */
type Kebab<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${Kebab<Rest>}`
  : '';

/** `roleArn` → `role-arn`. */
export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
}

/** `role-arn` → `roleArn`. */
export function camel(name: string): string {
  return name.replace(/-([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}

/** What stands for an answer that nobody gave. */
export function emptyAnswer(question: Question): readonly never[] | undefined {
  return question.repeatable ? [] : undefined;
}

/** Whether the answer must not be seen, and so is no argument. */
export function isSecret(question: Pick<Question, 'kind'>): boolean {
  return question.kind === 'secret' || question.kind === 'block';
}

/** The name of the flag that answers a question of a known kind, for the compiler. */
export type FlagNameOf<Name extends string, K extends QuestionKind> = QuestionKind extends K
  ? FlagName
  : [K] extends ['secret' | 'block']
    ? `${Kebab<Name>}-file`
    : Kebab<Name>;

declare const computed: unique symbol;

/** The name of a flag as `flagNameOf` makes it. No text passes for one: a name that is written out is of some table. */
export type FlagName = string & { readonly [computed]: true };

/** The name of the flag that answers a question: `role-arn`, or for secrets `keys-file`. */
export function flagNameOf(name: string, question: Pick<Question, 'kind'>): FlagName {
  return `${kebab(name)}${isSecret(question) ? '-file' : ''}` as FlagName;
}

/** The flag that answers a question: `--role-arn`, or for secrets `--keys-file`. */
export function flagOf(name: string, question: Pick<Question, 'kind'>): string {
  return `--${flagNameOf(name, question)}`;
}

/** The environment name of a flag: `--role-arn` → `GIT_CODECOMMIT_ROLE_ARN`. */
export function environmentNameOf(flag: string): string {
  return `GIT_CODECOMMIT_${flag.replace(/^--/, '').replaceAll('-', '_').toUpperCase()}`;
}
