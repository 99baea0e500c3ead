import { awsLogin } from '../../../core/advice/other-programs.js';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fromLoginCredentials } from '@aws-sdk/credential-providers';
import { environmentKeys } from '../../../aws/credential-formats/environment-keys.js';
import { isContainer, withoutContainer } from '../../../aws/provider-chain.js';
import { encode } from '../../../core/text/lines.js';
import { demandAbsolute } from '../../../core/text/absolute-path.js';
import type { Credentials } from '../../../core/credentials.js';
import type { Files } from '../../../core/ports/files.js';
import { Problem, isProblem } from '../../../core/problem.js';
import { printable } from '../../../core/text/printable.js';
import { noteSecret } from '../../../core/secret.js';
import type { Env } from '../../network/proxy.js';
import type { LendTerminal } from '../../process/lend-terminal.js';
import type { ClientKit } from '../clients/client-kit.js';
import { credentialsOfCommand } from './credential-process.js';
import { instanceCredentials } from './instance.js';
import { withProcessEnvironment } from './process-environment.js';
import type { Providers } from './profile-chain.js';
import type { Sections } from '../../../profile/sections.js';
import { inPlaceOfFiles } from '../../files/aws-file-reader.js';
import type { AwsFilePaths } from '../settings.js';
import { signedOutProfile } from './signed-out.js';

/** The call that renews `aws login` proves itself with a key of its own (DPoP), not with AWS keys. */
const noKeys = { accessKeyId: '', secretAccessKey: '' };

/** What the providers work with. */
export interface SdkProviderOptions {
  readonly kit: ClientKit;
  readonly env: Env;
  readonly files: AwsFilePaths;
  readonly disk: Pick<Files, 'read' | 'withLock'>;
  readonly now: () => Date;
  readonly lendTerminal?: LendTerminal | undefined;
}

/** AWS's own credential providers, with our way to the network and the user's files. */
export function sdkProviders({
  kit,
  env,
  files,
  disk,
  now,
  lendTerminal,
}: SdkProviderOptions): Omit<Providers, 'identityCenter'> {
  return {
    async consoleLogin(profile, section, options) {
      const cacheFolder = loginCacheFolder(env, files);
      const caches = { HOME: files.home, USERPROFILE: files.home, AWS_LOGIN_CACHE_DIRECTORY: cacheFolder };
      const access = { region: options.region, profile: options.settings, signal: options.signal };
      const clientConfig = { ...(await kit.options('SIGNIN', access)), credentials: noKeys };
      const provide = (): Promise<Credentials> =>
        inPlaceOfFiles({ credentials: '', config: loginSection(section) }, (own) =>
          withProcessEnvironment(caches, () =>
            kit.provide(
              access,
              fromLoginCredentials({ ...own, ignoreCache: true, profile: 'default', clientConfig }),
              (cause) => signedOutProfile(profile, '`aws login`', awsLogin, cause),
            ),
          ),
        );
      // The refresh token is good once, and AWS's provider takes no lock.
      const cache = join(cacheFolder, `${sha256(section['login_session'] ?? '')}.json`);
      const kept = await disk.read(cache);
      noteSecretsOf(kept);
      return kept === undefined ? provide() : disk.withLock(`${cache}.renewal`, provide);
    },
    process: (profile, command, { signal }) =>
      credentialsOfCommand(command, env, { now, signal, lendTerminal }).catch((error: unknown) => {
        throw ofProfile(profile, error);
      }),
    environment: () => environmentKeys(env),
    container: ({ signal }) => (isContainer(env) ? instanceCredentials(env, { signal }) : undefined),
    // Its own, also where a container's variables are set.
    instance: (settings, { signal }) => instanceCredentials(withoutContainer(env), { signal, settings }),
  };
}

/**
 * The section alone, for AWS's provider, which would read both files by rules of its own, and might find another, or
 * none.
 */
function loginSection(section: Sections[string]): string {
  const lines = ['login_session', 'region'].map((key) => `${key} = ${(section[key] ?? '').replace(/\n.*/s, '')}\n`);
  return encode(`[default]\n${lines.join('')}`);
}

/** As AWS's provider finds it, but never below the current folder. */
function loginCacheFolder(env: Env, { home }: AwsFilePaths): string {
  const named = env['AWS_LOGIN_CACHE_DIRECTORY'];
  return named
    ? demandAbsolute('AWS_LOGIN_CACHE_DIRECTORY', named, process.platform)
    : join(home, '.aws', 'login', 'cache');
}

/** AWS's provider sends what `aws login` has kept, and an answer may repeat it. */
function noteSecretsOf(cache: string | undefined): void {
  for (const [, secret = ''] of (cache ?? '').matchAll(
    /"(?:refreshToken|dpopKey|idToken|secretAccessKey|sessionToken)"\s*:\s*"([^"]*)"/g,
  ))
    noteSecret(secret);
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** The same sentence, with the profile that the command stands in. */
function ofProfile(profile: string, error: unknown): unknown {
  if (!isProblem(error) || error.kind === 'cancelled') return error;
  const name = printable(profile, 100);
  return new Problem('aws', `The credential_process of the profile "${name}" did not work. ${error.message}`, {
    hint: error.hint,
    cause: error,
  });
}
