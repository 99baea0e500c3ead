import type { HelperChoice } from '../../stores/git-settings.js';
import type { TargetAnswers } from '../../interview/clone-target.js';
import type { SignInAnswers } from '../../methods/answers.js';

/** What setup asks and learns besides the questions of the methods and of what is to be cloned. */
interface OwnAnswers {
  readonly method: string;
  readonly profile: string;
  readonly cloneFolder: string | undefined;
  readonly gitScope: HelperChoice['scope'];
  readonly codecommitUrls: string;
  readonly guardBareRepositories: boolean;
  readonly link: boolean;
}

/** Every answer that setup knows. */
export type SetupAnswers = SignInAnswers & TargetAnswers & OwnAnswers;

/** What the plan is agreed to by, so that it need not be shown again. */
export const goAhead = 'goAhead';
