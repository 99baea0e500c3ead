import { expect } from 'chai';

import { complete } from '../../../src/commands/completion/complete.js';
import type { Candidate, Vocabulary } from '../../../src/commands/completion/complete.js';
import { commonFlags } from '../../../src/commands/common/flags.js';
import { allCommands } from '../../../src/commands/index.js';
import { methods } from '../../../src/methods/index.js';

const commands = await allCommands();

const named =
  (...words: string[]) =>
  (): Promise<readonly Candidate[]> =>
    Promise.resolve(words.map((word) => ({ word, means: '' })));
const vocabulary: Vocabulary = {
  commands,
  methods,
  names: { profiles: named('default', 'dev', 'prod'), managed: named('dev'), ssoSessions: named('corp') },
};
const offered = async (...line: string[]): Promise<readonly string[]> =>
  (await complete(line, vocabulary)).words.map(({ word }) => word);
const paths = async (...line: string[]): Promise<string | undefined> => (await complete(line, vocabulary)).paths;

describe('completion', () => {
  it('offers every command with its summary, and those that begin with what was typed', async () => {
    expect((await complete([''], vocabulary)).words).to.deep.equal(
      commands.map(({ name, summary }) => ({ word: name, means: summary })),
    );
    expect(await offered('re')).to.deep.equal(commands.map(({ name }) => name).filter((name) => name.startsWith('re')));
  });

  for (const command of commands) {
    it(`offers every flag of ${command.name}, and the common ones`, async () => {
      expect(await offered(command.name, '--')).to.have.members(
        [...command.flags, ...commonFlags].map(({ name }) => `--${name}`),
      );
    });
  }

  for (const method of methods) {
    it(`offers of the methods' flags only those of ${method.id}, once that is chosen`, async () => {
      const flags = await offered('setup', '--method', method.id, '--');
      expect(flags).to.include('--repository');
      expect(flags.includes('--start-url')).to.equal(method.id === 'identity-center');
      expect(await offered('setup', `--method=${method.id}`, '--')).to.include.members(
        flags.filter((flag) => flag !== '--method'),
      );
    });
  }

  it('offers no flag again that was given, unless it may be repeated', async () => {
    expect(await offered('setup', '--yes', '--')).to.not.include('--yes');
    expect(await offered('setup', '-y', '--')).to.not.include('--yes');
    expect(await offered('setup', '--tag', 'team=a', '--')).to.include('--tag');
  });

  it('offers the values of a flag, behind a blank or an equals sign', async () => {
    expect(await offered('setup', '--method', 's')).to.have.members(
      methods.map(({ id }) => id).filter((id) => id.startsWith('s')),
    );
    expect(await offered('-m', 'key')).to.deep.equal(['keys']);
    expect(await offered('setup', '--git-scope=re')).to.deep.equal(['--git-scope=region', '--git-scope=repository']);
  });

  it("offers profiles where one can stand: all of AWS's files for a flag, ours for an operand", async () => {
    expect(await offered('setup', '--source-profile', '')).to.deep.equal(['default', 'dev', 'prod']);
    expect(await offered('status', '-p', 'd')).to.deep.equal(['default', 'dev']);
    expect(await offered('refresh', '')).to.deep.equal(['dev']);
    expect(await offered('refresh', '--force', '')).to.deep.equal(['dev']);
    expect(await offered('refresh', 'dev', '')).to.deep.equal([]);
    expect(await offered('setup', '--sso-session', '')).to.deep.equal(['corp']);
  });

  it('takes no profile for a command', async () => {
    expect(await offered('--profile', 'setup', 'sta')).to.deep.equal(['status']);
  });

  it('leaves files and folders to the shell', async () => {
    expect([
      await paths('setup', '--keys-file', ''),
      await paths('setup', '--clone', ''),
      await paths('clone', 'my-app', ''),
      await paths('policy', '--output', ''),
    ]).to.deep.equal(['files', 'folders', 'folders', 'folders']);
    expect(await paths('setup', '--role-arn', '')).to.equal(undefined);
  });

  it('offers commands, methods and words to help, and shells to completion', async () => {
    expect(await offered('help', 'sam')).to.deep.equal(['saml', 'saml2', 'saml2aws']);
    expect(await offered('help', '40')).to.deep.equal(['403', '401']);
    expect(await offered('help', 'sta')).to.include('status');
    expect(await offered('completion', '')).to.deep.equal(['bash', 'zsh', 'fish', 'powershell']);
  });
});
