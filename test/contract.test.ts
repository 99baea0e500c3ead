import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';

import { exportFormats } from '../src/aws/credential-formats/export-formats.js';
import { commonFlags } from '../src/commands/common/flags.js';
import { allCommands } from '../src/commands/index.js';
import { gitScopes, helpers, saveTargets } from '../src/commands/setup/values.js';
import { methodFlags } from '../src/commands/setup/flags.js';
import { flagsOfQuestions } from '../src/core/interview/flag.js';
import type { Flag } from '../src/core/interview/flag.js';
import { exitCodes } from '../src/core/problem.js';
import { environmentNameOf, kebab } from '../src/core/interview/question.js';
import type { Question, Questions } from '../src/core/interview/question.js';
import { checks } from '../src/doctor/checks/index.js';
import { remoteHelperScopes } from '../src/commands/setup/plan/remote-helper-urls.js';
import { methods } from '../src/methods/index.js';
import { expiryKey, otherExpiryKeys } from '../src/profile/expiry.js';
import { backupPaths, findPaths } from '../src/state/paths.js';
import type { Paths } from '../src/state/paths.js';

const commands = await allCommands();

const root = resolve(import.meta.dirname, '..');
const contract = readFileSync(join(root, 'docs', 'contract.md'), 'utf8');
const parts = [...contract.matchAll(/^## (\d+)\. .*\n([^]*?)(?=^## |(?![^]))/gm)];
const sections = new Map(parts.map(([, number = '', text = '']) => [Number(number), text]));
const section = (number: number): string => sections.get(number) ?? '';

/** The points of a list, by the word in front of each: "- `refresh [PROFILE]`: …" is `refresh`. */
function points(text: string): ReadonlyMap<string, string> {
  const found = [...text.matchAll(/^- `([^` ]+)[^`\n]*`:([^]*?)(?=^- |\n\n|(?![^]))/gm)];
  return new Map(found.map(([, word = '', said = '']) => [word, said]));
}

/** What stands in backticks; a blank is one blank, wherever the line was broken. */
const withoutBlocks = (text: string): string => text.replace(/^```[^]*?^```/gm, '');
const codeIn = (text: string): string[] =>
  [...withoutBlocks(text).matchAll(/`([^`]+)`/g)].map(([, span = '']) => span.replace(/\s+/g, ' '));
const flagsIn = (text: string): string[] => [...text.matchAll(/--([a-z][a-z-]*)/g)].map(([, name = '']) => name);
const namesOf = (flags: readonly Flag[]): string[] => flags.map(({ name }) => name);
const rowsIn = (text: string): string[][] =>
  [...text.matchAll(/^\|(.*)\|$/gm)].slice(2).map(([, row = '']) => row.split('|').map((cell) => cell.trim()));
const unkept = ({ questions }: (typeof methods)[number]): Questions =>
  Object.fromEntries(Object.entries(questions as Questions).filter(([, { kept }]) => !kept));
const allQuestions = methods.flatMap(({ questions }) => Object.entries(questions as Questions) as [string, Question][]);

/** Everything that a folder holds, for what no table lists: the variables of others. */
function textOf(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8')).join('\n');
}

const code = textOf(join(root, 'src'));
const allFlags = namesOf([...commonFlags, ...commands.flatMap(({ flags }) => flags)]);
// A secret's own variable has no `_FILE`.
const variablesOfFlags = allFlags.flatMap((name) => [name, name.replace(/-file$/, '')]).map(environmentNameOf);

const filesAt = (paths: Paths): string[] => [paths.credentials, paths.config, paths.recipes, paths.state, paths.data];
const filesOnUnix = filesAt(findPaths('linux', {}, '/home/ana')).map((path) => path.replace('/home/ana', '~'));

describe('docs/contract.md', () => {
  it('numbers its sections from 1, without a gap', () => {
    expect([...sections.keys()]).to.deep.equal(Array.from({ length: 15 }, (_, index) => index + 1));
  });

  it('names every command, and no other', () => {
    expect([...points(section(2)).keys()].sort()).to.deep.equal(commands.map(({ name }) => name).sort());
  });

  for (const command of commands) {
    it(`names all flags of ${command.name}, where it speaks of that`, () => {
      const shared = new Set(namesOf(methodFlags));
      const own = namesOf(command.flags).filter((name) => command.name === 'policy' || !shared.has(name));
      const said = flagsIn(command.name === 'policy' ? section(12) : (points(section(2)).get(command.name) ?? ''));
      expect(said).to.include.members(own);
      const there = namesOf([...command.flags, ...commonFlags]);
      expect(said.filter((name) => !there.includes(name))).to.deep.equal([]);
    });
  }

  it('names the operands of every command as its help does', () => {
    const heads = codeIn(section(2));
    for (const { name, operands } of commands) expect(heads).to.include(`${name} ${operands}`.trim());
  });

  it('names every flag that all commands have, with its letter', () => {
    for (const { name, short } of commonFlags as readonly Flag[]) {
      expect(section(3)).to.contain(short === undefined ? `\`--${name}\`` : `\`-${short}\`/\`--${name}`);
    }
  });

  it('names the flags of what no recipe keeps', () => {
    const [, said = ''] = section(2).split('flags of what no recipe keeps');
    expect(flagsIn(said).sort()).to.deep.equal(namesOf(flagsOfQuestions(...methods.map(unkept))).sort());
  });

  it('names no flag that there is not', () => {
    const ours = codeIn(contract).filter((text) => !/^(?:git (?!codecommit)|aws |!aws |npm |node )/.test(text));
    expect(flagsIn(ours.join('\n')).filter((name) => !allFlags.includes(name))).to.deep.equal([]);
    // A flag outside backticks would be passed over.
    expect(flagsIn(withoutBlocks(contract).replace(/`[^`]+`/g, ''))).to.deep.equal([]);
  });

  it('names every sign-in method, and no other', () => {
    expect([...points(section(6)).keys()].sort()).to.deep.equal(methods.map(({ id }) => id).sort());
  });

  for (const method of methods) {
    it(`names all flags of ${method.id}, and no other`, () => {
      const said = new Set(flagsIn(points(section(6)).get(method.id) ?? ''));
      expect([...said].sort()).to.deep.equal(namesOf(flagsOfQuestions(method.questions as Questions)).sort());
    });
  }

  it('names the values that a flag may have', () => {
    expect(codeIn(section(2))).to.include.members([...exportFormats, `--save-to ${saveTargets.join('|')}`]);
    expect(codeIn(section(8))).to.include.members([...gitScopes, ...helpers, ...remoteHelperScopes]);
  });

  it('names every check of the doctor, in its order', () => {
    expect([...points(section(10)).keys()]).to.deep.equal(checks.map(({ id }) => id));
  });

  it('names every exit code, and no other', () => {
    const known = [0, ...Object.values(exitCodes)];
    expect(rowsIn(section(4)).map(([number]) => Number(number))).to.deep.equal(known);
    const lists = [...contract.matchAll(/exit\s+code(?:\s+is)?\s+(\d[\d, or]*)/gi)].map(([, list = '']) => list);
    const said = lists.flatMap((list) => list.match(/\d+/g) ?? []).map(Number);
    expect(said.length).to.be.greaterThan(3);
    expect(said.filter((number) => !known.includes(number))).to.deep.equal([]);
  });

  it('names no variable that nothing reads', () => {
    const variable = /\b(?:(?:AWS|GIT|SSH|XDG|HTTPS?|ALL|NO|NODE|FORCE)_[A-Z_]*[A-Z]|BROWSER|TERM|ACCESSIBLE)\b/g;
    const named = new Set(codeIn(contract).flatMap((text) => text.match(variable) ?? []));
    expect(named.size).to.be.greaterThan(25);
    const read = new Set([...variablesOfFlags, ...(code.match(/\b[A-Z][A-Z_]+[A-Z]\b/g) ?? [])]);
    // One for each service; the name is put together.
    const isRead = (name: string): boolean => read.has(name.replace(/^(AWS_ENDPOINT_URL)_[A-Z]+$/, '$1'));
    expect([...named].filter((name) => !isRead(name))).to.deep.equal([]);
  });

  it('names each file where it lies on either system', () => {
    const cells = rowsIn(section(7).replaceAll('`', ''));
    const rows = cells.map(([, unix, windows]) => [unix, windows]);
    expect(rows.map(([unix]) => unix)).to.deep.equal(filesOnUnix);
    const folders = { USERPROFILE: 'C:\\Users\\ana', APPDATA: 'C:\\roaming', LOCALAPPDATA: 'C:\\local' };
    const named = (path: string): string =>
      Object.entries(folders).reduce((text, [name, folder]) => text.replace(folder, `%${name}%`), path);
    expect(rows.map(([, windows]) => windows)).to.deep.equal(filesAt(findPaths('win32', folders, '')).map(named));
  });

  it('names no other path in the home folder, and the keys and the copy by their names', () => {
    expect(codeIn(contract).filter((text) => text.startsWith('~') && !filesOnUnix.includes(text))).to.deep.equal([]);
    const copy = backupPaths(findPaths('linux', {}, '/home/ana')).map((path) => path.split('/').at(-1));
    expect(codeIn(section(7))).to.include.members([expiryKey, ...otherExpiryKeys, ...copy]);
    for (const [part, path] of Object.entries({ 'recipes.ini': 'recipes', state: 'state', data: 'data' } as const)) {
      expect(codeIn(section(7))).to.include(part);
      expect(findPaths('linux', { GIT_CODECOMMIT_HOME: '/own' }, '/home/ana')[path]).to.equal(`/own/${part}`);
    }
  });

  it('names files of the repository, and npm scripts, that are there', () => {
    const named = codeIn(contract).filter((text) => /^(?:templates|test|docs|src|scripts)\//.test(text));
    expect(named.length).to.be.greaterThan(3);
    for (const path of named) expect(existsSync(join(root, path)), path).to.equal(true);
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly scripts: object };
    for (const [, script = ''] of contract.matchAll(/`npm (?:run )?(\w+)/g)) expect(scripts).to.have.property(script);
  });

  it('names the answers that a team recipe may have, and no other', () => {
    const [, list = ''] = section(11).split('and answers:');
    const shareable = new Set(allQuestions.filter(([, { shareable: may }]) => may).map(([name]) => kebab(name)));
    expect(codeIn(list.split('\n\n')[0] ?? '').sort()).to.deep.equal([...shareable].sort());
  });

  it('is cited by sections that there are', () => {
    const texts = `${code}\n${textOf(join(root, 'test'))}`;
    const cited = [...texts.matchAll(/contract, section (\d+)/g)].map(([, number]) => Number(number));
    expect(cited.length).to.be.greaterThan(3);
    expect(cited.filter((number) => !sections.has(number))).to.deep.equal([]);
  });
});
