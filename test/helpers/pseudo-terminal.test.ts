import { expect } from 'chai';
import { cleanEnvironment } from './environment.js';
import { PseudoTerminal } from './pseudo-terminal.js';

const node = (
  script: string,
  options: { columns?: number; rows?: number } = {},
  onBytes?: (bytes: Buffer) => void,
): PseudoTerminal =>
  new PseudoTerminal(process.execPath, ['-e', script], { env: cleanEnvironment(), ...options }, onBytes);

describe('a pseudo-terminal', () => {
  it('is a terminal to the program, of the size it was given', async () => {
    const terminal = node('console.log(process.stdin.isTTY, process.stdout.columns, process.stdout.rows)', {
      columns: 91,
      rows: 17,
    });
    expect(await terminal.ended).to.equal(0);
    expect(terminal.text()).to.equal('true 91 17');
  });

  it('shows what a person would see, and hands on the bytes as they were', async () => {
    const bytes: Buffer[] = [];
    const terminal = node("process.stdout.write('wrong\\r\\x1b[2K\\x1b[1mright \\u2714\\x1b[0m\\n')", {}, (chunk) =>
      bytes.push(chunk),
    );
    await terminal.ended;
    expect(terminal.text()).to.equal('right ✔');
    expect(Buffer.concat(bytes).toString()).to.contain('wrong').and.contain('\x1b[1mright ✔');
  });

  it('types, and waits for what comes of it', async () => {
    const terminal = node(
      "process.stdin.once('data', (data) => { console.log('got ' + data); process.exit(3); }); console.log('ready')",
    );
    await terminal.until(/ready/);
    terminal.type('hello\r');
    await terminal.until(/got hello/);
    expect(await terminal.ended).to.equal(3);
  });

  it('says what it shows when the awaited does not come', async () => {
    const terminal = node("console.log('something else')");
    const failure = await terminal.until(/never/).then(() => '', String);
    expect(failure).to.contain('before the program ended with 0').and.contain('something else');
  });

  it('tells the program of a new size, and ends it', async () => {
    const terminal = node(
      "process.stdout.on('resize', () => console.log('now ' + process.stdout.columns)); setInterval(() => " +
        "{}, 1000); console.log('ready')",
    );
    await terminal.until(/ready/);
    terminal.resize(50, 20);
    await terminal.until(/now 50/);
    terminal.kill('SIGKILL');
    expect(await terminal.ended).to.equal(137);
  });
});
