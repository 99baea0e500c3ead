import type { Questions } from '../../../core/interview/question.js';
import type { AnyMethod } from '../../../core/method.js';
import type { Handed } from '../../../interview/answer-source.js';
import type { Target } from '../../../interview/clone-target.js';
import { enterKey } from '../../../methods/common/source-questions.js';
import { proposeName } from '../../../profile/ini/names.js';

/**
 * What follows from what was given, for somebody who was given more than a repository: the key of the file signs, and
 * is kept; the profile is named after the repository, and nothing else is written. The plan says so.
 */
export function takeOwnAnswers(handed: Handed, method: AnyMethod, target: Target): void {
  const questions = method.questions as Questions;
  if (Object.keys(handed.answers).length + Object.keys(handed.secrets).length === 0) handed.own = {};
  else
    handed.own = {
      profile: target.profile ?? proposeName(target.name),
      ...(handed.answers['startUrl'] !== undefined && { addSsoSession: '0' }),
      ...(handed.secrets['sourceKeys'] !== undefined &&
        Object.hasOwn(questions, 'sourceKeys') && { sourceProfile: enterKey.kept }),
    };
}
