import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { demandAbsolute } from '../../core/text/absolute-path.js';
import { Problem } from '../../core/problem.js';
import { readWhole } from '../files/descriptors.js';
import type { Env } from './proxy.js';

/**
 * What to trust besides Node's own roots, as a context for TLS connections, or undefined where those are all.
 *
 * An explicit list would replace everything that Node trusts, so the user's certificates are added to its own instead:
 * `AWS_CA_BUNDLE` names a company's one certificate at one place and a whole list at another, and both must work. It
 * is made once, since OpenSSL reads every root again for each.
 *
 * @param bundle a file named by `ca_bundle` in a profile, and where that stands; `AWS_CA_BUNDLE` goes before it, as in
 *   the AWS CLI
 * @throws Problem `file` when a file that was named cannot be read, or holds no certificate; `usage` when it is named
 * by a relative path
 */
export function trustedContext(
  env: Env,
  bundle?: { readonly value: string; readonly from: string },
): SecureContext | undefined {
  const variable = filled(env['AWS_CA_BUNDLE']);
  const path = variable ?? bundle?.value;
  const own =
    path === undefined
      ? undefined
      : read(path, variable === undefined ? (bundle?.from ?? 'ca_bundle') : 'AWS_CA_BUNDLE');
  // Node reads NODE_EXTRA_CA_CERTS when it starts (it was not there then if a faster start was wanted), and forgets it
  // for a context to which anything is added.
  const extra = filled(env['NODE_EXTRA_CA_CERTS']);
  if (own === undefined && (extra === undefined || extra === process.env['NODE_EXTRA_CA_CERTS'])) return undefined;
  return withRoots([own, extra === undefined ? undefined : readOrNothing(extra)].filter((pem) => pem !== undefined));
}

/** What OpenSSL's own objects offer below Node's; not documented, but there since Node began. */
interface NativeContext {
  addRootCerts?(): void;
  addCACert?(pem: string): void;
}

function withRoots(pems: readonly string[]): SecureContext {
  const made = createSecureContext();
  const native = made.context as NativeContext;
  if (!native.addRootCerts || !native.addCACert) return createSecureContext({ ca: [...pems, ...rootCertificates] });
  native.addRootCerts();
  for (const pem of pems) native.addCACert(pem);
  return made;
}

function read(path: string, variable: string): string {
  demandAbsolute(variable, path, process.platform);
  const hint = `Correct ${variable}, or take it away if you need no certificate of your own.`;
  let text: string;
  try {
    text = readWhole(path);
  } catch (cause) {
    throw new Problem('file', `The certificate file that ${variable} names cannot be read: ${path}`, { hint, cause });
  }
  if (!text.includes('-----BEGIN '))
    throw new Problem('file', `The file that ${variable} names holds no certificate (PEM): ${path}`, { hint });
  return text;
}

/** Node itself only warns about a file it cannot read here. */
function readOrNothing(path: string): string | undefined {
  try {
    return readWhole(path);
  } catch {
    return undefined;
  }
}

function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
