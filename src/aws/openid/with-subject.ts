import { sentence } from '../../core/advice/advice.js';
import { policy } from '../../core/advice/own-commands.js';
import { Refusal } from '../../core/problem.js';
import type { Secret } from '../../core/secret.js';
import { printable } from '../../core/text/printable.js';
import { describeToken, isJobProvider } from './tokens.js';

/**
 * AWS says no to a job's or a pod's token without saying why; the token says what the role would have to trust.
 * @param provider who gave the token, where that is known
 * @returns the same refusal with that, or the error as it is where it is another one
 */
export function withSubject(error: unknown, token: Secret, provider?: string): unknown {
  if (!(error instanceof Refusal) || !/^AccessDenied(Exception)?$/.test(error.facts.code)) return error;
  const { issuer = '', subject = '', audience } = describeToken(token.reveal());
  const name = isJobProvider(provider) ? provider : 'oidc';
  return new Refusal(error.message, error.facts, {
    hint: sentence`The role has to trust this job exactly as the token names it: subject ${printable(subject, 300)}, audience ${printable(audience.join(', '), 200)}, issuer ${printable(issuer, 200)}. The administrator makes the trust with: ${policy('web-identity')} (--provider ${name})`,
    cause: error,
  });
}
