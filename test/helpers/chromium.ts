import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes a program that starts Chromium without a window and through a proxy, as a person's own browser would be set
 * up.
 * In a container it has to run as root, and without the sandbox that keeps pages apart; it sees only our own pages.
 * @param folder where the program is put
 * @param options.pidFile where the browser's process id is written down
 * @returns its path, to be named by `BROWSER`
 */
export async function chromiumThrough(
  proxyUrl: string,
  folder: string,
  { more = [], pidFile = '/dev/null' }: { readonly more?: readonly string[]; readonly pidFile?: string } = {},
): Promise<string> {
  const path = join(folder, `chromium-for-tests${more.join('')}`);
  const flags = [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--disable-background-networking',
    '--ignore-certificate-errors',
    `--proxy-server=${proxyUrl}`,
    ...more,
  ];
  await writeFile(path, `#!/bin/sh\necho $$ > '${pidFile}'\nexec chromium ${flags.join(' ')} "$@"\n`);
  await chmod(path, 0o700);
  return path;
}
