import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';
import { Problem } from '../../core/problem.js';
import type { Env } from './proxy.js';

/**
 * The certificates to trust, as PEM texts, or undefined where Node's own roots are all.
 *
 * Node reads NODE_EXTRA_CA_CERTS itself, but an explicit list replaces everything it trusts, so with a bundle of the
 * user's own the built-in roots and that file are put back in: `AWS_CA_BUNDLE` names a company's certificate at one
 * place and a whole list at another, and both must work.
 *
 * @param bundle a file named by `ca_bundle` in a profile; `AWS_CA_BUNDLE` goes before it, as in the AWS CLI
 * @throws Problem `file` when a file that was named cannot be read
 */
export function trustedCertificates(env: Env, bundle?: string): readonly string[] | undefined {
  const variable = env['AWS_CA_BUNDLE'] === '' ? undefined : env['AWS_CA_BUNDLE'];
  const path = variable ?? bundle;
  if (path === undefined) return undefined;
  const named = read(path, variable === undefined ? 'ca_bundle' : 'AWS_CA_BUNDLE');
  return [...new Set([...named, ...builtIn(env)])];
}

function builtIn(env: Env): readonly string[] {
  // Node 22.15 and later can say what it trusts, the system's store and NODE_EXTRA_CA_CERTS included.
  const known = (tls as { getCACertificates?: (type: 'default') => string[] }).getCACertificates?.('default');
  if (known) return known;
  const extra = env['NODE_EXTRA_CA_CERTS'];
  return extra ? [...tls.rootCertificates, ...readOrNothing(extra)] : tls.rootCertificates;
}

function read(path: string, variable: string): readonly string[] {
  try {
    return pemBlocks(readFileSync(path, 'latin1'));
  } catch (cause) {
    throw new Problem('file', `The certificate file that ${variable} names cannot be read: ${path}`, {
      hint: `Correct ${variable}, or take it away if you need no certificate of your own.`,
      cause,
    });
  }
}

/** Node itself only warns about a file it cannot read here; so do we nothing. */
function readOrNothing(path: string): readonly string[] {
  try {
    return pemBlocks(readFileSync(path, 'latin1'));
  } catch {
    return [];
  }
}

function pemBlocks(text: string): readonly string[] {
  return text.match(/-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]*-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g) ?? [];
}
