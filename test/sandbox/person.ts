import http from 'node:http';
import https from 'node:https';
import { HttpsProxyAgent } from 'hpagent';
import type { Sandbox } from './sandbox.js';

/** What somebody does on the sandbox's sign-in pages. */
export interface Habits {
  readonly username: string;
  readonly password: string;
  /** What they answer when asked whether a program may have access. */
  readonly decision: 'allow' | 'deny';
  /** The code that they type in where a page asks for one. */
  readonly userCode?: string | undefined;
}

/** A page as it was in the end: after every redirect, and every form that could be filled in. */
export interface LastPage {
  readonly url: string;
  readonly status: number;
  readonly text: string;
}

type Way = Pick<Sandbox, 'proxyUrl' | 'ca'>;

/** A form, filled in. */
interface Filled {
  /** Where it goes to, as the page says it; empty for the page's own address. */
  readonly action: string;
  readonly body: string;
}

/**
 * Somebody at a browser, without the browser: follows redirects, keeps cookies, fills in the sandbox's forms, and sends
 * them, until a page has none that was not filled in before.
 */
export async function visit(
  address: string,
  { username, password, decision, userCode }: Habits,
  way: Way,
): Promise<LastPage> {
  const fill: Readonly<Record<string, string | undefined>> = { username, password, decision, user_code: userCode };
  const [sent, tab] = [new Set<string>(), new Tab(way)];
  let page = await tab.open(address);
  for (let step = 0; step < 20; step += 1) {
    const form = formIn(page.text, fill);
    if (form === undefined || sent.has(form.body)) return page;
    sent.add(form.body);
    page = await tab.open(new URL(form.action, page.url).href, form.body);
  }
  throw new Error(`the sign-in at ${address} never ends`);
}

/** A tab: what it has loaded, and the cookies it was given. */
class Tab {
  readonly #cookies = new Map<string, Map<string, string>>();

  constructor(private readonly way: Way) {}

  /** Opens an address, or posts a form there; redirects are followed. */
  async open(address: string, form?: string): Promise<LastPage> {
    const url = new URL(address);
    const { status, location, cookies, text } = await send(url, form, this.#cookieHeader(url), this.way);
    this.#keep(url, cookies);
    return location === undefined
      ? { url: address, status, text }
      : await this.#follow(new URL(location, address).href);
  }

  /** Where nobody listens on this computer, the tab shows an error, and the address stays in its bar. */
  async #follow(address: string): Promise<LastPage> {
    return await this.open(address).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED') throw error;
      return { url: address, status: 0, text: '' };
    });
  }

  #cookieHeader({ hostname }: URL): string {
    return [...(this.#cookies.get(hostname) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  #keep({ hostname }: URL, given: readonly string[]): void {
    const jar = this.#cookies.get(hostname) ?? new Map<string, string>();
    for (const [, name = '', value = ''] of given.map((one) => /^([^=]+)=([^;]*)/.exec(one) ?? []))
      jar.set(name, value);
    this.#cookies.set(hostname, jar);
  }
}

interface Loaded {
  readonly status: number;
  readonly location: string | undefined;
  readonly cookies: readonly string[];
  readonly text: string;
}

function send(url: URL, form: string | undefined, cookie: string, { proxyUrl, ca }: Way): Promise<Loaded> {
  const posted =
    form === undefined
      ? {}
      : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(form) };
  const options = {
    method: form === undefined ? 'GET' : 'POST',
    headers: { ...posted, ...(cookie !== '' && { cookie }) },
  };
  return new Promise((resolve, reject) => {
    const request =
      url.protocol === 'https:'
        ? https.request(url, { ...options, agent: new HttpsProxyAgent({ proxy: proxyUrl, ca }) })
        : http.request(url, options);
    request.on('error', reject).on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          location: response.headers.location,
          cookies: response.headers['set-cookie'] ?? [],
          text,
        });
      });
    });
    request.end(form);
  });
}

/** The page's form, filled in; undefined where there is none, or it asks for something this person does not know. */
function formIn(html: string, fill: Readonly<Record<string, string | undefined>>): Filled | undefined {
  const [start] = /<form\b[^>]*>/.exec(html) ?? [];
  if (start === undefined) return undefined;
  const inputs = [...html.matchAll(/<input\b[^>]*>/g)].map(
    ([tag]) => [attribute(tag, 'name'), attribute(tag, 'value')] as const,
  );
  const buttons = [...html.matchAll(/<button name="([^"]+)"/g)].map(([, name = '']) => [name, ''] as const);
  const fields = [...inputs, ...new Map(buttons)].map(
    ([name, value]) => [name, value === '' ? fill[name] : value] as const,
  );
  if (fields.some(([, value]) => value === undefined)) return undefined;
  return { action: attribute(start, 'action'), body: new URLSearchParams(fields as [string, string][]).toString() };
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
  return value.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
