import type { Advice, Text } from '../core/advice/advice.js';
import type { Credentials } from '../core/credentials.js';
import type { Problem } from '../core/problem.js';
import type { Recipe } from '../core/recipe.js';
import type { Remote } from '../core/remote.js';
import type { Aws } from '../core/ports/aws/aws.js';
import type { Clock } from '../core/ports/clock.js';
import type { Files } from '../core/ports/files.js';
import type { Git } from '../core/ports/git.js';
import type { GitProbe } from '../core/ports/git-probe.js';
import type { ConfigEntry } from '../git/config/entries.js';
import type { AwsHelperFacts } from './facts/aws-helper.js';

/** `fail` breaks Git now, `warn` may. */
export type Level = 'ok' | 'warn' | 'fail' | 'skip';

/** What a check found. */
export interface CheckResult {
  readonly level: Level;
  readonly detail: Text;
  /** What fixes it; undefined where only a person can. */
  readonly fix?: Advice | undefined;
  /**
   * Of a warning: the checks whose failure it explains. If the first failure is one of them, this is its cause, and
   * what was to be a warning is the failure.
   */
  readonly explains?: readonly string[] | undefined;
}

/** What a check found, with its name, as `--json` gives it. */
export interface Finding extends CheckResult {
  readonly id: string;
  readonly title: string;
}

/** What the checks go by: gathered once, before them. */
export interface DiagnosisFacts {
  /** The URL that Git is refused for, as Git uses it; undefined where there is none. */
  readonly url: string | undefined;
  /** The same without what a remote may carry too much: a user name, a slash at the end. */
  readonly cleanUrl: string | undefined;
  /** The remote that the URL was taken from; undefined where it was given. */
  readonly remote: Remote | undefined;
  readonly region: string | undefined;
  /** The profile whose keys Git's helper signs with; undefined where it uses none. */
  readonly profile: string | undefined;
  readonly recipe: Recipe | undefined;
  /** The profile of ours that the URL was set up for last, by our own record. */
  readonly owner: string | undefined;
  /** Whether the owner's recipe is there: without it nothing can be repeated for it. */
  readonly ownerHasRecipe: boolean;
  /** The profiles of ours among which nothing says which one is meant. */
  readonly candidates: readonly string[];
  /**
   * What Git's helper signs with, and where it has that from; the AWS CLI keeps what it gets by itself.
   */
  readonly keys: Credentials | undefined;
  readonly keysFrom: 'profile' | 'environment' | 'web-identity' | 'role' | 'aws-cli' | undefined;
  /** What the AWS CLI's helper answers, where that is the one in use. */
  readonly awsHelper: AwsHelperFacts | undefined;
  /** Why there are none, in the helper's own words, if so. */
  readonly keysProblem: Problem | undefined;
  /** Git's helper renews the session without anybody. */
  readonly renewsItself: boolean;
  /** Why the helper could not renew a session that had ended, in its own words. */
  readonly renewal: string | undefined;
  /** The texts of AWS's two files, latin1. */
  readonly credentialsText: string | undefined;
  readonly configText: string | undefined;
  readonly paths: {
    readonly home: string;
    readonly credentials: string;
    readonly config: string;
    readonly data: string;
  };
  /** Everything that Git reads here about credentials and HTTP. */
  readonly entries: readonly ConfigEntry[];
  /** `url.<base>.insteadOf` and its relative. */
  readonly rewrites: readonly ConfigEntry[];
  /**
   * What the clone brings itself and Git would run, or send signatures by way of, and nobody has confirmed. While there
   * is any, Git is asked outside of the clone alone.
   */
  readonly foreign: readonly ConfigEntry[];
  /** The folder here that Git would take for a repository of its own, though it lies in a clone. */
  readonly embedded: string | undefined;
  /** `safe.bareRepository` is `explicit`. */
  readonly guardsBareRepositories: boolean;
  /** Why Git itself cannot be asked, if so: then nothing is known of its settings. */
  readonly gitProblem: Problem | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly cwd: string;
}

/** What is reached over the network: AWS's interfaces, or CodeCommit's Git hosts. One may answer and the other not. */
export type Endpoint = 'aws' | 'git';

/** What a check may use besides what is known already. */
export interface CheckPorts {
  readonly git: Pick<Git, 'run' | 'lockOf'>;
  readonly files: Pick<Files, 'read' | 'stat'>;
  readonly aws: Aws;
  readonly clock: Pick<Clock, 'now'>;
  readonly probe: GitProbe;
  /** Takes back what the helper remembers of a password that was asked for without a request to follow. */
  readonly forgetPassword: (password: string) => Promise<void>;
  readonly version: string;
  /** The version of the running Node. */
  readonly nodeVersion: string;
  /** What the checks before found. */
  readonly found: readonly Finding[];
  /** The Problem that earlier checks had with either endpoint. */
  readonly networkProblems: ReadonlyMap<Endpoint, Problem>;
}

/** One question about the machine. */
export interface Check {
  readonly id: string;
  readonly title: string;
  /** Needs the network: is left out where an earlier check could not reach the same endpoint. */
  readonly online?: Endpoint;
  /** Goes by Git's settings: is left out where Git cannot be asked. */
  readonly git?: true;
  run(facts: DiagnosisFacts, ports: CheckPorts): Promise<CheckResult> | CheckResult;
}

/** All is well. */
export const ok = (detail: Text): CheckResult => ({ level: 'ok', detail });
/** It was not looked at, and why. */
export const skip = (detail: Text): CheckResult => ({ level: 'skip', detail });
/** It may break Git; see `CheckResult.explains`. */
export const warn = (detail: Text, fix?: Advice, explains?: readonly string[]): CheckResult => ({
  level: 'warn',
  detail,
  fix,
  explains,
});
/** It breaks Git now. @param fix what fixes it */
export const fail = (detail: Text, fix?: Advice): CheckResult => ({ level: 'fail', detail, fix });
