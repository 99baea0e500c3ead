import type { Shell } from './shell.js';

/**
 * In single quotes everything stands for itself but single quotes, of which PowerShell takes the typographic ones too.
 * Without quotes a word with a dash in front is taken apart at `.` and `:`.
 * Source: Microsoft, about_Quoting_Rules, about_Parsing.
 */
function quote(word: string): string {
  const isPlain = /^[\w+:./\\-][\w+=:./\\-]*$/.test(word) && !/^-[^.:]*[.:]/.test(word);
  return isPlain ? word : single(word);
}

function single(word: string): string {
  return `'${word.replace(/['\u2018-\u201b]/g, '$&$&')}'`;
}

/** Windows PowerShell and PowerShell 7. */
export const powershell: Shell = {
  name: 'powershell',
  quote,
  continued: ' `',
  // What begins with a quote is a text, and printed; the call operator runs it.
  call: (quoted) => `${quoted[0]?.startsWith("'") === true ? '& ' : ''}${quoted.join(' ')}`,
  callWith: (variable, value, line) => `$Env:${variable}=${single(value)}; ${line}`,
  setVariable: (name, value) => `$Env:${name}=${/^[\w+/=.:-]*$/.test(value) ? `"${value}"` : single(value)}`,
  unsetVariables: (names) => `Remove-Item ${names.map((name) => `Env:${name}`).join(', ')}`,
  exportFlags: ['--format', 'powershell'],
  loadOutput: (line) => `${line} | Out-String | Invoke-Expression`,
  feed: (lines, line) => `${lines.map(single).join(', ')} | ${line}`,
  // A bracket would be a pattern, and a dash in front an option.
  changeFolder: (path) => (/^\w[\w./\\:-]*$/.test(path) ? `cd ${path}` : `Set-Location -LiteralPath ${single(path)}`),
  deleteFile: (path) => `Remove-Item -LiteralPath ${single(path)}`,
  lookAt: (path) => `Get-Acl -LiteralPath ${single(path)} | Format-List`,
  makePrivate: (path) => `icacls ${single(path)} /inheritance:r /grant:r "$($Env:USERNAME):F"`,
  makeWritable: (path) => `Set-ItemProperty -LiteralPath ${single(path)} IsReadOnly $false`,
  makeExecutable: (path) => `Unblock-File -LiteralPath ${single(path)}`,
  deleteLines: (path, from, to) =>
    `$path = ${single(path)}; Copy-Item -LiteralPath $path "$path.before-git-codecommit"; $lines = @(Get-Content ` +
    `-LiteralPath $path); Set-Content -LiteralPath $path (@($lines | Select-Object -First ${from - 1}) + ` +
    `@($lines | Select-Object -Skip ${to}))`,
};
