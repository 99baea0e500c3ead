// Settles which key `Logins` wants for a user pool with the updated issuer, which no page of AWS's says.
import {
  updatedUserPoolIssuer,
  userPoolIssuer,
  userPoolOfIssuer,
  userPoolProviderName,
  regionOfPool,
} from '../../src/aws/cognito/user-pool.js';
import { describeToken } from '../../src/aws/openid/tokens.js';
import type { Aws } from '../../src/core/ports/aws/aws.js';
import { Problem, Refusal } from '../../src/core/problem.js';
import { Secret } from '../../src/core/secret.js';
import { printable } from '../../src/core/text/printable.js';

/**
 * Shows an identity pool the same ID token under both names that the user pool could have, and says which it takes.
 * As at any sign-in, an identity is made for a person who was never there before; nothing else changes.
 * @param token an ID token of the user pool
 * @returns a report without ids of pools and people
 * @throws Problem `usage` where the token is of no user pool
 */
export async function loginsReport(
  aws: Pick<Aws, 'cognitoIdentity'>,
  identityPoolId: string,
  token: string,
): Promise<string> {
  const { issuer } = describeToken(token);
  const pool = issuer === undefined ? undefined : userPoolOfIssuer(issuer);
  if (pool === undefined) throw new Problem('usage', 'That is no ID token of a Cognito user pool.');
  const [name, address] = [userPoolProviderName(pool), updatedUserPoolIssuer(pool).replace('https://', '')];
  const identities = await aws.cognitoIdentity({ region: regionOfPool(identityPoolId) });
  const hidden = (text: string): string =>
    printable(text.replaceAll(token, 'TOKEN').replaceAll(identityPoolId, 'IDENTITYPOOL').replaceAll(pool, 'POOL'));

  const refusalOf = async (key: string): Promise<string | undefined> => {
    const logins = { [key]: new Secret(token) };
    try {
      await identities.getOpenIdToken(await identities.getId(identityPoolId, logins), logins);
      return undefined;
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      return hidden(error instanceof Refusal ? `${error.facts.operation}, ${error.facts.code}: ${said}` : said);
    }
  };
  const refusals = [await refusalOf(name), await refusalOf(address)] as const;
  const lines = [name, address].map(
    (key, index) => `- \`${hidden(key)}\`: ${refusals[index] === undefined ? 'taken' : `refused. ${refusals[index]}`}`,
  );
  const kind = issuer === userPoolIssuer(pool) ? 'original' : 'updated';
  return [
    `## The key in \`Logins\` for a user pool with the ${kind} issuer`,
    '',
    ...lines,
    '',
    kind === 'original' ? 'Nothing is settled: only a pool with the updated issuer tells.' : settled(refusals),
    '',
  ].join('\n');
}

function settled([name, address]: readonly [string | undefined, string | undefined]): string {
  if (name === undefined && address === undefined) return 'Settled: both are taken, so the one that is sent is right.';
  if (name === undefined) return "Settled: it is the provider's name, the one that is sent.";
  if (address === undefined) return 'Settled: it is the issuer, and the one that is sent is wrong. Please report it.';
  return 'Nothing is settled: does the identity pool know the user pool and the app client, and is the token still good?';
}
