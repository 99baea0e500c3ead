import { expect } from 'chai';
import { TestTerminal } from './terminal.js';

/** A menu that is drawn in small pieces, as a busy machine shows any menu. */
const slowMenu = `
  const { setTimeout: sleep } = require('node:timers/promises');
  const lines = ['keys', 'role', 'role of an instance'];
  let at = 0, drawn = Promise.resolve();
  const draw = async () => {
    process.stdout.write('\\x1b[H\\x1b[J? Which?\\r\\n');
    const text = lines.map((line, index) => (index === at ? '❯ ' : '  ') + line).join('\\r\\n') + '\\r\\n\\r\\n  ↑ ↓ to move, Enter to choose';
    for (const piece of text.match(/[^]{1,9}/g)) { await sleep(20); process.stdout.write(piece); }
  };
  process.stdin.setRawMode(true);
  process.stdin.on('data', (keys) => {
    for (const key of String(keys).match(/\\x1b\\[B|\\r/g) ?? []) {
      if (key === '\\r') { drawn.then(() => { console.log('\\r\\nchose ' + lines[at]); process.exit(); }); continue; }
      at = Math.min(at + 1, lines.length - 1);
      drawn = drawn.then(draw);
    }
  });
  drawn = draw();`;

describe('a terminal for tests', function () {
  this.timeout(60_000);
  let terminal: TestTerminal;
  beforeEach(() => {
    terminal = new TestTerminal([process.execPath, '-e', slowMenu]);
  });
  afterEach(() => terminal.close());

  it('chooses the line wanted from a menu, however slowly that is drawn', async () => {
    await terminal.choose('Which?', /^role$/);
    await terminal.waitFor('chose role');
    expect(terminal.text()).to.not.include('chose role of');
  });

  it('says which line a menu does not have', async () => {
    const failure = await terminal.choose('Which?', 'saml', 5_000).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(String(failure)).to.include('no line saml in the menu').and.include('❯ role of an instance');
  });
});
