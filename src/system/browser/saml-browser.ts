import { setTimeout as sleep } from 'node:timers/promises';
import { sayDuration } from '../../core/text/duration.js';
import type { Files } from '../../core/ports/files.js';
import { NoCapture } from '../../core/ports/saml-browser.js';
import type { AvailableBrowser, Captured, CaptureRequest, SamlBrowser } from '../../core/ports/saml-browser.js';
import { cancelled } from '../../core/problem.js';
import type { Display } from './browser-absence.js';
import { Capture } from './capture.js';
import type { BrowserSearch } from './find-browser.js';
import { findWatchable } from './find-watchable.js';
import { launch } from './launch.js';
import type { Running } from './launch.js';
import { makeProfileFolder, profileFolder, removeProfileFolders } from './profile-folder.js';

/** What the program knows about where it runs. */
export interface SamlBrowserOptions extends BrowserSearch, Display {
  /** Our data folder. */
  readonly data: string;
  readonly files: Pick<Files, 'withLock'>;
}

/** How long a browser may take to start on a busy computer, and to write its cookies down at the end. */
const startMs = 60_000;
const closeMs = 20_000;
/** The same where nobody waits for it any more. */
const cancelledCloseMs = 2_000;

/** So long the page that says "you can close this tab" is seen before the window closes by itself. */
const lingerMs = 1200;

/** The person's own Chrome, Brave, Chromium or Edge, watched over a pipe. */
export function openSamlBrowser(parts: SamlBrowserOptions): SamlBrowser {
  return {
    find: (wanted) => findWatchable(wanted, parts),
    forget: (idpUrl) => removeProfileFolders(idpUrl, parts),
    async capture(browser, request) {
      if (request.afresh === true) await removeProfileFolders(request.idpUrl, parts);
      const folder = await profileFolder(browser, request.idpUrl, parts);
      // Two browsers in one folder would be one: the second hands its address to the first, and ends.
      return await parts.files.withLock(
        folder,
        async () => {
          await makeProfileFolder(folder);
          return await capture(launch(browser.program, folder, parts.env), browser, request);
        },
        { waitMs: request.timeoutMs },
      );
    },
  };
}

async function capture(running: Running, browser: AvailableBrowser, request: CaptureRequest): Promise<Captured> {
  const watching = new Capture(running.devTools);
  const over = new AbortController();
  try {
    const started = watching.open(request.idpUrl);
    const caught = firstOf(running, browser, { watching, started, request, over: over.signal });
    const failure = await Promise.race([started.catch(() => caught), caught]);
    request.onOpen?.();
    if (typeof failure === 'string') request.onLoadFailure?.(failure);
    const captured = await caught;
    await sleep(lingerMs);
    return captured;
  } finally {
    over.abort();
    await close(running, watching, request.signal.aborted ? cancelledCloseMs : closeMs);
  }
}

interface Watched {
  readonly watching: Capture;
  /** Resolves when the first page was opened. */
  readonly started: Promise<unknown>;
  readonly request: CaptureRequest;
  /** Nobody waits any more. */
  readonly over: AbortSignal;
}

/** Whichever comes first: a response, or a reason why there will be none. */
function firstOf(
  running: Running,
  browser: AvailableBrowser,
  { watching, started, request, over }: Watched,
): Promise<Captured> {
  return new Promise((resolve, reject) => {
    let open = false;
    const fail = (cause?: unknown): void => {
      reject(open ? closed(browser) : notStarted(browser, running.lastWords(), cause));
    };
    const after = (ms: number, act: () => void): void =>
      void sleep(ms, undefined, { signal: over }).then(act, () => undefined);
    watching.onCaught = resolve;
    watching.onClosed = fail;
    started.then(
      () => {
        open = true;
      },
      (cause: unknown) => {
        // What it said before it ended comes a moment later than its end.
        void Promise.race([running.ended, sleep(1000)]).then(() => {
          fail(cause);
        });
      },
    );
    void running.ended.then(() => {
      after(200, fail);
    });
    after(startMs, () => {
      if (!open) fail();
    });
    after(request.timeoutMs, () => {
      reject(new NoCapture('timeout', `Nobody finished signing in within ${sayDuration(request.timeoutMs / 1000)}.`));
    });
    const cancel = (): void => {
      reject(cancelled());
    };
    if (request.signal.aborted) cancel();
    request.signal.addEventListener('abort', cancel, { signal: over });
  });
}

function closed(browser: AvailableBrowser): NoCapture {
  return new NoCapture('closed', `${browser.name} was closed before anything was sent to AWS.`);
}

/**
 * Source of the words: Chromium, `zygote_host_impl_linux.cc`, `ozone_platform_x11.cc`, `remote_debugging_server.cc`.
 */
function notStarted(browser: AvailableBrowser, words: string, error?: unknown): NoCapture {
  const cause = new Error(words.trim() === '' ? 'it said nothing' : words, { cause: error });
  const reasons: readonly (readonly [RegExp, string])[] = [
    [/without --no-sandbox is not supported/, 'it does not run as the user root'],
    [/Missing X server|cannot open display|Failed to connect to Wayland/i, 'it found no display'],
    [/debugging is disallowed/i, 'your administrator does not let other programs watch it'],
    [/user data directory|profile (appears to be|is) in use/i, 'it cannot use its folder'],
  ];
  const reason = reasons.find(([pattern]) => pattern.test(words))?.[1];
  return new NoCapture(
    'not-started',
    `${browser.name} did not start${reason === undefined ? ' as it should' : `: ${reason}`}.`,
    { cause },
  );
}

/** Ends the browser as a person would, so that it writes its cookies down; a browser that hangs is ended at once. */
async function close(running: Running, watching: Capture, patienceMs: number): Promise<void> {
  const gently = async (): Promise<void> => {
    await watching.clear();
    await running.devTools.send('Browser.close').catch(() => undefined);
    await running.ended;
  };
  const over = new AbortController();
  const patience = sleep(patienceMs, 'too long', { signal: over.signal }).catch(() => undefined);
  if ((await Promise.race([gently(), patience])) === 'too long') running.kill();
  over.abort();
}
