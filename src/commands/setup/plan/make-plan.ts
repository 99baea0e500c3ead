import type { Credentials } from '../../../core/credentials.js';
import type { AnyMethod } from '../../../core/method.js';
import type { GitSetting, Plan } from '../../../core/plan.js';

export interface PlanFacts {
  readonly profile: string;
  readonly method: AnyMethod;
  readonly region: string;
  readonly paths: { readonly credentials: string; readonly config: string; readonly recipes: string };
  /** Whether credentials go to the file, or to the environment. */
  readonly toFile: boolean;
  /** What stands in the profile now, in words. */
  readonly replaces: string | undefined;
  /** Whether AWS's config names a Region for the profile already. */
  readonly hasRegion: boolean;
  readonly keptSource: string | undefined;
  readonly ssoSession?: string | undefined;
  readonly sessionLimit?: string | undefined;
  readonly uses?: string | undefined;
  readonly asks?: readonly string[] | undefined;
  readonly git: readonly GitSetting[];
  readonly setsAside?: readonly string[] | undefined;
}

/** What is going to be written where; nothing is touched yet. */
export function makePlan({
  profile,
  method,
  region,
  paths,
  toFile,
  replaces,
  hasRegion,
  keptSource,
  ssoSession,
  sessionLimit,
  uses,
  asks = [],
  git,
  setsAside = [],
}: PlanFacts): Plan {
  return {
    profile,
    method: method.id,
    region,
    credentialsFile: toFile ? paths.credentials : undefined,
    replaces,
    keptSource,
    ...(ssoSession !== undefined && { ssoSession }),
    ...(sessionLimit !== undefined && { sessionLimit }),
    ...(uses !== undefined && { uses }),
    ...(asks.length > 0 && { asks }),
    configFile: toFile && !hasRegion ? paths.config : undefined,
    git,
    ...(setsAside.length > 0 && { setsAside }),
    recipesFile: paths.recipes,
  };
}

/** In words, what would be written over. */
export function sayKeys(credentials: Credentials | undefined, now: Date): string | undefined {
  if (credentials === undefined) return undefined;
  if (credentials.sessionToken === undefined) return 'long-term keys';
  return credentials.expiration !== undefined && credentials.expiration < now
    ? 'a session that has ended'
    : 'temporary keys';
}
