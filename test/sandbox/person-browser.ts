import { chmod, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TemporaryHome } from '../helpers/environment.js';
import type { Habits } from './person.js';

/** Makes somebody with these habits the browser of programs that run in this home: the variables for them. */
export async function personAsBrowser(
  home: Pick<TemporaryHome, 'file'>,
  habits: Habits,
): Promise<{ readonly BROWSER: string; readonly SANDBOX_PERSON: string }> {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  // In a file of its own, because `:` separates the browsers in BROWSER.
  const path = home.file('person');
  await writeFile(
    path,
    `#!/bin/sh\nexec '${process.execPath}' --import '${loader}' ` +
      `'${join(import.meta.dirname, 'person-program.ts')}' "$@"\n`,
  );
  await chmod(path, 0o700);
  return { BROWSER: `"${path}"`, SANDBOX_PERSON: JSON.stringify(habits) };
}
