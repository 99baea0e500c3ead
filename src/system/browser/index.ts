import type { Browser } from '../../core/ports/browser.js';
import { browserAbsence, type Display } from './browser-absence.js';

/** The person's own browser, and the way back from it; what it takes is loaded when it is used. @param signal ends the waiting for it */
export function openBrowserPort(display: Display, signal?: AbortSignal): Browser {
  return {
    absence: browserAbsence(display),
    open: async (url) => (await import('./open.js')).openBrowser(url, display.env, display.platform, signal),
    listen: async (options) => (await import('./loopback.js')).listenOnLoopback(options),
  };
}
