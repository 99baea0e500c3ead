import type { Advice } from '../core/advice/advice.js';
import { awsLogin, awsSsoLogin } from '../core/advice/other-programs.js';
import { refresh } from '../core/advice/own-commands.js';
import type { LocalFacts } from '../core/local-facts.js';
import { regionOfPool } from '../aws/cognito/user-pool.js';
import { deviceOf } from '../aws/mfa.js';
import { jobIssuers } from '../aws/openid/job-identity.js';
import { describeToken, isJobProvider } from '../aws/openid/tokens.js';
import { identityPoolPrincipal } from '../aws/policies/values.js';
import type { Sent, VouchedBy } from '../aws/refusals/explain.js';
import type { KnownOf } from '../core/interview/question.js';
import type { MethodContext } from '../core/method.js';
import { Problem } from '../core/problem.js';
import { printable } from '../core/text/printable.js';
import type { AnswerName, SignInAnswers } from '../methods/answers.js';
import { presets } from '../methods/web-identity/providers.js';
import type { SignInAttempt } from './attempt.js';

type Answers = KnownOf<SignInAnswers>;

/** What the call was sent, as far as the answers say it. */
export async function sentBy({
  interview: { known },
  context,
}: Pick<SignInAttempt, 'interview' | 'context'>): Promise<Sent & VouchedBy> {
  return { ...sentByAnswers(known, context), callerArn: await callerArn(known, context) };
}

/** The same without who signed it, for which AWS has to be asked. */
export function sentByAnswers(
  known: Answers,
  { localFacts }: { readonly localFacts?: Pick<LocalFacts, 'profiles'> },
): Sent & VouchedBy {
  const sourceProfile = known.sourceKeys === undefined ? textOf(known, 'sourceProfile') : undefined;
  return {
    roleArn: textOf(known, 'roleArn'),
    principalArn: textOf(known, 'principalArn'),
    sessionName: textOf(known, 'sessionName'),
    externalId: textOf(known, 'externalId'),
    serialNumber: deviceOf(textOf(known, 'mfaSerial')),
    tokenCode: textOf(known, 'mfaCode'),
    sourceIdentity: textOf(known, 'sourceIdentity'),
    tags: known.tag,
    ...vouchedBy(known),
    sourceProfile,
    renewSource: sourceProfile === undefined ? undefined : renewalOf(sourceProfile, localFacts?.profiles ?? []),
    enteredKey: known.sourceKeys && sayKey(known.sourceKeys),
    pasted: known.keys === undefined ? undefined : true,
  };
}

/** The command that gets a profile new keys; undefined where only the person knows. */
function renewalOf(name: string, profiles: LocalFacts['profiles'], depth = 0): Advice | undefined {
  const found = profiles.find((one) => one.name === name);
  if (found === undefined || depth > 8) return undefined;
  if (found.managed) return refresh(name);
  if (found.roleArn !== undefined)
    return found.sourceProfile === undefined ? undefined : renewalOf(found.sourceProfile, profiles, depth + 1);
  if (found.ssoSession !== undefined || found.ssoStartUrl !== undefined) return awsSsoLogin(name);
  return found.loginSession === true ? awsLogin(name) : undefined;
}

/** Who vouches for the person, and for whom the token was made: as trust policies name them. */
function vouchedBy(known: Answers): VouchedBy {
  const pool = textOf(known, 'identityPoolId');
  if (pool !== undefined) return { provider: identityPoolPrincipal(regionOfPool(pool)), audience: pool };
  const { provider, webIdentityToken } = known;
  if (provider === undefined) return {};
  const token = webIdentityToken === undefined ? undefined : describeToken(webIdentityToken.reveal());
  const issuer =
    textOf(known, 'issuer') ?? (isJobProvider(provider) ? jobIssuers[provider] : undefined) ?? token?.issuer;
  const wellKnown = isJobProvider(provider) ? undefined : presets[provider].cognitoLogin;
  return {
    // What a token says of itself is nobody's word.
    provider: wellKnown ?? (issuer && printable(issuer.replace(/^https?:\/\//, ''), 300)),
    audience: textOf(known, 'clientId') ?? (token?.audience[0] && printable(token.audience[0], 300)),
  };
}

/** An access key as its owner knows it: by its last characters, and the file that it came from. */
function sayKey({ accessKeyId, from }: NonNullable<SignInAnswers['sourceKeys']>): string {
  return `…${accessKeyId.slice(-4)}${from === undefined ? '' : ` (${printable(from, 60)})`}`;
}

function textOf(known: Answers, name: AnswerName): string | undefined {
  const answer = known[name];
  return typeof answer === 'string' ? answer : undefined;
}

async function callerArn(known: Answers, context: MethodContext): Promise<string | undefined> {
  if (known.sourceProfile === undefined && known.sourceKeys === undefined) return undefined;
  try {
    return (await (await context.source()).identity()).arn;
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
