import { setTimeout as sleep } from 'node:timers/promises';
import { plainText } from '../../src/core/advice/say.js';
import type { SignInAnswers } from '../../src/methods/answers.js';
import { Interview } from '../../src/core/interview/interview.js';
import type { AnyMethod, MethodContext, Obtained } from '../../src/core/method.js';
import type { Aws } from '../../src/core/ports/aws/aws.js';
import type { Browser } from '../../src/core/ports/browser.js';
import type { Progress, Prompt } from '../../src/core/ports/ui.js';
import { Problem } from '../../src/core/problem.js';
import type { Questions } from '../../src/core/interview/question.js';
import type { LocalFacts } from '../../src/core/local-facts.js';
import type { RefusalHandler } from '../../src/sign-in/handle-refusal.js';
import { settle, signIn } from '../../src/sign-in/sign-in.js';
import { tokensInMemory } from './tokens-in-memory.js';
import { shippedTemplates } from './shipped-templates.js';

/** What a person answers, perhaps only after having done something elsewhere. */
export type Reply = string | (() => string | Promise<string>);

/** Who signs in, and with what. */
export interface SignInOptions {
  readonly aws: Aws;
  /** Answers by flag. */
  readonly given?: Readonly<Record<string, string>>;
  /** A recipe that is being repeated. */
  readonly recipe?: Readonly<Record<string, string>>;
  /** Answers of a team recipe. */
  readonly team?: Readonly<Record<string, string>>;
  /** What the person answers, prompt by prompt; undefined where nobody is there. Enter alone is an empty text. */
  readonly person?: readonly Reply[] | undefined;
  readonly localFacts?: Partial<LocalFacts>;
  readonly browser?: Browser | undefined;
  /** Told of everything that is said, as it is said. */
  readonly hears?: (text: string) => void;
  readonly signal?: AbortSignal;
  readonly context?: Partial<MethodContext>;
  /** Changes an answer after a refusal; without it a refusal is the end. */
  readonly handleRefusal?: RefusalHandler;
}

/** How it went. */
export interface SignedIn {
  readonly obtained: Obtained;
  readonly interview: Interview<SignInAnswers>;
  readonly prompts: readonly Prompt[];
  readonly said: readonly string[];
}

/** Signs in by a method, as setup and refresh do it: interview first, then the method with a context of real parts. */
export async function signInWith(method: AnyMethod, options: SignInOptions): Promise<SignedIn> {
  const [prompts, said, replies]: [Prompt[], string[], Reply[]] = [[], [], [...(options.person ?? [])]];
  const hear = (text: string): void => {
    said.push(text);
    options.hears?.(text);
  };
  const ui = {
    interactive: options.person !== undefined,
    ask: async (prompt: Prompt): Promise<string> => {
      prompts.push(prompt);
      const reply = replies.shift();
      if (reply === undefined) throw new Error(`Nobody expected to be asked: ${prompt.message}`);
      const answer = typeof reply === 'string' ? reply : await reply();
      const text = answer === '' ? (prompt.suggestion ?? '') : answer;
      const why = prompt.check?.(text);
      if (why !== undefined) throw new Error(`${prompt.message}: ${plainText(why)}`);
      return text;
    },
    say: hear,
    warn: hear,
    countdown: (title: string): Promise<void> => {
      hear(title);
      return Promise.resolve();
    },
    step: <T>(_title: string, work: (progress: Progress, stop: AbortSignal) => Promise<T>): Promise<T> =>
      work({ update: () => undefined, done: hear }, options.signal ?? new AbortController().signal),
  };
  const localFacts = { profiles: [], ssoSessions: [], env: {}, userName: 'ana', ...options.localFacts };
  const readText = (): Promise<string> => Promise.reject(new Problem('file', 'no file'));
  const source = {
    given: (name: string) => Promise.resolve(options.given?.[name]),
    remembered: (name: string) => options.recipe?.[name] ?? options.team?.[name],
    suggested: () => undefined,
    isOfTeam: (name: string) => options.team?.[name] !== undefined,
  };
  const interview = new Interview<SignInAnswers>({
    ui,
    source,
    localFacts,
    readText,
    repeating: options.recipe !== undefined,
  });
  const context: MethodContext = {
    region: 'eu-west-1',
    profile: 'dev',
    aws: options.aws,
    ui,
    localFacts,
    readText,
    clock: { now: () => new Date(), sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }) },
    signal: options.signal ?? new AbortController().signal,
    templates: shippedTemplates,
    usedCodes: { take: () => Promise.resolve(true) },
    source: () => Promise.reject(new Problem('usage', 'no source')),
    ask: (name, question, refinement) => interview.now(name, question, refinement),
    remembered: (name) => options.recipe?.[name],
    isOfTeam: (name) => interview.isOfTeam(name),
    browser: options.browser,
    openid: { discover: nobody, relyingParty: nobody, githubToken: nobody },
    tokens: tokensInMemory(),
    ...options.context,
  };
  await interview.all(method.questions as Questions);
  interview.finish();
  const signing = {
    method,
    interview,
    context,
    handleRefusal: options.handleRefusal ?? (() => Promise.resolve(false)),
  };
  if (options.recipe === undefined) await settle(signing);
  const { obtained } = await signIn(signing, () => Promise.resolve());
  return { obtained, interview, prompts, said };
}

function nobody(): Promise<never> {
  return Promise.reject(new Error('no identity provider is expected to be asked'));
}
