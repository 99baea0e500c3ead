import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from 'chai';
import { methods } from '../src/methods/index.js';

const root = resolve(import.meta.dirname, '..');
const page = readFileSync(resolve(root, 'SECURITY.md'), 'utf8');
const rows = (heading: string): string[][] => {
  const [, ...lines] =
    (page.split(heading)[1] ?? '')
      .split('\n## ')[0]
      ?.split('\n')
      .filter((line) => line.startsWith('|')) ?? [];
  return lines.slice(1).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
};

describe('SECURITY.md', () => {
  it('names tests that exist', () => {
    const named = [...page.matchAll(/`(test\/[^`]+)`/g)].map(([, file = '']) => file);
    expect(named.length).to.be.greaterThan(10);
    for (const file of named) expect(existsSync(resolve(root, file)), file).to.equal(true);
  });

  it('names the test that proves each promise', () => {
    const promises = rows('## What is at stake');
    expect(promises.length).to.be.greaterThan(8);
    for (const [promise, , proof] of promises) expect(proof, promise).to.match(/`test\/\S+\.test\.ts`/);
  });

  it('names the hosts of every way to sign in', () => {
    const documented = rows('## What goes over the network').map(([method = '']) => method.replaceAll('`', ''));
    for (const { id } of methods) expect(documented).to.include(id);
  });
});
