import { problemOf } from '../helpers/problem.js';
import { plainText } from '../../src/core/advice/say.js';
import { expect } from 'chai';

import { parseInvocation, splitCommand } from '../../src/cli/argv.js';
import type { Flag } from '../../src/core/interview/flag.js';
import type { CommandOf } from '../../src/commands/common/command.js';

const flags = [
  { name: 'role-arn', kind: 'value', help: '' },
  { name: 'tag', kind: 'value', repeatable: true, help: '' },
  { name: 'clone', kind: 'optional', help: '' },
  { name: 'no-verify', kind: 'switch', help: '' },
] as const satisfies readonly Flag[];
const command: CommandOf<(typeof flags)[number]> = {
  name: 'setup',
  summary: '',
  operands: '',
  most: 1,
  about: '',
  flags,
  examples: [],
  run: () => Promise.resolve(undefined),
};
const names = ['setup', 'refresh', 'doctor'];

describe('the command line', () => {
  it('finds the command, with common flags before it or behind it', () => {
    expect(splitCommand(['refresh', 'dev', '--json'], names)).to.deep.equal({
      command: 'refresh',
      rest: ['dev', '--json'],
    });
    expect(splitCommand(['--json', '-p', 'dev', 'refresh'], names)).to.deep.equal({
      command: 'refresh',
      rest: ['--json', '-p', 'dev'],
    });
    expect(splitCommand(['--profile=dev', 'doctor'], names).command).to.equal('doctor');
  });

  it('knows no command where there are only flags', () => {
    expect(splitCommand(['--method', 'keys', '--yes'], names)).to.deep.equal({
      command: undefined,
      rest: ['--method', 'keys', '--yes'],
    });
  });

  it('says which command was probably meant', () => {
    const problem = problemOf(() => splitCommand(['refrsh'], names));
    expect(problem.message).to.equal('There is no command "refrsh".');
    expect(plainText(problem.hint ?? '')).to.equal('Did you mean `git codecommit refresh`?');
  });

  it('reads values, lists, switches and optional values', () => {
    const invocation = parseInvocation(
      command,
      ['--role-arn', 'arn:x', '--tag', 'a=1', '--tag=b=2', '--no-verify', '--clone', 'there', '-y'],
      {},
    );
    expect([
      invocation.text('role-arn'),
      invocation.texts('tag'),
      invocation.on('no-verify'),
      invocation.text('clone'),
      invocation.on('yes'),
      invocation.on('json'),
    ]).to.deep.equal(['arn:x', ['a=1', 'b=2'], true, 'there', true, false]);
    expect(parseInvocation(command, ['--clone', '--yes'], {}).text('clone')).to.equal('');
    expect(parseInvocation(command, [], {}).text('clone')).to.equal(undefined);
  });

  it('takes what the command line does not say from the environment', () => {
    const env = {
      GIT_CODECOMMIT_ROLE_ARN: 'arn:env',
      GIT_CODECOMMIT_YES: '1',
      GIT_CODECOMMIT_NO_VERIFY: '0',
      GIT_CODECOMMIT_TAG: 'a=1\nb=2',
    };
    const invocation = parseInvocation(command, [], env);
    expect([
      invocation.text('role-arn'),
      invocation.on('yes'),
      invocation.on('no-verify'),
      invocation.texts('tag'),
    ]).to.deep.equal(['arn:env', true, false, ['a=1', 'b=2']]);
    expect(parseInvocation(command, ['--role-arn', 'arn:flag'], env).text('role-arn')).to.equal('arn:flag');
  });

  it('refuses a switch in the environment that is neither 1 nor 0', () => {
    expect(() => parseInvocation(command, [], { GIT_CODECOMMIT_YES: 'perhaps' }).on('yes')).to.throw(
      'GIT_CODECOMMIT_YES is a switch',
    );
  });

  it('says which flag was probably meant', () => {
    expect(() => parseInvocation(command, ['--rol-arn', 'x'], {}))
      .to.throw('There is no flag --rol-arn.')
      .with.property('hint', 'Did you mean --role-arn?');
  });

  it('refuses a flag without its value, and an operand too many', () => {
    for (const words of [['--profile'], ['-p'], ['-p', '-y'], ['--profile', '--yes']])
      expect(() => parseInvocation(command, words, {}), words.join(' '))
        .to.throw('--profile wants a value: --profile NAME.')
        .with.property('kind', 'usage');
    expect(() => parseInvocation(command, ['--role-arn', '-x'], {}))
      .to.throw('--role-arn wants a value')
      .with.property('hint', 'One that begins with a dash is given as --role-arn=VALUE.');
    expect(() => parseInvocation(command, ['--yes=1'], {})).to.throw('--yes');
    expect(() => parseInvocation(command, ['a', 'b'], {}))
      .to.throw('what is "b"?')
      .with.property('kind', 'usage');
  });
});
