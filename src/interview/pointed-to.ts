import { isContainer, isInstanceTurnedOff } from '../aws/provider-chain.js';
import type { KnownProfile, LocalFacts } from '../core/local-facts.js';
import { printable } from '../core/text/printable.js';

/** A way to sign in that this computer points to, and why. */
export interface PointedTo {
  readonly method: string;
  /** One sentence, shown beside it. */
  readonly because: string;
}

/**
 * The ways to sign in that this computer points to, best first: the profile of this terminal, earlier set-ups, AWS's
 * config, the job or the machine that this runs in. Nobody is contacted for it.
 */
export function pointedTo(facts: LocalFacts): readonly PointedTo[] {
  const all = [...byTerminal(facts), ...byEarlier(facts), ...byConfig(facts), ...byPlace(facts)];
  return all.filter(({ method }, index) => all.findIndex((one) => one.method === method) === index);
}

function byTerminal({ env, profiles }: LocalFacts): readonly PointedTo[] {
  const named = profiles.find(({ name, managed }) => !managed && name === env['AWS_PROFILE']);
  const method = named && methodOf(named);
  return method === undefined ? [] : [{ method, because: `AWS_PROFILE is ${nameIn(env['AWS_PROFILE'])}.` }];
}

function byEarlier({ earlier = [] }: LocalFacts): readonly PointedTo[] {
  return earlier.map(({ profile, recipe: { method } }) => ({ method, because: `Profile ${profile} signs in so.` }));
}

function byConfig({ profiles, ssoSessions }: LocalFacts): readonly PointedTo[] {
  const [session] = ssoSessions;
  const ofSession =
    session === undefined
      ? []
      : [{ method: 'identity-center', because: `~/.aws/config has [sso-session ${nameIn(session.name)}].` }];
  const ofProfiles = profiles.flatMap((profile) => {
    const method = profile.managed ? undefined : methodOf(profile);
    return method === undefined
      ? []
      : [{ method, because: `~/.aws/config has it for profile ${nameIn(profile.name)}.` }];
  });
  // The key that a role is taken with points less than the role.
  const isOfKey = ({ method }: PointedTo): boolean => method === 'session-token';
  return [...ofSession, ...ofProfiles.filter((one) => !isOfKey(one)), ...ofProfiles.filter(isOfKey)];
}

/** A long-term key alone does not say what is to be done with it. */
function methodOf(profile: KnownProfile): string | undefined {
  const { ssoSession, ssoStartUrl, roleArn, loginSession, credentialProcess, longTerm, mfaSerial } = profile;
  if (ssoSession !== undefined || ssoStartUrl !== undefined) return 'identity-center';
  if (roleArn !== undefined) return profile.webIdentityTokenFile === undefined ? 'assume-role' : undefined;
  if (loginSession === true) return 'console-login';
  if (credentialProcess !== undefined) return 'process';
  return longTerm && mfaSerial !== undefined ? 'session-token' : undefined;
}

function byPlace({ env, isEc2 = false }: LocalFacts): readonly PointedTo[] {
  const found: PointedTo[] = [];
  if (env['GITHUB_ACTIONS'] === 'true')
    found.push({ method: 'web-identity', because: 'This is a job of GitHub Actions.' });
  else if (env['GITLAB_CI'] === 'true')
    found.push({ method: 'web-identity', because: 'This is a job of GitLab CI/CD.' });
  if (isContainer(env))
    found.push({
      method: 'instance',
      because:
        env['CODEBUILD_BUILD_ARN'] === undefined ? 'This container has a role.' : 'This is a build of CodeBuild.',
    });
  else if (isEc2 && !isInstanceTurnedOff(env))
    found.push({ method: 'instance', because: 'This is an EC2 instance; it may have a role.' });
  return found;
}

function nameIn(name = ''): string {
  return printable(name, 60);
}
