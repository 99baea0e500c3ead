import type { Credentials } from '../core/credentials.js';
import type { Recipe } from '../core/recipe.js';
import type { Aws } from '../core/ports/aws.js';
import type { Clock } from '../core/ports/clock.js';
import type { Files } from '../core/ports/files.js';
import type { Git } from '../core/ports/git.js';
import type { GitProbe } from '../core/ports/git-probe.js';
import type { ConfigEntry } from '../git/config-entries.js';

/** `fail` breaks Git now, `warn` may. */
export type Level = 'ok' | 'warn' | 'fail' | 'skip';

/** What a check found. */
export interface Outcome {
  readonly level: Level;
  readonly detail: string;
  /** A command line that mends it; undefined where only a person can. */
  readonly fix?: string | undefined;
}

/** What a check found, with its name, as `--json` gives it. */
export interface Finding extends Outcome {
  readonly id: string;
  readonly title: string;
}

/** Who is examined: gathered once, before the checks. */
export interface Patient {
  /** The URL that Git is refused for, as it stands in the remote; undefined where there is none. */
  readonly url: string | undefined;
  /** The same without what a remote may carry too much: a user name, a slash at the end. */
  readonly cleanUrl: string | undefined;
  readonly region: string | undefined;
  readonly profile: string | undefined;
  readonly recipe: Recipe | undefined;
  readonly keys: Credentials | undefined;
  /** The texts of AWS's two files, latin1. */
  readonly credentialsText: string | undefined;
  readonly configText: string | undefined;
  readonly paths: { readonly home: string; readonly credentials: string; readonly config: string };
  /** Everything that Git reads here about credentials and HTTP. */
  readonly entries: readonly ConfigEntry[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly cwd: string;
}

/** What a check may use besides what is known already. */
export interface Instruments {
  readonly git: Pick<Git, 'run'>;
  readonly files: Pick<Files, 'read' | 'stat'>;
  readonly aws: Aws;
  readonly clock: Pick<Clock, 'now'>;
  readonly probe: GitProbe;
  /** The version of the running Node. */
  readonly nodeVersion: string;
}

/** One question about the machine. Checks that need the network say so, and are left out when one before them failed to reach it. */
export interface Check {
  readonly id: string;
  readonly title: string;
  readonly online?: true;
  run(patient: Patient, instruments: Instruments): Promise<Outcome> | Outcome;
}

export const ok = (detail: string): Outcome => ({ level: 'ok', detail });
export const skip = (detail: string): Outcome => ({ level: 'skip', detail });
export const warn = (detail: string, fix?: string): Outcome => ({ level: 'warn', detail, fix });
export const fail = (detail: string, fix?: string): Outcome => ({ level: 'fail', detail, fix });
