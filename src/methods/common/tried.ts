import { keyOf } from '../identity-center/place.js';

/** What a sign-in was by, as far as its recipe says it. */
interface SignedInBy {
  readonly accountId?: string | undefined;
  readonly roleName?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly sourceProfile?: string | undefined;
}

/** A profile whose keys sign. */
export function keyOfSource(profile: string): string {
  return `profile ${profile}`;
}

/**
 * Notes what was found out about a sign-in, for the lists that it was chosen from. Where a role was taken it is the
 * role's, else the keys'.
 * @param why in words that stand behind the line: `tried: Git was refused`
 */
export function noteTried(tried: Map<string, string>, by: SignedInBy, why: string): void {
  const { accountId, roleName, roleArn, sourceProfile } = by;
  if (accountId !== undefined && roleName !== undefined) tried.set(keyOf({ accountId, roleName }), why);
  else if (roleArn !== undefined) tried.set(roleArn, why);
  else if (sourceProfile !== undefined) tried.set(keyOfSource(sourceProfile), why);
}
