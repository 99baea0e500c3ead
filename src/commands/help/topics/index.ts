import { topicsOfSigningIn } from './of-signing-in.js';
import { topicsOfWorking } from './of-working.js';
import type { Topic } from './topic.js';

/** Every topic that there is help for. */
export const topics: readonly Topic[] = [...topicsOfWorking, ...topicsOfSigningIn];
