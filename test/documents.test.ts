import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect } from 'chai';

import { methodPage } from '../scripts/method-page.js';
import { methods } from '../src/methods/index.js';
import { parseCall } from './helpers/parse-call.js';

const root = resolve(import.meta.dirname, '..');
const documents = [
  ...markdownIn(root),
  ...markdownIn(join(root, 'docs')),
  ...markdownIn(join(root, 'docs', 'methods')),
];

function markdownIn(folder: string): string[] {
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.md'))
        .map((name) => join(folder, name))
    : [];
}

/** Every call of the program that a reader could copy; those with brackets show how a call is built. */
function callsIn(text: string): string[] {
  const blocks = [...text.matchAll(/^```sh\n([^]*?)^```/gm)].flatMap(([, block = '']) =>
    block.replace(/\\\n\s*/g, '').split('\n'),
  );
  const inline = [...text.replace(/^```[^]*?^```/gm, '').matchAll(/`([^`]+)`/g)].map(([, code = '']) =>
    code.replace(/\s+/g, ' '),
  );
  return [...blocks, ...inline].filter((code) => /^git codecommit\b/.test(code) && !/[[\]|…]/.test(code));
}

for (const path of documents) {
  const text = readFileSync(path, 'utf8');
  describe(relative(root, path), () => {
    it('leads to files that are there', () => {
      const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].map(([, link = '']) => link);
      for (const link of links) expect(existsSync(join(dirname(path), link)), link).to.equal(true);
    });

    for (const call of new Set(callsIn(text))) {
      it(`names a call that there is: ${call}`, () => {
        expect(() => parseCall(call)).to.not.throw();
      });
    }
  });
}

describe('docs/methods', () => {
  for (const method of methods) {
    it(`has the page of ${method.id} as \`npm run documents\` writes it, with its picture`, () => {
      expect(readFileSync(join(root, 'docs', 'methods', `${method.id}.md`), 'utf8')).to.equal(methodPage(method));
      expect(existsSync(join(root, 'docs', 'methods', `${method.id}.svg`))).to.equal(true);
    });
  }
});
