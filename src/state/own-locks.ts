const lockedNames = [
  '[0-9a-f]{32}\\.[a-z]+\\.json(?:\\.renewal)?',
  // The folder of a browser.
  '[0-9a-f]{16}',
  'git-settings(?:\\.json)?',
  'absent\\.json',
  'recipes\\.ini',
  '.+\\.before-git-codecommit',
];
const ownLock = new RegExp(`^(?:${lockedNames.join('|')})\\.lock(?:\\.(?:unreadable-)?[0-9a-f]+-[0-9]+-.+)?$`);

/**
 * Whether a file of our own folders is a lock of ours by its name, or stands beside one for a moment. A folder that
 * somebody named for ours may have locks of others in it, such as `yarn.lock`.
 */
export function isOwnLock(name: string): boolean {
  return ownLock.test(name);
}
