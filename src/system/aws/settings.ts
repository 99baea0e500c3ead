import { isAwsUrl } from '../../aws/service-hosts.js';
import { inHome } from '../../core/text/home-path.js';
import type { CustomEndpoint } from '../../core/ports/aws/aws.js';
import { printable } from '../../core/text/printable.js';
import { Problem } from '../../core/problem.js';
import type { Sections } from '../../profile/sections.js';
import type { Env } from '../network/proxy.js';

/** Where AWS's own files lie; always passed on, because its reader would look in `HOME` on Windows too. */
export interface AwsFilePaths {
  readonly credentials: string;
  readonly config: string;
  /** The folder whose `.aws` holds the caches of `aws sso login` and `aws login`. */
  readonly home: string;
}

/** Both of AWS's files, read. */
export interface ReadFiles {
  readonly config: Sections;
  readonly credentials: Sections;
}

/** A value, and where it stands, in words: a variable's name, or setting, section and file. */
export interface Placed {
  readonly value: string;
  readonly from: string;
}

/** What the environment and one profile of AWS's files say about how to talk to AWS. */
export interface Settings {
  /**
   * The endpoint configured for a service, by the id the SDK's variables use: `STS`, `SSO_OIDC`.
   * @throws Problem `usage` for what is no URL, `file` for a `services` section that is not there
   */
  endpoint(service: string): CustomEndpoint | undefined;
  readonly useFips: boolean;
  readonly useDualStack: boolean;
  readonly maxAttempts: number;
  /** `ca_bundle` of the profile; `AWS_CA_BUNDLE` is looked at where certificates are read. */
  readonly caBundle: Placed | undefined;
  readonly userAgentAppId: string | undefined;
}

/**
 * Reads the settings for calls made on behalf of a profile; environment before profile, specific before general, the
 * credentials file before the config file. They are those of the profile whose keys sign, as with `aws --profile`, and
 * never those of `AWS_PROFILE` or `default`, which may lead somewhere else: without a profile the environment counts
 * alone.
 *
 * The SDK would do this itself, but only for `AWS_PROFILE`, and by reading the file once for each of them.
 * Source: AWS SDKs and tools reference, "Service-specific endpoints", "Dual-stack and FIPS endpoints", "Retry
 * behavior";
 * botocore, `ConfiguredEndpointProvider` and `Session.full_config`.
 */
export function settingsFor(profile: string | undefined, env: Env, read: ReadFiles, files: AwsFilePaths): Settings {
  const inFile = (name: string): Placed | undefined => placed(name, profile, read, files);
  const either = (variable: string, name: string): string | undefined => env[variable] ?? inFile(name)?.value;
  const ignore = isTrue(either('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', 'ignore_configured_endpoint_urls'));
  const inServices = (service: string): Placed | undefined => ofServices(service, inFile('services'), read, files);
  return {
    endpoint(service) {
      if (ignore) return undefined;
      const byVariable = variable(env, `AWS_ENDPOINT_URL_${service}`) ?? variable(env, 'AWS_ENDPOINT_URL');
      const found = byVariable ?? inServices(service) ?? inFile('endpoint_url');
      return found && { service, url: urlOf(found).href, from: found.from, byVariable: byVariable !== undefined };
    },
    useFips: isTrue(either('AWS_USE_FIPS_ENDPOINT', 'use_fips_endpoint')),
    useDualStack: isTrue(either('AWS_USE_DUALSTACK_ENDPOINT', 'use_dualstack_endpoint')),
    maxAttempts: attempts(either('AWS_MAX_ATTEMPTS', 'max_attempts')),
    caBundle: inFile('ca_bundle'),
    userAgentAppId: either('AWS_SDK_UA_APP_ID', 'sdk_ua_app_id'),
  };
}

/** The services that are called, by the id the SDK's variables use. */
const services = [
  'STS',
  'IAM',
  'CODECOMMIT',
  'SSO',
  'SSO_OIDC',
  'SIGNIN',
  'COGNITO_IDENTITY',
  'COGNITO_IDENTITY_PROVIDER',
];

/**
 * The endpoints of these settings that are not AWS's own; one that is the same for every service is named once, for
 * none.
 */
export function foreignEndpoints(settings: Pick<Settings, 'endpoint'>): readonly CustomEndpoint[] {
  const found = services.map((service) => settings.endpoint(service));
  const [first] = found;
  const isForAll = first !== undefined && found.every((one) => one?.url === first.url && one.from === first.from);
  const distinct = isForAll ? [{ ...first, service: undefined }] : found.filter((one) => one !== undefined);
  return distinct.filter(isForeign);
}

/** Whether an endpoint is none of AWS's own hosts. */
export function isForeign({ url }: CustomEndpoint): boolean {
  return !isAwsUrl(new URL(url));
}

function variable(env: Env, name: string): Placed | undefined {
  const value = filled(env[name]);
  return value === undefined ? undefined : { value, from: name };
}

function placed(
  name: string,
  profile: string | undefined,
  { config, credentials }: ReadFiles,
  files: AwsFilePaths,
): Placed | undefined {
  if (profile === undefined) return undefined;
  const there = (sections: Sections): string | undefined =>
    Object.hasOwn(sections, profile) ? filled(sections[profile]?.[name]) : undefined;
  const shown = printable(profile, 100);
  const inCredentials = there(credentials);
  if (inCredentials !== undefined)
    return { value: inCredentials, from: `${name} of [${shown}] in ${inHome(files.credentials, files.home)}` };
  const inConfig = there(config);
  if (inConfig === undefined) return undefined;
  return {
    value: inConfig,
    from: `${name} of [${profile === 'default' ? '' : 'profile '}${shown}] in ${inHome(files.config, files.home)}`,
  };
}

function ofServices(
  service: string,
  named: Placed | undefined,
  { config }: ReadFiles,
  files: AwsFilePaths,
): Placed | undefined {
  if (named === undefined) return undefined;
  const key = `services.${named.value}`;
  const name = printable(named.value, 100);
  if (!Object.hasOwn(config, key)) {
    throw new Problem('file', `There is no section [services ${name}], which is named by ${named.from}.`, {
      hint: 'Write that section, or take the line away.',
    });
  }
  const value = filled(config[key]?.[`${service.toLowerCase()}.endpoint_url`]);
  return value === undefined
    ? undefined
    : {
        value,
        from: `endpoint_url of ${service.toLowerCase()} in [services ${name}] in ${inHome(files.config, files.home)}`,
      };
}

function urlOf({ value, from }: Placed): URL {
  if (URL.canParse(value) && /^https?:\/\/[^/]/i.test(value)) return new URL(value);
  throw new Problem('usage', `No address to ask AWS at: "${printable(value, 200)}" (${from}).`, {
    hint: 'It is written https://HOST or http://HOST:PORT.',
  });
}

function filled(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text.trim();
}

function isTrue(text: string | undefined): boolean {
  return text?.trim().toLowerCase() === 'true';
}

/** Three tries, as every AWS SDK does by default. */
function attempts(text: string | undefined): number {
  const number = Number.parseInt(text ?? '', 10);
  return Number.isInteger(number) && number > 0 ? number : 3;
}
