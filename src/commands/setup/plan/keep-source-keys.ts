import type { Interview } from '../../../core/interview/interview.js';
import { enterKey } from '../../../methods/common/source-questions.js';
import type { ExtraProfile } from '../../../sign-in/mfa-session.js';
import { untakenName } from '../profile-name.js';
import type { Stores } from '../../../stores/stores.js';
import type { SetupAnswers } from '../answers.js';

export interface KeptSource {
  readonly interview: Interview<SetupAnswers>;
  readonly stores: Pick<Stores, 'profiles'>;
  readonly choices: { readonly keepSource: boolean };
}

/** The profile that an entered access key will be kept in, if the user said so. */
export async function keptSourceName(
  { interview, stores, choices }: KeptSource,
  profile: string,
): Promise<string | undefined> {
  const credentials = interview.known.sourceKeys;
  if (credentials === undefined || !(choices.keepSource || interview.raw('sourceProfile') === enterKey.kept))
    return undefined;
  const wanted = `${profile}-source`;
  const standing = await stores.profiles.keys(wanted);
  if (standing === undefined || standing.accessKeyId === credentials.accessKeyId) return wanted;
  return await untakenName(wanted, stores.profiles);
}

/**
 * Keeps an access key that was entered as profile `NAME-source`, if the user said so: only a kept source renews
 * without anybody. From then on the answers name that profile.
 */
export function keepSource(interview: Interview<SetupAnswers>, name: string | undefined): readonly ExtraProfile[] {
  const credentials = interview.known.sourceKeys;
  if (credentials === undefined || name === undefined) return [];
  interview.learn('sourceProfile', name, name);
  return [{ profile: name, credentials, recipe: undefined }];
}
