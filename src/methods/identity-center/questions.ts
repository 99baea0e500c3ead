import type { AnswersOf } from '../../core/interview/question.js';
import { browserTimeout } from '../common/session-questions.js';
import { portalQuestions } from './pick.js';
import { sessionQuestions } from './session.js';

/** Which access portal, and which role there. */
export const identityCenterQuestions = {
  ...sessionQuestions,
  ...portalQuestions,
  browserTimeout,
};

export type IdentityCenterAnswers = AnswersOf<typeof identityCenterQuestions>;
