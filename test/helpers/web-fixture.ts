import { expect } from 'chai';
import type { AnyMethod, Obtained } from '../../src/core/method.js';
import type { Browser } from '../../src/core/ports/browser.js';
import { Problem } from '../../src/core/problem.js';
import { visit, type Habits } from '../sandbox/person.js';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.js';
import { awsSeeing, rejection } from './aws-client.js';
import { listenNoting } from './listening.js';
import { openIdSeeing } from './openid-client.js';
import { signInWith, type SignInOptions, type SignedIn } from './sign-in.js';
import { tokensInMemory, type TokensInMemory } from './tokens-in-memory.js';

/** A sandbox, and somebody at a browser who signs in at the providers in it. */
export interface WebFixture {
  readonly sandbox: Sandbox;
  /** What is kept for profile `dev` and others; forgotten by `clear`. */
  readonly tokens: TokensInMemory;
  /** Where browsers were led; forgotten by `clear`. */
  readonly led: URL[];
  habits(over?: Partial<Habits>): Habits;
  /** A browser whose person does what the habits say. */
  browser(habits?: Partial<Habits>, part?: Partial<Browser>): Browser;
  signIn(options?: Partial<SignInOptions>, method?: AnyMethod): Promise<SignedIn>;
  /** The Problem that a sign-in ends in; that nothing new is kept is checked too. */
  refusal(options?: Partial<SignInOptions>, method?: AnyMethod): Promise<Problem>;
  /** Keeps what a sign-in leaves for the next one, as setup does. */
  keep(obtained: Obtained): void;
  /** Signs in at an address, and gives the address that a browser ends at where nothing listens. */
  landingOf(address: string): Promise<string>;
  clear(): void;
  stop(): Promise<void>;
}

export async function webFixture(person: Partial<Habits> = {}): Promise<WebFixture> {
  const sandbox = await startSandbox();
  const env = sandbox.environment();
  const tokens = tokensInMemory();
  const led: URL[] = [];
  const habits = (over: Partial<Habits> = {}): Habits => ({
    username: 'ana',
    password: 'correct horse',
    decision: 'allow',
    ...person,
    ...over,
  });
  const browser = (over: Partial<Habits> = {}, part: Partial<Browser> = {}): Browser => ({
    absence: undefined,
    open: async (url) => (await visit(url.href, habits(over), sandbox)).status < 500,
    listen: listenNoting(led),
    ...part,
  });
  const fixture: WebFixture = {
    sandbox,
    tokens,
    led,
    habits,
    browser,
    signIn: (options = {}, method = missing()) =>
      signInWith(method, {
        aws: awsSeeing(env),
        browser: browser(),
        ...options,
        context: { openid: openIdSeeing(env), tokens, ...options.context },
      }),
    async refusal(options, method) {
      const before = tokens.kept.size;
      const error = await rejection(fixture.signIn(options, method));
      if (!(error instanceof Problem)) throw error;
      expect(tokens.kept.size).to.be.at.most(before);
      return error;
    },
    keep({ signIn }) {
      if (signIn) tokens.kept.set('dev', signIn);
    },
    landingOf: async (address) => (await visit(address, habits(), sandbox)).url,
    clear() {
      tokens.kept.clear();
      led.length = 0;
      sandbox.log.clear();
      sandbox.aws.sessions.length = 0;
    },
    stop: () => sandbox.stop(),
  };
  return fixture;
}

function missing(): never {
  throw new Error('by which method?');
}
