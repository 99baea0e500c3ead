import { join } from 'node:path';
import { expect } from 'chai';

import type { PolicyDocument } from '../../src/aws/policies/document.js';
import type { PolicySet } from '../../src/commands/policy/set.js';
import { administratorMessage, trustStatements } from '../../src/aws/refusals/explain.js';
import { cleanEnvironment } from '../helpers/environment.js';
import { needs } from '../helpers/needs.js';
import { owner, policyCases, type Ask, type PolicyCase } from '../helpers/policy-cases.js';
import { documentOf, policyCommand, type PolicyCommand } from '../helpers/policy-command.js';
import { run } from '../helpers/run.js';

interface Simulation {
  readonly request: {
    readonly principal: string;
    readonly action: string;
    readonly resource: { readonly resource: string; readonly accountId: string };
    readonly contextVariables: Readonly<Record<string, string>>;
  };
  readonly identityPolicies: readonly PolicyDocument[];
  readonly resourcePolicy?: PolicyDocument | undefined;
}

interface Answer {
  readonly result: string;
  readonly ignored: readonly string[];
  readonly errors?: unknown;
}

const bridge = join(import.meta.dirname, '..', 'interop', 'iam-simulate.mjs');
const ana = 'arn:aws:iam::111122223333:user/ana';
const role = `arn:aws:iam::${owner}:role/CodeCommitRead`;

/** Nobody signs a call with SAML or a web identity, so no policy of the caller's can be in its way. */
const unsigned: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:*', Resource: '*' }],
};

