import type { CommandForm } from '../advice/say.js';
import type { Changes } from '../changes.js';
import type { Aws } from './aws/aws.js';
import type { AwsFileReader } from './aws/aws-file-reader.js';
import type { Browser } from './browser.js';
import type { Clipboard } from './clipboard.js';
import type { Clock } from './clock.js';
import type { Files } from './files.js';
import type { Git } from './git.js';
import type { GitProbe } from './git-probe.js';
import type { Program } from './program.js';
import type { SamlBrowser } from './saml-browser.js';
import type { OpenId } from './openid.js';
import type { Templates } from './templates.js';
import type { DataOutput, Ui } from './ui.js';

/** Everything a command can be given. Each function takes the ports it needs (`Pick<Ports, …>`), not all of them. */
export interface Ports {
  readonly ui: Ui;
  /** How commands are written here, where they are written otherwise than by `ui`. */
  readonly form: CommandForm;
  readonly output: DataOutput;
  readonly clock: Clock;
  /** Undefined where nobody is there to paste from it. */
  readonly clipboard?: Clipboard | undefined;
  readonly files: Files;
  readonly git: Git;
  readonly probe: GitProbe;
  readonly aws: Aws;
  readonly awsFileReader: AwsFileReader;
  /** Undefined where nobody is there to sign in: in the credential helper, and without a terminal. */
  readonly browser?: Browser | undefined;
  /** For a sign-in with SAML; to be opened only where there is a `browser`. */
  readonly samlBrowser?: SamlBrowser | undefined;
  readonly openid: OpenId;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeDirectory: string;
  readonly userName: string;
  /** The installation that is running; the credential helper belongs to it. */
  readonly program: Program;
  readonly templates: Templates;
  /** The folder the command was started in. */
  readonly cwd: string;
  /** Aborts when the user, or the system, wants us to end; every port listens to it by itself. */
  readonly signal: AbortSignal;
  /** What was changed so far, for whoever stops us. */
  readonly changes: Changes;
  /** The text of a file the user named; `-` is standard input. Throws Problem `file`. */
  readonly readText: (path: string) => Promise<string>;
  /**
   * A small text from an https address. Throws Problem `usage` for other addresses, `network` where it does not come.
   */
  readonly download: (
    address: string,
    options: { readonly mostBytes: number; readonly signal?: AbortSignal | undefined },
  ) => Promise<string>;
}
