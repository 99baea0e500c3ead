import { chmod, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromiumThrough } from '../helpers/chromium.js';
import type { TemporaryHome } from '../helpers/environment.js';
import type { Habits } from './person.js';

/** Somebody with these habits who uses a real Chromium. */
export interface PersonInChromium {
  /** What makes them the browser of programs that run in the home. */
  readonly variables: Readonly<Record<'BROWSER' | 'PERSON_HABITS' | 'PERSON_CHROMIUM' | 'PERSON_FOLDER', string>>;
  /** What the last page said that they saw; undefined as long as they look at pages. */
  lastPage(): Promise<string | undefined>;
}

/**
 * Makes somebody the browser of programs that run in this home: each address opens in a real Chromium, whose forms are
 * filled in and sent by its own page's script.
 * @param proxyUrl the way to the sandbox; without one the browser goes straight to where it is sent
 */
export async function personInChromium(
  home: Pick<TemporaryHome, 'file' | 'path'>,
  habits: Habits,
  proxyUrl?: string,
): Promise<PersonInChromium> {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const path = home.file('person-in-chromium');
  await writeFile(
    path,
    `#!/bin/sh\nexec '${process.execPath}' --import '${loader}' ` +
      `'${join(import.meta.dirname, 'person-in-chromium-program.ts')}' "$@"\n`,
  );
  await chmod(path, 0o700);
  const chromium = await chromiumThrough(proxyUrl ?? 'direct://', home.path);
  return {
    variables: {
      BROWSER: `"${path}"`,
      PERSON_HABITS: JSON.stringify(habits),
      PERSON_CHROMIUM: chromium,
      PERSON_FOLDER: home.path,
    },
    lastPage: () => readFile(home.file('last-page'), 'utf8').catch(() => undefined),
  };
}
