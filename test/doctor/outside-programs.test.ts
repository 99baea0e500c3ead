import { expect } from 'chai';

import { isFromOutside, outsidePrograms, programAround, whereFromOutside } from '../../src/doctor/outside-programs.js';
import { unseen } from '../../src/doctor/beyond-checks.js';
import { plainText } from '../../src/core/advice/say.js';

const given = (value: string) => ({ scope: 'command', origin: 'command line:', key: 'credential.helper', value });

describe('a program around Git', () => {
  const signs: readonly (readonly [string, Record<string, string>, string | undefined])[] = [
    ['GitHub Desktop', { DESKTOP_TRAMPOLINE_TOKEN: 'x' }, undefined],
    ['GitHub Desktop', { DESKTOP_PORT: '1' }, undefined],
    ['GitHub Desktop', {}, 'desktop'],
    ['GitHub Desktop', { GIT_ASKPASS: '/Applications/GitHub Desktop.app/x/desktop-trampoline' }, undefined],
    ['a JetBrains IDE', { TERMINAL_EMULATOR: 'JetBrains-JediTerm' }, undefined],
    ['a JetBrains IDE', { GIT_ASKPASS: '/home/ana/.cache/JetBrains/IdeaIC/tmp/intellij-git-askpass-local.sh' }, ''],
    ['Sourcetree', {}, 'sourcetree'],
    ['Sourcetree', { GIT_ASKPASS: 'C:\\\\SourceTree\\\\tools\\\\askpass.exe' }, undefined],
    ['VS Code', { VSCODE_GIT_IPC_HANDLE: '/run/x.sock', GIT_ASKPASS: '/usr/share/code/askpass.sh' }, undefined],
    ['VS Code', { TERM_PROGRAM: 'vscode' }, undefined],
    ['Git GUI', { GIT_ASKPASS: '/usr/lib/git-core/git-gui--askpass' }, undefined],
  ];
  for (const [name, env, value] of signs)
    it(`is ${name}, by ${JSON.stringify({ ...env, ...(value === undefined ? {} : { value }) })}`, () => {
      expect(programAround(env, value === undefined ? [] : [given(value)])?.name).to.equal(name);
    });

  it('is none in an ordinary terminal, and none for a helper of that name in a file', () => {
    expect(programAround({ TERM_PROGRAM: 'iTerm.app', GIT_ASKPASS: '/usr/bin/ssh-askpass' }, [])).to.equal(undefined);
    const inFile = { ...given('sourcetree'), scope: 'global', origin: 'file:/home/ana/.gitconfig' };
    expect(isFromOutside(inFile)).to.equal(false);
    expect(programAround({}, [inFile])).to.equal(undefined);
  });

  it('is among what no check can see, with its cure, where it leaves helpers out', () => {
    const said = unseen.map(({ ask }) => plainText(ask)).join('\\n');
    for (const { name, cure, leavesOut } of outsidePrograms) expect(said.includes(cure), name).to.equal(leavesOut);
  });
});

describe('an empty helper from outside', () => {
  const pairs = (...keys: string[]) => ({
    GIT_CONFIG_COUNT: String(keys.length),
    ...Object.fromEntries(
      keys.flatMap((key, at) => [
        [`GIT_CONFIG_KEY_${at}`, key],
        [`GIT_CONFIG_VALUE_${at}`, ''],
      ]),
    ),
  });

  it('is named by its pair of GIT_CONFIG_COUNT, which can be unset where it brings nothing else', () => {
    expect(whereFromOutside(pairs('credential.helper'))).to.deep.equal({
      how: 'the variables GIT_CONFIG_COUNT and GIT_CONFIG_KEY_0',
      variables: ['GIT_CONFIG_COUNT'],
    });
    expect(whereFromOutside(pairs('safe.directory', 'Credential.https://x.example.Helper'))).to.deep.equal({
      how: 'the variables GIT_CONFIG_COUNT and GIT_CONFIG_KEY_1',
      variables: [],
    });
  });

  it('is one of git -c else, in either form that Git hands on', () => {
    for (const [parameters, variables] of [
      ["'credential.helper'=''", ['GIT_CONFIG_PARAMETERS']],
      ["'credential.helper='", ['GIT_CONFIG_PARAMETERS']],
      ["'credential.helper'='' 'credential.helper'='desktop'", ['GIT_CONFIG_PARAMETERS']],
      ["'core.quotepath'='false' 'credential.helper'=''", []],
      ["'core.quotepath=false' 'credential.helper='", []],
      [undefined, []],
    ] as const)
      expect(whereFromOutside({ GIT_CONFIG_PARAMETERS: parameters }).variables, parameters).to.deep.equal(variables);
  });

  it('is looked for in no more pairs than there can be', () => {
    for (const count of ['x', '-1', '1e9', ''])
      expect(whereFromOutside({ GIT_CONFIG_COUNT: count }).variables).to.deep.equal([]);
  });
});
