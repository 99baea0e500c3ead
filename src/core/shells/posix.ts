import type { Shell } from './shell.js';

/**
 * Quotes a word for a POSIX shell: inside single quotes every character stands for itself, save the single quote.
 * Git runs helpers with such a shell on Windows too. Source: POSIX.1-2024, Shell Command Language, 2.2.2.
 */
export function posixQuote(word: string): string {
  return `'${word.replace(/'/g, "'\\''")}'`;
}

/** The same only where it is needed. A `=` in front is a command's path to zsh. */
export function posixWord(word: string): string {
  return /^[\w@%+:,./-][\w@%+=:,./-]*$/.test(word) ? word : posixQuote(word);
}

/** A folder whose name begins with a dash would be an option, or with `-` alone the folder before. */
export function noOption(path: string): string {
  return path.startsWith('-') ? `./${path}` : path;
}

/** `chmod`, `sed` and their kind, as in Unix and in Git for Windows' own shell, which takes slashes. */
const fileCommands = {
  changeFolder: (path: string) => `cd ${posixWord(noOption(path))}`,
  deleteFile: (path: string) => `rm ${posixWord(path)}`,
  lookAt: (path: string) => `ls -ld ${posixWord(path)}`,
  makePrivate: (path: string) => `chmod 600 ${posixWord(path)}`,
  makeWritable: (path: string) => `chmod u+w ${posixWord(path)}`,
  makeExecutable: (path: string) => `chmod +x ${posixWord(path)}`,
  deleteLines: (path: string, from: number, to: number) =>
    `sed -i.before-git-codecommit '${from},${to}d' ${posixWord(path.replace(/\\/g, '/'))}`,
};

/** sh, bash, zsh, dash. */
export const posixShell: Shell = {
  name: 'posix',
  quote: posixWord,
  continued: ' \\',
  call: (quoted) => quoted.join(' '),
  callWith: (variable, value, line) => `${variable}=${posixWord(value)} ${line}`,
  setVariable: (name, value) => `export ${name}=${posixWord(value)}`,
  unsetVariables: (names) => `unset ${names.join(' ')}`,
  exportFlags: [],
  loadOutput: (line) => `eval "$(${line})"`,
  feed: (lines, line) => `printf ${posixQuote(lines.map((one) => `${escaped(one)}\\n`).join(''))} | ${line}`,
  ...fileCommands,
};

/** printf(1) reads its format; nothing of a line may be taken for one. */
function escaped(line: string): string {
  return line.replace(/[\\%]/g, (character) => (character === '%' ? '%%' : '\\\\'));
}
