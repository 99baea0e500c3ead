import type { Credentials } from '../../../core/credentials.js';
import { whyUnreadable } from '../../../profile/why-unreadable.js';
import type { Aws, ProfileOptions } from '../../../core/ports/aws/aws.js';
import { chainCredentials, type Providers } from './profile-chain.js';
import { readTexts, sectionsOf } from './read-sections.js';
import { sdkProviders, type SdkProviderOptions } from './sdk-providers.js';
import type { Sections } from '../../../profile/sections.js';
import { profileByIdentityCenter } from './sso-profile.js';
import { passingSessionName } from './web-identity.js';

/** What it takes to follow a profile to its credentials. */
export interface ProfileCredentialsOptions extends SdkProviderOptions {
  readonly aws: Aws;
}

/** The credentials of a profile, by whatever way AWS's files say; see the port. */
export async function profileCredentials(
  profile: string,
  options: ProfileOptions,
  sources: ProfileCredentialsOptions,
): Promise<Credentials> {
  const { aws, files } = sources;
  const texts = readTexts(files);
  const { config, credentials } = sectionsOf(texts);
  const sections = mergeSections(config, credentials);
  const providers: Providers = {
    ...sdkProviders(sources),
    identityCenter: (name, section, wanted) => profileByIdentityCenter(name, section, wanted, sections, aws),
  };
  const region = (Object.hasOwn(sections, profile) ? sections[profile]?.['region'] : undefined) ?? options.region;
  return chainCredentials(profile, {
    sections,
    files: { credentials, config },
    whyUnreadable: (name) => whyUnreadable(name, texts),
    providers,
    sts: (access) => aws.sts(access),
    options: { ...options, region, settings: profile },
    sessionName: passingSessionName(sources.now()),
  });
}

/** A key in the credentials file goes before the same key in the config file. */
function mergeSections(config: Sections, credentials: Sections): Sections {
  const names = new Set([...Object.keys(config), ...Object.keys(credentials)]);
  return Object.fromEntries([...names].map((name) => [name, { ...config[name], ...credentials[name] }]));
}
