import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';

import { exportFormats } from '../src/aws/credential-formats/export-formats.js';
import { codeCommitRegions, everyHost, gitHost, parseGitHost, regionHosts } from '../src/aws/codecommit/hosts.js';
import { otherStsRegions, partitionOf } from '../src/aws/partitions.js';
import { policyValues } from '../src/aws/policies/values.js';
import { signInEndpoint } from '../src/aws/saml/sign-in-endpoint.js';
import { isAwsUrl } from '../src/aws/service-hosts.js';
import { allCommands } from '../src/commands/index.js';
import { policyQuestions } from '../src/commands/policy/questions/index.js';
import { methodFlags } from '../src/commands/setup/flags.js';
import { flagsOfQuestions } from '../src/core/interview/flag.js';
import { camel } from '../src/core/interview/question.js';
import type { Check } from '../src/doctor/check.js';
import { checks } from '../src/doctor/checks/index.js';
import { targetQuestions } from '../src/interview/clone-target.js';
import { methods } from '../src/methods/index.js';
import { signInBy } from './e2e/sign-in-by.js';

// Every place that docs/how-to.md names and no other test holds; each message begins with the file to change.

const root = resolve(import.meta.dirname, '..');
const commands = await allCommands();
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const isThere = (path: string): boolean => existsSync(join(root, path));
const section = (page: string, heading: string): string =>
  new RegExp(`^## ${heading}\\n([^]*?)(?=^## |(?![^]))`, 'm').exec(read(page))?.[1] ?? '';

function textsIn(folder: string, which: RegExp): ReadonlyMap<string, string> {
  const paths = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
    (path) => `${folder}/${path}`,
  );
  return new Map(paths.filter((path) => which.test(path)).map((path) => [path, read(path)]));
}

const source = textsIn('src', /\.ts$/);
// This file and those that hold tables against pages say nothing of what a flag does.
const tests = [...textsIn('test', /\.(?:ts|txt)$/)].filter(([path]) => !/^test\/[\w.-]+\.test\.ts$/.test(path));
const inTests = (pattern: RegExp): boolean => tests.some(([, text]) => pattern.test(text));

function expectNothingForgotten(places: readonly (string | false)[]): void {
  expect(places.filter((place) => place !== false)).to.deep.equal([]);
}

describe('a sign-in method has every place of its own', () => {
  it('in src/methods/index.ts, from a file or folder of its name', () => {
    const there = [...textsIn('src/methods', /^src\/methods\/(?:[\w-]+|[\w-]+\/index)\.ts$/)]
      .filter(([, text]) => text.includes('= defineMethod('))
      .map(([path]) => basename(path.replace('/index.ts', '.ts'), '.ts'));
    const ids = methods.map(({ id }) => id);
    expectNothingForgotten(
      there.map((name) => !ids.includes(name) && `src/methods/index.ts: it does not list ${name}`),
    );
    expectNothingForgotten(
      ids.map((id) => !there.includes(id) && `src/methods/${id}.ts: there is none of the id ${id}`),
    );
  });

  for (const { id } of methods) {
    it(`${id}: policies, README.md, SECURITY.md, tests, conversation, page`, () => {
      const row = new RegExp(`^\\| \`${id}\` \\|`, 'm');
      const way = new RegExp(`\\((?:\`--method ${id}\`|\`${id}\`)\\)`);
      expectNothingForgotten([
        !isThere(`templates/iam/${id}.json`) && `templates/iam/${id}.json: what an administrator has to prepare`,
        !new RegExp(`^- \`${id}\`: `, 'm').test(section('docs/contract.md', '6\\. .*')) &&
          `docs/contract.md: no point for ${id} in section 6`,
        !way.test(section('README.md', 'Ways to sign in')) &&
          `README.md: no paragraph for (\`${id}\`) in "Ways to sign in"`,
        !row.test(section('SECURITY.md', 'What goes over the network')) &&
          `SECURITY.md: no row for ${id} in "What goes over the network"`,
        !isThere(`test/methods/${id}.test.ts`) &&
          !isThere(`test/methods/${id}/index.test.ts`) &&
          `test/methods/${id}.test.ts: the method by itself`,
        !isThere(`test/e2e/${id}.test.ts`) &&
          !isThere(`test/e2e/${id}.long.test.ts`) &&
          `test/e2e/${id}.test.ts: its whole run, which ends in a clone`,
        !Object.hasOwn(signInBy, id) && `test/e2e/sign-in-by.ts: how somebody signs in by ${id}`,
        !new RegExp(`method: '${id}'`).test(read('test/helpers/policy-cases.ts')) &&
          `test/helpers/policy-cases.ts: no policies of ${id} that are decided`,
        !new RegExp(`^  (?:async )?'?${id}'?(?:: |\\()`, 'm').test(read('test/e2e/method-fixtures.ts')) &&
          `test/e2e/method-fixtures.ts: what somebody has at hand who signs in by ${id}`,
        !isThere(`test/conversations/methods/${id}.txt`) &&
          `test/conversations/methods/${id}.txt: somebody's first time with it`,
        !isThere(`docs/methods/${id}.md`) && `docs/methods/${id}.md: npm run documents writes it`,
        !isThere(`docs/methods/${id}.svg`) && `docs/methods/${id}.svg: npm run documents draws it`,
      ]);
    });
  }
});

