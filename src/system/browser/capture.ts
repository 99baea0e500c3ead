import { signInEndpoint, endpointPatterns } from '../../aws/saml/sign-in-endpoint.js';
import { Secret } from '../../core/secret.js';
import type { Captured } from '../../core/ports/saml-browser.js';
import type { DevTools, DevToolsEvent, Message } from './devtools.js';
import { page, signedInPage } from './callback-page.js';

/** The window may close and open again at once while a sign-in page hands over to another. */
const closedForGoodMs = 1500;

/** A request that was held back. Source: DevTools protocol, Fetch.requestPaused and Network.Request. */
interface Paused {
  readonly requestId: string;
  readonly networkId?: string;
  readonly request: {
    readonly url: string;
    readonly method: string;
    readonly postData?: string;
    readonly postDataEntries?: readonly { readonly bytes?: string }[];
  };
}

/**
 * Watches every page, new tabs, popups and frames too, for a form posted to one of AWS's sign-in endpoints; holds that
 * request back, and answers it with a page of our own. Everything else goes its way unseen.
 */
export class Capture {
  readonly #devTools: DevTools;
  readonly #pages = new Set<string>();
  readonly #watched = new Map<string, string>();
  readonly #newPage: (() => void)[] = [];
  /** Where the caught form is sent on to; a page of our own that AWS never sees either. */
  #end: string | undefined;

  /** Told once what was caught. */
  onCaught: (captured: Captured) => void = () => undefined;
  /** Told when no page is left. */
  onClosed: () => void = () => undefined;

  constructor(devTools: DevTools) {
    this.#devTools = devTools;
    devTools.onEvent = (event) => this.#on(event);
  }

  /**
   * Opens the address in a page of its own, and closes those that were there.
   * @returns the browser's words where it could not load the address
   */
  async open(url: string): Promise<string | undefined> {
    await this.#devTools.send('Target.setDiscoverTargets', { discover: true });
    await this.#devTools.send('Target.setAutoAttach', autoAttach);
    const { targetId } = await this.#devTools.send('Target.createTarget', { url: 'about:blank' });
    const session = await this.#watchedPage(String(targetId));
    const before = [...this.#pages].filter((page) => page !== targetId);
    await Promise.all(before.map((page) => this.#quietly('Target.closeTarget', { targetId: page })));
    const { errorText } = await this.#devTools.send('Page.navigate', { url }, session);
    return typeof errorText === 'string' && errorText !== 'net::ERR_ABORTED' ? errorText : undefined;
  }

  /** Leaves nothing behind that would be opened again the next time, nor the response in some page's history. */
  async clear(): Promise<void> {
    await Promise.all(
      [...this.#watched]
        .filter(([target]) => this.#pages.has(target))
        .map(async ([, session]) => {
          await this.#quietly('Page.navigate', { url: 'about:blank' }, session);
          await this.#quietly('Page.resetNavigationHistory', {}, session);
        }),
    );
  }

  #on({ method, params, sessionId }: DevToolsEvent): void {
    if (method === 'Target.attachedToTarget') void this.#watch(params);
    else if (method === 'Fetch.requestPaused') void this.#look(params as unknown as Paused, sessionId);
    else if (method === 'Target.targetCreated') this.#opened(params);
    else if (method === 'Target.targetDestroyed') this.#gone(String(params['targetId']));
  }

  /** Begins to watch a page before it has loaded anything: until told to go on, it waits. */
  async #watch(params: Message): Promise<void> {
    const { type, targetId } = params['targetInfo'] as { type: string; targetId: string };
    const session = String(params['sessionId']);
    if (['page', 'iframe', 'webview'].includes(type)) {
      await this.#quietly(
        'Fetch.enable',
        { patterns: endpointPatterns.map((urlPattern) => ({ urlPattern, requestStage: 'Request' })) },
        session,
      );
      await this.#quietly('Target.setAutoAttach', autoAttach, session);
    }
    await this.#quietly('Runtime.runIfWaitingForDebugger', {}, session);
    this.#watched.set(targetId, session);
    for (const told of this.#newPage.splice(0)) told();
  }

  async #watchedPage(target: string): Promise<string> {
    for (;;) {
      const session = this.#watched.get(target);
      if (session !== undefined) return session;
      await new Promise<void>((resolve) => this.#newPage.push(resolve));
    }
  }

  #opened(params: Message): void {
    const { type, targetId } = params['targetInfo'] as { type: string; targetId: string };
    if (type === 'page') this.#pages.add(targetId);
  }

  #gone(target: string): void {
    this.#watched.delete(target);
    if (!this.#pages.delete(target) || this.#pages.size > 0) return;
    setTimeout(() => {
      if (this.#pages.size === 0) this.onClosed();
    }, closedForGoodMs).unref();
  }

  async #look(paused: Paused, session: string | undefined): Promise<void> {
    const {
      requestId,
      request: { url, method },
    } = paused;
    if (url === this.#end) return this.#quietly('Fetch.fulfillRequest', { requestId, ...endPage }, session);
    const response =
      method === 'POST' && signInEndpoint(url) !== undefined
        ? samlResponseIn(await this.#body(paused, session))
        : undefined;
    if (response === undefined || this.#end !== undefined)
      return this.#quietly('Fetch.continueRequest', { requestId }, session);
    // Not answered with the page at once: the browser would write the form down in its history.
    this.#end = new URL(`/saml?${endMark}`, url).href;
    await this.#quietly(
      'Fetch.fulfillRequest',
      { requestId, responseCode: 303, responseHeaders: [{ name: 'Location', value: this.#end }] },
      session,
    );
    this.onCaught({ response: new Secret(response), endpoint: url });
  }

  async #body({ request, networkId }: Paused, session: string | undefined): Promise<string> {
    const parts = request.postDataEntries?.map(({ bytes = '' }) => Buffer.from(bytes, 'base64')) ?? [];
    if (parts.length > 0) return Buffer.concat(parts).toString('utf8');
    if (request.postData !== undefined || networkId === undefined) return request.postData ?? '';
    const { postData } = await this.#devTools.send('Network.getRequestPostData', { requestId: networkId }, session);
    return String(postData);
  }

  /** Pages may go at any moment, and then there is nothing left to be done with them. */
  async #quietly(method: string, params: Message, session?: string): Promise<void> {
    await this.#devTools.send(method, params, session).catch(() => undefined);
  }
}

const autoAttach = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true } as const;

/** The form's field; where the form was sent in another encoding, the whole of it. */
function samlResponseIn(body: string): string | undefined {
  return new URLSearchParams(body).get('SAMLResponse') ?? (body.includes('SAMLResponse') ? body : undefined);
}

/** Nobody else's address ends so. */
const endMark = 'git-codecommit-has-it';

const endPage = {
  responseCode: 200,
  responseHeaders: [
    { name: 'Content-Type', value: 'text/html; charset=utf-8' },
    { name: 'Content-Security-Policy', value: "default-src 'none'; style-src 'unsafe-inline'" },
    { name: 'Cache-Control', value: 'no-store' },
    { name: 'Referrer-Policy', value: 'no-referrer' },
  ],
  body: Buffer.from(page(signedInPage)).toString('base64'),
} as const;
