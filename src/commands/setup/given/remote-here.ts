import { parseRepository } from '../../../aws/codecommit/repository.js';
import type { Ports } from '../../../core/ports/ports.js';
import { isProblem } from '../../../core/problem.js';
import type { TeamRecipe } from '../../../core/team-recipe.js';
import { printable } from '../../../core/text/printable.js';
import { currentRemote } from '../../../git/current-remote.js';
import type { InvocationOf } from '../../common/call.js';
import type { SetupFlag } from '../flags.js';

type SaysWhere = Pick<InvocationOf<SetupFlag>, 'text' | 'saysAny'>;

/**
 * The CodeCommit remote of the clone that somebody stands in: put forward to a person, and taken, which is said, where
 * nobody is there and nothing else is said about what to set up. Undefined where Git fails.
 */
export async function remoteHere(
  given: SaysWhere,
  team: Pick<TeamRecipe, 'repository' | 'region' | 'host'> | undefined,
  ports: Pick<Ports, 'git' | 'cwd' | 'env' | 'files' | 'ui'>,
): Promise<string | undefined> {
  const isSaid = given.saysAny(['repository', 'host']) || (team?.repository ?? team?.host) !== undefined;
  if (isSaid && !ports.ui.interactive) return undefined;
  try {
    const remote = await currentRemote(ports);
    if (remote === undefined || ports.ui.interactive) return remote;
    const region = given.text('region') ?? team?.region;
    if (region !== undefined && parseRepository(remote).region !== region) return undefined;
    ports.ui.say(`The repository is the one of this clone: ${printable(remote)}`);
    return remote;
  } catch (error) {
    if (isProblem(error)) return undefined;
    throw error;
  }
}
