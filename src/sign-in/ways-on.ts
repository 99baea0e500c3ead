import { OtherAnswer } from '../core/go-back.js';
import type { Choice } from '../core/ports/ui.js';
import type { Questions } from '../core/interview/question.js';
import type { AnswerName } from '../methods/answers.js';
import type { CauseHandlers, SignInAttempt } from './attempt.js';

/** What may be wrong where no answer is known to be, in a person's words, and how another one is taken. */
interface WayOn {
  readonly name: string;
  /** Whether the sign-in has it. */
  readonly fits: (attempt: SignInAttempt) => boolean;
  /** @returns whether signing in is worth another try */
  readonly take: (attempt: SignInAttempt, handlers: CauseHandlers) => Promise<boolean>;
}

type WayId = 'again' | 'place' | 'role' | 'source' | 'keys' | 'repository';

const ways: Readonly<Record<WayId, WayOn>> = {
  again: {
    name: 'Sign in again',
    // What is pasted, or found here, is the same each time.
    fits: ({ method }) =>
      method.inEnvironment !== true && method.handsOutAnew !== true && !('keys' in method.questions),
    take: () => Promise.resolve(true),
  },
  place: {
    name: 'Choose another account and role',
    fits: has('accountId'),
    take: ({ interview }) => {
      interview.refuse('accountId');
      interview.refuse('roleName');
      return Promise.resolve(true);
    },
  },
  role: { name: 'Take another role', fits: has('roleArn'), take: anotherRole },
  source: {
    name: 'Take other keys',
    fits: has('sourceProfile'),
    take: async (attempt, { source }) => source !== undefined && (await source(attempt)),
  },
  keys: {
    name: 'Paste other keys',
    fits: has('keys'),
    take: async (attempt, handlers) => (await handlers['pasted-keys']?.(attempt)) ?? false,
  },
  repository: {
    name: 'Set up another repository',
    fits: ({ context: { repository } }) => repository?.name !== undefined,
    take: () => Promise.reject(new OtherAnswer('repository')),
  },
};

/** What a menu is shown for. */
export type Occasion =
  /** signing in came to nothing, and no answer is known to be wrong */
  | 'failure'
  /** nobody could be reached */
  | 'network'
  /** the credentials are of another account than was meant */
  | 'account'
  /** CodeCommit refuses Git */
  | 'git';

/** The lines that each menu has besides its own. The last ones, another way and the end, are the same in all. */
const offered: Readonly<Record<Occasion, readonly WayId[]>> = {
  failure: ['source'],
  network: [],
  account: ['place', 'role', 'source', 'keys', 'repository', 'again'],
  git: ['place', 'role', 'source', 'keys', 'repository'],
};

/** What else there is to take, as lines of a menu. */
export function waysOn(occasion: Occasion, attempt: SignInAttempt): readonly Choice[] {
  return offered[occasion].filter((id) => ways[id].fits(attempt)).map((id) => ({ value: id, name: ways[id].name }));
}

/**
 * Follows the line that was picked.
 * @returns whether signing in is worth another try; false for the lines that are none of these
 * @throws OtherAnswer where the conversation has to begin again
 */
export async function takeWay(picked: string, attempt: SignInAttempt, handlers: CauseHandlers): Promise<boolean> {
  return Object.hasOwn(ways, picked) && (await ways[picked as WayId].take(attempt, handlers));
}

function has(name: AnswerName): WayOn['fits'] {
  return ({ method }) => name in (method.questions as Questions);
}

/** A role out of what a SAML sign-in offers is chosen there again. */
async function anotherRole({ method, interview }: SignInAttempt): Promise<boolean> {
  const { roleArn, principalArn } = method.questions as Questions;
  for (const name of ['roleArn', 'principalArn'] as const) interview.refuse(name);
  if (roleArn !== undefined && principalArn === undefined)
    await interview.now('roleArn', roleArn, { again: true, fallback: () => undefined });
  return true;
}
