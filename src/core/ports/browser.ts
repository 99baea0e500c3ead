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
   * Waits for the browser to come back, and shows a page that says how it went and that the tab can be closed.
   * @param accept reads the query; what it throws is shown on the page, and thrown here
   * @throws Problem `aws` when nobody came back in time, Problem `cancelled` when the signal aborts
   */
  callback<T>(
    accept: (query: URLSearchParams) => T,
    options: { readonly timeoutMs: number; readonly signal: AbortSignal },
  ): Promise<T>;
  /** Stops listening, and waiting: a callback that is still waited for never comes. */
  close(): Promise<void>;
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
