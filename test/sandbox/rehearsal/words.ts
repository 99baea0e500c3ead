import { readdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Fixture } from './fixture.js';

/** What is said before the wizard speaks. */
export function opening({ home, folder, handed }: Fixture): string {
  return `This is a rehearsal. Nothing outside a throw-away folder is touched: not your
AWS files, not your Git settings. AWS is played by a sandbox on this machine,
and no request leaves it. The folder is removed at the end:
${dirname(home.path)}

On day one somebody would have handed you:

  repository  ${handed.repositoryUrl}
  role        ${handed.roleArn}
  access key  ${relative(folder, handed.keysFile)}, in the folder that the wizard starts in
  MFA device  shows its code here when one is asked for
`;
}

/** The proof: the history of every clone that is there now. */
export async function proof(fixture: Fixture): Promise<string> {
  const names = (await readdir(fixture.folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const logs = await Promise.all(
    names.map(async (name) => {
      const { code, stdout } = await fixture.home.run('git', [
        '-C',
        join(fixture.folder, name),
        'log',
        '--oneline',
        '--decorate',
      ]);
      return code === 0 ? `\n  $ git -C ${name} log --oneline\n${stdout.trimEnd().replace(/^/gm, '  ')}\n` : '';
    }),
  );
  const shown = logs.filter((text) => text !== '');
  return shown.length > 0
    ? `\nThe clone is there, made by real Git:\n${shown.join('')}`
    : '\nNo clone was made this time.\n';
}

/** What is said last. */
export const closing = `
That was the rehearsal; what it made is removed again.
For real, from this very checkout:

  npm run setup`;
