import { expect } from 'chai';

import { policyParts } from '../../src/aws/policies/policy-parts.js';
import { policyValues } from '../../src/aws/policies/values.js';
import { policyQuestions, questionsBehind } from '../../src/commands/policy/questions/index.js';
import { placeholdersOf } from '../../src/core/text/template.js';
import { applies, documentNames, namesOf, pageNames, readPage, type Page } from '../../src/commands/policy/page.js';
import { methods } from '../../src/methods/index.js';
import { shippedTemplates as templates } from '../helpers/shipped-templates.js';

describe('templates/iam', () => {
  let pages: readonly (readonly [string, Page])[];
  let files: readonly string[];
  before(async () => {
    pages = await Promise.all(
      (await pageNames(templates)).map(async (id) => [id, await readPage(id, templates)] as const),
    );
    files = await templates.list('iam');
  });

  for (const { id } of methods) {
    it(`has a page for the method ${id}`, async () => {
      expect(await pageNames(templates)).to.include(id);
    });
  }

  it('are JSON, trust nobody without naming them, and allow nothing on everything but a list of names', async () => {
    for (const path of files) {
      const text = await templates.read(path);
      expect(() => JSON.parse(text) as unknown, path).to.not.throw();
      expect(text, path).to.not.match(/"(Principal|AWS|Federated|Service)": *"\*"/);
      if (text.includes('"Resource": "*"') && !text.includes('"Deny"'))
        expect(text, path).to.include('"Action": "codecommit:ListRepositories"');
    }
  });

  it('ask for nothing but what a question answers, or the Region says', async () => {
    const known = Object.keys(policyValues({ region: 'eu-west-1' }));
    const perItem = ['tagKey', 'tagValue'];
    for (const path of files) {
      const names = /"name": "(\w+)"/g;
      const text = await templates.read(path);
      const documents = [...text.matchAll(names)].map(([, name]) => name);
      const open = placeholdersOf(text).filter(
        (name) => questionsBehind[name] === undefined && ![...known, ...perItem, ...documents].includes(name),
      );
      expect(open, path).to.deep.equal([]);
    }
    expect(
      Object.values(questionsBehind)
        .flat()
        .filter((name) => !Object.hasOwn(policyQuestions, name)),
    ).to.deep.equal([]);
  });

  it('are each of use: to a page, or to a part that a page takes', () => {
    const documents = pages.flatMap(([, { steps }]) => steps).flatMap((step) => step.documents);
    const taken = new Set(documents.flatMap(({ takes = [], has = [] }) => [...takes, ...has]));
    expect([...taken].sort()).to.deep.equal(Object.keys(policyParts).sort());
    const facts = {
      region: 'eu-west-1',
      mfa: true,
      listRepositories: true,
      externalId: 'x',
      subject: ['x'],
      kmsKey: ['x'],
      protectedBranch: ['x'],
      sourceNetwork: ['192.0.2.0/24', 'vpce-1'],
      sessionTag: [{ key: 'a', value: 'b' }],
      sourceIdentity: ['x'],
      repositoryTag: [{ key: 'a', value: 'b' }],
    };
    const fragments = Object.values(policyParts)
      .flatMap((part) => [
        ...part.fragments(facts),
        ...part.fragments({ ...facts, subject: ['x*'], sourceIdentity: ['x*'] }),
      ])
      .flatMap((fragment) => [fragment.template, ...('patches' in fragment ? (fragment.patches ?? []) : [])]);
    const used = [...documents.flatMap(({ template }) => namesOf(template)), ...fragments].map(
      (name) => `iam/${name}.json`,
    );
    expect(files.filter((path) => !/^iam\/[a-z-]+\.json$/.test(path) && !used.includes(path))).to.deep.equal([]);
  });

  it('say why where a method has no place for MFA or an external id', () => {
    for (const [id, page] of pages) {
      const documents = page.steps.flatMap((step) => step.documents);
      for (const part of ['mfa', 'externalId'] as const) {
        const has = documents.some(({ takes = [], has: always = [] }) => [...takes, ...always].includes(part));
        expect(has !== (page.refuses[part] !== undefined), `${id}: ${part}`).to.equal(true);
      }
    }
  });

  it('leave a policy out where it does not apply', () => {
    expect(applies({ mfa: true }, { region: 'eu-west-1' })).to.equal(false);
    expect(
      applies(
        { mfa: true, attachTo: ['user'] },
        { region: 'eu-west-1', mfa: true, attachTo: { kind: 'role', name: 'x' } },
      ),
    ).to.equal(false);
    expect(
      applies(
        { mfa: true, attachTo: ['user'] },
        { region: 'eu-west-1', mfa: true, attachTo: { kind: 'user', name: 'x' } },
      ),
    ).to.equal(true);
  });

  it('name the policies that can be made alone', async () => {
    expect(await documentNames(templates)).to.include.members([
      'access/read',
      'access/contribute',
      'access/full',
      'trust/account',
      'trust/saml',
      'caller/assume-role',
    ]);
  });
});
