import { blanks, blanksIn } from '../../aws/policies/blanks.js';
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
  /** What is to be filled in before any of it is used: the text that stands there, and what belongs into its place. */
  readonly blanks: readonly { readonly blank: string; readonly meaning: string }[];
  /** What somebody might not expect. */
  readonly notes: readonly string[];
}

const tooLong = 'Name fewer repositories, or use a pattern such as team-*; or leave conditions out.';

/**
 * Makes the set of a page.
 * @throws Problem `usage` for a policy that is longer than AWS takes
 */
export async function composeSet(page: Page, facts: PolicyFacts, templates: Templates): Promise<PolicySet> {
  const wanted = page.steps
    .filter(({ when }) => applies(when, facts))
    .flatMap((step) => accountsOf(step, facts).map((account) => ({ step, account })));
  const steps = await Promise.all(wanted.map(({ step, account }) => composeStep(step, account, facts, templates)));
  const then = page.then.flatMap((piece) => pieces(piece, policyValues(facts))).join(' ');
  return { steps, then, blanks: blanksOf({ steps, then }), notes: notesOn(facts) };
}

const meanings: Readonly<Record<keyof typeof blanks, string>> = {
  account: 'the account that owns the repositories, twelve digits',
  trusted: 'the account where people sign in, twelve digits',
  clientId: 'the client ID at the identity provider',
  samlProvider: 'the name of the SAML provider in IAM',
  identityPoolId: "the id of Cognito's identity pool, which begins with its Region",
  instanceArn: 'the ARN of the IAM Identity Center instance',
  groupId: 'the id of the group in IAM Identity Center',
  startUrl: 'the address of the access portal',
  idpUrl: 'the address of the sign-in page that leads to AWS',
};

function blanksOf(set: Pick<PolicySet, 'steps' | 'then'>): PolicySet['blanks'] {
  return blanksIn(JSON.stringify(set)).map((name) => ({ blank: blanks[name], meaning: meanings[name] }));
}

function notesOn({ access, protectedBranch = [] }: PolicyFacts): readonly string[] {
  if (access !== 'contribute' || protectedBranch.length === 0) return [];
  return [`Nobody may push to ${protectedBranch.join(', ')}; --protected-branch none lets everybody push everywhere.`];
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
    commands: commands.flatMap((command) => pieces(command, values)),
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

/** Words of a shell with an open placeholder are left out; where a placeholder is a list, they come once for each. */
function pieces(piece: string, values: TemplateValues): readonly string[] {
  if (!isFilled(piece, values)) return [];
  const name = placeholdersOf(piece).find((place) => Array.isArray(values[place]));
  const each = name === undefined ? [values] : [values[name] ?? []].flat().map((one) => ({ ...values, [name]: one }));
  return each.map((single) => fill(piece, single, posixWord));
}

function isFilled(text: string, values: TemplateValues): boolean {
  return placeholdersOf(text).every((name) => values[name] !== undefined);
}

function fill(text: string, values: TemplateValues, escape?: (value: string) => string): string {
  const places = placeholdersOf(text);
  return renderText(text, Object.fromEntries(Object.entries(values).filter(([name]) => places.includes(name))), escape);
}
