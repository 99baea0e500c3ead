/** What is kept for each profile; `git` by earlier versions only. */
export const profileDocuments = ['files', 'git', 'tokens', 'renewal'] as const;

/** What is kept for an MFA device, or for a credentials file, under its name. */
export const otherDocuments = ['codes', 'first'] as const;

/** A document of a profile, a device or a file. What is not named here is not taken back by `remove`. */
export type StateDocument = (typeof profileDocuments)[number] | (typeof otherDocuments)[number];

/** Names of locks, which stand beside the documents. */
export type StateLock = 'turn' | 'renewing';

/**
 * What we remember of a profile besides its recipe: tokens, what setup replaced, why a renewal failed. Private,
 * mode 0600; file names come from a hash of the profile's name, never from the name.
 */
export interface PrivateState {
  /** Forgets everything of a profile. */
  forget(profile: string): Promise<void>;
  /** One document of a profile, such as `tokens`; undefined where there is none. */
  read(profile: string, document: StateDocument): Promise<unknown>;
  write(profile: string, document: StateDocument, content: unknown): Promise<void>;
  /**
   * Changes a document, which no other process changes meanwhile.
   * @param change takes what there is, undefined where that is nothing, or damaged; undefined leaves it alone
   */
  change(profile: string, document: StateDocument, change: (content: unknown) => unknown): Promise<void>;
  /** Forgets one document of a profile. */
  remove(profile: string, document: StateDocument): Promise<void>;
  /** The path of a document, for a lock. */
  path(profile: string, document: StateDocument | StateLock): string;
}
