import { joined, sentence } from '../../../core/advice/advice.js';
import { awsSsoLogin } from '../../../core/advice/other-programs.js';
import { setUp } from '../../../core/advice/own-commands.js';
import type { Credentials } from '../../../core/credentials.js';
import type { Aws } from '../../../core/ports/aws/aws.js';
import { Problem, Refusal } from '../../../core/problem.js';
import { printable } from '../../../core/text/printable.js';
import type { ChainOptions } from './profile-chain.js';
import type { Sections } from '../../../profile/sections.js';
import { signedOutProfile } from './signed-out.js';

/**
 * The credentials of a profile that signs in through Identity Center: by the token that is shared with the AWS CLI.
 * Nobody is sent to a browser for a source.
 */
export async function profileByIdentityCenter(
  profile: string,
  section: Sections[string],
  { region, signal, settings }: ChainOptions,
  sections: Sections,
  { ssoTokens, ssoPortal }: Pick<Aws, 'ssoTokens' | 'ssoPortal'>,
): Promise<Credentials> {
  const name = section['sso_session'];
  const portal = name === undefined ? section : { ...section, ...sections[`sso-session.${name}`] };
  const { sso_start_url: startUrl, sso_account_id: accountId, sso_role_name: roleName } = { ...section, ...portal };
  if (startUrl === undefined || accountId === undefined || roleName === undefined)
    throw incomplete(profile, { sso_start_url: startUrl, sso_account_id: accountId, sso_role_name: roleName });
  const access = { region: portal['sso_region'] ?? region, profile: settings, signal };
  const session = { name, startUrl, region: access.region };
  const dead = (cause?: unknown): Problem => signedOutProfile(profile, 'IAM Identity Center', awsSsoLogin, cause);
  let token = await ssoTokens.find(session, { profile: settings, signal });
  for (let tries = 1; token; tries += 1) {
    try {
      return await (await ssoPortal(access, token)).roleCredentials(accountId, roleName);
    } catch (error) {
      if (!(error instanceof Refusal) || error.facts.code !== 'UnauthorizedException') throw error;
      token = tries === 1 ? await ssoTokens.find(session, { refused: token, profile: settings, signal }) : undefined;
      if (!token) throw dead(error);
    }
  }
  throw dead();
}

function incomplete(profile: string, settings: Readonly<Record<string, string | undefined>>): Problem {
  const missing = Object.entries(settings)
    .filter(([, value]) => value === undefined)
    .map(([name]) => name);
  return new Problem(
    'aws',
    `The profile "${printable(profile, 100)}" signs in through IAM Identity Center, but lacks ${missing.join(' and ')}.`,
    {
      hint: joined([
        'Add what is missing to ~/.aws/config, or sign in to the access portal here:',
        sentence`${setUp('method', 'identity-center')}`,
      ]),
    },
  );
}
