import { noOption } from './posix.js';
import type { Shell } from './shell.js';

/** Source: fish documentation, "The fish language", quotes: inside single quotes only `\'` and `\\` are escapes. */
function quote(word: string): string {
  return /^[\w@+:,./-][\w@+=:,./-]*$/.test(word)
    ? word
    : `'${word.replace(/['\\]/g, (character) => `\\${character}`)}'`;
}

/** fish: commands as elsewhere, quotes and variables of its own. */
export const fishShell: Shell = {
  name: 'fish',
  quote,
  continued: ' \\',
  call: (quoted) => quoted.join(' '),
  callWith: (variable, value, line) => `${variable}=${quote(value)} ${line}`,
  setVariable: (name, value) => `set -gx ${name} ${quote(value)}`,
  unsetVariables: (names) => `set -e ${names.join(' ')}`,
  exportFlags: ['--format', 'fish'],
  loadOutput: (line) => `${line} | source`,
  feed: (lines, line) => `printf '%s\\n' ${lines.map((one) => (one === '' ? "''" : quote(one))).join(' ')} | ${line}`,
  changeFolder: (path) => `cd ${quote(noOption(path))}`,
  deleteFile: (path) => `rm ${quote(path)}`,
  lookAt: (path) => `ls -ld ${quote(path)}`,
  makePrivate: (path) => `chmod 600 ${quote(path)}`,
  makeWritable: (path) => `chmod u+w ${quote(path)}`,
  makeExecutable: (path) => `chmod +x ${quote(path)}`,
  deleteLines: (path, from, to) => `sed -i.before-git-codecommit '${from},${to}d' ${quote(path)}`,
};
