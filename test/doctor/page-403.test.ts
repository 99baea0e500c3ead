import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

import { unseen } from '../../src/doctor/beyond-checks.js';
import { checks } from '../../src/doctor/checks/index.js';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', '403.md'), 'utf8');
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((text) => [text.slice(0, text.indexOf('\n')), text.slice(text.indexOf('\n'))] as const),
);
const ids: readonly string[] = checks.map(({ id }) => id);
const looksAt = 'What doctor looks at';
const unhelped = 'When nothing of this helps';

/** The checks that a cause of the page names. */
function checksIn(section: string): readonly string[] {
  const line = /^In doctor: (.*)\.$/m.exec(section)?.[1] ?? '';
  return [...line.matchAll(/`([\w-]+)`/g)].map(([, id = '']) => id);
}

describe('docs/403.md and the checks of the doctor', () => {
  for (const [title, text] of sections)
    if (title !== looksAt && title !== unhelped)
      it(`know both of "${title}"`, () => {
        expect(checksIn(text)).to.not.be.empty;
        expect(checksIn(text).filter((id) => !ids.includes(id))).to.deep.equal([]);
      });

  it('have no check that looks for a cause of which the page says nothing', () => {
    const explained = [...sections.values()].flatMap(checksIn);
    expect(ids.filter((id) => !explained.includes(id))).to.deep.equal([]);
  });

  it('list the same checks', () => {
    const listed = [...(sections.get(looksAt) ?? '').matchAll(/\(`([\w-]+)`\)/g)].map(([, id]) => id);
    expect(listed).to.have.members([...ids]);
  });

  it('name the same causes that no check can see', () => {
    // One for each, in the order of `unseen`.
    const words = [
      /protects single branches/,
      /changed minutes ago/,
      /rules of another network/,
      /longer than the 15 minutes/,
      /push that is too large/,
      /leaves the helper out/,
      /a Git of its own/,
    ];
    expect(words).to.have.length(unseen.length);
    const text = sections.get(unhelped)?.replace(/\s+/g, ' ');
    for (const word of words) expect(text).to.match(word);
  });
});
