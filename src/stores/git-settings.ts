import type { GitSetting } from '../core/plan.js';
import type { ConfigEntry } from '../git/config/entries.js';
import type { StandingSetting } from '../git/settings/settings.js';

/** Git's settings for CodeCommit, as commands ask about them. */
export interface GitSettingsStore {
  /** The lines that set Git up for a profile; undefined stands for the environment. */
  plan(choice: HelperChoice): Promise<readonly GitSetting[]>;
  /**
   * The settings themselves, where Git would follow them here; with those of the clone added, where the clone's own
   * take away what the user's say and nothing foreign stands in it. Nothing is written.
   * @param choice what they were planned for
   * Throws Problem `git`, saying what can be done, where nothing that we may write would count.
   */
  winning(settings: readonly GitSetting[], choice: HelperChoice, cwd: string): Promise<readonly GitSetting[]>;
  /**
   * Somebody's helpers for CodeCommit that Git asks now: for the URL that is set up, whatever the settings do; for other
   * URLs, and under conditions (`includeIf`) that are not met here, those that the settings would set aside.
   * @param whose.profile undefined stands for the environment
   */
  inUse(
    settings: readonly GitSetting[],
    whose: { readonly profile: string | undefined; readonly url: string },
    cwd: string,
  ): Promise<readonly HelperInUse[]>;
  /** The profile that a URL's helper answers for now, if the helper is ours or the AWS CLI's. */
  profileFor(url: string, cwd: string): Promise<string | undefined>;
  /** The same for a clone that is still to be made, or a folder that is none. */
  profileOutside(url: string): Promise<string | undefined>;
  /**
   * Whether, outside of clones, Git asks a helper for CodeCommit, first and without a profile, about a URL and its
   * path: so that it finds the keys of the machine.
   */
  asksWithoutProfile(url: string): Promise<boolean>;
  /** The profile that a URL was set up for last, by the record of what setups replaced; whatever stands there now. */
  ownerOf(url: string, cwd: string): Promise<string | undefined>;
  /** For what, and with which helper, a profile was set up last, by the same record. */
  chosenFor(profile: string): Promise<Pick<HelperChoice, 'scope' | 'helper'> | undefined>;
  /**
   * Of `entries`, what a clone brings that names a program, a helper, a proxy, certificates or another address, and
   * that is not ours.
   */
  foreignIn(entries: readonly ConfigEntry[]): Promise<readonly ConfigEntry[]>;
  /** The same of the clone a folder lies in. */
  foreign(cwd: string): Promise<readonly ConfigEntry[]>;
  /** Whether Git takes a folder without `.git` for a repository only where that is said (`safe.bareRepository`). */
  guardsBareRepositories(): Promise<boolean>;
  /** The URLs that use each profile. */
  uses(): Promise<ReadonlyMap<string, readonly string[]>>;
  /** The URLs of git-remote-codecommit among the remotes and submodules of the clone a folder lies in. */
  remoteHelperUrls(cwd: string): Promise<readonly string[]>;
  /** Makes sure that the files that settings go to are files, or not there yet. Throws Problem `file`, `usage`. */
  demandFiles(settings: readonly GitSetting[], cwd: string): Promise<void>;
  /** The same for those that a profile's settings were written to, and would be taken back from. */
  demandFilesOf(profile: string): Promise<void>;
  /** Writes through `git config`, reads back, and remembers what was replaced. */
  apply(profile: string, settings: readonly GitSetting[], cwd: string): Promise<void>;
  /** The settings that `apply` wrote for a profile, as far as they stand, and what `remove` will do with each. */
  standing(profile: string): Promise<readonly StandingSetting[]>;
  /** The profiles that `apply` was called for, and whose settings were not taken back yet. */
  profiles(): Promise<readonly string[]>;
  /** The helpers that lie below a folder, as far as Git's settings name them here. */
  helpersBelow(folder: string): Promise<readonly ConfigEntry[]>;
  /** Takes back what `apply` wrote, where it still is as it was left. */
  remove(profile: string): Promise<readonly GitSetting[]>;
}

/** A helper that somebody has set up for CodeCommit. */
export interface HelperInUse {
  /** Whose program it is: ours, the AWS CLI, or another. */
  readonly kind: 'codecommit' | 'aws' | 'other';
  readonly profile: string | undefined;
  /** As it is written. */
  readonly value: string;
  readonly url: string;
  /** What `includeIf` demands of the place where it counts; undefined where it counts here. */
  readonly condition: string | undefined;
  /** File and line, for people. */
  readonly place: string;
  /** Whether the settings keep Git from asking it first. */
  readonly isSetAside: boolean;
}

export interface HelperChoice {
  readonly scope: 'region' | 'all' | 'repository' | 'local' | 'global' | 'none';
  readonly helper: 'codecommit' | 'aws';
  readonly profile: string | undefined;
  readonly region: string;
  readonly host: string;
  readonly repository: string | undefined;
  /** Also that Git takes a folder without `.git` for a repository only where that is said. */
  readonly guardBareRepositories?: boolean | undefined;
}
