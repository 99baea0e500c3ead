import { tmpdir } from 'node:os';
import { realPath } from './real-path.js';

/** Folders that are emptied sooner or later, with links followed. */
export function temporaryFolders(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return [
    ...new Set(
      [tmpdir(), '/tmp', '/var/tmp', env['TMPDIR'], env['TEMP'], env['TMP']].flatMap((path) =>
        path ? [realPath(path) ?? path] : [],
      ),
    ),
  ];
}
