import { expect } from 'chai';
import { adviceIn, changesShell, joined, mapWords, sentence } from '../../../src/core/advice/advice.js';
import { awsSsoLogin, deleteFile, forgetPassword, unsetVariables } from '../../../src/core/advice/other-programs.js';
import { doctorOf, loadRecipe, refresh, setUp, startHere } from '../../../src/core/advice/own-commands.js';
import { readSentence } from '../../../src/core/advice/read-sentence.js';
import { commandLine, plainText, sayText } from '../../../src/core/advice/say.js';
import { cmdShell } from '../../../src/core/shells/cmd.js';
import { fishShell } from '../../../src/core/shells/fish.js';
import { posixShell } from '../../../src/core/shells/posix.js';
import { powershell } from '../../../src/core/shells/powershell.js';

const calledAs = ['git', 'codecommit'];

describe('advice', () => {
  it('is put into words with its command quoted', () => {
    expect(plainText(sentence`Set it up once: ${setUp('profile', "O'Brien")}.`)).to.equal(
      String.raw`Set it up once: git codecommit setup --profile 'O'\''Brien'.`,
    );
    expect(plainText(sentence`Run: ${awsSsoLogin('two words')}`)).to.equal("Run: aws sso login --profile 'two words'");
    expect(plainText(sentence`Name it: ${refresh({ blank: 'PROFILE' })}`)).to.equal(
      'Name it: git codecommit refresh PROFILE',
    );
  });

  it("is written for the user's own shell", () => {
    const text = sentence`${loadRecipe()} | ${unsetVariables(['A'])} | ${deleteFile('/a b')}`;
    expect(
      [posixShell, fishShell, powershell, cmdShell].map((shell) => sayText(text, { shell, calledAs })),
    ).to.deep.equal([
      'eval "$(git codecommit export --recipe environment)" | unset A | rm \'/a b\'',
      "git codecommit export --recipe environment --format fish | source | set -e A | rm '/a b'",
      'git codecommit export --recipe environment --format powershell | Out-String | Invoke-Expression | ' +
        "Remove-Item Env:A | Remove-Item -LiteralPath '/a b'",
      'for /f "delims=" %i in (\'git codecommit export --recipe environment --format windows-cmd\') do @%i | ' +
        'set "A=" | del "\\a b"',
    ]);
  });

  it('calls this program by the name that it has here', () => {
    const here = ['/opt/my node/node', '/x/git-codecommit.js'];
    expect(commandLine(refresh('dev'), { shell: posixShell, calledAs: here })).to.equal(
      "'/opt/my node/node' /x/git-codecommit.js refresh dev",
    );
    expect(commandLine(refresh('dev'), { shell: powershell, calledAs: here })).to.equal(
      "& '/opt/my node/node' /x/git-codecommit.js refresh dev",
    );
    expect(commandLine(doctorOf('/a'), { shell: posixShell, calledAs })).to.equal('git --git-dir /a codecommit doctor');
    expect(commandLine(doctorOf('/a'), { shell: posixShell, calledAs: here })).to.equal(
      "GIT_DIR=/a '/opt/my node/node' /x/git-codecommit.js doctor",
    );
  });

  it('is harmless to print, whatever stands in it', () => {
    expect(plainText(sentence`Run: ${refresh('a\u001b[2J\u202e')}`)).to.equal(
      "Run: git codecommit refresh 'a\\x1b[2J\\u202e'",
    );
    expect(commandLine(forgetPassword(['host=a', '']), { shell: posixShell, calledAs })).to.equal(
      "printf 'host=a\\n\\n' | git credential reject",
    );
  });

  it('is still there where texts are put together', () => {
    const whole = joined(['It ended.', undefined, sentence`Run: ${refresh('dev')}`, '']);
    expect(plainText(whole)).to.equal('It ended. Run: git codecommit refresh dev');
    expect(adviceIn(whole)).to.deep.equal([refresh('dev')]);
    expect(adviceIn(sentence`${whole}, or ${startHere()}`).map(({ kind }) => kind)).to.deep.equal(['refresh', 'start']);
    expect(plainText(mapWords(whole, (words) => words.toUpperCase()))).to.equal(
      'IT ENDED. RUN: git codecommit refresh dev',
    );
    expect(joined(['a', undefined, 'b'])).to.equal('a b');
  });

  it('says whether only a person can follow it', () => {
    expect([loadRecipe(), unsetVariables(['A'])].every(changesShell)).to.equal(true);
    expect([refresh('dev'), deleteFile('/a')].some(changesShell)).to.equal(false);
  });
});

describe('advice out of a document', () => {
  it('is what it was', () => {
    const text = sentence`Run: ${refresh('dev', { force: true })}; ${forgetPassword(['a', ''])} ${deleteFile('/a')}`;
    expect(readSentence(JSON.parse(JSON.stringify(text.parts)))).to.deep.equal(text);
  });

  it('is none where this version does not know it', () => {
    const advice = { kind: 'refresh', does: 'call', words: ['refresh'] };
    expect(readSentence([advice])).to.not.equal(undefined);
    for (const other of [
      { ...advice, kind: 'dance' },
      { ...advice, does: 'dance' },
      { ...advice, does: 'constructor' },
      { ...advice, words: [1] },
      { ...advice, words: undefined },
      { kind: 'delete-file', does: 'delete-file' },
      null,
      7,
    ])
      expect(readSentence(['Run: ', other]), JSON.stringify(other)).to.equal(undefined);
    expect(readSentence('Run: x')).to.equal(undefined);
    expect(readSentence(undefined)).to.equal(undefined);
  });
});
