import { Problem } from '../../core/problem.js';
import { isLoopback } from '../../core/text/loopback.js';
import { noteSecret } from '../../core/secret.js';

/** Environment variables, as they were handed to the program. */
export type Env = Readonly<Record<string, string | undefined>>;

/** Which way a request goes: by a proxy, past the one that is set, or straight on. */
export interface Way {
  readonly proxy?: URL | undefined;
  /** The variable that names the proxy, as it is written: `https_proxy`. */
  readonly variable?: string | undefined;
  /** Whether `NO_PROXY` takes the host past that proxy. */
  readonly exempt?: boolean;
}

const defaultPorts: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/**
 * The proxy that a request to this URL goes through, or undefined for none.
 *
 * Reads the variables as curl does, because Git asks curl and both must take the same way: small letters before
 * capitals, `HTTPS_PROXY`/`HTTP_PROXY` before `ALL_PROXY`, a proxy without a scheme is `http://`, and a name in
 * `NO_PROXY` stands for itself and every host below it.
 * Source: curl manual, "ENVIRONMENT" and `--noproxy`.
 *
 * Other than with curl, what goes to this computer without TLS takes no proxy: secrets go there in clear.
 *
 * @throws Problem `network` for a proxy that is no HTTP proxy (`socks5://…`)
 */
export function proxyFor(url: URL, env: Env): URL | undefined {
  return wayTo(url, env).proxy;
}

/** The same, and where it is said. @throws Problem `network` for a proxy that is no HTTP proxy */
export function wayTo(url: URL, env: Env): Way {
  if (url.protocol === 'http:' && isLoopback(url.hostname)) return {};
  const name = variable(env, url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY') ?? variable(env, 'ALL_PROXY');
  if (name === undefined) return {};
  if (isExempt(url, valueOf(env, variable(env, 'NO_PROXY')))) return { variable: name, exempt: true };
  return { proxy: parseProxy(valueOf(env, name)), variable: name };
}

/** As it is written. Empty is the same as not set: that is how people turn a proxy off for one command. */
function variable(env: Env, name: string): string | undefined {
  return [name.toLowerCase(), name].find((one) => valueOf(env, one) !== '');
}

function valueOf(env: Env, name: string | undefined): string {
  return name === undefined ? '' : (env[name] ?? '').trim();
}

function parseProxy(text: string): URL {
  const full = text.includes('://') ? text : `http://${text}`;
  if (URL.canParse(full) && /^https?:\/\/[^/]/i.test(full)) {
    const url = new URL(full);
    // As it stands: it is found in any encoding.
    noteSecret(decoded(url.password));
    return url;
  }
  throw new Problem(
    'network',
    'The proxy named in HTTPS_PROXY, HTTP_PROXY or ALL_PROXY is not one that can be used here.',
    {
      hint: 'Set HTTPS_PROXY to an HTTP proxy: http://HOST:PORT (SOCKS proxies are not supported).',
    },
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Whether `NO_PROXY` (names, `.names`, `*`, addresses, with or without port) takes this URL out. */
function isExempt(url: URL, noProxy: string): boolean {
  const host = url.hostname
    .replace(/^\[|\]$/g, '')
    .toLowerCase()
    .replace(/\.$/, '');
  const port = url.port === '' ? defaultPorts[url.protocol] : url.port;
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => entry === '*' || matches(host, port, entry));
}

function matches(host: string, port: string | undefined, entry: string): boolean {
  const parts = /^(\[[^\]]*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(entry);
  if (parts?.[2] !== undefined && parts[2] !== port) return false;
  const name = (parts?.[1] ?? entry)
    .replace(/^\[|\]$/g, '')
    .replace(/^\*?\./, '')
    .replace(/\.$/, '');
  return name !== '' && (host === name || host.endsWith(`.${name}`));
}
