import { Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { wayTo, type Env } from './proxy.js';

/** What was being reached when it went wrong. */
export interface Reaching {
  readonly host: string;
  /** The proxy on the way there, without user and password. */
  readonly proxy?: string | undefined;
  /** The variable that names a proxy, on the way or passed by; undefined where none is set. */
  readonly variable?: string | undefined;
  /** Whether `NO_PROXY` takes this host past that proxy. */
  readonly exempt?: boolean | undefined;
  /** Whether the proxy is given a user name and password. */
  readonly hasLogin?: boolean | undefined;
}

/** What is told of the way to a URL where it fails. @throws Problem `network` for a proxy that is no HTTP proxy */
export function reaching(url: URL, env: Env): Reaching {
  const { proxy, variable, exempt } = wayTo(url, env);
  return {
    host: url.host,
    proxy: proxy?.host,
    variable,
    exempt,
    hasLogin: proxy !== undefined && proxy.username !== '',
  };
}

interface Advice {
  readonly why: string;
  readonly hint?: string | ((at: Reaching) => string);
}

/** What to look at of the proxy; what is not set is told as what may be missing. */
function proxyAdvice({ proxy, variable = 'HTTPS_PROXY', exempt }: Reaching): string {
  if (proxy !== undefined) return `Check ${variable}, or let NO_PROXY take the host past the proxy.`;
  return exempt === true
    ? `Check NO_PROXY: it takes this host past the proxy of ${variable}.`
    : 'Check that you are online; behind a proxy set HTTPS_PROXY.';
}

/** The same where somebody else answered in the place of the host. */
function interception(at: Reaching): string {
  return at.proxy === undefined && at.exempt !== true
    ? 'Something on this network answers in its place: sign in to the network, or ask who runs it.'
    : proxyAdvice(at);
}

const trustAdvice =
  "A company's own certificate stands in between: set AWS_CA_BUNDLE to the file with your company's certificate (PEM).";

/**
 * Node's and OpenSSL's codes, in words. Source: Node.js manual, "Common system errors" and "X509 certificate error
 * codes".
 */
const causes: Readonly<Record<string, Advice>> = {
  ENOTFOUND: {
    why: 'the name is not known to DNS',
    hint: (at) =>
      at.proxy === undefined ? 'Check the region, and that you are online (or on the VPN).' : proxyAdvice(at),
  },
  EAI_AGAIN: { why: 'DNS does not answer', hint: 'Check that you are online.' },
  ECONNREFUSED: { why: 'the connection was refused' },
  ECONNRESET: { why: 'the connection was cut off' },
  EPIPE: { why: 'the connection was cut off' },
  EHOSTUNREACH: { why: 'there is no way to that host', hint: 'Check that you are online (or on the VPN).' },
  ENETUNREACH: { why: 'there is no way to that network', hint: 'Check that you are online (or on the VPN).' },
  ETIMEDOUT: { why: 'no answer in time', hint: (at) => `Try again. ${proxyAdvice(at)}` },
  CERT_HAS_EXPIRED: { why: 'its certificate has expired', hint: "Check this computer's clock." },
  CERT_NOT_YET_VALID: { why: 'its certificate is not valid yet', hint: "Check this computer's clock." },
  ERR_TLS_CERT_ALTNAME_INVALID: { why: 'its certificate is for another name', hint: interception },
};

const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_UNTRUSTED',
]);

/**
 * Says why a host could not be reached.
 * @param error what Node, the SDK's handler or the proxy agent threw
 * @returns a Problem `network` naming the host and the cause, or undefined when the error is none of the network's
 */
export function networkProblem(error: unknown, at: Reaching): Problem | undefined {
  const root = deepest(error);
  const advice = fromProxyAnswer(root, at) ?? fromCode(root) ?? fromName(root);
  if (!advice) return undefined;
  const way = at.proxy ? ` through the proxy ${printable(at.proxy)}` : '';
  return new Problem('network', `Cannot reach ${printable(at.host)}${way}: ${advice.why}.`, {
    hint: typeof advice.hint === 'string' ? advice.hint : (advice.hint ?? proxyAdvice)(at),
    cause: error,
  });
}

interface Raw {
  readonly name?: string;
  readonly code?: string | number;
  readonly message?: string;
  readonly errors?: readonly Raw[];
  readonly cause?: Raw;
}

/** Happy Eyeballs throws one AggregateError for all addresses; the first failure is as good as any. */
function deepest(error: unknown): Raw {
  const raw = (typeof error === 'object' && error !== null ? error : { message: String(error) }) as Raw;
  const inner = raw.errors?.[0] ?? (raw.code === undefined && raw.name !== 'TimeoutError' ? raw.cause : undefined);
  return inner && inner !== raw ? deepest(inner) : raw;
}

/** The proxy agent's own words for a CONNECT that was refused. */
function fromProxyAnswer(raw: Raw, { variable = 'HTTPS_PROXY', hasLogin }: Reaching): Advice | undefined {
  const status = /^Bad response: (\d+)$/.exec(raw.message ?? '')?.[1];
  if (status === '407')
    return hasLogin === true
      ? { why: 'the proxy does not take the user name and password (407)', hint: `Correct them in ${variable}.` }
      : {
          why: 'the proxy wants a user name and password (407)',
          hint: `Write them into ${variable}: http://USER:PASSWORD@HOST:PORT`,
        };
  if (status === '403')
    return { why: 'the proxy does not allow it (403)', hint: 'Ask your administrator to allow this host.' };
  return status === undefined ? undefined : { why: `the proxy answered ${status}`, hint: interception };
}

function fromCode(raw: Raw): Advice | undefined {
  // A DOMException, as an aborted signal throws it, has a number here.
  const code = typeof raw.code === 'string' ? raw.code : '';
  if (untrusted.has(code)) return { why: 'its certificate is not trusted', hint: trustAdvice };
  if (Object.hasOwn(causes, code)) return causes[code];
  if (code.startsWith('HPE_')) return { why: 'what answers there does not speak HTTP', hint: interception };
  if (/^ERR_(SSL|TLS|OSSL)|^EPROTO$/.test(code)) return { why: `TLS failed (${code})`, hint: interception };
  return undefined;
}

function fromName(raw: Raw): Advice | undefined {
  if (raw.name === 'TimeoutError' || raw.message === 'Proxy timeout') return causes['ETIMEDOUT'];
  if (raw.message === 'socket hang up') return causes['ECONNRESET'];
  return undefined;
}
