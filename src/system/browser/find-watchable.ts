import { execFile } from 'node:child_process';
import { delimiter } from 'node:path';
import { NoCapture } from '../../core/ports/saml-browser.js';
import type { AvailableBrowser } from '../../core/ports/saml-browser.js';
import { Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { withoutSecrets } from '../process/child-environment.js';
import { browserAbsence } from './browser-absence.js';
import type { Display } from './browser-absence.js';
import { findInstalled, findNamed, isKnown } from './find-browser.js';
import type { BrowserSearch } from './find-browser.js';

/**
 * Finds a browser that can be watched: the one that was wanted, else one that `BROWSER` names, else what is installed.
 * @throws NoCapture when there is none, or nobody could see its window; Problem `usage` when the wanted one is not
 * there
 */
export async function findWatchable(
  wanted: string | undefined,
  search: BrowserSearch & Display,
): Promise<AvailableBrowser> {
  if (search.unwanted) throw notHere('--no-browser was given');
  const preferred = wanted === undefined ? await fromVariable(search) : await wantedBrowser(wanted, search);
  if (preferred !== undefined) return preferred;
  const absence = windowAbsence(search);
  if (absence !== undefined) throw notHere(absence);
  const installed = await findInstalled(search);
  if (installed === undefined)
    throw new NoCapture('no-browser', 'No Chrome, Edge, Chromium or Brave was found on this computer.');
  return installed;
}

async function wantedBrowser(wanted: string, search: BrowserSearch): Promise<AvailableBrowser> {
  const named = await findNamed(wanted, search);
  if (named !== undefined) return named;
  throw new Problem('usage', `There is no browser '${printable(wanted, 200)}'.`, {
    question: 'browser',
    hint: 'Give the path of Chrome, Edge, Chromium or Brave with --browser.',
  });
}

/**
 * `BROWSER` lists several, in order. Often it names one that cannot be watched, or a helper: then it does not count.
 */
async function fromVariable(search: BrowserSearch): Promise<AvailableBrowser | undefined> {
  const names = (search.env['BROWSER'] ?? '').split(delimiter).map((name) => name.replace(/\s+%s\s*$/, '').trim());
  for (const name of names.filter((one) => one !== '')) {
    const named = await findNamed(name, search);
    if (named !== undefined && (isKnown(named) || (await saysItIsChromium(named.program, search)))) return named;
  }
  return undefined;
}

/**
 * Asks a program of another name, such as a wrapper around a browser, for its version. On Windows that opens a window.
 */
async function saysItIsChromium(program: string, { platform, env, signal }: BrowserSearch): Promise<boolean> {
  if (platform === 'win32') return false;
  return await new Promise((resolve) => {
    execFile(program, ['--version'], { timeout: 15_000, env: withoutSecrets(env), signal }, (error, output) => {
      resolve(error === null && /^(Google Chrome|Chromium|Microsoft Edge|Brave|HeadlessChrome)\b/m.test(output));
    });
  });
}

/** A window needs a display of this computer's, and not only a way to open a page on another. */
function windowAbsence({ env, platform }: Display): string | undefined {
  const absence = browserAbsence({ env: { ...env, BROWSER: undefined }, platform, unwanted: false });
  const hasDisplay = platform !== 'linux' || Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY']);
  return absence ?? (hasDisplay ? undefined : 'this computer has no display');
}

function notHere(why: string): NoCapture {
  return new NoCapture('not-here', `No browser window can be opened: ${why}.`);
}
