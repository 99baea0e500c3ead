import { cmdShell } from '../../core/shells/cmd.js';
import { fishShell } from '../../core/shells/fish.js';
import { posixShell } from '../../core/shells/posix.js';
import { powershell } from '../../core/shells/powershell.js';
import type { Shell } from '../../core/shells/shell.js';
import { sentence } from '../../core/advice/advice.js';
import { refresh } from '../../core/advice/own-commands.js';
import type { Credentials } from '../../core/credentials.js';
import { Problem } from '../../core/problem.js';
import { isoSeconds } from '../../core/text/time.js';

/** The formats of `aws configure export-credentials`, by their names there. */
export const exportFormats = ['process', 'env', 'fish', 'powershell', 'windows-cmd'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/**
 * Credentials in a form that a shell or another program reads.
 * Source: AWS CLI reference, `configure export-credentials`; AWS CLI user guide, "Sourcing credentials with an
 * external process" for `process`.
 * @throws Problem `failed` for values that a shell could take for more than a value
 */
export function exportCredentials(credentials: Credentials, format: ExportFormat): string {
  return format === 'process'
    ? processDocument(credentials)
    : plainVariables(credentials)
        .map(([name, value]) => `${shells[format].setVariable(name, value)}\n`)
        .join('');
}

const shells: Record<Exclude<ExportFormat, 'process'>, Shell> = {
  env: posixShell,
  fish: fishShell,
  powershell,
  'windows-cmd': cmdShell,
};

/** The format of a shell. */
export function formatOf(shell: Shell): Exclude<ExportFormat, 'process'> {
  return ({ posix: 'env', fish: 'fish', powershell: 'powershell', cmd: 'windows-cmd' } as const)[shell.name];
}

/**
 * Credentials as the variables of an environment; undefined is one that must not be there.
 * Source: AWS SDKs and tools reference, "Environment variables list"; botocore reads the expiration too.
 */
export function credentialVariables({
  accessKeyId,
  secretAccessKey,
  sessionToken,
  expiration,
}: Credentials): Readonly<Record<string, string | undefined>> {
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey.reveal(),
    AWS_SESSION_TOKEN: sessionToken?.reveal(),
    AWS_CREDENTIAL_EXPIRATION: expiration && isoSeconds(expiration),
  };
}

function plainVariables(credentials: Credentials): (readonly [string, string])[] {
  return Object.entries(credentialVariables(credentials)).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, plain(name, value)] as const],
  );
}

// Base64 and times need no quoting in any of the shells; anything else is no AWS key.
function plain(name: string, value: string): string {
  if (/^[A-Za-z0-9+/=_.:-]+$/.test(value)) return value;
  throw new Problem('failed', `${name} holds characters that no AWS key has, so it is not given to a shell.`, {
    hint: sentence`Get new keys with \`${refresh(undefined, { force: true })}\`.`,
  });
}

function processDocument({ accessKeyId, secretAccessKey, sessionToken, expiration }: Credentials): string {
  const document = {
    Version: 1,
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey.reveal(),
    ...(sessionToken && { SessionToken: sessionToken.reveal() }),
    ...(expiration && { Expiration: isoSeconds(expiration) }),
  };
  return `${JSON.stringify(document)}\n`;
}
