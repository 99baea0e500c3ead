import { Problem } from '../problem.js';

/** Where a browser comes back to after a sign-in. */
export interface LoopbackOptions {
  /** `/oauth/callback` */
  readonly path: string;
  /** A fixed port, where the provider wants one; else any free one. */
  readonly port?: number | undefined;
  /** The name in the redirect URI; `127.0.0.1` unless the provider knows only the other (RFC 8252, section 7.3). */
  readonly hostName?: '127.0.0.1' | 'localhost' | undefined;
}

/** A listener on loopback. Close it in any case. */
export interface Loopback {
  /** What to send along as `redirect_uri`, port included. */
  readonly redirectUri: string;
  /**
   * Gives the browser an address to begin at, waits for it to come back, and shows a page that says how it went and
   * that the tab can be closed. Other users of the computer can read what a browser is started with, so that address
   * says nothing of the sign-in, and leads one browser to it; who comes back is taken only with the cookie that this
   * one was given, and with the `state` of the authorization request. Anybody else is told so, and waited past.
   * @param authorizationUrl the authorization request, `state` included
   * @param accept reads the query; what it throws is shown on the page, and thrown by `returned`
   */
  expect<T>(
    authorizationUrl: URL,
    accept: (query: URLSearchParams) => T,
    options: { readonly timeoutMs: number; readonly signal: AbortSignal },
  ): ExpectedReturn<T>;
  /** Stops listening, and waiting: a callback that is still waited for never comes. */
  close(): Promise<void>;
}

/** A browser that is to begin somewhere, and to come back. */
export interface ExpectedReturn<T> {
  /** Where the browser begins. */
  readonly startUrl: URL;
  /**
   * Rejects with Problem `aws` when nobody came back in time, with `OpenedTwice` when a second browser began at the
   * address, and with Problem `cancelled` when the signal aborts.
   */
  readonly returned: Promise<T>;
}

/** Two browsers began at one address, and one of them may be a stranger's: the sign-in counts no more. */
export class OpenedTwice extends Problem {
  constructor() {
    super(
      'aws',
      'The address of this sign-in was opened by two browsers, and one may be of another user of this computer.',
      {
        hint: 'Repeat the command, and open each address once; or sign in without a browser here: --no-browser.',
      },
    );
  }
}

/** The person's own browser. */
export interface Browser {
  /** Why none can be opened here, in words (`--no-browser` was given, an SSH session, no display), or undefined. */
  readonly absence: string | undefined;
  /**
   * Opens an address, never through a shell; false where no browser could be started.
   * @throws Problem `failed` for an address that is neither `https:` nor on loopback
   */
  open(url: URL): Promise<boolean>;
  /**
   * Listens for the browser's return; always before it is opened.
   * @throws Problem `failed` when the port is taken
   */
  listen(options: LoopbackOptions): Promise<Loopback>;
}
