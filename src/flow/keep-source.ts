import type { Credentials } from '../core/credentials.js';
import type { Interview } from '../core/interview.js';
import { enterKey } from '../methods/source-questions.js';
import { alternativeName } from '../profile/names.js';
import type { Companion } from './mfa-session.js';
import type { Rooms } from './rooms.js';

export interface KeptSource {
  readonly interview: Interview;
  readonly rooms: Pick<Rooms, 'profiles'>;
  readonly choices: { readonly keepSource: boolean };
}

/**
 * Keeps an access key that was entered as profile `NAME-source`, if the user said so: only a kept source renews
 * without anybody. From then on the answers name that profile.
 */
export async function keepSource({ interview, rooms, choices }: KeptSource, profile: string): Promise<readonly Companion[]> {
  const credentials = interview.known['sourceKeys'] as Credentials | undefined;
  const wanted = choices.keepSource || interview.raw('sourceProfile') === enterKey.kept;
  if (credentials === undefined || !wanted) return [];
  const taken = new Set((await rooms.profiles.list()).map(({ name }) => name));
  const name = taken.has(`${profile}-source`) ? alternativeName(`${profile}-source`, (candidate) => taken.has(candidate)) : `${profile}-source`;
  interview.learn('sourceProfile', name, name);
  return [{ profile: name, credentials, recipe: undefined }];
}
