import { joined, sentence } from '../../core/advice/advice.js';
import { help, refresh } from '../../core/advice/own-commands.js';
import { doubts, expiredAtAws, identityCenterInstead, refuseForeign } from '../../aws/saml/check-response.js';
import type { Now } from '../../aws/saml/check-response.js';
import { redeemTime } from '../../aws/saml/redeem-time.js';
import type { SamlResponse } from '../../aws/saml/response.js';
import { isWholeResponse, samlResponseText } from '../../aws/saml/response-text.js';
import { signInEndpoint } from '../../aws/saml/sign-in-endpoint.js';
import { sayDuration } from '../../core/text/duration.js';
import { OtherMethod } from '../../core/other-method.js';
import type { MethodContext } from '../../core/method.js';
import { NoCapture } from '../../core/ports/saml-browser.js';
import type { Captured, SamlBrowser } from '../../core/ports/saml-browser.js';
import type { Progress } from '../../core/ports/ui.js';
import { Problem, isProblem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { block, choice } from '../../core/interview/question.js';
import { Secret } from '../../core/secret.js';
import { byHand, byHandTitle } from './by-hand.js';
import { Stopped, anotherWay, lastChoice, lastChoices } from '../common/last-choices.js';
import { usualBrowserTimeout } from '../common/session-questions.js';

/** The answers that say how to get a response. */
export interface SignInAnswers {
  readonly samlResponse?: Secret | undefined;
  /** Empty or undefined where the response is pasted. */
  readonly idpUrl?: string | undefined;
  readonly browser?: string | undefined;
  /** Seconds. */
  readonly browserTimeout?: number | undefined;
}

/** A response, and whether a browser of ours caught it (so that it can be got again). */
export interface SignedIn {
  readonly response: SamlResponse;
  readonly watched: boolean;
}

interface BrowserSignInOptions {
  /** Somebody else than before shall sign in. */
  readonly afresh: boolean;
}

/**
 * A SAML response: the one that was given, else from the browser, else pasted.
 * @throws OtherMethod where the sign-in leads to IAM Identity Center; NoCapture, Problem `usage`, `failed`, `aws`
 */
export async function signInForResponse(
  answers: SignInAnswers,
  options: BrowserSignInOptions,
  context: MethodContext,
): Promise<SignedIn> {
  if (answers.samlResponse !== undefined)
    return { response: await readGiven(answers.samlResponse, context), watched: false };
  const { samlBrowser } = context;
  const idpUrl = answers.idpUrl ?? '';
  if (idpUrl === '') return await pasted('', context);
  if (samlBrowser === undefined) throw nobodyThere(context);
  return await untilCaught(samlBrowser, { ...answers, idpUrl }, options, context);
}

type Watchable = SignInAnswers & { readonly idpUrl: string };

async function untilCaught(
  samlBrowser: SamlBrowser,
  answers: Watchable,
  options: BrowserSignInOptions,
  context: MethodContext,
): Promise<SignedIn> {
  for (let { afresh } = options; ;) {
    try {
      const captured = await watch(samlBrowser, answers, afresh, context);
      return { response: await readCaptured(captured, context), watched: true };
    } catch (error) {
      if (!context.ui.interactive || !isProblem(error, 'failed')) throw error;
      context.ui.warn(error.message);
      const next = await howToGoOn(error, context);
      if (next === lastChoice.stop) throw new Stopped(error);
      if (next === lastChoice.other) throw anotherWay();
      if (next === 'paste') return await pasted(answers.idpUrl, context);
      afresh = next === 'afresh';
    }
  }
}

async function watch(
  samlBrowser: SamlBrowser,
  answers: Watchable,
  afresh: boolean,
  context: MethodContext,
): Promise<Captured> {
  const timeoutMs = (answers.browserTimeout ?? usualBrowserTimeout) * 1000;
  const browser = await samlBrowser.find(answers.browser);
  const name = printable(browser.name, 60);
  context.ui.say(
    `${name} opens a separate window, without your bookmarks and saved passwords. Sign in there as you ` +
      'always do; if you see tiles, choose AWS. The window closes by itself, and remembers you for the next ' +
      `time. It waits ${sayDuration(timeoutMs / 1000)}.`,
  );
  // Ctrl-C ends the step at once: what it waits for must end too.
  const over = new AbortController();
  try {
    return await context.ui.step(
      `Waiting for you to sign in, in ${name}`,
      async (progress, stop) => {
        const signal = AbortSignal.any([stop, over.signal]);
        void sayTimeLeft(progress, name, timeoutMs, { ...context, signal });
        const onLoadFailure = (words: string): void => {
          context.ui.warn(`${name} could not open the page: ${printable(words, 200)}`);
        };
        const captured = await samlBrowser.capture(browser, {
          idpUrl: answers.idpUrl,
          timeoutMs,
          signal,
          afresh,
          onLoadFailure,
        });
        progress.done('You are signed in');
        return captured;
      },
      { canBeLeft: true },
    );
  } finally {
    over.abort();
  }
}

/** Lets the minutes run down. */
async function sayTimeLeft(
  progress: Progress,
  name: string,
  timeoutMs: number,
  { clock, signal }: Pick<MethodContext, 'clock' | 'signal'>,
): Promise<void> {
  const isOver = (): boolean => signal.aborted;
  for (let left = timeoutMs - 60_000; left > 0 && !isOver(); left -= 60_000) {
    await clock.sleep(60_000, signal).catch(() => undefined);
    if (!isOver()) progress.update(`Waiting for you to sign in, in ${name} (${sayDuration(left / 1000)} left)`);
  }
}

/** What to do when the window brought nothing that can be used. */
async function howToGoOn(problem: Problem, context: MethodContext): Promise<string> {
  if (problem instanceof NoCapture && ['not-here', 'no-browser'].includes(problem.reason)) return 'paste';
  const gotSomething = !(problem instanceof NoCapture);
  return await context.ask(
    'afterSignIn',
    choice({
      message: 'What shall we do?',
      help: 'what to do',
      shareable: false,
      choices: () => [
        { value: 'again', name: 'Open the window again' },
        ...(gotSomething ? [{ value: 'afresh', name: 'Open it again, and sign in as somebody else' }] : []),
        { value: 'paste', name: 'Copy the response by hand, from any browser' },
        ...lastChoices(context.mayChangeMethod === true),
      ],
    }),
    { again: true },
  );
}

/** Asks for a response that somebody copied, and explains how that is done. */
async function pasted(idpUrl: string, context: MethodContext): Promise<SignedIn> {
  if (!context.ui.interactive) {
    throw new Problem('usage', 'An answer is missing, and nobody is there to ask: --saml-response-file.', {
      hint: joined([
        'Give the SAML response as a file, or - for standard input, or in GIT_CODECOMMIT_SAML_RESPONSE;',
        sentence`\`${help('saml')}\` says how to get it.`,
      ]),
    });
  }
  context.ui.say([`${byHandTitle}:`, ...byHand(idpUrl).map((step, index) => `${index + 1}. ${step}`)].join('\n'));
  for (;;) {
    const secret = await context.ask('samlResponse', pasteQuestion, { again: true, fresh: true });
    try {
      return { response: await readGiven(secret, context), watched: false };
    } catch (error) {
      if (!isProblem(error) || error instanceof OtherMethod) throw error;
      context.ui.warn(error.message);
    }
  }
}

const pasteQuestion = block<Secret>({
  message: 'SAML response',
  help: 'SAML response',
  parse: (raw) => new Secret(samlResponseText(raw)),
  isComplete: isWholeResponse,
  note: 'In whatever form you copied it.',
});

async function readGiven(secret: Secret, context: MethodContext): Promise<SamlResponse> {
  try {
    return judged(await read(secret), context);
  } catch (error) {
    if (!isProblem(error) || error instanceof OtherMethod) throw error;
    throw new Problem(error.kind, error.message, { hint: error.hint, cause: error, question: 'samlResponse' });
  }
}

/** What a browser caught is nobody's wrong answer. */
async function readCaptured({ response, endpoint }: Captured, context: MethodContext): Promise<SamlResponse> {
  const place = signInEndpoint(endpoint);
  if (place?.service === 'identity-center') throw identityCenterInstead(place.region);
  try {
    return judged(await read(new Secret(samlResponseText(response.reveal()))), context);
  } catch (error) {
    if (!isProblem(error, 'usage') || error instanceof OtherMethod) throw error;
    throw new Problem('failed', error.message, { hint: 'Tell the administrator of your sign-in page.', cause: error });
  }
}

/** The XML reader is loaded once it is needed. */
async function read(secret: Secret): Promise<SamlResponse> {
  const { readSamlResponse } = await import('../../aws/saml/response.js');
  return readSamlResponse(secret.reveal());
}

function judged(response: SamlResponse, context: MethodContext): SamlResponse {
  refuseForeign(response);
  const now = timesOf(context);
  const ended = expiredAtAws(response, now);
  if (ended !== undefined)
    throw new Problem('aws', ended, { hint: `Sign in again, and use the new response within ${redeemTime}.` });
  for (const doubt of doubts(response, now)) context.ui.warn(doubt);
  return response;
}

function timesOf({ aws, clock }: Pick<MethodContext, 'aws' | 'clock'>): Now {
  const [here, offset] = [clock.now(), aws.clockOffset()];
  return { here, aws: offset === undefined ? undefined : new Date(here.getTime() + offset) };
}

function nobodyThere({ profile }: MethodContext): Problem {
  return new Problem('aws', 'Signing in takes a browser, and nobody is there.', {
    hint: sentence`Run at a terminal: ${refresh(profile)}; or give a SAML response with --saml-response-file, or in GIT_CODECOMMIT_SAML_RESPONSE.`,
  });
}
