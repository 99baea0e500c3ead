import type { Credentials, Identity } from '../core/credentials.js';
import type { Source } from '../core/method.js';
import { Problem } from '../core/problem.js';
import type { Aws } from '../core/ports/aws/aws.js';
import type { KnownOf } from '../core/interview/question.js';
import type { SignInAnswers } from '../methods/answers.js';

/** What it takes to find a source's keys. */
export interface SourcePorts {
  readonly aws: Pick<Aws, 'profileCredentials' | 'sts'>;
  readonly region: string;
  /** The profile that is set up: its settings apply to keys that were typed in for it. */
  readonly target?: string | undefined;
  readonly mfaCode: (serial: string) => Promise<string>;
  /** Renews a profile of ours that has ended; does nothing for others. */
  readonly renew: (profile: string) => Promise<Credentials | undefined>;
}

/** The keys that sign the calls of this run: found once, and replaced where an MFA session steps in. */
export class Sources {
  readonly #ports: SourcePorts;
  readonly #found = new Map<string, Source>();

  constructor(ports: SourcePorts) {
    this.#ports = ports;
  }

  /** The source that the answers name. */
  async of(known: KnownOf<SignInAnswers>): Promise<Source> {
    const keys = known.sourceKeys;
    const profile = known.sourceProfile;
    if (keys !== undefined) return this.#keep('', keys, profile);
    if (profile === undefined)
      throw new Problem('usage', 'There are no keys to sign the request with.', {
        hint: 'Give --source-profile or --source-keys-file.',
      });
    return this.#found.get(profile) ?? this.#keep(profile, await this.#credentialsOf(profile), profile);
  }

  /** From now on this profile's keys are these. */
  hold(profile: string, credentials: Credentials): void {
    this.#keep(profile, credentials, profile);
  }

  async #credentialsOf(profile: string): Promise<Credentials> {
    const { aws, region, mfaCode, renew } = this.#ports;
    return (await renew(profile)) ?? (await aws.profileCredentials(profile, { region, mfaCode }));
  }

  #keep(name: string, credentials: Credentials, profile: string | undefined): Source {
    const held = this.#found.get(name);
    if (held?.credentials === credentials) return held;
    const source = { credentials, profile, identity: once(() => this.#identify(credentials, profile)) };
    this.#found.set(name, source);
    return source;
  }

  async #identify(credentials: Credentials, profile: string | undefined): Promise<Identity> {
    const sts = await this.#ports.aws.sts({
      region: this.#ports.region,
      credentials,
      profile: profile ?? this.#ports.target,
    });
    return await sts.getCallerIdentity();
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
