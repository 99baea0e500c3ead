import type { PolicyFacts } from '../../aws/policies/facts.js';
import { policyParts } from '../../aws/policies/policy-parts.js';
import type { RepositoryPattern } from '../../aws/policies/answers.js';
import { refuseOtherPartition } from '../../aws/other-partition.js';
import type { Interview } from '../../core/interview/interview.js';
import type { Ui } from '../../core/ports/ui.js';
import type { Templates } from '../../core/ports/templates.js';
import { Problem } from '../../core/problem.js';
import { flagNameOf } from '../../core/interview/question.js';
import type { Question, Questions } from '../../core/interview/question.js';
import { placeholdersOf } from '../../core/text/template.js';
import { namesOf, type Page } from './page.js';
import { targetQuestions } from '../../interview/clone-target.js';
import type { InvocationOf } from '../common/call.js';
import type { PolicyFlag } from './flags.js';
import {
  policyQuestions,
  questionsBefore,
  questionsBehind,
  type PolicyAnswers,
  type PolicyQuestion,
} from './questions/index.js';

/** What is to be answered for a page: what its policies, their parts and its commands leave open. */
export async function questionsFor(page: Page, templates: Templates): Promise<Questions> {
  const documents = page.steps.flatMap((step) => step.documents);
  const names = [...new Set(documents.flatMap(({ template }) => namesOf(template)))];
  const texts = await Promise.all(names.map((name) => templates.read(`iam/${name}.json`)));
  const places = [JSON.stringify(page), ...texts].flatMap(placeholdersOf);
  const conditions = documents
    .flatMap(({ takes = [] }) => takes)
    .map((name) => policyParts[name].question as PolicyQuestion)
    .flatMap((name) => [name, ...(questionsBefore[name] ?? [])]);
  const choices = [...page.steps, ...documents].flatMap(({ when }) => Object.keys(when ?? {}) as PolicyQuestion[]);
  const wanted = new Set<string>([
    ...places.flatMap((place) => questionsBehind[place] ?? []),
    ...conditions,
    ...choices,
  ]);
  return Object.fromEntries(Object.entries(policyQuestions as Questions).filter(([name]) => wanted.has(name)));
}

/**
 * Asks all of a page's questions. What a repository's URL or ARN says is not asked again.
 * @throws Problem `usage` for flags that have no place here, and for answers that do not fit together
 */
export async function askPolicyFacts(
  page: Page,
  questions: Questions,
  interview: Interview<PolicyAnswers>,
  { invocation, ui }: { readonly invocation: InvocationOf<PolicyFlag>; readonly ui: Pick<Ui, 'ask' | 'interactive'> },
): Promise<PolicyFacts> {
  const { repository, ...others } = questions;
  if (repository !== undefined) {
    await interview.all({ repository });
    learnFromRepositories(interview, invocation);
  }
  if (interview.known.region === undefined) await interview.one('region', targetQuestions.region);
  // Whoever gives the subject itself is not asked what it would be made of.
  if (others['subject'] !== undefined && invocation.texts('subject') !== undefined)
    await interview.all(only(others, ['provider', 'subject']));
  await interview.all(others);
  interview.finish();
  // What was asked already, and left empty, is not asked again.
  const conditions = Object.fromEntries(Object.entries(others).filter(([, { asked }]) => asked === 'advanced'));
  if (ui.interactive && (await wantsConditions(conditions, ui))) await interview.all(conditions, { advanced: true });
  refuseStrayFlags(page, questions, interview, invocation);
  return checked(page, interview);
}

function only(questions: Questions, names: readonly string[]): Questions {
  return Object.fromEntries(Object.entries(questions).filter(([name]) => names.includes(name)));
}

async function wantsConditions(questions: Questions, ui: Pick<Ui, 'ask'>): Promise<boolean> {
  if (Object.keys(questions).length === 0) return false;
  const answer = await ui.ask({
    kind: 'choice',
    message: 'Is that all?',
    choices: [
      { value: 'yes', name: 'Yes, show me the policies' },
      { value: 'more', name: 'Conditions first: MFA, network, branches, tags, …' },
    ],
  });
  return answer === 'more';
}

function learnFromRepositories(interview: Interview<PolicyAnswers>, invocation: InvocationOf<PolicyFlag>): void {
  for (const name of ['region', 'account'] as const) {
    const said = [...new Set(patternsOf(interview).flatMap((pattern) => pattern[name] ?? []))];
    const given = invocation.text(name);
    const all = [
      ...new Set([
        ...said,
        ...(given === undefined ? [] : [given.replace(/[\s-]/g, (gap) => (name === 'account' ? '' : gap))]),
      ]),
    ];
    if (all.length > 1)
      throw new Problem('usage', `The repositories are in ${all.join(' and ')}.`, {
        hint: `Make the policies for one ${name} at a time.`,
      });
    const [only] = said;
    if (only !== undefined) interview.learn(name, only, only);
  }
}

function patternsOf({ known }: Interview<PolicyAnswers>): readonly RepositoryPattern[] {
  return known.repository ?? [];
}

/** A flag that would be ignored, or is empty, is a mistake, and often a dangerous one: a condition that is not there. */
function refuseStrayFlags(
  page: Page,
  questions: Questions,
  interview: Interview<PolicyAnswers>,
  invocation: InvocationOf<PolicyFlag>,
): void {
  for (const [name, question] of Object.entries(policyQuestions) as [PolicyQuestion, Question][]) {
    const flag = flagNameOf(name, question);
    if (invocation.texts(flag)?.some((text) => text.trim() === '') === true)
      throw new Problem('usage', `--${flag} is empty.`, { hint: 'Give it a value, or leave it out.' });
    const unwanted = questions[name] === undefined || question.when?.(interview.known, interview.localFacts) === false;
    if (!unwanted || invocation.texts(flag) === undefined || (question.kind === 'switch' && !invocation.on(flag)))
      continue;
    throw new Problem('usage', `--${flag} has no place here.`, { hint: page.refuses[name] ?? 'Leave it out.' });
  }
}

function checked(page: Page, interview: Interview<PolicyAnswers>): PolicyFacts {
  const { known } = interview;
  const facts: PolicyFacts = {
    ...known,
    region: String(known.region),
    repository: patternsOf(interview).map(({ name }) => name),
    subject: subjectsOf(known.subject),
  };
  const { access, attachTo, trusted, protectedBranch } = facts;
  if (access === 'read' && protectedBranch !== undefined && protectedBranch.length > 0)
    throw new Problem('usage', 'With --access read nobody may push anyway.', { hint: 'Leave out --protected-branch.' });
  if (attachTo !== undefined && page.attach?.includes(attachTo.kind) === false)
    throw new Problem('usage', `A ${attachTo.kind} cannot sign in this way.`, {
      hint: `Give --attach-to ${page.attach.map((kind) => `${kind}/NAME`).join(' or ')}.`,
    });
  for (const arn of [...(trusted ?? []), ...(facts.kmsKey ?? []), facts.instanceArn ?? ''])
    refuseOtherPartition(arn, facts.region, { hint: 'Partitions know nothing of each other.' });
  return facts;
}

/** Everybody needs no condition. */
function subjectsOf(subjects: unknown): readonly string[] {
  const list = (subjects as readonly string[] | undefined) ?? [];
  return list.includes('*') ? [] : list;
}
