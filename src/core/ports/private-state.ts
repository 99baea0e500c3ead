/**
 * What we remember of a profile besides its recipe: tokens, what setup replaced, why a renewal failed. Private,
 * mode 0600; file names come from a hash of the profile's name, never from the name.
 */
export interface PrivateState {
  /** Forgets everything of a profile. */
  forget(profile: string): Promise<void>;
  /** One document of a profile, such as `tokens`; undefined where there is none. */
  read(profile: string, document: string): Promise<unknown>;
  write(profile: string, document: string, content: unknown): Promise<void>;
  /** Forgets one document of a profile. */
  remove(profile: string, document: string): Promise<void>;
  /** The path of a document, for a lock. */
  path(profile: string, document: string): string;
}
