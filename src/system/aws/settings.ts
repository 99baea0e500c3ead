import type { Env } from '../network/proxy.js';

/** Where AWS's own files lie; always passed on, because its reader would look in `HOME` on Windows too. */
export interface AwsFiles {
  readonly credentials: string;
  readonly config: string;
  /** The folder whose `.aws` holds the caches of `aws sso login` and `aws login`. */
  readonly home: string;
}

/** Sections of AWS's files as its loader gives them: profiles by name, `sso-session.NAME`, `services.NAME`. */
export type Sections = Readonly<Record<string, Readonly<Record<string, string | undefined>>>>;

/** What the environment and one profile of AWS's config file say about how to talk to AWS. */
export interface Settings {
  /** The endpoint configured for a service, by the id the SDK's variables use: `STS`, `SSO_OIDC`. */
  endpoint(service: string): string | undefined;
  readonly useFips: boolean;
  readonly useDualStack: boolean;
  readonly maxAttempts: number;
  readonly caBundle: string | undefined;
}

/**
 * Reads the settings for calls made on behalf of a profile; environment before profile, specific before general.
 *
 * The SDK would do this itself, but only for `AWS_PROFILE`, and by reading the file once for each of them.
 * Source: AWS SDKs and tools reference, "Service-specific endpoints", "Dual-stack and FIPS endpoints", "Retry behavior".
 *
 * @param profile whose settings; else those of `AWS_PROFILE`, else of `default`
 */
export function settingsFor(profile: string | undefined, env: Env, config: Sections): Settings {
  const section = config[profile ?? filled(env['AWS_PROFILE']) ?? 'default'] ?? {};
  const ignore = isTrue(env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] ?? section['ignore_configured_endpoint_urls']);
  const services = config[`services.${section['services'] ?? ''}`] ?? {};
  return {
    endpoint(service) {
      if (ignore) return undefined;
      const own = services[`${service.toLowerCase()}.endpoint_url`];
      return filled(env[`AWS_ENDPOINT_URL_${service}`]) ?? filled(env['AWS_ENDPOINT_URL']) ?? filled(own) ?? filled(section['endpoint_url']);
    },
    useFips: isTrue(env['AWS_USE_FIPS_ENDPOINT'] ?? section['use_fips_endpoint']),
    useDualStack: isTrue(env['AWS_USE_DUALSTACK_ENDPOINT'] ?? section['use_dualstack_endpoint']),
    maxAttempts: attempts(env['AWS_MAX_ATTEMPTS'] ?? section['max_attempts']),
    caBundle: filled(section['ca_bundle']),
  };
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