describe('a check of the doctor has every place of its own', () => {
  it('in src/doctor/checks/index.ts', async () => {
    const files = readdirSync(join(root, 'src/doctor/checks')).filter((name) => name !== 'index.ts');
    const modules = await Promise.all(
      files.map((name) => import(pathToFileURL(join(root, 'src/doctor/checks', name)).href) as Promise<object>),
    );
    const found = modules.flatMap((module) => Object.values(module) as readonly unknown[]).filter(isCheck);
    expect(found.length).to.be.at.least(checks.length);
    expectNothingForgotten(
      found.map((check) => !checks.includes(check) && `src/doctor/checks/index.ts: it does not list ${check.id}`),
    );
  });

  for (const { id } of checks) {
    it(`${id}: the contract, docs/403.md, a broken machine`, () => {
      const machines = [...textsIn('test/e2e/doctor', /broken-[a-z]+\.ts$/).values()].join('\n');
      expectNothingForgotten([
        !new RegExp(`^- \`${id}\`: `, 'm').test(section('docs/contract.md', '10\\. .*')) &&
          `docs/contract.md: no point for ${id} in section 10`,
        !section('docs/403.md', 'What doctor looks at').includes(`\`${id}\``) &&
          `docs/403.md: no word on ${id} in "What doctor looks at"`,
        !machines.includes(`cause: '${id}'`) && `test/e2e/doctor/broken-*.ts: no machine with the cause ${id}`,
      ]);
    });
  }
});

describe('a command has every place of its own', () => {
  it('in src/commands/index.ts, from a folder of its name', () => {
    const there = readdirSync(join(root, 'src/commands')).filter((name) => isThere(`src/commands/${name}/index.ts`));
    const names = commands.map(({ name }) => name);
    expectNothingForgotten(
      there.map((name) => !names.includes(name) && `src/commands/index.ts: it does not list ${name}`),
    );
    expectNothingForgotten(
      names.map((name) => !there.includes(name) && `src/commands/${name}/index.ts: there is none of the name ${name}`),
    );
  });

  for (const { name, flags } of commands) {
    const table = `src/commands/${name}/flags.ts`;
    if (isThere(table))
      it(`${name}: its flags are those of its own table`, async () => {
        const tables = (await import(pathToFileURL(join(root, table)).href)) as Readonly<Record<string, unknown>>;
        expectNothingForgotten([
          !Object.values(tables).includes(flags) &&
            `src/commands/${name}/index.ts: its flags are not those of flags.ts`,
        ]);
      });

    it(`${name}: the contract, README.md, CHANGELOG.md, a test that runs it`, () => {
      const call = name === 'setup' ? 'git codecommit' : `git codecommit ${name}`;
      const printsNoDocument = ['completion', 'help'].includes(name);
      expectNothingForgotten([
        !new RegExp(`^- \`${name}[ \`]`, 'm').test(section('docs/contract.md', '2\\. .*')) &&
          `docs/contract.md: no point for ${name} in section 2`,
        !printsNoDocument &&
          !new RegExp(`\`${name}[ \`]`).test(section('docs/contract.md', '4\\. .*')) &&
          `docs/contract.md: section 4 does not say what ${name} --json gives, or that it is usage`,
        !new RegExp(`^\\| \`${call}[ \`]`, 'm').test(read('README.md')) && `README.md: no row for \`${call}\``,
        !new RegExp(`\`(?:git codecommit )?${name === 'setup' ? 'git codecommit' : name}`).test(read('CHANGELOG.md')) &&
          `CHANGELOG.md: not a word on ${name}`,
        !inTests(new RegExp(`\\[\\s*'${name}'|git codecommit ${name}\\b|\\('${name}'`)) &&
          `test/e2e: no test that runs ${name}`,
      ]);
    });

    it(`${name}: each of its flags is read by the code, and given in a test`, () => {
      const questions = { ...targetQuestions, ...policyQuestions };
      const asked = new Set<string>([...methodFlags, ...flagsOfQuestions(questions)].map(({ name: flag }) => flag));
      const read = (flag: string): boolean =>
        asked.has(flag) ||
        [...source].some(([, text]) =>
          new RegExp(`\\.(?:on|texts?|oneOf|saysAny|one)\\(\\s*\\[?'(?:${flag}|${camel(flag)})'`).test(text),
        );
      const own = flags.filter(({ name: flag }) => name === 'setup' || name === 'policy' || !asked.has(flag));
      expectNothingForgotten(
        own.flatMap(({ name: flag }) => [
          !read(flag) && `src/commands/${name}: nothing reads --${flag}`,
          !isGiven(name, flag) && `test/e2e: no test gives --${flag}`,
        ]),
      );
    });
  }
});

