import { fromLoginCredentials, fromProcess } from '@aws-sdk/credential-providers';
import { Problem } from '../../core/problem.js';
import { printable } from '../../core/printable.js';
import type { Env } from '../network/proxy.js';
import type { ClientKit } from './client-kit.js';
import { credentialsFromEnvironment, instanceCredentials } from './instance.js';
import { withProcessEnvironment } from './process-environment.js';
import type { Providers } from './profile-chain.js';
import { credentialsFromSdk } from './sdk-credentials.js';
import type { AwsFiles } from './settings.js';
import { signedOut } from './signed-out.js';

/** The call that renews `aws login` proves itself with a key of its own (DPoP), not with AWS keys. */
const noKeys = { accessKeyId: '', secretAccessKey: '' };

/** AWS's own credential providers, with our way to the network and the user's files. */
export function sdkProviders(kit: ClientKit, env: Env, files: AwsFiles): Omit<Providers, 'identityCenter'> {
  const own = { filepath: files.credentials, configFilepath: files.config, ignoreCache: true };
  const caches = { HOME: files.home, USERPROFILE: files.home, AWS_LOGIN_CACHE_DIRECTORY: env['AWS_LOGIN_CACHE_DIRECTORY'] };
  return {
    async consoleLogin(profile, section, options) {
      const access = { region: section['region'] ?? options.region, profile, signal: options.signal };
      const clientConfig = { ...(await kit.options('SIGNIN', access)), credentials: noKeys };
      const get = fromLoginCredentials({ ...own, profile, clientConfig: clientConfig });
      return withProcessEnvironment(caches, () => kit.provide(access, get, (cause) => signedOut(profile, '`aws login`', 'aws login', cause)));
    },
    process: (profile) => fromProcess({ ...own, profile })().then(credentialsFromSdk, (cause: unknown) => {
      throw processFailed(profile, cause);
    }),
    environment: () => credentialsFromEnvironment(env),
    instance: (options) => instanceCredentials(env, options.signal),
  };
}

/** The command itself is not repeated: people put secrets into it. What it wrote to stderr is. */
function processFailed(profile: string, cause: unknown): Problem {
  const message = cause instanceof Error ? cause.message.replace(/^Command failed: .*\n?/, '').trim() : '';
  const said = message === '' ? 'it failed and said nothing' : printable(message.split('\n').slice(-3).join(' '), 300);
  return new Problem('aws', `The credential_process of the profile "${printable(profile, 100)}" gave no credentials: ${said}`, {
    hint: 'Run that command of ~/.aws/config by itself to see what it needs.',
    cause,
  });
}
