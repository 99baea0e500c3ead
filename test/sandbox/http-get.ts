import { get } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import { HttpsProxyAgent } from 'hpagent';
import type { Sandbox } from './sandbox.js';

/** What came back. */
export interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A plain GET through the sandbox's proxy. */
export function httpGet(sandbox: Sandbox, url: string, headers: Readonly<Record<string, string>> = {}): Promise<Got> {
  const agent = new HttpsProxyAgent({ proxy: sandbox.proxyUrl, ca: sandbox.ca });
  return new Promise((resolve, reject) => {
    get(url, { agent, headers, servername: new URL(url).hostname }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      response.on('error', reject);
    }).on('error', reject);
  });
}
