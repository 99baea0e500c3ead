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
}

/** A page as it was in the end: after every redirect, and every form that could be filled in. */
export interface LastPage {
  readonly url: string;
  readonly status: number;
  readonly text: string;
}

/**
 * Somebody at a browser, without the browser: follows redirects, fills in the sandbox's forms, and sends them, until a
 * page has none that was not filled in before.
 */
export async function visit(address: string, { username, password, decision }: Habits, way: Pick<Sandbox, 'proxyUrl' | 'ca'>): Promise<LastPage> {
  const fill: Readonly<Record<string, string>> = { username, password, decision };
  const sent = new Set<string>();
  let page = await fetchPage(address, undefined, way);
  for (let step = 0; step < 20; step += 1) {
    const form = formIn(page.text, fill);
    if (form === undefined || sent.has(form)) return page;
    sent.add(form);
    page = await fetchPage(page.url, form, way);
  }
  throw new Error(`the sign-in at ${address} never ends`);
}

async function fetchPage(address: string, form: string | undefined, way: Pick<Sandbox, 'proxyUrl' | 'ca'>): Promise<LastPage> {
  const { status, location, text } = await send(new URL(address), form, way);
  return location === undefined ? { url: address, status, text } : await fetchPage(new URL(location, address).href, undefined, way);
}

function send(url: URL, form: string | undefined, { proxyUrl, ca }: Pick<Sandbox, 'proxyUrl' | 'ca'>): Promise<{ status: number; location: string | undefined; text: string }> {
  const options = form === undefined ? { method: 'GET' } : { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(form) } };
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:'
      ? https.request(url, { ...options, agent: new HttpsProxyAgent({ proxy: proxyUrl, ca }) })
      : http.request(url, options);
    request.on('error', reject).on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => { text += chunk; });
      response.on('end', () => { resolve({ status: response.statusCode ?? 0, location: response.headers.location, text }); });
    });
    request.end(form);
  });
}

/** The page's form, filled in; undefined where there is none, or it asks for something this person does not know. */
function formIn(html: string, fill: Readonly<Record<string, string>>): string | undefined {
  if (!html.includes('<form')) return undefined;
  const inputs = [...html.matchAll(/<input\b[^>]*>/g)].map(([tag]) => [attribute(tag, 'name'), attribute(tag, 'value')] as const);
  const buttons = [...html.matchAll(/<button name="([^"]+)"/g)].map(([, name = '']) => [name, ''] as const);
  const fields = [...inputs, ...new Map(buttons)].map(([name, value]) => [name, value === '' ? fill[name] : value] as const);
  if (fields.some(([, value]) => value === undefined)) return undefined;
  return new URLSearchParams(fields as [string, string][]).toString();
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
  return value.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
