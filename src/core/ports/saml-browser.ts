import { sentence } from '../advice/advice.js';
import { help } from '../advice/own-commands.js';
import { Problem } from '../problem.js';
import type { Secret } from '../secret.js';

/** A browser that can be watched while somebody signs in. */
export interface AvailableBrowser {
  /** `Google Chrome` */
  readonly name: string;
  /** Absolute path. */
  readonly program: string;
}

export interface CaptureRequest {
  /** Where the sign-in begins; https, or on loopback. */
  readonly idpUrl: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Forgets first who is signed in at this address, so that somebody else can. */
  readonly afresh?: boolean | undefined;
  /** Told once the window is open. */
  readonly onOpen?: (() => void) | undefined;
  /** Told when the first page could not be loaded, in the browser's words; the person may still correct that there. */
  readonly onLoadFailure?: ((words: string) => void) | undefined;
}

/** What was about to be posted to AWS, and did not leave. */
export interface Captured {
  /** The form's SAMLResponse. */
  readonly response: Secret;
  /** The address it was to be posted to: one of AWS's sign-in endpoints. */
  readonly endpoint: string;
}

/** A browser of the person's own, in which somebody signs in until a SAML response is posted to AWS. */
export interface SamlBrowser {
  /**
   * Finds a browser.
   * @param wanted a path or a program's name; without it `BROWSER`, else whichever is installed
   * @throws NoCapture when there is none, or nobody could see it
   */
  find(wanted?: string): Promise<AvailableBrowser>;
  /**
   * Opens a window of its own and waits for the response. Who is signed in there is remembered for the next time, apart
   * from the person's own browsing.
   * @throws NoCapture when none came; Problem `cancelled` when the signal aborts
   */
  capture(browser: AvailableBrowser, request: CaptureRequest): Promise<Captured>;
  /** Removes what was remembered for that address. */
  forget(idpUrl: string): Promise<void>;
}

/** Why no response came: what to do next differs. */
export type NoCaptureReason =
  /** `--no-browser`, no display, or an SSH session */
  | 'not-here'
  /** no browser of the kinds that can be watched */
  | 'no-browser'
  /** the browser did not start, or lets nobody watch */
  | 'not-started'
  /** the window was closed */
  | 'closed'
  /** nobody finished signing in */
  | 'timeout';

/** No response was caught, and it can be got another way. */
export class NoCapture extends Problem {
  constructor(
    readonly reason: NoCaptureReason,
    message: string,
    options: { readonly cause?: unknown } = {},
  ) {
    super('failed', message, {
      hint: sentence`Copy the response by hand: \`${help('saml')}\` says how; give it with --saml-response-file.`,
      ...options,
    });
  }
}
