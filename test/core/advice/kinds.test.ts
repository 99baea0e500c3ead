import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { sentence } from '../../../src/core/advice/advice.js';
import { plainText } from '../../../src/core/advice/say.js';
import { parseInvocation, splitCommand } from '../../../src/cli/argv.js';
import { commandNames, loadCommand } from '../../../src/commands/index.js';
import type { Advice } from '../../../src/core/advice/advice.js';
import { adviceKinds } from '../../../src/core/advice/kinds.js';
import * as others from '../../../src/core/advice/other-programs.js';
import * as own from '../../../src/core/advice/own-commands.js';
import { methods } from '../../../src/methods/index.js';

const url = 'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/my-app';

/** Each function of the registry, called in each of its ways. */
const made: Readonly<Record<keyof typeof own | keyof typeof others, readonly Advice[]>> = {
  startHere: [own.startHere()],
  refresh: [own.refresh(), own.refresh('dev'), own.refresh('dev', { force: true })],
  setUp: [
    own.setUp(),
    own.setUp('profile', 'dev'),
    ...methods.map(({ id }) => own.setUp('method', id)),
    own.setUp('repository', url),
    own.setUp('from', { blank: 'FILE' }),
    own.setUp('git-scope', 'none'),
  ],
  setUpProfile: [own.setUpProfile('dev'), own.setUpProfile('environment')],
  takeEnvironment: [own.takeEnvironment(), own.takeEnvironment(url)],
  setUpAsTeam: [own.setUpAsTeam(['--method', 'saml', '--region', 'eu-west-1'])],
  clone: [own.clone(), own.clone('my-app')],
  cloneIn: [own.cloneIn('eu-west-1')],
  status: [own.status()],
  remove: [own.remove('dev')],
  removeAll: [own.removeAll()],
  share: [own.share()],
  sharePage: [own.sharePage('my-app')],
  policy: [own.policy(), own.policy('saml')],
  doctor: [own.doctor(), own.doctor(url)],
  doctorAll: [own.doctorAll()],
  repairFiles: [own.repairFiles()],
  repairGit: [own.repairGit('dev'), own.repairGit('dev', url)],
  guardBareRepositories: [own.guardBareRepositories('dev')],
  doctorOf: [own.doctorOf('/a')],
  exportRecipe: [own.exportRecipe()],
  loadRecipe: [own.loadRecipe()],
  exportAs: [own.exportAs('process')],
  completion: [own.completion('bash')],
  help: [own.help(), own.help('saml'), own.help('aws', 'configure')],
  usage: [own.usage('refresh', '[PROFILE]')],
  exampleOf: [own.exampleOf(['setup'])],
  helpOfMethod: [own.helpOfMethod('saml')],
  helpOf: [own.helpOf(), own.helpOf('setup')],
  setGitSetting: [others.setGitSetting(['--global'], 'a.b', 'c')],
  replaceGitSetting: [others.replaceGitSetting(['--global'], 'a.b', 'c', '^d$')],
  unsetGitSetting: [others.unsetGitSetting(['--global'], 'a.b')],
  editCloneSettings: [others.editCloneSettings()],
  listGitSettings: [others.listGitSettings('a.b')],
  showGitSetting: [others.showGitSetting('a.b', url)],
  setRemoteUrl: [others.setRemoteUrl('origin', url)],
  forgetPassword: [others.forgetPassword(['host=a', ''])],
  gitClone: [others.gitClone(url), others.gitClone(url, 'here')],
  gitPull: [others.gitPull()],
  fetchInParts: [others.fetchInParts()],
  setClock: [others.setClock('linux')],
  awsLogin: [others.awsLogin('dev')],
  awsSsoLogin: [others.awsSsoLogin('dev')],
  listSsoInstances: [others.listSsoInstances()],
  listSsoGroups: [others.listSsoGroups()],
  exportWithAwsCli: [others.exportWithAwsCli()],
  installPackage: [others.installPackage('0.1.0')],
  unsetVariables: [others.unsetVariables(['A'])],
  changeFolder: [others.changeFolder('/a')],
  deleteFile: [others.deleteFile('/a')],
  lookAt: [others.lookAt('/a')],
  makePrivate: [others.makePrivate('/a')],
  makeWritable: [others.makeWritable('/a')],
  makeExecutable: [others.makeExecutable('/a')],
  deleteLines: [others.deleteLines('/a', 1, 2)],
};

describe('every kind of advice', () => {
  const all = Object.values(made).flat();

  it('is made by a function of the registry, and listed', () => {
    expect(Object.keys(made).sort()).to.deep.equal([...Object.keys(own), ...Object.keys(others)].sort());
    expect([...new Set(all.map(({ kind }) => kind))].sort()).to.deep.equal([...adviceKinds].sort());
  });

  it('names the profile that it is about', () => {
    expect(own.refresh('dev').profile).to.equal('dev');
    expect(own.loadRecipe().profile).to.equal('environment');
    expect(own.refresh({ blank: 'PROFILE' }).profile).to.equal(undefined);
  });

  for (const advice of all.filter(({ does }) => does === 'call' || does === 'load')) {
    const words = 'words' in advice ? advice.words.map((word) => (typeof word === 'string' ? word : word.blank)) : [];
    it(`git codecommit ${words.join(' ')}: is a command, with these flags`, async () => {
      const { command, rest } = splitCommand(words, commandNames);
      expect(command).to.equal(commandNames.find((name) => name === words[0]));
      const invocation = parseInvocation(await loadCommand(command ?? 'setup'), rest, {});
      expect(invocation.operands.length).to.equal(rest.filter((word, at) => isOperand(word, rest[at - 1])).length);
    });
  }
});

function isOperand(word: string, before = ''): boolean {
  const takesValue = /^--(?!all$|force$|repair-|guard-)/.test(before);
  return !word.startsWith('-') && !takesValue;
}

describe('the shell part of the helper, which nothing is put into', () => {
  it('writes its one command as the registry has it', () => {
    const script = readFileSync(join(import.meta.dirname, '../../../src/helper/git-credential.sh'), 'utf8');
    const called = /^ *called='(.*)'$/m.exec(script)?.[1] ?? '';
    const said = [...script.matchAll(/^[^#\n]*\brun: \$called ([^'"\n]*)/gm)].map(([, words = '']) => words);
    expect(said.map((words) => `${called} ${words}`)).to.deep.equal([plainText(sentence`${own.doctor()}`)]);
  });
});
