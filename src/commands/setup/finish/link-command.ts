import { joined } from '../../../core/advice/advice.js';
import type { Plan } from '../../../core/plan.js';
import { isProblem } from '../../../core/problem.js';
import type { Ui } from '../../../core/ports/ui.js';
import type { CommandLinkStore } from '../../../stores/command-link-store.js';

/**
 * Links the command where that is planned. All else works without it, so a failure is said and no more.
 * @returns the plan as it was carried out
 */
export async function linkCommand(
  plan: Plan,
  { ui, commandLink }: { readonly ui: Pick<Ui, 'step' | 'warn'>; readonly commandLink: Pick<CommandLinkStore, 'make'> },
): Promise<Plan> {
  const { link, ...rest } = plan;
  if (link === undefined) return plan;
  try {
    await ui.step('Linking git-codecommit', () => commandLink.make(link));
    return plan;
  } catch (error) {
    if (!isProblem(error, 'file')) throw error;
    ui.warn(joined([error.said, error.hint]));
    return rest;
  }
}
