import { Problem } from '../core/problem.js';
import { posixWords } from '../core/shells/posix-words.js';

/**
 * Splits a command line into words without a shell, as the AWS CLI does with a `credential_process`: on Windows by
 * Windows' own rules, elsewhere by POSIX quoting. Nothing is expanded.
 * Source: botocore, `compat_shell_split`; Python, `shlex.split`; "Parsing C++ command-line arguments" (Microsoft).
 *
 * @throws Problem `usage` for a quotation that does not end
 */
export function splitCommandLine(line: string, platform: NodeJS.Platform): readonly string[] {
  return platform === 'win32' ? splitWindows(line) : splitPosix(line);
}

function unclosed(): Problem {
  return new Problem('usage', 'The command has a quotation mark that is not closed.');
}

function splitPosix(line: string): readonly string[] {
  const words = posixWords(line);
  if (words === undefined) throw unclosed();
  return words;
}

function keep(word: string | undefined, words: string[]): void {
  if (word !== undefined) words.push(word);
}

/**
 * Backslashes are plain unless a double quote follows them: then each pair is one, and an odd one makes the quote
 * plain.
 */
function splitWindows(line: string): readonly string[] {
  const words: string[] = [];
  const token = /(\\*)"|(\\+)|([ \t]+)|([^\\" \t]+)/y;
  let word: string | undefined;
  let quoted = false;
  while (token.lastIndex < line.length) {
    const [, beforeQuote, backslashes, blank, plain] = token.exec(line) ?? [];
    if (beforeQuote !== undefined) {
      const isPlainQuote = beforeQuote.length % 2 === 1;
      word = (word ?? '') + '\\'.repeat(Math.floor(beforeQuote.length / 2)) + (isPlainQuote ? '"' : '');
      if (!isPlainQuote) quoted = !quoted;
    } else if (blank !== undefined && !quoted) {
      keep(word, words);
      word = undefined;
    } else {
      word = (word ?? '') + (backslashes ?? blank ?? plain ?? '');
    }
  }
  if (quoted) throw unclosed();
  keep(word, words);
  return words;
}
