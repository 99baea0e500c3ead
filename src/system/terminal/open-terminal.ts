import { kill, platform as nodePlatform, stderr } from 'node:process';
import { isatty } from 'node:tty';
import { plainForm } from '../../core/advice/say.js';
import type { CommandForm } from '../../core/advice/say.js';
import type { Clock } from '../../core/ports/clock.js';
import { noCancellation } from '../process/cancellation.js';
import type { Cancellation } from '../process/cancellation.js';
import { isForeground } from '../process/controlling-terminal.js';
import { appearanceOf, screenFactsOf } from './appearance.js';
import { Keyboard } from './keyboard/keyboard.js';
import { Restoration } from './keyboard/restoration.js';
import { Asker } from './prompts/asker.js';
import { withoutSecretsOn } from './said-stream.js';
import { Screen } from './screen.js';
import type { ScreenStream } from './screen.js';
import { styleFor } from './style.js';
import { Terminal } from './terminal.js';
import type { LendingUi } from './terminal.js';

/** How a conversation is opened. */
export interface TerminalOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** What ends all waiting, and what Ctrl-C ends; without it nothing does. */
  readonly cancellation?: Pick<Cancellation, 'signal' | 'cancel'> | undefined;
  /** Nobody is to be asked, terminal or not: `--yes`. */
  readonly nobody?: boolean | undefined;
  /** Whether a question is sure to come: the keyboard is taken meanwhile. */
  readonly asksFirst?: boolean | undefined;
  /** Only warnings, failures and questions. */
  readonly quiet?: boolean | undefined;
  /** How commands are written here. */
  readonly form?: CommandForm | undefined;
  /** stderr unless a test says otherwise. */
  readonly stream?: ScreenStream | undefined;
}

/** Opens the conversation on stderr. Standard input is not touched before the first question, unless it comes first. */
export function openTerminal({
  env,
  clock,
  cancellation = noCancellation,
  nobody = false,
  asksFirst = false,
  quiet = false,
  form = plainForm,
  stream: given = stderr,
}: TerminalOptions): LendingUi {
  const stream = withoutSecretsOn(given);
  const style = styleFor(appearanceOf(env, screenFactsOf(stream, nodePlatform)));
  const restoration = new Restoration();
  const screen = new Screen(stream, style, restoration);
  const interactive = !nobody && isatty(0) && stream.isTTY === true;
  const keyboard = new Keyboard({
    input: () => process.stdin,
    write: (text) => screen.write(text),
    restoration,
    cancellation,
    clock,
    isForeground: () => isForeground(nodePlatform),
    bracketed: screen.animates,
    onDropped: () => screen.print(`${style.marks.warn} That was more than one line: only the first was taken.`),
    // Like the kernel's own Ctrl-Z: the whole group, or a shell would wait for the `git` that started us.
    stop: nodePlatform === 'win32' ? undefined : () => kill(0, 'SIGTSTP'),
    quit: nodePlatform === 'win32' ? undefined : () => kill(0, 'SIGQUIT'),
  });
  if (asksFirst && interactive) keyboard.expectPrompt();
  return new Terminal({
    style,
    screen,
    clock,
    signal: cancellation.signal,
    quiet,
    form,
    interactive,
    keyboard,
    asker: new Asker(keyboard, { screen, stream, style }),
  });
}
