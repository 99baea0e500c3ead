import { joined, sentence } from '../../../core/advice/advice.js';
import type { Text } from '../../../core/advice/advice.js';
import { changeFolder } from '../../../core/advice/other-programs.js';
import { doctor, refresh } from '../../../core/advice/own-commands.js';
import type { Interview } from '../../../core/interview/interview.js';
import type { AnyMethod } from '../../../core/method.js';
import type { Ports } from '../../../core/ports/ports.js';
import { isProblem } from '../../../core/problem.js';
import { sayDuration } from '../../../core/text/duration.js';
import { gitHost, parseGitHost } from '../../../aws/codecommit/hosts.js';
import { repositoryUrl } from '../../../aws/codecommit/repository.js';
import { printable } from '../../../core/text/printable.js';
import type { GivenTexts, Handed } from '../../../interview/answer-source.js';
import { renew, sayUnkept } from '../../../sign-in/renew.js';
import type { Stores } from '../../../stores/stores.js';
import { settingsOfClone } from '../../clone/clone-with-settings.js';
import { cloneFailure, gitClone } from '../../clone/git-clone.js';
import type { SetupAnswers } from '../answers.js';
import { folderFor } from '../plan/clone-choice.js';
import { verifyWithGit } from '../verify/verify-with-git.js';
import { existingProfilesFor } from './profiles-for.js';
import type { ExistingProfile, KnownRepository } from './profiles-for.js';

export interface CloneWithExisting {
  readonly target: NamedRepository;
  /** What `--clone` says; undefined where it was not given. */
  readonly clone: string | undefined;
  readonly handed: Handed;
  readonly interview: Interview<SetupAnswers>;
  readonly given: GivenTexts;
  /** The profiles that could not read it: they are not offered again. Grows. */
  readonly refused: Set<string>;
}

/** What is to be cloned; where its Region is not known, each profile's own counts. */
export type NamedRepository = KnownRepository & {
  readonly name: string | undefined;
  readonly host: string | undefined;
};

/** A repository that has a folder to be cloned into. */
interface Cloneable {
  readonly name: string;
  readonly region: string;
  readonly host: string;
  readonly url: string;
}

/**
 * Offers to clone with a profile that was set up before, by one question, in place of setting up another. Nobody is
 * contacted before it is answered; a profile that cannot read the repository is said to, and the next one is offered.
 * @returns `declined` where the person wants another way; `none` where there is no profile, or no longer one
 * @throws GoBack, Problem `cancelled`; `git` where the clone fails although Git could read the repository
 */
export async function cloneWithExisting(
  asked: CloneWithExisting,
  methods: readonly AnyMethod[],
  ports: Ports,
  stores: Stores,
): Promise<'cloned' | 'declined' | 'none'> {
  const { target, handed, interview, refused } = asked;
  const { name } = target;
  const folder = name === undefined ? undefined : await folderFor(name, asked.clone, ports);
  if (name === undefined || folder === undefined) return 'none';
  const all = await existingProfilesFor(target, handed, methods, stores, ports);
  for (;;) {
    const open = all.filter((one) => !refused.has(one.name));
    if (open.length === 0) return 'none';
    const picked = await pick(open, { ...target, name }, folder, interview, ports);
    if (picked === undefined) return 'declined';
    if (await cloneAs(picked, cloneable(target, name, picked), folder, asked, methods, ports, stores)) return 'cloned';
    refused.add(picked.name);
  }
}

/** The repository as the profile that was picked makes it whole. */
function cloneable({ region, host, url }: NamedRepository, name: string, { recipe }: ExistingProfile): Cloneable {
  const theirs = region === undefined ? parseGitHost(recipe.answers['host'] ?? '')?.host : undefined;
  const place = { region: region ?? recipe.region, host: host ?? theirs ?? gitHost(region ?? recipe.region) };
  return { name, ...place, url: url ?? repositoryUrl({ ...place, name }) };
}

const noneOfThem = '';

