import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';

import { explain } from '../../../src/aws/refusals/explain.js';
import type { Rule } from '../../../src/aws/refusals/rule.js';
import { cognitoExamples } from './cognito-examples.js';
import { refusalExamples } from './examples.js';

const folder = resolve(import.meta.dirname, '../../../src/aws/refusals');
const examples = [...refusalExamples, ...cognitoExamples].map(([operation, code, said]) => ({ operation, code, said }));

/** Every table of rules, by its name and the file it stands in. */
const tables = (
  await Promise.all(
    readdirSync(folder).map(async (file) => {
      const module = (await import(pathToFileURL(join(folder, file)).href)) as Readonly<Record<string, unknown>>;
      return Object.entries(module)
        .filter((entry): entry is [string, readonly Rule[]] => entry[0].endsWith('Rules') && Array.isArray(entry[1]))
        .map(([name, rules]) => ({ at: `src/aws/refusals/${file}: ${name}`, rules }));
    }),
  )
).flat();

describe('every rule about a refusal', () => {
  it('has an example that it explains (examples.ts, cognito-examples.ts), and a place in src/aws/refusals/explain.ts', () => {
    expect(tables.length).to.be.greaterThan(8);
    const explained = (rule: Rule): boolean =>
      examples.some(({ operation, code, said }) => {
        if (!rule.code.test(code) || !(rule.said?.test(said) ?? true)) return false;
        const { message, hint } = explain({ message: said, facts: { operation, code } });
        const own = typeof rule.explain === 'function' ? rule.explain({ operation, code, said }) : rule.explain;
        return own.message === message && JSON.stringify(own.hint) === JSON.stringify(hint);
      });
    const unused = tables.flatMap(({ at, rules }) =>
      rules.filter((rule) => !explained(rule)).map(({ code, said }) => `${at}: ${String(code)} ${String(said ?? '')}`),
    );
    expect(unused).to.deep.equal([]);
  });
});
