import type { AnswersOf } from '../core/question.js';
import { browserTimeout } from './session-questions.js';
import { portalQuestions } from './sso-pick.js';
import { sessionQuestions } from './sso-session.js';

/** Which access portal, and which role there. */
export const identityCenterQuestions = {
  ...sessionQuestions,
  ...portalQuestions,
  browserTimeout,
};

export type IdentityCenterAnswers = AnswersOf<typeof identityCenterQuestions>;
