import type { Templates } from '../../core/ports/templates.js';
import { placeholdersOf, renderJson } from '../../core/text/template.js';
import { patchStatement, type Patch, type PolicyDocument, type PolicyStatement } from './document.js';
import type { PolicyFacts } from './facts.js';
import { policyParts, type Fragment, type PolicyPart, type PolicyPartName } from './policy-parts.js';
import { policyValues } from './values.js';

/** Which templates a policy is made of. */
export interface PolicyTemplates {
  /** The policy's own, below `iam`: `access/read`. */
  readonly template: string;
  /** What it may have besides, where the facts want it. */
  readonly parts: readonly PolicyPartName[];
}

type Reader = Pick<Templates, 'read'>;

/**
 * Makes a policy of templates: its own statements, those that the facts add, and the conditions that they put on them.
 * @throws Problem `failed` where the facts leave a placeholder open
 */
export async function composePolicy(
  { template, parts: names }: PolicyTemplates,
  facts: PolicyFacts,
  templates: Reader,
): Promise<PolicyDocument> {
  const base = (await fill({ template }, facts, templates)) as PolicyDocument;
  const wanted: readonly PolicyPart[] = names.map((name) => policyParts[name]);
  const patchesOf = (kind: PolicyPart['kind']): Promise<Patch[]> =>
    filled(
      wanted.filter((part) => part.kind === kind),
      facts,
      templates,
    ) as Promise<Patch[]>;
  const own = base.Statement.map(withPatches(await patchesOf('patch')));
  const apart = (await Promise.all(
    wanted.filter(({ kind }) => kind === 'apart').map((part) => filled([part], facts, templates)),
  )) as readonly (readonly Patch[])[];
  const beside = apart
    .filter((patches) => patches.length > 0)
    .flatMap((patches) => base.Statement.filter(({ Effect }) => Effect === 'Allow').map(standingApart(patches)));
  const added = (await filled(
    wanted.filter(({ kind }) => kind === 'statement'),
    facts,
    templates,
  )) as PolicyStatement[];
  return { ...base, Statement: [...own, ...beside, ...added].map(withPatches(await patchesOf('patch-everything'))) };
}

/** Conditions narrow what is allowed; on a denial they would widen it. */
const withPatches =
  (patches: readonly Patch[]) =>
  (statement: PolicyStatement): PolicyStatement =>
    statement.Effect === 'Allow' ? patches.reduce(patchStatement, statement) : statement;

/** For the same principals and resources as a statement, under no condition of it. */
const standingApart =
  (patches: readonly Patch[]) =>
  ({ Effect, Principal, Resource }: PolicyStatement): PolicyStatement =>
    patches.reduce<PolicyStatement>(patchStatement, {
      Effect,
      ...(Principal && { Principal }),
      Action: [],
      ...(Resource !== undefined && { Resource }),
    });

async function filled(wanted: readonly PolicyPart[], facts: PolicyFacts, templates: Reader): Promise<unknown[]> {
  return await Promise.all(
    wanted.flatMap(({ fragments }) => fragments(facts)).map((fragment) => fill(fragment, facts, templates)),
  );
}

async function fill(
  { template, values = {}, patches = [] }: Fragment,
  facts: PolicyFacts,
  templates: Reader,
): Promise<unknown> {
  const text = await templates.read(`iam/${template}.json`);
  const places = placeholdersOf(text);
  const all = { ...policyValues(facts), ...values };
  const found: unknown = JSON.parse(
    renderJson(text, Object.fromEntries(Object.entries(all).filter(([name]) => places.includes(name)))),
  );
  const own = await Promise.all(patches.map((patch) => fill({ template: patch }, facts, templates)));
  return own.reduce<unknown>((statement, patch) => patchStatement(statement as PolicyStatement, patch as Patch), found);
}
