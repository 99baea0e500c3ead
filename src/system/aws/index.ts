import type { AwsAccess, Aws } from '../../core/ports/aws/aws.js';
import type { Files } from '../../core/ports/files.js';
import type { SsoOidc } from '../../core/ports/aws/identity-center.js';
import { loadFetch } from '../network/load-fetch.js';
import type { Fetch } from '../network/fetch.js';
import type { Env } from '../network/proxy.js';
import type { ClientKit } from './clients/client-kit.js';
import { enabledRegions } from './clients/enabled-region.js';
import { lastExchange } from './clients/last-exchange.js';
import type { Timeouts } from './clients/request-handler.js';
import { unannounced } from '../process/announce.js';
import type { Announce } from '../process/announce.js';
import type { LendTerminal } from '../process/lend-terminal.js';
import { eitherSignal } from '../process/until-aborted.js';
import type { AwsFilePaths } from './settings.js';
import { ssoTokens } from './profiles/sso-tokens.js';

/** What the program knows about where it runs. */
export interface AwsOptions {
  readonly env: Env;
  readonly files: AwsFilePaths;
  /** Where the sign-ins that are shared with the AWS CLI are kept. */
  readonly disk: Pick<Files, 'read' | 'edit' | 'withLock'>;
  /** Our own version, for the user agent. */
  readonly version: string;
  readonly now: () => Date;
  /** Five seconds to connect and thirty in all, unless told. */
  readonly timeouts?: Partial<Timeouts> | undefined;
  /** Tells the person, once, that an endpoint which a variable names has no TLS. */
  readonly warn?: ((text: string) => void) | undefined;
  /** Stops every call, and every program that is asked for credentials. */
  readonly signal?: AbortSignal | undefined;
  /** Gives a program the terminal while it is asked for credentials. */
  readonly lendTerminal?: LendTerminal | undefined;
  /** Says what is waited for, where a call takes long. */
  readonly announce?: Announce | undefined;
}

/**
 * AWS through its own SDK. Every client is loaded when it is asked for, from a file of its own, so that the bundle has
 * a chunk for each and a start pays for none.
 */
export function openAws(awsOptions: AwsOptions): Aws {
  const last = lastExchange(awsOptions.now);
  // A clock that is wrong must not be written down.
  const awsNow = (): Date => new Date(awsOptions.now().getTime() + (last.offset() ?? 0));
  const regions = enabledRegions();
  let made: Promise<ClientKit> | undefined;
  let opened: ClientKit | undefined;
  const kit = (): Promise<ClientKit> =>
    (made ??= import('./clients/client-kit.js').then(({ clientKit }) => (opened = clientKit({ ...awsOptions, last }))));
  const ssoOidc = async (access: AwsAccess): Promise<SsoOidc> =>
    (await import('./clients/sso-oidc.js')).openSsoOidc(await kit(), access, awsOptions.now, awsNow);
  const stopOf = (options?: { readonly signal?: AbortSignal | undefined }): AbortSignal | undefined =>
    eitherSignal(awsOptions.signal, options?.signal);
  const tokens = ssoTokens({ home: awsOptions.files.home, files: awsOptions.disk, now: awsOptions.now, oidc: ssoOidc });
  const aws: Aws = {
    sts: async (access) => (await import('./clients/sts.js')).openSts(await kit(), access, regions),
    iam: async (access) => (await import('./clients/iam.js')).openIam(await kit(), access),
    codecommit: async (access) => (await import('./clients/codecommit.js')).openCodeCommit(await kit(), access),
    ssoOidc,
    ...portalPages(awsOptions),
    ssoPortal: async (access, token) => (await import('./clients/sso.js')).openSsoPortal(await kit(), access, token),
    cognitoIdentity: async (access) =>
      (await import('./clients/cognito-identity.js')).openCognitoIdentity(await kit(), access),
    cognitoUserPool: async (access, client) =>
      (await import('./clients/cognito-user-pool.js')).openCognitoUserPool(await kit(), access, client, awsNow),
    ssoTokens: tokens,
    profileCredentials: async (profile, options) =>
      (await import('./profiles/profile-credentials.js')).profileCredentials(
        profile,
        { ...options, signal: stopOf(options) },
        { ...awsOptions, kit: await kit(), aws },
      ),
    webIdentityCredentials: async (webIdentity, { region, signal }) =>
      (await import('./profiles/web-identity.js')).webIdentityCredentials(webIdentity, {
        sts: await aws.sts({ region, signal }),
        now: awsNow(),
      }),
    ...foundCredentials(awsOptions, stopOf),
    foreignEndpoints: async (profile) => (await kit()).foreignEndpoints(profile),
    usedEndpoints: () => opened?.usedEndpoints() ?? [],
    serverDate: () => last.date(),
    clockOffset: () => last.offset(),
  };
  return aws;
}

/** What portals say to anybody, without a client of AWS's. */
function portalPages({ env, signal, announce }: AwsOptions): Pick<Aws, 'startUrlRedirect' | 'portalPage'> {
  const fetch = (): Promise<Fetch> => loadFetch(env, signal, announce);
  return {
    startUrlRedirect: async (startUrl, options) =>
      (await import('./profiles/start-url-redirect.js')).startUrlRedirect(startUrl, await fetch(), options?.signal),
    portalPage: async (startUrl, options) =>
      (await import('./profiles/portal-page.js')).portalPage(startUrl, await fetch(), options?.signal),
  };
}

/** Credentials that are handed out without a call to AWS's services. */
function foundCredentials(
  awsOptions: AwsOptions,
  stopOf: (options?: { readonly signal?: AbortSignal | undefined }) => AbortSignal | undefined,
): Pick<Aws, 'commandCredentials' | 'instanceCredentials'> {
  const { announce = unannounced } = awsOptions;
  return {
    commandCredentials: async (command, options) =>
      (await import('./profiles/credential-process.js')).credentialsOfCommand(command, awsOptions.env, {
        ...options,
        signal: stopOf(options),
        now: awsOptions.now,
        lendTerminal: awsOptions.lendTerminal,
      }),
    instanceCredentials: async (options) => {
      const { instanceCredentials } = await import('./profiles/instance.js');
      const given = { ...options, signal: stopOf(options) };
      return await announce('Waiting for this instance or container', () => instanceCredentials(awsOptions.env, given));
    },
  };
}
