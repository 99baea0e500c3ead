import type { ProgramFacts } from '../../core/ports/program.js';
import { isFleeting, pathsOf } from './fleeting.js';
import type { HelperCommand } from './helper-value.js';

/** What the decision rests on. */
export interface HelperLocationFacts extends ProgramFacts {
  readonly platform: NodeJS.Platform;
  readonly version: string;
  /** Where our own data lie. */
  readonly data: string;
}

/** Where Git will find the helper, and where the program must be copied first for that. */
export interface HelperLocation {
  readonly command: HelperCommand;
  readonly copyTo: string | undefined;
}

/**
 * Decides how Git's settings can name the helper so that it is still there tomorrow: never in a folder of npx or a
 * temporary one. From there the program is copied to our data folder first.
 */
export function locateHelper(facts: HelperLocationFacts): HelperLocation {
  const paths = pathsOf(facts.platform);
  const fleeting = isFleeting(facts.folder, facts);
  const folder = fleeting ? paths.join(facts.data, 'program', facts.version) : facts.folder;
  return {
    command: {
      bare: facts.inSystemFolder && !fleeting,
      file: paths.join(folder, 'git-credential-codecommit'),
      node: isFleeting(facts.node, facts) ? undefined : facts.node,
    },
    copyTo: fleeting ? folder : undefined,
  };
}