/** @returns undefined where another way to sign in is wanted */
async function pick(
  profiles: readonly ExistingProfile[],
  { url, region, name }: NamedRepository & { readonly name: string },
  folder: string,
  interview: Interview<SetupAnswers>,
  { clock }: Pick<Ports, 'clock'>,
): Promise<ExistingProfile | undefined> {
  // It is a guess where nobody has said it: shown, to be agreed to.
  const where = (one: ExistingProfile): string => (region === undefined ? ` in ${one.recipe.region}` : '');
  const question = `${url ?? name} with ${profiles.map(({ name }) => name).join(' ')}`;
  const into = `The clone goes into ${printable(folder)}, if CodeCommit agrees; nothing else is set up.`;
  const [only] = profiles;
  if (only !== undefined && profiles.length === 1) {
    const answer = await interview.once(question, {
      kind: 'confirm',
      message: `${only.name} may be able to read it${where(only)}: clone it now?`,
      suggestion: 'yes',
      note: joined([`${sayProfile(only, clock.now())}.`, into]),
    });
    return answer === 'yes' ? only : undefined;
  }
  const answer = await interview.once(question, {
    kind: profiles.length > 11 ? 'search' : 'choice',
    message: 'These profiles may be able to read it: clone it now?',
    note: into,
    choices: [
      ...profiles.map((one) => ({
        value: one.name,
        name: `With ${one.name}${where(one)}`,
        description: `${sayProfile(one, clock.now())}.`,
      })),
      { value: noneOfThem, name: 'No, sign in another way for it' },
    ],
  });
  return profiles.find(({ name }) => name === answer);
}

/** Who it signs in as, and how long that lasts. */
function sayProfile({ recipe: { arn, account }, expiration, need }: ExistingProfile, now: Date): string {
  const who = arn ?? (account === undefined ? undefined : `account ${account}`);
  const left = expiration === undefined ? undefined : (expiration.getTime() - now.getTime()) / 1000;
  const what = need === undefined ? (left === undefined ? undefined : `${sayDuration(left)} left`) : ended[need];
  return [who === undefined ? undefined : `It is ${printable(who, 200)}`, what]
    .filter((part) => part !== undefined)
    .join(', ');
}

const ended: Readonly<Record<NonNullable<ExistingProfile['need']>, string>> = {
  nothing: 'its session is renewed first',
  'mfa-code': 'and needs a new session first, by an MFA code',
  browser: 'and needs a new session first, in your browser',
};

/** @returns false where it cannot read the repository, which was said */
async function cloneAs(
  { name: profile }: ExistingProfile,
  target: Cloneable,
  folder: string,
  { interview, given }: CloneWithExisting,
  methods: readonly AnyMethod[],
  ports: Ports,
  stores: Stores,
): Promise<boolean> {
  const { url, name, region, host } = target;
  const settings = await settingsOfClone({ url, name, region, profile }, stores.settings);
  try {
    const { refreshed, unkept } = await renew(profile, ports, stores, { methods, given });
    if (refreshed) interview.endWayBack();
    if (unkept !== undefined) ports.ui.warn(sayUnkept(profile, unkept));
    await verifyWithGit({ url, host, cwd: ports.cwd, inClone: false, settings }, ports, stores);
  } catch (error) {
    if (!isProblem(error) || error.kind === 'cancelled') throw error;
    ports.ui.warn(sentence`${profile} cannot read it: ${error.said}`);
    return false;
  }
  interview.endWayBack();
  const clone = await gitClone({ url, name, folder, settings }, ports);
  if (clone.code !== 0) throw cloneFailure(clone, { verified: true });
  sayCloned(profile, folder, ports);
  return true;
}

function sayCloned(profile: string, folder: string, { ui }: Pick<Ports, 'ui'>): void {
  const after: Text = sentence`For new credentials: \`${refresh(profile)}\`. If Git ever says 403: \`${doctor()}\``;
  ui.heading('Done');
  ui.table([['cloned', `into ${printable(folder)}, with profile ${profile}`]]);
  ui.say(after);
  ui.say(sentence`Next: \`${changeFolder(folder)}\``);
}
