import { fileURLToPath } from 'node:url';
import type * as headless from '@xterm/headless';
import { expect } from 'chai';
import { cleanEnvironment } from '../../helpers/environment.js';
import { PseudoTerminal, Terminal } from '../../helpers/pseudo-terminal.js';
import { MfaDevice } from '../aws/mfa-device.js';
import { CodeLine } from './code-line.js';

const fakeWizard = fileURLToPath(new URL('fake-wizard.mjs', import.meta.url));

/** What a person sees: everything that was written to the person's own terminal. */
class Person {
  readonly #screen: headless.Terminal;

  constructor(columns: number, rows: number, linesBefore: number) {
    this.#screen = new Terminal({ cols: columns, rows, scrollback: 1000, allowProposedApi: true, convertEol: true });
    for (let line = 0; line < linesBefore; line += 1) this.see(`before ${line}\r\n`);
  }

  see(bytes: Buffer | string): void {
    this.#screen.write(bytes);
  }

  async lines(): Promise<string[]> {
    await new Promise<void>((resolve) => this.#screen.write('', resolve));
    const { active } = this.#screen.buffer;
    return Array.from(
      { length: active.length },
      (_, index) => active.getLine(index)?.translateToString(true) ?? '',
    ).filter((line) => line !== '');
  }
}

describe('the line with the MFA code', () => {
  // Stands still, so that no code changes between looking and looking again.
  const clock = { time: Date.now(), now: () => new Date(clock.time) };
  const device = new MfaDevice('totp', 'arn:aws:iam::111122223333:mfa/ana', clock.now(), clock);

  const opened: { wizard: PseudoTerminal; codeLine: CodeLine }[] = [];
  afterEach(async () => {
    for (const { wizard, codeLine } of opened.splice(0)) {
      codeLine.close();
      wizard.kill('SIGKILL');
      await wizard.ended;
    }
  });

  const open = (linesBefore: number, rows: number, appendOnly = false): { person: Person; wizard: PseudoTerminal } => {
    const person = new Person(90, rows, linesBefore);
    const wizard = new PseudoTerminal(
      process.execPath,
      [fakeWizard],
      { env: cleanEnvironment({ TERM: 'xterm-256color' }), columns: 90, rows },
      (bytes) => person.see(bytes),
    );
    wizard.show('\n'.repeat(rows));
    opened.push({ wizard, codeLine: new CodeLine(wizard, device, (bytes) => person.see(bytes), appendOnly) });
    return { person, wizard };
  };

  for (const [linesBefore, rows] of [
    [1, 24],
    [12, 24],
    [23, 24],
    [60, 24],
    [60, 10],
  ] as const) {
    it(`stands above the prompt on a terminal of ${rows} lines with ${linesBefore} before, and changes nothing else`, async () => {
      const { person, wizard } = open(linesBefore, rows);
      await wizard.until(/How do you sign in/);
      wizard.type('\u001b[B\r');
      await wizard.until(/The MFA device shows \d{6}/);
      const asked = await person.lines();
      expect(asked.slice(-6)).to.deep.equal([
        'The conversation begins.',
        '✔ How do you sign in? With a role',
        asked.find((line) => line.includes(`The MFA device shows ${device.code()}`)),
        '? MFA code of the app',
        '  Six digits',
        '  >',
      ]);
      wizard.type('12');
      await wizard.until(/> 12/);
      wizard.type('\r');
      await wizard.until(/Six digits, please/);
      wizard.type('\u007f\u007f');
      wizard.type('345678\r');
      expect(await wizard.ended).to.equal(0);
      const all = await person.lines();
      expect(all.slice(0, linesBefore)).to.deep.equal(
        Array.from({ length: linesBefore }, (_, line) => `before ${line}`),
      );
      expect(all.slice(linesBefore).filter((line) => !line.includes('The MFA device shows'))).to.deep.equal([
        'The conversation begins.',
        '✔ How do you sign in? With a role',
        '✔ MFA code of the app',
        '  Six digits',
        '  > 345678',
        'With a role, and the code is 345678',
      ]);
      expect(all.filter((line) => line.includes('The MFA device shows'))).to.have.length(1);
    });
  }

  it('shows the next code when the device does', async () => {
    const { wizard } = open(12, 24);
    await wizard.until(/How do you sign in/);
    wizard.type('\r');
    await wizard.until(/The MFA device shows \d{6}/);
    clock.time += 30_000;
    await wizard.until((terminal) => terminal.text().includes(device.code()));
  });

  it('is appended once where nothing may be drawn over', async () => {
    const { person, wizard } = open(12, 24, true);
    await wizard.until(/How do you sign in/);
    wizard.type('\r');
    await wizard.until(/The MFA device shows \d{6}/);
    expect((await person.lines()).filter((line) => line.includes('The MFA device shows'))).to.have.length(1);
  });
});
