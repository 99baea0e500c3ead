import { sentence } from '../../core/advice/advice.js';
import { exportAs } from '../../core/advice/own-commands.js';
import type { AnyMethod } from '../../core/method.js';
import { Problem } from '../../core/problem.js';
import type { InvocationOf } from '../common/call.js';
import type { SetupFlag } from './flags.js';
import { gitScopes, helpers, saveTargets } from './values.js';

/** What setup is to do besides signing in. */
export interface SetupChoices {
  readonly gitScope: (typeof gitScopes)[number] | undefined;
  readonly helper: (typeof helpers)[number];
  readonly guardBareRepositories: boolean;
  /** Undefined where it was not said: the method decides. */
  readonly saveTo: SaveTarget | undefined;
  readonly keepSource: boolean;
  readonly overwrite: boolean;
  readonly verify: boolean;
  readonly show: boolean;
  /** The directory to clone into; empty for Git's own choice, undefined where it was not said. */
  readonly clone: string | undefined;
  /** Whether a link on PATH was asked for. */
  readonly link: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly yes: boolean;
}

export type SaveTarget = (typeof saveTargets)[number];

/** What setup is to do, once it is known how somebody signs in. */
export interface SettledChoices extends SetupChoices {
  readonly saveTo: SaveTarget;
  /** The credentials are new, and are given to the user's shell. */
  readonly givesToShell: boolean;
}

/**
 * Where the credentials go: those that Git's helper finds without a profile go nowhere, unless a profile is asked for.
 * @throws Problem `usage` where secrets would be printed beside JSON
 */
export function settle(
  choices: SetupChoices,
  { handsOutAnew = false, inEnvironment = false }: Pick<AnyMethod, 'handsOutAnew' | 'inEnvironment'>,
  given: Pick<InvocationOf<SetupFlag>, 'text'>,
): SettledChoices {
  const asked = choices.saveTo ?? (inEnvironment && given.text('profile') === undefined ? 'environment' : 'file');
  const saveTo = handsOutAnew ? 'environment' : asked;
  const givesToShell = saveTo === 'environment' && !handsOutAnew && !inEnvironment;
  if (givesToShell && choices.json)
    throw new Problem('usage', '--save-to environment prints secrets, and --json never does.', {
      hint: sentence`Leave one of them out; \`${exportAs('process')}\` gives credentials as JSON.`,
    });
  return { ...choices, saveTo, givesToShell };
}

/** Reads the flags that are no questions. @throws Problem `usage` */
export function setupChoices(invocation: InvocationOf<SetupFlag>): SetupChoices {
  return {
    gitScope: invocation.oneOf('git-scope', gitScopes),
    helper: invocation.oneOf('helper', helpers) ?? 'codecommit',
    guardBareRepositories: invocation.on('guard-bare-repositories'),
    saveTo: invocation.oneOf('save-to', saveTargets),
    keepSource: invocation.on('keep-source'),
    overwrite: invocation.on('overwrite'),
    verify: !invocation.on('no-verify'),
    show: invocation.on('show'),
    clone: invocation.text('clone'),
    link: invocation.on('link'),
    dryRun: invocation.on('dry-run'),
    json: invocation.on('json'),
    yes: invocation.on('yes'),
  };
}
