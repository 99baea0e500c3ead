import type { PolicyContainer } from '../../aws/policies/size-limits.js';
import { accessLevels, type PolicyFacts } from '../../aws/policies/facts.js';
import type { PolicyPartName } from '../../aws/policies/policy-parts.js';
import { webIdentityProviders } from '../../aws/openid/tokens.js';
import type { Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import type { Templates } from '../../core/ports/templates.js';
import { UnknownWord } from '../../core/interview/unknown-word.js';
import { placeholdersOf } from '../../core/text/template.js';

/** What the facts must be for something to be part of a set: one of these values. */
export type When = Readonly<Partial<Record<keyof PolicyFacts, boolean | readonly string[]>>>;

/** A policy of a set. */
export interface PageDocument {
  /** The placeholder that stands for it in the commands. */
  readonly name: string;
  /** Below `iam`, placeholders filled: `access/{{access}}`. */
  readonly template: string;
  /** Parts that the answers may want. */
  readonly takes?: readonly PolicyPartName[];
  /** Parts that it always has. */
  readonly has?: readonly PolicyPartName[];
  /** Where it is kept, for its size. */
  readonly held: PolicyContainer | '{{holder}}';
  readonly when?: When;
}

/** What is done in one account. */
export interface PageStep {
  /** Where the set cannot know it, it is left out. A list means: in each of them. */
  readonly account?: string;
  readonly whose: string;
  readonly documents: readonly PageDocument[];
  /** Command lines of the AWS CLI; one that names a policy which is not part of the set is left out. */
  readonly commands: readonly string[];
  readonly when?: When;
}

/** The page of a sign-in method in `templates/iam`: what an administrator sets up for it. */
export interface Page {
  readonly steps: readonly PageStep[];
  /** Questions that have no place here, and why. */
  readonly refuses: Readonly<Partial<Record<keyof PolicyFacts, string>>>;
  /** Who can be given the policies; anybody where it does not say. */
  readonly attach?: readonly string[];
  /** What people run then; pieces with an open placeholder are left out. */
  readonly then: readonly string[];
}

const folder = 'iam';

/** The methods that have a page, by id. */
export async function pageNames(templates: Templates): Promise<readonly string[]> {
  return (await templates.list(folder)).flatMap((path) => /^iam\/([a-z-]+)\.json$/.exec(path)?.[1] ?? []);
}

/** The policies that can be made one by one: `trust/saml`, `access/read`. */
export async function documentNames(templates: Templates): Promise<readonly string[]> {
  return (await templates.list(folder)).flatMap(
    (path) => /^iam\/((?:access|trust|caller)\/[a-z-]+)\.json$/.exec(path)?.[1] ?? [],
  );
}

/** @throws Problem `file` where the installation lacks it */
export async function readPage(id: string, templates: Templates): Promise<Page> {
  return JSON.parse(await templates.read(`${folder}/${id}.json`)) as Page;
}

/**
 * A page for one policy alone: it takes what it takes in any method's page.
 * @throws Problem `usage` where there is none of that name
 */
export async function pageOfDocument(name: string, templates: Templates): Promise<Page> {
  const names = await documentNames(templates);
  if (!names.includes(name)) throw unknownName(name, [...(await pageNames(templates)), ...names]);
  const pages = await Promise.all((await pageNames(templates)).map((id) => readPage(id, templates)));
  const uses = pages
    .flatMap(({ steps }) => steps)
    .flatMap(({ documents }) => documents)
    .filter(({ template }) => namesOf(template).includes(name));
  const takes = [...new Set(uses.flatMap((use) => [...(use.has ?? []), ...(use.takes ?? [])]))];
  const held = uses.find((use) => use.held !== '{{holder}}')?.held ?? 'group';
  return {
    steps: [
      { account: '{{account}}', whose: '', documents: [{ name: 'policy', template: name, takes, held }], commands: [] },
    ],
    refuses: {},
    then: [],
  };
}

const choices: Readonly<Record<string, readonly string[]>> = { access: accessLevels, provider: webIdentityProviders };

/** What the name of a template can become: `access/{{access}}` is one of three. */
export function namesOf(template: string): readonly string[] {
  const [place] = placeholdersOf(template);
  return place === undefined
    ? [template]
    : (choices[place] ?? []).map((word) => template.replace(`{{${place}}}`, word));
}

/** Whether the facts are what a page wants them to be. */
export function applies(when: When | undefined, facts: PolicyFacts): boolean {
  return Object.entries(when ?? {}).every(([name, wanted]) => {
    const fact = facts[name as keyof PolicyFacts];
    if (typeof wanted === 'boolean') return (fact ?? false) === wanted;
    return wanted.includes(typeof fact === 'object' && 'kind' in fact ? fact.kind : (fact as string));
  });
}

function unknownName(name: string, names: readonly string[]): Problem {
  return new UnknownWord(`There is no policy "${printable(name, 80)}".`, name, `There are ${names.join(', ')}.`);
}
