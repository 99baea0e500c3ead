import { sentence } from '../../core/advice/advice.js';
import { exportAs } from '../../core/advice/own-commands.js';
import { Problem } from '../../core/problem.js';
import type { InvocationOf } from '../common/call.js';
import type { SetupFlag } from './flags.js';
import { gitScopes, helpers, saveTargets } from './values.js';

/** What setup is to do besides signing in. */
export interface SetupChoices {
  readonly gitScope: (typeof gitScopes)[number] | undefined;
  readonly helper: (typeof helpers)[number];
  readonly guardBareRepositories: boolean;
  readonly saveTo: (typeof saveTargets)[number];
  readonly keepSource: boolean;
  readonly overwrite: boolean;
  readonly verify: boolean;
  readonly show: boolean;
  /** The directory to clone into; empty for Git's own choice, undefined where it was not said. */
  readonly clone: string | undefined;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly yes: boolean;
}

/** Reads the flags that are no questions. @throws Problem `usage` for combinations that cannot be */
export function setupChoices(invocation: InvocationOf<SetupFlag>): SetupChoices {
  const choices: SetupChoices = {
    gitScope: invocation.oneOf('git-scope', gitScopes),
    helper: invocation.oneOf('helper', helpers) ?? 'codecommit',
    guardBareRepositories: invocation.on('guard-bare-repositories'),
    saveTo: invocation.oneOf('save-to', saveTargets) ?? 'file',
    keepSource: invocation.on('keep-source'),
    overwrite: invocation.on('overwrite'),
    verify: !invocation.on('no-verify'),
    show: invocation.on('show'),
    clone: invocation.text('clone'),
    dryRun: invocation.on('dry-run'),
    json: invocation.on('json'),
    yes: invocation.on('yes'),
  };
  if (choices.saveTo === 'environment' && choices.json) {
    throw new Problem('usage', '--save-to environment prints secrets, and --json never does.', {
      hint: sentence`Leave one of them out; \`${exportAs('process')}\` gives credentials as JSON.`,
    });
  }
  return choices;
}
