import { isPattern } from '../../../aws/policies/answers.js';
import { isJobProvider } from '../../../aws/openid/tokens.js';
import { Problem } from '../../../core/problem.js';
import { optional, text } from '../../../core/interview/question.js';
import type { Known } from '../../../core/interview/question.js';
import { named } from './drafts.js';

/** Whose jobs may sign in, where a CI service vouches for them and nobody gave the subject itself. */
export const jobQuestions = {
  ciRepository: named(
    text({
      message: 'Whose jobs? The repository at GitHub, or the project at GitLab',
      help: 'repository whose jobs may sign in, at GitHub (OWNER/NAME, or OWNER@ID/NAME@ID) or GitLab (GROUP/PROJECT)',
      parse: parseCiRepository,
      note:
        'octo/app, or its address. At GitHub a repository that was made or renamed since July 2026 has its ids in the ' +
        'subject: octo@1234/app@5678.',
      shareable: true,
      when: isOfJob,
    }),
    'NAME',
  ),
  ciEnvironment: named(
    optional(
      text({
        message: 'Only jobs of this environment',
        help: 'only jobs of this environment at GitHub, in place of a branch',
        parse: parseEnvironment,
        note: 'A name such as production, in place of a branch. Left empty: by branch.',
        shareable: true,
        when: (known) => isOfJob(known) && known.provider === 'github',
      }),
    ),
    'NAME',
  ),
  ciBranch: named(
    text({
      message: 'Only jobs of this branch',
      help: 'only jobs of this branch of it (default: main)',
      parse: parseCiBranch,
      note: 'One branch. Pull requests, tags and patterns are subjects of their own: --subject.',
      fallback: () => 'main',
      shareable: true,
      when: (known) => isOfJob(known) && known.ciEnvironment === undefined,
    }),
    'NAME',
  ),
};

/** Whoever gives the subject itself gives nothing that it would be made of. */
function isOfJob({ provider, subject, ciRepository }: Known): boolean {
  const isGiven = Array.isArray(subject) && subject.length > 0 && ciRepository === undefined;
  return isJobProvider(provider) && !isGiven;
}

/**
 * The `sub` of the tokens of a job, to the letter.
 * Source: GitHub Docs, "OpenID Connect reference", example subject claims; GitLab documentation, "OpenID Connect (OIDC)
 * Authentication Using ID Tokens", token payload.
 * @returns undefined where it is not known whose job it is
 */
export function subjectOfJob({ provider, ciRepository, ciEnvironment, ciBranch }: Known): string | undefined {
  if (typeof ciRepository !== 'string') return undefined;
  if (provider === 'gitlab') return `project_path:${ciRepository}:ref_type:branch:ref:${String(ciBranch)}`;
  return typeof ciEnvironment === 'string'
    ? `repo:${ciRepository}:environment:${ciEnvironment}`
    : `repo:${ciRepository}:ref:refs/heads/${String(ciBranch)}`;
}

/**
 * A CI service is for everybody in the world, so that a pattern has to say at least whose jobs it means.
 * @throws Problem `usage`
 */
export function demandNarrow(subject: string, { provider }: Known): string {
  const [before = ''] = subject.split(/[*?]/, 1);
  if (!isJobProvider(provider) || !isPattern(subject) || /[^:]\/|_id:\d+:/.test(before)) return subject;
  throw new Problem('usage', 'That would let in jobs of others: everybody can have a repository there.', {
    hint: 'Write the owner out, at least: repo:octo/* at GitHub, project_path:octo/* at GitLab.',
  });
}

function parseCiRepository(raw: string): string {
  const path = raw
    .trim()
    .replace(/^(?:https:\/\/[^/]+\/|git@[^:]+:)/, '')
    .replace(/(?:\.git)?\/?$/, '');
  if (/^[\w.-]+(?:\/[\w.-]+)+$/.test(path) || /^[\w.-]+@\d+\/[\w.-]+@\d+$/.test(path)) return path;
  throw new Problem('usage', 'Not the name of a repository: it looks like octo/app, or octo@1234/app@5678 at GitHub.', {
    hint: 'A pattern is given as a subject: --subject.',
  });
}

/** Nothing that IAM, or a list of subjects, would read otherwise than as it stands. */
function isPlain(name: string): boolean {
  return /^[!-~]{1,255}$/.test(name) && !/[*?,$]/.test(name);
}

/** GitHub writes a colon in a name as `%3A`. */
function parseEnvironment(raw: string): string {
  const name = raw.trim();
  if (!isPlain(name))
    throw new Problem('usage', 'Not the name of one environment: it has no spaces, and none of * ? , $ in it.', {
      hint: 'Give the subject itself, as a token of such a job has it: --subject.',
    });
  return name.replace(/:/g, '%3A');
}

function parseCiBranch(raw: string): string {
  const branch = raw.trim().replace(/^refs\/heads\//, '');
  if (isPlain(branch) && !/[:[\\^~]/.test(branch)) return branch;
  throw new Problem('usage', 'Not the name of one branch.', { hint: 'A pattern is given as a subject: --subject.' });
}
