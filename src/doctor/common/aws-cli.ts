import type { CheckPorts, DiagnosisFacts } from '../check.js';
import { inPlaceOfHelper } from '../../git/settings/aws-helper-value.js';

const patienceMs = 60_000;

/**
 * Runs another command of the AWS CLI in the place of Git's helper: by Git's shell, with the program, the profile and the
 * variables that the helper has.
 * @param value of `credential.helper`
 * @param words as `inPlaceOfHelper` takes them
 * @param env variables that Git does not get for what stays here
 */
export async function runAwsCli(
  value: string,
  [service, operation]: readonly [string, string?],
  { git }: Pick<CheckPorts, 'git'>,
  env: DiagnosisFacts['env'] = {},
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const line = inPlaceOfHelper(value, service, operation) ?? `!aws ${service} ${operation ?? ''}`;
  return await git.run(['-c', `alias.aws-cli=${line}`, 'aws-cli'], { timeoutMs: patienceMs, env });
}

/** Asks AWS by the CLI, where only that has keys. @returns what it said; undefined where it has no answer */
export async function askByAwsCli(
  { awsHelper, keysFrom, region, foreign, env }: DiagnosisFacts,
  operation: readonly [string, string],
  ports: Pick<CheckPorts, 'git'>,
): Promise<{ readonly document: unknown; readonly stderr: string } | undefined> {
  if (awsHelper === undefined || keysFrom !== 'aws-cli' || region === undefined || foreign.length > 0) return undefined;
  const [service, words] = operation;
  const { code, stdout, stderr } = await runAwsCli(
    awsHelper.entry.value ?? '',
    [service, `${words} --output json --region ${region}`],
    ports,
    // As Git's helper has them: a profile may take its role by keys in variables (credential_source).
    Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('AWS_'))),
  );
  try {
    return { document: code === 0 ? JSON.parse(stdout) : undefined, stderr };
  } catch {
    return undefined;
  }
}
