import { flagNameOf } from '../../core/interview/question.js';
import type { Question, Questions } from '../../core/interview/question.js';
import type { AnyMethod } from '../../core/method.js';
import { Problem } from '../../core/problem.js';
import type { GivenTexts } from '../../interview/answer-source.js';
import { sessionPolicyQuestions } from '../../methods/common/session-policy-questions.js';

/**
 * Refuses limits of a session that the chosen method cannot keep: who asked for less must not get everything unseen.
 * AWS takes a session policy where a role is assumed or a user is federated. Source: IAM user guide, "Session policies".
 * @param methods all there are, of which those that can are named
 * @throws Problem `usage`
 */
export function refuseLimits(
  { method, given }: { readonly method: Pick<AnyMethod, 'id' | 'questions'>; readonly given: GivenTexts },
  methods: readonly Pick<AnyMethod, 'id' | 'questions'>[],
): void {
  const wanted = Object.entries<Question>(sessionPolicyQuestions as Readonly<Record<string, Question>>)
    .filter(([name]) => !Object.hasOwn(method.questions as Questions, name))
    .map(([name, question]) => flagNameOf(name, question))
    .filter((flag) => given.texts(flag) !== undefined);
  const [first] = wanted;
  if (first === undefined) return;
  const able = methods.filter(({ questions }) => Object.hasOwn(questions as Questions, 'access')).map(({ id }) => id);
  throw new Problem(
    'usage',
    `${inWords(
      wanted.map((flag) => `--${flag}`),
      'and',
    )} cannot be kept: with --method ${method.id} the session ` + 'comes whole, and is not limited here.',
    { hint: `Leave ${wanted.length === 1 ? 'it' : 'them'} away, or use --method ${inWords(able, 'or')}.` },
  );
}

function inWords(words: readonly string[], last: string): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`;
}
