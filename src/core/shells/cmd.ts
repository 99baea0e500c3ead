import type { Shell } from './shell.js';

/**
 * Double quotes, with what a program reads in them escaped as its C runtime wants it. A variable's name is broken by a
 * caret outside of the quotes, for nothing else keeps `%` from cmd.exe at its prompt.
 * Source: Microsoft, "Parsing C command-line arguments"; `cmd /?`, special characters.
 */
function quote(word: string): string {
  return /^[\w+:./\\@-]+$/.test(word) ? word : double(word);
}

function double(word: string): string {
  return `"${word
    .replace(/(\\*)"/g, '$1$1\\"')
    .replace(/\\+$/, '$&$&')
    .replace(/%/g, '"^%"')}"`;
}

/** A path as cmd.exe's own commands take it: with backslashes, for a slash begins an option. */
function path(given: string): string {
  return `"${given.replace(/\//g, '\\')}"`;
}

/** The command prompt of Windows, as typed there and not in a batch file. */
export const cmdShell: Shell = {
  name: 'cmd',
  quote,
  continued: ' ^',
  call: (quoted) => quoted.join(' '),
  callWith: (variable, value, line) => `set "${variable}=${value}" & ${line}`,
  setVariable: (name, value) => (/^[\w+/=.:-]*$/.test(value) ? `set ${name}=${value}` : `set "${name}=${value}"`),
  unsetVariables: (names) => names.map((name) => `set "${name}="`).join(' & '),
  exportFlags: ['--format', 'windows-cmd'],
  // cmd.exe takes the first quote away, and the last, of a line that begins with one.
  loadOutput: (line) => `for /f "delims=" %i in ('${line.startsWith('"') ? `"${line}"` : line}') do @%i`,
  feed: (lines, line) => `(${lines.map((one) => (one === '' ? 'echo.' : `echo ${escaped(one)}`)).join('&')}) | ${line}`,
  // `/d` changes the drive too.
  changeFolder: (given) => (/^\w[\w.-]*$/.test(given) ? `cd ${given}` : `cd /d ${double(given.replace(/\//g, '\\'))}`),
  deleteFile: (given) => `del ${path(given)}`,
  lookAt: (given) => `icacls ${path(given)}`,
  makePrivate: (given) => `icacls ${path(given)} /inheritance:r /grant:r "%USERNAME%:F"`,
  makeWritable: (given) => `attrib -r ${path(given)}`,
  makeExecutable: (given) => `icacls ${path(given)} /grant "%USERNAME%:RX"`,
  // cmd.exe has no editor for this; whoever has it has an editor with a window.
  deleteLines: (given) => `notepad ${path(given)}`,
};

function escaped(line: string): string {
  return line.replace(/[&|<>^()%]/g, '^$&');
}
