import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect } from 'chai';

import { parseInvocation, splitCommand } from '../src/cli/argv.js';
import { methodPage } from '../scripts/method-page.js';
import { allCommands } from '../src/commands/index.js';
import { shellWords } from '../src/git/shell-words.js';
import { methods } from '../src/methods/index.js';

const commands = await allCommands();

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
        const words = (shellWords(call) ?? []).slice(2);
        const { command = 'setup', rest } = splitCommand(
          words,
          commands.map(({ name }) => name),
        );
        const found = commands.find(({ name }) => name === command);
        expect(found).to.not.equal(undefined);
        if (found !== undefined) expect(() => parseInvocation(found, rest, {})).to.not.throw();
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
