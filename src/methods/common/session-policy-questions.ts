import { parseBranch, parseRepositoryPattern } from '../../aws/policies/answers.js';
import type { RepositoryPattern } from '../../aws/policies/answers.js';
import type { AccessLevel } from '../../aws/policies/facts.js';
import { Problem } from '../../core/problem.js';
import { parsed } from '../../core/interview/question.js';
import type { Known, Question } from '../../core/interview/question.js';
import { accessChoices, parseAccess, parseBranches, usuallyProtected, words } from './access-choices.js';
import { policyArn, policyFile } from './session-questions.js';

const everything = 'granted';

const optionalList = <T>(
  draft: Parameters<typeof parsed<readonly T[]>>[0],
  valueName: string,
): Question<readonly T[], 'text'> => ({ ...parsed<readonly T[]>(draft), optional: true, repeatable: true, valueName });

const access: Question<AccessLevel | undefined, 'choice'> = {
  ...parsed<AccessLevel | undefined>({
    message: 'What may the session do?',
    help: 'limit the session: read, contribute or full, in the repositories of --only',
    parse: (raw) => (raw === everything ? undefined : parseAccess(raw)),
    choices: () => [{ value: everything, name: 'Everything that I may do' }, ...accessChoices],
    asked: 'advanced',
    shareable: true,
    usual: 'Everything that I may do',
  }),
  kind: 'choice',
  optional: true,
  valueName: 'LEVEL',
};

const only = optionalList<RepositoryPattern>(
  {
    message: 'Which repositories may the session use?',
    help:
      'with --access: limit the session to this repository, or a pattern such as team-*; repeatable ' +
      '(default: the one of --repository)',
    parse: words(parseRepositoryPattern),
    asked: 'on-demand',
    note: 'Names, or a pattern such as team-*; several with blanks between them.',
    fallback: (known) => (known.access === undefined ? undefined : nameOfTarget(known)),
    shareable: true,
  },
  'NAME',
);

const protectedBranch = optionalList<string>(
  {
    message: 'Branches that the session may not push to',
    help:
      'with --access: branch that the session may not push to, or a pattern; none for no such; ' +
      'repeatable (default with contribute: main and master)',
    parse: parseBranches(parseBranch),
    asked: 'on-demand',
    fallback: (known) => (known.access === 'contribute' ? usuallyProtected : undefined),
    shareable: true,
  },
  'NAME',
);

/** What a session is limited to: by a policy of one's own, or by a level of access to repositories. */
export const sessionPolicyQuestions = { policyFile, policyArn, access, only, protectedBranch };

/**
 * The same for a session that can do nothing without a policy: the level is asked on the common path. Where a policy of
 * one's own was given there is nothing to choose.
 */
export const neededPolicyQuestions = {
  ...sessionPolicyQuestions,
  access: {
    ...access,
    asked: 'always' as const,
    note: 'For a policy of your own give --policy-file or --policy-arn.',
    choices: (known: Known) => (hasOwnPolicy(known) ? [] : accessChoices),
  },
};

export interface SessionPolicyAnswers {
  readonly policyFile: string | undefined;
  readonly policyArn: readonly string[];
  readonly access: AccessLevel | undefined;
  readonly only: readonly RepositoryPattern[];
  readonly protectedBranch: readonly string[];
}

/** @throws Problem `usage` for limits that do not fit together */
export function checkSessionPolicy(answers: SessionPolicyAnswers): void {
  const { access: level, only: repositories, protectedBranch: branches } = answers;
  if (level === undefined) {
    if (repositories.length > 0)
      throw new Problem('usage', 'It was not said what the session may do in those repositories.', {
        hint: 'Give --access with --only: read, contribute or full.',
        question: 'access',
      });
    if (branches.length > 0)
      throw new Problem('usage', 'Branches are protected in a limited session only.', {
        hint: 'Give --access contribute with --protected-branch.',
        question: 'access',
      });
    return;
  }
  if (hasOwnPolicy(answers))
    throw new Problem('usage', 'A policy of your own and a level of access would add up, not limit each other.', {
      hint: 'Give --access, or --policy-file and --policy-arn.',
      question: 'access',
    });
  if (repositories.length === 0)
    throw new Problem('usage', 'It was not said which repositories the session is for.', {
      hint: 'Name them with --only, or give --repository.',
      question: 'only',
    });
  if (level === 'read' && branches.length > 0)
    throw new Problem('usage', 'With --access read the session may not push anyway.', {
      hint: 'Leave out --protected-branch.',
      question: 'access',
    });
}

/** A chosen limit in words, for the plan; undefined where there is none. */
export function saySessionLimit({
  access: level,
  only: repositories,
  protectedBranch: branches,
}: Known): string | undefined {
  if (level === undefined) return undefined;
  const names = ((repositories ?? []) as readonly RepositoryPattern[]).map(({ name }) => name).join(', ');
  const closed = (branches ?? []) as readonly string[];
  return `${level as AccessLevel} ${names}${closed.length === 0 ? '' : `; no push to ${closed.join(', ')}`}`;
}

function hasOwnPolicy(known: Readonly<Record<string, unknown>> | SessionPolicyAnswers): boolean {
  return known.policyFile !== undefined || (Array.isArray(known.policyArn) && known.policyArn.length > 0);
}

/** The repository that is being set up. */
function nameOfTarget({ repository }: Known): string | undefined {
  return typeof repository === 'object' && repository !== null && 'name' in repository
    ? (repository.name as string | undefined)
    : undefined;
}
