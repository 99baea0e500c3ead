import type { Credentials } from '../../../core/credentials.js';
import { sayEndpoint } from '../../../core/custom-endpoint.js';
import type { AwsAccess, CustomEndpoint } from '../../../core/ports/aws/aws.js';
import { Problem } from '../../../core/problem.js';
import { isLoopback } from '../../../core/text/loopback.js';
import { openAgents } from '../../network/agents.js';
import { trustedContext } from '../../network/certificates.js';
import type { Env } from '../../network/proxy.js';
import type { LastExchange } from './last-exchange.js';
import { atEndpoint, interruption, problemFrom, type Call } from './refusals.js';
import { requestHandler, type Timeouts, type RequestHandler } from './request-handler.js';
import { credentialsFromSdk, type SdkCredentials } from '../profiles/sdk-credentials.js';
import { readSections } from '../profiles/read-sections.js';
import {
  foreignEndpoints,
  isForeign,
  settingsFor,
  type AwsFilePaths,
  type Placed,
  type Settings,
} from '../settings.js';
import { unannounced } from '../../process/announce.js';
import type { Announce } from '../../process/announce.js';
import { eitherSignal, untilAborted } from '../../process/until-aborted.js';

const usualTimeouts: Timeouts = { connect: 5_000, whole: 30_000, again: 5_000 };

/** What every client needs from outside. */
export interface ClientKitOptions {
  readonly env: Env;
  readonly files: AwsFilePaths;
  /** Our own version, for the user agent. */
  readonly version: string;
  readonly last: LastExchange;
  /** Stops every call. */
  readonly signal?: AbortSignal | undefined;
  readonly timeouts?: Partial<Timeouts> | undefined;
  /** Tells the person, once, that an endpoint which a variable names has no TLS. */
  readonly warn?: ((text: string) => void) | undefined;
  /** Says what is waited for, where a call takes long. */
  readonly announce?: Announce | undefined;
}

/** How a call is stopped: at the deadline, or when the user says so. */
export interface SendOptions {
  readonly abortSignal: AbortSignal;
}

/** What client constructors and calls have in common; each client file is then a handful of lines. */
export interface ClientKit {
  /**
   * Constructor options for one service's client.
   * @param service the service as `AWS_ENDPOINT_URL_…` writes it: `STS`, `SSO_OIDC`
   */
  options(service: string, access: AwsAccess): Promise<ClientOptions>;
  /** Runs one call with a deadline; whatever it throws becomes a Refusal or a Problem. */
  call<T>(operation: string, access: AwsAccess, work: (options: SendOptions) => Promise<T>): Promise<T>;
  /**
   * Runs one of AWS's credential providers with the same deadline. They put every failure into one sentence, so a
   * network that failed underneath is told from a sign-in that has ended by what the request handler saw.
   */
  provide(
    access: AwsAccess,
    provider: () => Promise<SdkCredentials>,
    explain: (cause: unknown) => Problem,
  ): Promise<Credentials>;
  /** See the port. */
  foreignEndpoints(profile: string | undefined): Promise<readonly CustomEndpoint[]>;
  usedEndpoints(): readonly CustomEndpoint[];
}

type ClientOptions = Awaited<ReturnType<typeof clientOptions>>;

/**
 * What every client of AWS's shares: one connection to the network, the same timeouts, one way to explain a failure.
 */
export function clientKit(kitOptions: ClientKitOptions): ClientKit {
  // The SDK writes a notice about Node versions to stderr when the first client is made, and takes no other switch.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const { announce = unannounced } = kitOptions;
  const timeouts = { ...usualTimeouts, ...kitOptions.timeouts };
  const used = new Map<string, CustomEndpoint>();
  const callOf = (operation: string, access: AwsAccess): Call => ({
    operation,
    ...(kitOptions.last.asked() ?? { host: `AWS in ${access.region}` }),
    date: kitOptions.last.date(),
    signal: stopOf(access),
    endpoint: askedEndpoint(),
  });
  const stopOf = ({ signal }: AwsAccess): AbortSignal | undefined => eitherSignal(kitOptions.signal, signal);
  const askedEndpoint = (): string | undefined => {
    const endpoint = used.get(kitOptions.last.asked()?.host ?? '');
    return endpoint && sayEndpoint(endpoint);
  };
  const inTime = patience(kitOptions.last, timeouts);
  const use = endpointUse(used, kitOptions.warn);
  const settingsOf = (profile: string | undefined): Promise<Settings> =>
    new Promise((resolve) => {
      resolve(settingsFor(profile, kitOptions.env, readSections(kitOptions.files), kitOptions.files));
    });
  const handlerFor = handlersOf(kitOptions, timeouts);
  return {
    async options(service, access) {
      const settings = await settingsOf(access.profile);
      const endpoint = use(access.ownHosts === true ? undefined : settings.endpoint(service));
      return clientOptions(access, kitOptions, { ...settings, endpoint: endpoint?.url }, handlerFor(settings.caBundle));
    },
    async call(operation, access, work) {
      try {
        return await announce(`Waiting for AWS (${operation})`, () =>
          inTime(stopOf(access), (abortSignal) => work({ abortSignal })),
        );
      } catch (error) {
        throw problemFrom(error, callOf(operation, access));
      }
    },
    async provide(access, provider, explain) {
      const problemBefore = kitOptions.last.networkProblem();
      try {
        const provided = inTime(stopOf(access), provider);
        return credentialsFromSdk(await announce('Waiting for AWS (credentials)', () => provided));
      } catch (error) {
        const networkProblem = kitOptions.last.networkProblem();
        throw atEndpoint(
          interruption(error, callOf('the sign-in', access)) ??
            (networkProblem === problemBefore ? undefined : networkProblem) ??
            explain(error),
          askedEndpoint(),
        );
      }
    },
    foreignEndpoints: async (profile) => foreignEndpoints(await settingsOf(profile)),
    usedEndpoints: () => [...used.values()],
  };
}

