import { joined, sentence } from '../core/advice/advice.js';
import { refresh } from '../core/advice/own-commands.js';
import { sayEndpoint } from '../core/custom-endpoint.js';
import type { Credentials } from '../core/credentials.js';
import type { Aws, CustomEndpoint } from '../core/ports/aws/aws.js';
import { Problem, isProblem } from '../core/problem.js';
import type { Recipe } from '../core/recipe.js';

/** What the recipe calls the endpoints of variables that a profile was set up with. */
const recipeName = 'endpoints';

/** The hosts that are none of AWS's and would be asked on behalf of these profiles, in words. */
export async function sayForeignEndpoints(
  profiles: readonly (string | undefined)[],
  aws: Pick<Aws, 'foreignEndpoints'>,
): Promise<readonly string[]> {
  const found = await Promise.all(profiles.map((profile) => aws.foreignEndpoints(profile)));
  return [
    ...new Set(found.flat().map((endpoint) => `${endpoint.service ?? 'every service'} at ${sayEndpoint(endpoint)}`)),
  ];
}

/** What a recipe keeps of the endpoints that were agreed to when the profile was set up. */
export function agreedEndpoints(aws: Pick<Aws, 'usedEndpoints'>): Readonly<Record<string, string>> {
  const hosts = ofVariables(aws).map(({ url }) => new URL(url).host);
  return hosts.length === 0 ? {} : { [recipeName]: [...new Set(hosts)].sort().join(' ') };
}

/**
 * Keeps the answer of a stand-in from taking the place of good keys. A variable counts for every profile, so it may be
 * meant for something else: what a host of its choice handed out is taken where the profile was set up with it, or
 * where AWS itself knows the credentials. An endpoint in the files is of the profile that signs, and so meant.
 * @throws Problem `aws` where the credentials are not AWS's, or AWS cannot be asked
 */
export async function refuseStandIn(
  credentials: Credentials,
  { region, answers }: Recipe,
  profile: string,
  aws: Pick<Aws, 'usedEndpoints' | 'sts'>,
): Promise<void> {
  const agreed = answers[recipeName]?.split(' ') ?? [];
  const [endpoint] = ofVariables(aws).filter(({ url }) => !agreed.includes(new URL(url).host));
  if (endpoint === undefined) return;
  try {
    await (await aws.sts({ region, credentials, profile, ownHosts: true })).getCallerIdentity();
  } catch (error) {
    if (!isProblem(error) || error.kind === 'cancelled') throw error;
    const why = error.kind === 'network' ? 'AWS could not be asked whether they are its own' : 'AWS does not know them';
    throw new Problem(
      'aws',
      `The new credentials for profile ${profile} came from ${sayEndpoint(endpoint)}, and ${why}: they were ` +
        'not written.',
      {
        hint: joined([
          sentence`Unset ${endpoint.from}, then: ${refresh(profile)}.`,
          'If it is meant, set the profile up again with it.',
        ]),
        cause: error,
      },
    );
  }
}

function ofVariables(aws: Pick<Aws, 'usedEndpoints'>): readonly CustomEndpoint[] {
  return aws.usedEndpoints().filter(({ byVariable }) => byVariable);
}
