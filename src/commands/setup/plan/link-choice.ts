import { joined } from '../../../core/advice/advice.js';
import type { Interview } from '../../../core/interview/interview.js';
import { onOff } from '../../../core/interview/question.js';
import type { Question } from '../../../core/interview/question.js';
import type { Ui } from '../../../core/ports/ui.js';
import { Problem } from '../../../core/problem.js';
import { printable } from '../../../core/text/printable.js';
import type { CommandLinkStore } from '../../../stores/command-link-store.js';
import type { SetupAnswers } from '../answers.js';

export interface LinkChoice {
  /** `--link`. */
  readonly link: boolean;
  /** Whether a link is offered where nothing was said: to a person, who can leave it out. */
  readonly isOffered: boolean;
  readonly interview: Interview<SetupAnswers>;
}

/** Where the link is put, and the question for it; undefined where there is none. */
export interface ChosenLink {
  readonly path: string | undefined;
  readonly question: Question<boolean> | undefined;
}

/**
 * Whether, and where, our command is linked into PATH: offered where `git codecommit` does not work, in a folder that is
 * the user's own.
 * @throws Problem `usage` where `--link` was given and there is no such folder
 */
export async function chooseLink(
  { link, isOffered, interview }: LinkChoice,
  { ui, commandLink }: { readonly ui: Pick<Ui, 'note'>; readonly commandLink: Pick<CommandLinkStore, 'place'> },
): Promise<ChosenLink> {
  const nothing: ChosenLink = { path: undefined, question: undefined };
  if (!link && !isOffered) return nothing;
  const place = commandLink.place();
  if (place.kind === 'works' && link) ui.note(`No link is needed: Git finds ${printable(place.path, 200)}.`);
  if (place.kind === 'none' && link)
    throw new Problem('usage', joined(['There is no place for the link of --link:', `${place.why}.`]), {
      hint: 'Leave --link out, or put such a folder (mkdir -p ~/.local/bin) on PATH first.',
    });
  if (place.kind !== 'free') return nothing;
  const { path } = place;
  const question = onOff({
    message: `Link git-codecommit into ${printable(path.replace(/\/[^/]*$/, ''), 200)}?`,
    help: 'link to our copy of the program in a folder of PATH, so that Git finds the command',
    asked: 'advanced',
    shareable: false,
    fallback: () => '1',
  });
  return { path: (await interview.one('link', question)) ? path : undefined, question };
}