/**
 * Gives the endpoint back, and takes down which foreign ones are used, by host. One without TLS on another computer is refused, or warned of,
 * once, where a variable names it.
 */
function endpointUse(
  used: Map<string, CustomEndpoint>,
  warn: ClientKitOptions['warn'],
): (endpoint: CustomEndpoint | undefined) => CustomEndpoint | undefined {
  const warned = new Set<string>();
  return (endpoint) => {
    if (endpoint === undefined) return undefined;
    const { protocol, hostname, host } = new URL(endpoint.url);
    const isConfidential = protocol === 'https:' || isLoopback(hostname);
    if (isForeign(endpoint) && (isConfidential || endpoint.byVariable)) used.set(host, endpoint);
    if (isConfidential) return endpoint;
    if (!endpoint.byVariable) throw notEncrypted(endpoint);
    const said = `What is secret goes unencrypted to ${sayEndpoint(endpoint)}.`;
    if (!warned.has(said)) warn?.(said);
    warned.add(said);
    return endpoint;
  };
}

/** Files last, and so do not say that somebody means it now, as a variable does. */
function notEncrypted(endpoint: CustomEndpoint): Problem {
  return new Problem(
    'usage',
    `Nothing is sent to ${sayEndpoint(endpoint)}: it is not https, and everybody could listen.`,
    {
      hint: 'Write https:// there. For a stand-in of AWS on another computer, name it by AWS_ENDPOINT_URL.',
    },
  );
}

/** One connection to the network for each certificate file that settings name. */
function handlersOf(
  { env, last }: ClientKitOptions,
  timeouts: Timeouts,
): (caBundle: Placed | undefined) => RequestHandler {
  const handlers = new Map<string | undefined, RequestHandler>();
  return (caBundle) => {
    const known = handlers.get(caBundle?.value);
    if (known) return known;
    const made = requestHandler(openAgents(env, trustedContext(env, caBundle)), env, last, timeouts);
    handlers.set(caBundle?.value, made);
    return made;
  };
}

/**
 * Runs calls, each with a deadline. Whoever keeps one waiting to the end keeps the next ones for a moment only, so that a
 * command that makes many calls ends soon too; an answer, a refusal as well, makes all as before.
 */
function patience(
  last: LastExchange,
  { whole, again }: Timeouts,
): <T>(signal: AbortSignal | undefined, work: (stop: AbortSignal) => Promise<T>) => Promise<T> {
  let wasLate = false;
  return async (signal, work) => {
    const deadline = AbortSignal.timeout(wasLate ? Math.min(whole, again) : whole);
    const stop = signal ? AbortSignal.any([deadline, signal]) : deadline;
    try {
      // The pauses between the SDK's attempts know of no signal.
      const done = await untilAborted(work(stop), stop);
      wasLate = false;
      return done;
    } catch (error) {
      wasLate = deadline.aborted || (wasLate && (signal?.aborted === true || last.networkProblem() !== undefined));
      throw error;
    }
  };
}

/**
 * Everything said outright, so that the SDK looks for nothing by itself: not for credentials, not in the config file.
 * Its correction of a wrong clock is off, since Git's signatures would go wrong all the same and nobody would know why.
 */
function clientOptions(
  access: AwsAccess,
  kitOptions: ClientKitOptions,
  settings: Omit<Settings, 'endpoint'> & { readonly endpoint: string | undefined },
  handler: RequestHandler,
) {
  const { endpoint } = settings;
  return {
    region: access.region,
    credentials: access.credentials ? keysFor(access.credentials) : noCredentials,
    credentialDefaultProvider: () => noCredentials,
    ...(endpoint !== undefined && { endpoint }),
    ignoreConfiguredEndpointUrls: true,
    useFipsEndpoint: settings.useFips,
    useDualstackEndpoint: settings.useDualStack,
    requestHandler: handler,
    maxAttempts: settings.maxAttempts,
    retryMode: 'standard',
    disableClockSkewCorrection: true,
    customUserAgent: [['git-codecommit', kitOptions.version]] as [string, string][],
    userAgentAppId: () => Promise.resolve(settings.userAgentAppId),
    defaultsMode: 'legacy' as const,
    authSchemePreference: [],
  };
}

function keysFor(credentials: NonNullable<AwsAccess['credentials']>) {
  return {
    accessKeyId: credentials.accessKeyId,
    secretAccessKey: credentials.secretAccessKey.reveal(),
    ...(credentials.sessionToken && { sessionToken: credentials.sessionToken.reveal() }),
  };
}

/** Stands where the SDK would otherwise search every place it knows. */
function noCredentials(): Promise<never> {
  return Promise.reject(new Error('This call must be signed, but no credentials were given.'));
}