describe('an output format of export has every place of its own', () => {
  for (const format of exportFormats) {
    it(`${format}: the contract, a template, its first line`, () => {
      expectNothingForgotten([
        !new RegExp(`\`${format}\``).test(section('docs/contract.md', '2\\. .*')) &&
          `docs/contract.md: section 2 does not name ${format}`,
        format !== 'process' &&
          !isThere(`templates/shell/export.${format}`) &&
          `templates/shell/export.${format}: its lines`,
        !new RegExp(`^  '?${format}'?:`, 'm').test(read('test/aws/credential-formats/export-formats.test.ts')) &&
          `test/aws/credential-formats/export-formats.test.ts: no first line of ${format}`,
      ]);
    });
  }

  it('and no template is left of one that is gone', () => {
    const left = readdirSync(join(root, 'templates/shell')).filter((name) => name.startsWith('export.'));
    expectNothingForgotten(
      left.map((name) => !exportFormats.some((format) => name === `export.${format}`) && `templates/shell/${name}`),
    );
  });
});

describe('a Region has every place of its own', () => {
  const matches = (host: string): boolean =>
    everyHost().some((pattern) =>
      new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[^.]+')}$`).test(host),
    );

  for (const region of codeCommitRegions) {
    it(`${region}: its hosts, its partition, its STS, its sign-in page`, () => {
      const { name: partition, dnsSuffix } = partitionOf(region);
      const endpoint = gitHost(region).replace(/^(.*?\.[^.]+)\.(.*)$/, 'vpce-1a2b.$1.vpce.$2');
      const audience = String(policyValues({ region })['samlEndpoint']);
      expectNothingForgotten([
        parseGitHost(gitHost(region))?.partition !== partition &&
          `src/aws/codecommit/hosts.ts: gitPartition does not give ${partition}, as src/aws/partitions.ts does`,
        parseGitHost(endpoint)?.kind !== 'vpc-endpoint' && `src/aws/codecommit/hosts.ts: ${endpoint} is no host`,
        ...[...regionHosts(region), endpoint].map(
          (host) => !matches(host) && `src/aws/codecommit/hosts.ts: everyHost does not cover ${host}`,
        ),
        otherStsRegions(region).length === 0 && `src/aws/partitions.ts: no other STS to ask in ${partition}`,
        !isAwsUrl(new URL(`https://sts.${region}.${dnsSuffix}`)) &&
          `src/aws/service-hosts.ts: sts.${region}.${dnsSuffix} is none of AWS's`,
        signInEndpoint(audience)?.partition !== partition &&
          `src/aws/saml/sign-in-endpoint.ts: no sign-in host of ${partition}`,
        policyValues({ region })['dnsSuffix'] !== dnsSuffix &&
          `src/aws/policies/values.ts: the hosts of ${partition} do not end in ${dnsSuffix}`,
        !section('docs/contract.md', '6\\. .*').includes(`\`${partition}\``) &&
          `docs/contract.md: section 6 does not name the partition ${partition}`,
        !section('docs/contract.md', '9\\. .*').includes(
          dnsSuffix.replace(/^amazonaws\.com(?=\.|$)/, 'amazonaws.com').replace('.com.cn', '.com[.cn]'),
        ) && `docs/contract.md: section 9 does not name hosts below ${dnsSuffix}`,
      ]);
    });
  }
});

/** Whether a test file gives a command a flag; one of setup's or policy's may stand alone, or be a question's answer. */
function isGiven(command: string, flag: string): boolean {
  const variable = `GIT_CODECOMMIT_${flag.toUpperCase().replaceAll('-', '_')}`;
  if (['setup', 'policy'].includes(command)) return inTests(new RegExp(`--${flag}\\b|${variable}|\\b${camel(flag)}: `));
  const given = new RegExp(`--${flag}\\b|${variable}`);
  const called = new RegExp(`[['(]${command}\\b|git codecommit ${command}\\b`);
  return tests.some(([, text]) => given.test(text) && called.test(text));
}

function isCheck(value: unknown): value is Check {
  return typeof value === 'object' && value !== null && 'id' in value && 'title' in value && 'run' in value;
}

describe('docs/how-to.md', () => {
  it('names what is there', () => {
    const text = [...source.values(), ...textsIn('test', /\.ts$/).values()].join('\n');
    const names = [...read('docs/how-to.md').matchAll(/`([a-z]+[A-Z]\w*)`/g)].map(([, name]) => name ?? '');
    expectNothingForgotten(
      names.map((name) => !new RegExp(`\\b${name}\\b`).test(text) && `docs/how-to.md: there is no ${name}`),
    );
  });
});
