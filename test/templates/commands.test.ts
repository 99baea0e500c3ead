import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { expect } from 'chai';

import { methods } from '../../src/methods/index.js';
import { parseCall } from '../helpers/parse-call.js';

const root = resolve(import.meta.dirname, '..', '..');
const templates = readdirSync(join(root, 'templates'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) =>
    join(entry.parentPath, entry.name)
      .slice(root.length + 1)
      .replaceAll('\\', '/'),
  );
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** What stands in a template for somebody to type, by where it begins and ends there. */
const calls: Readonly<Record<string, RegExp>> = {
  'templates/iam/': /[`"]((?:git codecommit|policy) [^`"]*)[`"]/g,
  'templates/team/onboarding.html': /<code>(git codecommit [^<]*)<\/code>/g,
  'templates/team/picture.svg': /[>:] ?(git codecommit [^<]*)<\/text>/g,
  'templates/team/recipe.ini': /(?:: |`)(git codecommit [^`\n]*?)(?:`|$)/gm,
  'templates/shell/': /^# .*: .*?(git codecommit completion \w+)/gm,
};

/** What only names the program, or is the call by which a shell asks it. */
const others = /`git codecommit(?:`| \.\.\.)|_describe 'git codecommit'|git codecommit __complete /g;

function callsIn(path: string): readonly string[] {
  return Object.entries(calls)
    .filter(([place]) => path.startsWith(place))
    .flatMap(([, pattern]) => [...read(path).matchAll(pattern)].map(([, call = '']) => call));
}

describe('the commands in the templates', () => {
  for (const path of templates) {
    const found = callsIn(path);
    if (!read(path).includes('git codecommit')) continue;

    it(`of ${path} are all looked at`, () => {
      const named = read(path).match(/git codecommit\b/g)?.length ?? 0;
      const passed = read(path).match(others)?.length ?? 0;
      const whole = found.filter((call) => call.startsWith('git '));
      expect(whole.length + passed, found.join('\n')).to.equal(named);
    });

    for (const call of new Set(found.map((call) => call.replace(/^(?!git )/, 'git codecommit ')))) {
      it(`of ${path} exist, with their flags: ${call}`, () => {
        const { command, invocation } = parseCall(call);
        const ids: readonly string[] = methods.map(({ id }) => id);
        if (command === 'policy') expect(invocation.operands.filter((id) => !ids.includes(id))).to.deep.equal([]);
      });
    }
  }

  it('call for the package by the name that packing gives it, as the README does', () => {
    const [, install] = /<code>(npm [^<]*)<\/code>/.exec(read('templates/team/onboarding.html')) ?? [];
    expect(install).to.match(/^npm install /);
    expect(read('README.md')).to.include(`\`${install}\``);
  });
});
