import type { ReadStream, WriteStream } from 'node:tty';
import { PseudoTerminal } from '../../helpers/pseudo-terminal.js';
import { CodeLine } from './code-line.js';
import type { Fixture } from './fixture.js';

/** The person's terminal. */
export interface PersonsTerminal {
  readonly input: ReadStream;
  readonly output: WriteStream;
}

/** How the wizard is started. */
export interface WizardCommand {
  readonly program: string;
  readonly args: readonly string[];
}

/** The wizard on a terminal of its own, in the sandbox. */
export function openWizard(
  { program, args }: WizardCommand,
  fixture: Fixture,
  size: { columns: number; rows: number },
  onBytes?: (bytes: Buffer) => void,
): PseudoTerminal {
  return new PseudoTerminal(program, args, { env: fixture.environment, cwd: fixture.folder, ...size }, onBytes);
}

/**
 * Lets a person talk to the wizard: every byte goes through unchanged, both ways; only the line with the MFA code is
 * put in between.
 * @returns the wizard's exit code
 */
export async function talk(
  command: WizardCommand,
  fixture: Fixture,
  { input, output }: PersonsTerminal,
  signal: AbortSignal,
): Promise<number> {
  const terminal = openWizard(command, fixture, sizeOf(output), (bytes) => output.write(bytes));
  // The screen is at its end already, as far as anybody knows; so is the model's, then.
  terminal.show('\n'.repeat(sizeOf(output).rows));
  const { environment } = fixture;
  const appendOnly = environment['ACCESSIBLE'] === '1' || environment['TERM'] === 'dumb';
  const codeLine = new CodeLine(terminal, fixture.device, (bytes) => output.write(bytes), appendOnly);
  const typed = (bytes: Buffer): void => terminal.type(bytes);
  const resized = (): void => terminal.resize(sizeOf(output).columns, sizeOf(output).rows);
  const stopped = (): void => terminal.kill();
  input.setRawMode(true).on('data', typed).resume();
  output.on('resize', resized);
  signal.addEventListener('abort', stopped);
  try {
    return await terminal.ended;
  } finally {
    codeLine.close();
    signal.removeEventListener('abort', stopped);
    output.off('resize', resized);
    input.off('data', typed).setRawMode(false).pause();
    // Should the wizard have been ended in the middle of a prompt: cursor shown, bracketed paste off.
    if (!appendOnly) output.write('\u001b[?25h\u001b[?2004l');
  }
}

function sizeOf({ columns, rows }: WriteStream): { columns: number; rows: number } {
  return { columns: columns || 80, rows: rows || 24 };
}