/** As KMS gives it to a new key: the account's own policies decide. */
const keyPolicy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${owner}:root` }, Action: 'kms:*', Resource: '*' }],
};

function simulationOf(set: PolicySet, ask: Ask): Simulation {
  const takesRole = ask.of === 'trust' || ask.on === role;
  const resource = takesRole ? (ask.on ?? role) : (ask.on ?? '*');
  const principal = takesRole ? (ask.who ?? ana) : `arn:aws:iam::${owner}:user/ana`;
  return JSON.parse(
    knownIssuer(
      JSON.stringify({
        request: {
          principal,
          action: ask.action,
          resource: { resource, accountId: resource.split(':')[4] ?? owner },
          contextVariables: ask.context ?? {},
        },
        // Across accounts both sides must allow it: the caller's policy, and the role's trust.
        identityPolicies: takesRole
          ? [
              principal.startsWith('arn:aws:iam::') && set.steps.length > 1 && !principal.includes('provider/')
                ? documentOf(set, 'caller')
                : unsigned,
            ]
          : [documentOf(set, ask.of)],
        ...(takesRole && { resourcePolicy: documentOf(set, 'trust') }),
        ...(ask.action.startsWith('kms:') && { resourcePolicy: keyPolicy }),
      }),
    ),
  ) as Simulation;
}

/** The engine knows the claims of some providers by name, and no others: ours is given Google's for its claims. */
function knownIssuer(json: string): string {
  return json
    .replaceAll('login.example.com/team:', 'accounts.google.com:')
    .replaceAll('acme.eu.auth0.com/:', 'accounts.google.com:')
    .replaceAll('token.actions.githubusercontent.com:', 'accounts.google.com:')
    .replaceAll('gitlab.example.com:', 'accounts.google.com:');
}

describe('an independent policy engine', function () {
  this.timeout(120_000);
  before(needs('iam-simulate'));
  let policy: PolicyCommand | undefined;
  before(async () => {
    policy = await policyCommand();
  });
  after(() => policy?.home.remove());

  async function answersTo(one: PolicyCase): Promise<readonly Answer[]> {
    if (policy === undefined) throw new Error('before() has not run');
    const set = await policy.set(one);
    const input = JSON.stringify(one.asks.map((ask) => simulationOf(set, ask)));
    const { code, stdout, stderr } = await run(process.execPath, [bridge], { env: cleanEnvironment(), input });
    if (code !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as readonly Answer[];
  }

  for (const one of policyCases) {
    it(`decides as it should on what is made for ${one.method}, ${one.title}`, async () => {
      const answers = await answersTo(one);
      const wanted = one.asks.map(
        ({ action, who, on, context, allowed, because }) =>
          `${action} ${who ?? on ?? ''} ${JSON.stringify(context ?? {})} ` + `${because}: ${String(allowed)}`,
      );
      expect(answers.map(({ errors }) => errors).filter((error) => error !== undefined)).to.deep.equal([]);
      expect(
        answers.flatMap(({ ignored }) => ignored),
        'conditions that the action does not know',
      ).to.deep.equal([]);
      expect(
        answers.map(({ result }, index) =>
          wanted[index]?.replace(/: (true|false)$/, `: ${String(result === 'Allowed')}`),
        ),
      ).to.deep.equal(wanted);
    });
  }

  describe('on the statements that a message for the administrator asks for', () => {
    const tags = { tags: [{ key: 'team', value: 'blue' }] };
    const [externalId, sourceIdentity] = [{ externalId: 'x:1' }, { sourceIdentity: 'ana' }];
    const serialNumber = { serialNumber: 'arn:aws:iam::111122223333:mfa/ana' };
    const context = {
      'sts:ExternalId': 'x:1',
      'sts:SourceIdentity': 'ana',
      'aws:RequestTag/team': 'blue',
      'aws:TagKeys': 'team',
      'aws:MultiFactorAuthPresent': 'true',
    };
    // What the call brings to each of its actions. Source: service authorization reference, AWS STS.
    const keysOf: Readonly<Record<string, readonly (keyof typeof context)[]>> = {
      'sts:AssumeRole': Object.keys(context) as (keyof typeof context)[],
      'sts:TagSession': ['aws:RequestTag/team', 'aws:TagKeys', 'aws:MultiFactorAuthPresent'],
      'sts:SetSourceIdentity': ['sts:SourceIdentity', 'aws:MultiFactorAuthPresent'],
    };

    for (const [what, sent] of [
      ['an external id', externalId],
      ['an external id and tags', { ...externalId, ...tags }],
      ['an external id and a source identity', { ...externalId, ...sourceIdentity }],
      ['tags, a source identity and a code', { ...tags, ...sourceIdentity, ...serialNumber }],
      ['all together', { ...externalId, ...tags, ...sourceIdentity, ...serialNumber }],
    ] as const)
      it(`lets the call through, and nobody without what it is to bring: ${what}`, async () => {
        const all = { callerArn: ana, roleArn: role, ...sent };
        const trust = { Version: '2012-10-17', Statement: trustStatements('AssumeRole', all) };
        const text = administratorMessage(
          { message: 'no', facts: { operation: 'AssumeRole', code: 'x' } },
          all,
          new Date(0),
        );
        const own = {
          Version: '2012-10-17',
          Statement: [JSON.parse(/permissions.*?:\n(\{.*\})/s.exec(text)?.[1] ?? '')],
        };
        const actions = [
          'sts:AssumeRole',
          ...('tags' in sent ? ['sts:TagSession'] : []),
          ...('sourceIdentity' in sent ? ['sts:SetSourceIdentity'] : []),
        ];
        const simulation = (action: string, without?: string) => ({
          request: {
            principal: ana,
            action,
            resource: { resource: role, accountId: owner },
            contextVariables: Object.fromEntries(
              (keysOf[action] ?? []).filter((key) => key !== without).map((key) => [key, context[key]]),
            ),
          },
          identityPolicies: [own],
          resourcePolicy: trust,
        });
        const asks = [
          ...actions.map((action) => simulation(action)),
          ...('externalId' in sent ? [simulation('sts:AssumeRole', 'sts:ExternalId')] : []),
          ...('serialNumber' in sent ? [simulation('sts:AssumeRole', 'aws:MultiFactorAuthPresent')] : []),
        ];
        const { code, stdout, stderr } = await run(process.execPath, [bridge], {
          env: cleanEnvironment(),
          input: JSON.stringify(asks),
        });
        if (code !== 0) throw new Error(stderr);
        const answers = JSON.parse(stdout) as readonly Answer[];
        expect(
          answers.flatMap(({ errors, ignored }) => [...ignored, ...(errors === undefined ? [] : [errors])]),
        ).to.deep.equal([]);
        expect(answers.map(({ result }) => result === 'Allowed')).to.deep.equal(
          asks.map((_, index) => index < actions.length),
        );
      });
  });
});
