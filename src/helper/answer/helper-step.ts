import type { GitRequest } from '../../aws/codecommit/git-signature.js';
import type { HelperKeys } from './key-sources.js';

/** A decision of the helper, as it is told to whoever traces it; in the order in which they are made. */
export type HelperStep =
  | { readonly step: 'other-host' }
  | { readonly step: 'asked'; readonly request: GitRequest; readonly profile: string | undefined }
  | { readonly step: 'keys'; readonly keys: HelperKeys; readonly outlasts: boolean }
  | { readonly step: 'signed'; readonly keys: HelperKeys };

/** Told each decision. */
export type TellStep = (step: HelperStep) => void;
