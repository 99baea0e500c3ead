import { composePolicy } from '../../aws/policies/compose.js';
import type { PolicyDocument } from '../../aws/policies/document.js';
import type { PolicyFacts } from '../../aws/policies/facts.js';
import { checkSize, type PolicyContainer } from '../../aws/policies/size-limits.js';
import { policyValues } from '../../aws/policies/values.js';
import type { Templates } from '../../core/ports/templates.js';
import { placeholdersOf, renderText, type TemplateValues } from '../../core/text/template.js';
import { posixWord } from '../../core/shells/posix.js';
import { applies, type Page, type PageDocument, type PageStep } from './page.js';

export interface SetDocument {
  readonly name: string;
  readonly held: PolicyContainer;
  readonly policy: PolicyDocument;
}

/** What is to be done in one account. */
export interface SetStep {
  /** Null where only the administrator knows it. */
  readonly account: string | null;
  readonly whose: string;
  readonly documents: readonly SetDocument[];
  /** For a POSIX shell. */
  readonly commands: readonly string[];
}

/** Everything that one sign-in method needs. */
export interface PolicySet {
  readonly steps: readonly SetStep[];
  /** What people run then. */
  readonly then: string;
}

const tooLong = 'Name fewer repositories, or use a pattern such as team-*; or leave conditions out.';

/**
 * Makes the set of a page.
 * @throws Problem `usage` for a policy that is longer than AWS takes
 */
export async function composeSet(page: Page, facts: PolicyFacts, templates: Templates): Promise<PolicySet> {
  const steps = page.steps
    .filter(({ when }) => applies(when, facts))
    .flatMap((step) => accountsOf(step, facts).map((account) => ({ step, account })));
  return {
    steps: await Promise.all(steps.map(({ step, account }) => composeStep(step, account, facts, templates))),
    then: page.then.flatMap((piece) => pieces(piece, policyValues(facts))).join(' '),
  };
}

function accountsOf({ account }: PageStep, facts: PolicyFacts): readonly (string | null)[] {
  const [name] = placeholdersOf(account ?? '');
  if (name === undefined) return [null];
  const value = policyValues(facts)[name];
  return value === undefined ? [null] : [value].flat();
}

async function composeStep(
  { whose, documents: wanted, commands }: PageStep,
  account: string | null,
  facts: PolicyFacts,
  templates: Templates,
): Promise<SetStep> {
  const here: PolicyFacts = { ...facts, userAccount: account ?? undefined };
  const documents = await Promise.all(
    wanted.filter(({ when }) => applies(when, here)).map((document) => composeDocument(document, here, templates)),
  );
  for (const held of new Set(documents.map((document) => document.held))) {
    checkSize(
      documents.filter((document) => document.held === held).map(({ policy }) => policy),
      held,
      tooLong,
    );
  }
  const values = {
    ...policyValues(here),
    ...Object.fromEntries(documents.map(({ name, policy }) => [name, JSON.stringify(policy, null, 2)])),
  };
  return {
    account,
    whose: fill(whose, values),
    documents,
    commands: commands
      .filter((command) => isFilled(command, values))
      .map((command) => fill(command, values, posixWord)),
  };
}

async function composeDocument(
  { name, template, takes = [], has = [], held }: PageDocument,
  facts: PolicyFacts,
  templates: Templates,
): Promise<SetDocument> {
  const policy = await composePolicy(
    { template: fill(template, policyValues(facts)), parts: [...has, ...takes] },
    has.includes('mfa') ? { ...facts, mfa: true } : facts,
    templates,
  );
  return { name, held: fill(held, policyValues(facts)) as PolicyContainer, policy };
}

/** A piece with an open placeholder is left out; one whose placeholder is a list comes once for each. */
function pieces(piece: string, values: TemplateValues): readonly string[] {
  const [name = ''] = placeholdersOf(piece);
  const list = values[name];
  if (Array.isArray(list)) return (list as readonly string[]).map((one) => fill(piece, { [name]: one }, posixWord));
  return isFilled(piece, values) ? [fill(piece, values, posixWord)] : [];
}

function isFilled(text: string, values: TemplateValues): boolean {
  return placeholdersOf(text).every((name) => values[name] !== undefined);
}

function fill(text: string, values: TemplateValues, escape?: (value: string) => string): string {
  const places = placeholdersOf(text);
  return renderText(text, Object.fromEntries(Object.entries(values).filter(([name]) => places.includes(name))), escape);
}
