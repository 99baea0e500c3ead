import { Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';

/** What was being reached when it went wrong. */
export interface Reaching {
  readonly host: string;
  /** The proxy on the way there, without user and password. */
  readonly proxy?: string | undefined;
}

interface Advice {
  readonly why: string;
  readonly hint?: string;
}

const proxyAdvice = 'Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY.';
const trustAdvice =
  "A company's own certificate stands in between: set AWS_CA_BUNDLE to the file with your company's certificate (PEM).";

/**
 * Node's and OpenSSL's codes, in words. Source: Node.js manual, "Common system errors" and "X509 certificate error
 * codes".
 */
const causes: Readonly<Record<string, Advice>> = {
  ENOTFOUND: {
    why: 'the name is not known to DNS',
    hint: 'Check the region, and that you are online (or on the VPN).',
  },
  EAI_AGAIN: { why: 'DNS does not answer', hint: 'Check that you are online.' },
  ECONNREFUSED: { why: 'the connection was refused' },
  ECONNRESET: { why: 'the connection was cut off' },
  EPIPE: { why: 'the connection was cut off' },
  EHOSTUNREACH: { why: 'there is no way to that host', hint: 'Check that you are online (or on the VPN).' },
  ENETUNREACH: { why: 'there is no way to that network', hint: 'Check that you are online (or on the VPN).' },
  ETIMEDOUT: { why: 'no answer in time', hint: 'Try again; behind a proxy set HTTPS_PROXY.' },
  CERT_HAS_EXPIRED: { why: 'its certificate has expired', hint: "Check this computer's clock." },
  CERT_NOT_YET_VALID: { why: 'its certificate is not valid yet', hint: "Check this computer's clock." },
  ERR_TLS_CERT_ALTNAME_INVALID: { why: 'its certificate is for another name', hint: proxyAdvice },
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
  const advice = fromProxyAnswer(root) ?? fromCode(root) ?? fromName(root);
  if (!advice) return undefined;
  const way = at.proxy ? ` through the proxy ${printable(at.proxy)}` : '';
  return new Problem('network', `Cannot reach ${printable(at.host)}${way}: ${advice.why}.`, {
    hint: advice.hint ?? (at.proxy ? proxyAdvice : 'Check that you are online; behind a proxy set HTTPS_PROXY.'),
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
function fromProxyAnswer(raw: Raw): Advice | undefined {
  const status = /^Bad response: (\d+)$/.exec(raw.message ?? '')?.[1];
  if (status === '407')
    return {
      why: 'the proxy wants a user name and password (407)',
      hint: 'Write them into HTTPS_PROXY: http://USER:PASSWORD@HOST:PORT',
    };
  if (status === '403')
    return { why: 'the proxy does not allow it (403)', hint: 'Ask your administrator to allow this host.' };
  return status === undefined ? undefined : { why: `the proxy answered ${status}`, hint: proxyAdvice };
}

function fromCode(raw: Raw): Advice | undefined {
  // A DOMException, as an aborted signal throws it, has a number here.
  const code = typeof raw.code === 'string' ? raw.code : '';
  if (untrusted.has(code)) return { why: 'its certificate is not trusted', hint: trustAdvice };
  if (Object.hasOwn(causes, code)) return causes[code];
  if (code.startsWith('HPE_')) return { why: 'what answers there does not speak HTTP', hint: proxyAdvice };
  if (/^ERR_(SSL|TLS|OSSL)|^EPROTO$/.test(code)) return { why: `TLS failed (${code})`, hint: proxyAdvice };
  return undefined;
}

function fromName(raw: Raw): Advice | undefined {
  if (raw.name === 'TimeoutError' || raw.message === 'Proxy timeout') return causes['ETIMEDOUT'];
  if (raw.message === 'socket hang up') return causes['ECONNRESET'];
  return undefined;
}
