import { accountOf } from '../../aws/arns.js';
import { otherPartition, refuseOtherPartition } from '../../aws/other-partition.js';
import { partitionOf } from '../../aws/partitions.js';
import { partitionMadeFor } from '../../aws/saml/check-response.js';
import { redeemTime } from '../../aws/saml/redeem-time.js';
import type { SamlResponse } from '../../aws/saml/response.js';
import type { SamlRole } from '../../aws/saml/role-pair.js';
import { samlEndpoint } from '../../aws/saml/sign-in-endpoint.js';
import type { TemporaryCredentials } from '../../core/credentials.js';
import type { MethodContext, Obtained } from '../../core/method.js';
import { Problem, Refusal } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import type { SamlAnswers } from './questions.js';
import { pickSamlRole } from './role.js';
import { signInForResponse } from './sign-in.js';
import { sessionPolicyText } from '../common/session-policy.js';
import { exactly, longestGranted } from '../common/step-down.js';

/** Goes back to the sign-in as long as that helps: a response is not good for long. */
export async function takeRoleBySaml(answers: SamlAnswers, context: MethodContext): Promise<Obtained> {
  let afresh = false;
  for (let tries = 1; ; tries++) {
    const { response, watched } = await signInForResponse(answers, { afresh }, context);
    try {
      const role = await pickSamlRole(response, answers, { watched }, context);
      if (role === 'somebody-else') {
        afresh = true;
        continue;
      }
      return await takeRole(response, role, answers, context);
    } catch (error) {
      if (!watched || !isTooOld(error)) throw error;
      if (tries >= 3)
        throw new Problem('aws', (await import('../../aws/refusals/explain.js')).explain(error).message, {
          hint: 'Sign in again, and choose the role at once.',
          cause: error,
        });
      context.ui.say(`More than ${redeemTime} have passed, and AWS does not take the response any more. So once more:`);
      afresh = false;
    }
  }
}

function isTooOld(error: unknown): error is Refusal {
  return error instanceof Refusal && /^ExpiredToken(Exception)?$/.test(error.facts.code);
}

async function takeRole(
  response: SamlResponse,
  role: SamlRole,
  answers: SamlAnswers,
  context: MethodContext,
): Promise<Obtained> {
  const hint = 'Give the Region of the repository with --region.';
  refuseOtherPartition(role.roleArn, context.region, { hint, question: 'roleArn' });
  refuseOtherPartition(role.principalArn, context.region, { hint, question: 'principalArn' });
  const sts = await context.aws.sts({
    region: context.region,
    profile: context.settingsProfile,
    signal: context.signal,
  });
  const input = {
    ...role,
    assertion: response.assertion,
    policy: await sessionPolicyText(answers, () => accountOf(role.roleArn), 'AssumeRoleWithSAML', context),
    policyArns: answers.policyArn,
  };
  const call = (durationSeconds: number): Promise<TemporaryCredentials> =>
    sts.assumeRoleWithSaml({ ...input, durationSeconds }).catch((error: unknown) => {
      throw explained(error, response, context);
    });
  const session =
    answers.duration === undefined
      ? await longestGranted(call, context.remembered('grantedDuration'), response.sessionDuration)
      : { credentials: await exactly(call, answers.duration), seconds: undefined };
  return {
    credentials: session.credentials,
    account: accountOf(role.roleArn),
    learned: {
      // Nothing of it is asked again by a refresh: an empty one says that the response is pasted.
      idpUrl: known(answers.idpUrl),
      roleArn: role.roleArn,
      ...(session.seconds === undefined ? {} : { grantedDuration: String(session.seconds) }),
    },
  };
}

function known(idpUrl: string | undefined): string {
  return idpUrl ?? '';
}

/**
 * What the response itself tells of a refusal: another partition knows nothing of it, whatever its signature; and where
 * AWS says no more than no, the role's trust may not name the address that it was made out for.
 */
function explained(error: unknown, response: SamlResponse, { region, ui }: MethodContext): unknown {
  if (!(error instanceof Refusal)) return error;
  const [{ code }, recipient] = [error.facts, printable(response.recipient ?? '', 200)];
  const other = partitionMadeFor(response, region);
  if (other !== undefined && /^(InvalidIdentityToken|AccessDenied)(Exception)?$/.test(code)) {
    return new Problem(
      'aws',
      `AWS did not take the SAML response: it is made out for ${recipient}, which is of ${otherPartition(other, region)}.`,
      {
        hint:
          `Sign in where your company's page leads to ${samlEndpoint(partitionOf(region).name, region)}, or give the Region of the ` +
          'repository with --region.',
        cause: error,
      },
    );
  }
  if (recipient !== '' && /^AccessDenied(Exception)?$/.test(code))
    ui.warn(`The SAML response is made out for ${recipient}: the role's trust has to name that in SAML:aud.`);
  return error;
}
