import type { GitSetting } from '../../core/plan.js';
import { Problem } from '../../core/problem.js';

/** Which URLs shall use the helper. */
export type GitScope = 'region' | 'all' | 'repository' | 'local' | 'global' | 'none';

/** What is to be set up. */
export interface HelperSettings {
  readonly scope: GitScope;
  /** The value of `credential.helper`. */
  readonly value: string;
  /** The region's hosts. */
  readonly hosts: readonly string[];
  /** Patterns for the hosts of every region and partition, for `all`. */
  readonly everyHost: readonly string[];
  /** The repository's URL, for `repository`. */
  readonly repositoryUrl: string | undefined;
}

/**
 * The settings as Git takes them, in the order in which they are written. The empty helper cuts off keychains and
 * managers that would keep a password of 15 minutes; `global` leaves it out, for it would cut off every other server's.
 */
export function helperSettings({
  scope,
  value,
  hosts,
  everyHost,
  repositoryUrl,
}: HelperSettings): readonly GitSetting[] {
  switch (scope) {
    case 'none':
      return [];
    case 'global':
      return [
        { scope: 'global', key: 'credential.helper', value },
        ...hosts.map((host): GitSetting => ({
          scope: 'global',
          key: `credential.https://${host}.useHttpPath`,
          value: 'true',
        })),
      ];
    case 'repository':
      if (repositoryUrl === undefined)
        throw new Problem('usage', 'Git settings for one repository need its name.', {
          hint: 'Give it with --repository NAME, or use --git-scope region.',
        });
      return section('global', repositoryUrl, value);
    default: {
      const covered = scope === 'all' ? everyHost : hosts;
      return covered.flatMap((host) => section(scope === 'local' ? 'local' : 'global', `https://${host}`, value));
    }
  }
}

function section(scope: GitSetting['scope'], url: string, value: string): readonly GitSetting[] {
  const key = `credential.${url}`;
  return [
    { scope, key: `${key}.helper`, value: '' },
    { scope, key: `${key}.helper`, value },
    { scope, key: `${key}.useHttpPath`, value: 'true' },
  ];
}
