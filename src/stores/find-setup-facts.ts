import type { LocalFacts } from '../core/local-facts.js';
import type { Ports } from '../core/ports/ports.js';
import { isProblem } from '../core/problem.js';
import { environmentRecipe } from '../core/recipe.js';
import { findLocalFacts } from './find-local-facts.js';
import type { Stores } from './stores.js';

/**
 * The same for whoever sets something up, with what earlier set-ups and the computer itself say: suggestions, so only
 * where a person is there to see them.
 */
export async function findSetupFacts(
  ports: Pick<Ports, 'env' | 'files' | 'platform' | 'ui' | 'userName'>,
  stores: Pick<Stores, 'profiles' | 'recipes'>,
): Promise<LocalFacts> {
  const facts = await findLocalFacts(ports, stores);
  if (!ports.ui.interactive) return facts;
  return { ...facts, earlier: await earlierRecipes(stores), isEc2: await isEc2(ports) };
}

async function earlierRecipes({ recipes }: Pick<Stores, 'recipes'>): Promise<NonNullable<LocalFacts['earlier']>> {
  const names = (await recipes.list()).filter((name) => name !== environmentRecipe);
  const read = await Promise.all(names.map(async (profile) => ({ profile, recipe: await recipes.read(profile) })));
  return read.flatMap(({ profile, recipe }) => (recipe === undefined ? [] : [{ profile, recipe }])).reverse();
}

/** Where Linux tells an instance of Nitro by its id, and one of Xen by how its number begins. */
const marks: readonly (readonly [path: string, mark: RegExp])[] = [
  ['/sys/devices/virtual/dmi/id/board_asset_tag', /^i-[0-9a-f]{8,17}$/],
  ['/sys/hypervisor/uuid', /^ec2/i],
];

/**
 * Whether the machine is EC2's; the metadata service, which would know, is not asked. Source: EC2 user guide,
 * "Detect whether a host is an EC2 instance".
 */
async function isEc2({ files, platform }: Pick<Ports, 'files' | 'platform'>): Promise<boolean> {
  if (platform !== 'linux') return false;
  for (const [path, mark] of marks) {
    try {
      if (mark.test((await files.read(path))?.trim() ?? '')) return true;
    } catch (error) {
      if (!isProblem(error, 'file')) throw error;
    }
  }
  return false;
}
