import { exportRecipe, refresh } from '../../../core/advice/own-commands.js';
import { sentence } from '../../../core/advice/advice.js';
import type { Text } from '../../../core/advice/advice.js';
import type { AnyMethod } from '../../../core/method.js';
import type { Plan } from '../../../core/plan.js';
import type { Recipe } from '../../../core/recipe.js';

/** What decides how the end of a session will be met. */
export interface ComingEnd {
  readonly method: AnyMethod;
  readonly recipe: Recipe;
  readonly plan: Plan;
  readonly helper: 'codecommit' | 'aws';
  /** Keys that were used for this once. */
  readonly sourceForgotten: boolean;
}

/**
 * What happens when the session has ended, in the words of the last screen: who does something, or which command helps.
 */
export function sayEnd({ method, recipe, plan, helper, sourceForgotten }: ComingEnd): Text {
  if (plan.uses !== undefined && plan.credentialsFile === undefined) return 'then put new ones into the environment';
  if (plan.credentialsFile === undefined) return sentence`then \`${exportRecipe()}\``;
  const command = sentence`\`${refresh(plan.profile)}\``;
  if (plan.git.length === 0) return sentence`then ${command}`;
  if (helper === 'aws') return sentence`then Git says 403: ${command}`;
  const need = sourceForgotten ? 'paste' : method.needs(recipe.answers);
  if (need === 'nothing') return 'then Git renews it by itself';
  if (need === 'variables') return sentence`then put new ones into the environment, and ${command}`;
  return need === 'mfa-code' ? 'then Git asks for an MFA code' : sentence`then ${command}`;
}
