import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { cmdShell } from '../../../src/core/shells/cmd.js';
import { fishShell } from '../../../src/core/shells/fish.js';
import { posixQuote, posixShell } from '../../../src/core/shells/posix.js';
import { powershell } from '../../../src/core/shells/powershell.js';
import type { Shell } from '../../../src/core/shells/shell.js';
import { userShell } from '../../../src/core/shells/user-shell.js';
import { cleanEnvironment } from '../../helpers/environment.js';

const words = [
  "O'Brien",
  'two words',
  '$HOME',
  '`id`',
  '"quoted"',
  'a\\b',
  '100%',
  '*',
  '~',
  '=ls',
  '',
  '!x',
  'a;b',
  'x=1',
];

/** What a real POSIX shell makes of a line. */
function sh(line: string): string {
  return execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8', env: cleanEnvironment() });
}

describe('a POSIX shell', () => {
  it('reads each word as it was', () => {
    for (const word of words) {
      expect(sh(`printf %s ${posixShell.quote(word)}`), word).to.equal(word);
      expect(sh(`printf %s ${posixQuote(word)}`), word).to.equal(word);
    }
    expect(posixShell.quote('dev/my-app@x')).to.equal('dev/my-app@x');
  });

  it('sets variables and takes them away', () => {
    for (const word of words)
      expect(
        sh(
          `${posixShell.setVariable('A', word)}; printf %s "$A"; ${posixShell.unsetVariables(['A'])}; printf %s "\${A-gone}"`,
        ),
        word,
      ).to.equal(`${word}gone`);
    expect(sh(posixShell.loadOutput("echo 'A=1'") + '; printf %s "$A"')).to.equal('1');
    expect(sh(posixShell.callWith('A', "O'Brien $x", 'printenv A'))).to.equal("O'Brien $x\n");
  });

  it('feeds a command with lines', () => {
    const lines = ['host=a%sb', 'path=\\n', "it's", ''];
    expect(sh(posixShell.feed(lines, 'cat'))).to.equal(`${lines.join('\n')}\n`);
  });
});

describe('the other shells', () => {
  const quoted: readonly (readonly [Shell, string, string])[] = [
    [fishShell, "O'Brien \\ $x", String.raw`'O\'Brien \\ $x'`],
    [fishShell, 'dev', 'dev'],
    [fishShell, '', "''"],
    [powershell, "O'Brien $x", "'O''Brien $x'"],
    [powershell, 'O\u2019Brien', "'O\u2019\u2019Brien'"],
    [powershell, '--profile', '--profile'],
    [powershell, '-a.b', "'-a.b'"],
    [powershell, 'dev@x', "'dev@x'"],
    [powershell, 'https://a.b/c', 'https://a.b/c'],
    [cmdShell, 'dev', 'dev'],
    [cmdShell, "O'Brien & Co", `"O'Brien & Co"`],
    [cmdShell, '100%PATH%', '"100"^%"PATH"^%""'],
    [cmdShell, 'a "b\\', '"a \\"b\\\\"'],
    [cmdShell, '', '""'],
  ];
  for (const [shell, word, expected] of quoted)
    it(`${shell.name} has ${JSON.stringify(word)} as ${expected}`, () => expect(shell.quote(word)).to.equal(expected));

  it('have each their own words for variables', () => {
    const said = [fishShell, powershell, cmdShell].map((shell) => [
      shell.setVariable('A', 'b c'),
      shell.unsetVariables(['A', 'B']),
      shell.loadOutput('x'),
    ]);
    expect(said).to.deep.equal([
      ["set -gx A 'b c'", 'set -e A B', 'x | source'],
      ["$Env:A='b c'", 'Remove-Item Env:A, Env:B', 'x | Out-String | Invoke-Expression'],
      ['set "A=b c"', 'set "A=" & set "B="', 'for /f "delims=" %i in (\'x\') do @%i'],
    ]);
  });

  it('go into a folder, whatever its name', () => {
    const said = (path: string): readonly string[] =>
      [posixShell, fishShell, powershell, cmdShell].map((shell) => shell.changeFolder(path));
    expect(new Set(said('my-app'))).to.deep.equal(new Set(['cd my-app']));
    expect(said("it's [my] app/x")).to.deep.equal([
      "cd 'it'\\''s [my] app/x'",
      "cd 'it\\'s [my] app/x'",
      "Set-Location -LiteralPath 'it''s [my] app/x'",
      'cd /d "it\'s [my] app\\x"',
    ]);
    expect(said('-')).to.deep.equal(['cd ./-', 'cd ./-', "Set-Location -LiteralPath '-'", 'cd /d "-"']);
    expect(said('D:\\my-app').slice(2)).to.deep.equal(['cd D:\\my-app', 'cd /d "D:\\my-app"']);
  });

  it('feed a command with lines', () => {
    expect(fishShell.feed(['a=b', ''], 'x')).to.equal("printf '%s\\n' a=b '' | x");
    expect(powershell.feed(['a=b', ''], 'x')).to.equal("'a=b', '' | x");
    expect(cmdShell.feed(['a=b&c', ''], 'x')).to.equal('(echo a=b^&c&echo.) | x');
  });

  it('call a program whose path has to be quoted', () => {
    expect(powershell.call(["'C:/Program Files/x'", '-h'])).to.equal("& 'C:/Program Files/x' -h");
    expect(cmdShell.call(['"C:/Program Files/x"', '-h'])).to.equal('"C:/Program Files/x" -h');
  });
});

describe('the shell of the user', () => {
  const shells: readonly (readonly [NodeJS.Platform, Record<string, string>, Shell])[] = [
    ['linux', { SHELL: '/bin/bash' }, posixShell],
    ['linux', {}, posixShell],
    ['darwin', { SHELL: '/opt/homebrew/bin/fish' }, fishShell],
    ['win32', { PSModulePath: 'C:\\x' }, powershell],
    ['win32', { PSModulePath: 'C:\\x', PROMPT: '$P$G' }, cmdShell],
    ['win32', {}, cmdShell],
    ['win32', { SHELL: '/usr/bin/bash', PSModulePath: 'C:\\x' }, posixShell],
  ];
  for (const [platform, env, shell] of shells)
    it(`is ${shell.name} on ${platform} with ${JSON.stringify(env)}`, () =>
      expect(userShell(env, platform).name).to.equal(shell.name));
});
