import type { Access, Aws } from '../../core/ports/aws.js';
import type { Files } from '../../core/ports/files.js';
import type { SsoOidc } from '../../core/ports/identity-center.js';
import type { Env } from '../network/proxy.js';
import type { ClientKit, Patience } from './client-kit.js';
import { lastExchange } from './last-exchange.js';
import type { AwsFiles, Sections } from './settings.js';
import type { Providers } from './profile-chain.js';
import { profileByIdentityCenter } from './sso-profile.js';
import { ssoTokens } from './sso-tokens.js';

/** What the program knows about where it runs. */
export interface AwsSurroundings {
  readonly env: Env;
  readonly files: AwsFiles;
  /** Where the sign-ins that are shared with the AWS CLI are kept. */
  readonly disk: Pick<Files, 'read' | 'edit' | 'withLock'>;
  /** Our own version, for the user agent. */
  readonly version: string;
  readonly now: () => Date;
  /** Five seconds to connect and thirty in all, unless told. */
  readonly patience?: Patience | undefined;
}

/**
 * AWS through its own SDK. Every client is loaded when it is asked for, from a file of its own, so that the bundle has
 * a chunk for each and a start pays for none.
 */
export function openAws(around: AwsSurroundings): Aws {
  const last = lastExchange(around.now);
  let kit: Promise<ClientKit> | undefined;
  const theKit = (): Promise<ClientKit> => (kit ??= import('./client-kit.js').then(({ clientKit }) => clientKit({ ...around, last })));
  const ssoOidc = async (access: Access): Promise<SsoOidc> => (await import('./sso-oidc.js')).openSsoOidc(await theKit(), access, around.now);
  const tokens = ssoTokens({ home: around.files.home, files: around.disk, now: around.now, oidc: ssoOidc });
  const aws: Aws = {
    sts: async (access) => (await import('./sts.js')).openSts(await theKit(), access),
    iam: async (access) => (await import('./iam.js')).openIam(await theKit(), access),
    codecommit: async (access) => (await import('./codecommit.js')).openCodeCommit(await theKit(), access),
    ssoOidc,
    ssoPortal: async (access, token) => (await import('./sso.js')).openSsoPortal(await theKit(), access, token),
    ssoTokens: tokens,
    async profileCredentials(profile, options) {
      const [{ chainCredentials }, { sdkProviders }, { readSections }] = await Promise.all([import('./profile-chain.js'), import('./sdk-providers.js'), import('./client-kit.js')]);
      const { config, credentials } = await readSections(around.files);
      const sections = mergeSections(config, credentials);
      const providers: Providers = {
        ...sdkProviders({ ...around, kit: await theKit() }),
        identityCenter: (name, section, wanted) => profileByIdentityCenter(name, section, wanted, sections, aws),
      };
      const sessionName = `git-codecommit-${Math.floor(around.now().getTime() / 1000)}`;
      return chainCredentials(profile, { sections, providers, sts: (access) => aws.sts(access), options, sessionName });
    },
    commandCredentials: async (command, options) => (await import('./credential-process.js')).credentialsOfCommand(command, around.env, { ...options, now: around.now }),
    instanceCredentials: async (options) => (await import('./instance.js')).instanceCredentials(around.env, options?.signal),
    serverDate: () => last.date(),
    clockOffset: () => last.offset(),
  };
  return aws;
}

/** A key in the credentials file goes before the same key in the config file. */
function mergeSections(config: Sections, credentials: Sections): Sections {
  const names = new Set([...Object.keys(config), ...Object.keys(credentials)]);
  return Object.fromEntries([...names].map((name) => [name, { ...config[name], ...credentials[name] }]));
}
