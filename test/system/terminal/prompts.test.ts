import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { TalkProgram } from './talk-program.js';

const talk = new TalkProgram();
const digest = (text: string): string =>
  `${text.length} ${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;

describe('prompts', function () {
  this.timeout(90_000);
  before(talk.build);
  afterEach(talk.close);
  after(talk.remove);

  it('ask for a text with a note below, and again with the reason while it cannot be taken', async () => {
    const terminal = talk.start('text');
    await terminal.waitFor('›');
    expect(terminal.screen()).to.equal(
      ['? Role ARN', '  From your administrator: arn:aws:iam::123456789012:role/dev', '  ›'].join('\n'),
    );
    terminal.type('role/dev\r');
    await terminal.waitFor('begins with');
    expect(terminal.screen()).to.match(/› role\/dev\n {2}A role ARN begins with arn:aws:iam::$/);
    terminal.key('ctrl-u');
    terminal.type('  arn:aws:iam::123456789012:role/dev  \r');
    expect(await terminal.exit()).to.deep.equal({ code: 0, signal: undefined });
    expect(terminal.screen()).to.equal(
      [
        '✔ Role ARN                 arn:aws:iam::123456789012:role/dev',
        '[text] "arn:aws:iam::123456789012:role/dev"',
      ].join('\n'),
    );
  });

  it('take the suggestion for Enter alone', async () => {
    const terminal = talk.start('suggested');
    await terminal.waitFor('(work)');
    terminal.enter();
    await terminal.waitFor('[text] "work"');
  });

  it('take a path as it was dragged onto the terminal', async () => {
    for (const [dragged, meant] of [
      ["'/tmp/a b' ", '/tmp/a b'],
      ['/tmp/a\\ b\\ \\(1\\).csv ', '/tmp/a b (1).csv'],
      ['file:///tmp/a%20b', '/tmp/a b'],
    ] as const) {
      for (const variables of [{}, { ACCESSIBLE: '1' }]) {
        const terminal = talk.start('path', { variables });
        await terminal.waitFor(/The file/);
        terminal.paste(dragged);
        terminal.enter();
        await terminal.waitFor(`[text] ${JSON.stringify(meant)}`);
      }
    }
  });

  it('show of a secret only how much has arrived', async () => {
    const terminal = talk.start('secret');
    await terminal.waitFor('(not shown)');
    terminal.type('hush\r');
    await terminal.waitFor('too short');
    terminal.type('wJalrXUtnFEMI');
    await terminal.waitFor('13 characters');
    terminal.enter();
    await terminal.waitFor(`[secret] ${digest('wJalrXUtnFEMI')}`);
    expect(terminal.screen()).to.match(/^✔ Secret access key {8}\(not shown\)$/m);
    expect(terminal.raw()).to.not.match(/hush|wJal|FEMI/);
  });

  it('offer a menu that arrows move in', async () => {
    const terminal = talk.start('choice');
    await terminal.waitFor('You were given a role ARN.');
    expect(terminal.screen()).to.match(/^❯ A role in another AWS account/m);
    await terminal.choose('How do you sign in?', /^My company/);
    await terminal.waitFor('[choice] "saml"');
    expect(terminal.screen()).to.match(/^✔ How do you sign in\? {6}My company's sign-in page \(SAML\)$/m);
  });

  it('ask a menu again when what was chosen cannot be', async () => {
    const terminal = talk.start('picky');
    await terminal.waitFor('❯ source');
    terminal.enter();
    await terminal.waitFor('cannot be the target');
    await terminal.waitFor('❯ source');
    expect(terminal.screen()).to.not.include('✔');
    await terminal.choose('Target', 'target');
    await terminal.waitFor('[choice] "target"');
  });

  it('go from the last line of a menu to the first, and back', async () => {
    const terminal = talk.start('choice');
    await terminal.waitFor('❯ A role');
    terminal.key('up');
    await terminal.waitFor('❯ IAM Identity Center');
    terminal.key('down');
    await terminal.waitFor('❯ A role');
    terminal.key('up');
    await terminal.waitFor('❯ IAM Identity Center');
    terminal.enter();
    await terminal.waitFor('[choice] "sso"');
  });

  it('leave of every menu what has what is typed in it, and say so where that is nothing', async () => {
    const terminal = talk.start('choice');
    await terminal.waitFor('Enter to choose');
    terminal.type('sign-in');
    await terminal.waitFor(/› sign-in\n❯ My company's sign-in page \(SAML\)\n\n/);
    expect(terminal.screen()).to.not.include('IAM Identity Center');
    terminal.type('!');
    await terminal.waitFor('Nothing in the list has that in its name.');
    terminal.enter();
    // What comes in one piece behind Enter is no answer any more.
    await delay(300);
    terminal.key('up');
    terminal.key('backspace');
    await terminal.waitFor('❯ My company');
    terminal.key('ctrl-u');
    await terminal.waitFor('IAM Identity Center');
    terminal.enter();
    await terminal.waitFor('[choice] "saml"');
  });

  it('say how much more there is above and below', async () => {
    const terminal = talk.start('search');
    await terminal.waitFor(/repository-11-blue\n {2}↓ 488 more$/m);
    expect(terminal.screen()).to.not.match(/↑ \d/);
    terminal.key('up');
    await terminal.waitFor(/❯ repository-499-green$/m);
    expect(terminal.screen()).to.match(/^ {2}↑ 488 more\n {2}repository-488/m);
    terminal.type('44 blue');
    await terminal.waitUntil(() => !terminal.screen().includes('more'), 'short list');
    const ascii = talk.start('search', { variables: { LANG: 'C' } });
    await ascii.waitFor(/^ {2}below: 488 more$/m);
  });

  /** Whether the screen shows one menu and nothing else, with this line under the pointer. */
  const showsMenu = (screen: string, columns: number, pointed: string): boolean =>
    screen.startsWith('? Which') &&
    screen.endsWith('choose') &&
    [/Which\s+repository/g, /^❯ /gm, new RegExp(`^❯ ${pointed}-`, 'gm'), /choose$/g].every(
      (once) => screen.match(once)?.length === 1,
    ) &&
    // What the terminal alone has broken is not indented: then the menu is not drawn anew yet.
    screen.split('\n').every((line) => line.length <= columns && /^(\? | {2}|❯ |$)/.test(line));

  it('draw a menu anew where the size of the terminal changes', async () => {
    const terminal = talk.start('search', { columns: 100, rows: 40 });
    await terminal.waitFor('Enter to choose');
    for (const columns of [40, 24, 100, 30]) {
      // The menu of the size before may fit on this one too.
      const before = terminal.raw().length;
      terminal.resize(columns, 40);
      await terminal.waitUntil(
        () => terminal.raw().length > before && showsMenu(terminal.screen(), columns, 'repository-0'),
        `menu of ${columns}`,
      );
    }
    terminal.key('down');
    await terminal.waitUntil(() => showsMenu(terminal.screen(), 30, 'repository-1'), 'menu whose pointer has moved');
    terminal.enter();
    await terminal.waitFor('[search] "repository-1"');
    expect(terminal.screen()).to.match(/^✔ Which repository\?\n {2}repository-1-green\n\[search\] "repository-1"$/);
  });

  it('fit a menu on the smallest screens', async () => {
    for (const [columns, rows] of [
      [40, 10],
      [24, 12],
      [60, 8],
      [200, 7],
    ] as const) {
      const terminal = talk.start('search', { columns, rows });
      await terminal.waitFor(/choose$/);
      for (let moved = 1; moved < 8; moved += 1) {
        terminal.key('down');
        await terminal.waitUntil(
          () => showsMenu(terminal.screen(), columns, `repository-${moved}`),
          `menu on ${columns} columns and ${rows} rows`,
        );
        expect(terminal.screen().split('\n').length).to.be.at.most(rows);
      }
    }
  });

  it('search a long list by words in any order', async () => {
    const terminal = talk.start('search');
    await terminal.waitFor('repository-11-blue');
    expect(terminal.screen()).to.not.include('repository-12-red');
    terminal.type('blue 443');
    await terminal.waitUntil(
      () => !terminal.screen().includes('red') && terminal.screen().includes('❯ repository-443-blue'),
      'narrowed list',
    );
    terminal.enter();
    await terminal.waitFor('[search] "repository-443"');
  });

  it('confirm by y, n or Enter, and nothing else', async () => {
    const careful = talk.start('careful');
    await careful.waitFor('(y/N)');
    careful.type('perhaps\r');
    await careful.waitFor('Please answer yes or no.');
    careful.key('ctrl-u');
    careful.enter();
    await careful.waitFor('[confirm] "no"');
    const confirm = talk.start('confirm');
    await confirm.waitFor('(Y/n)');
    confirm.enter();
    await confirm.waitFor('[confirm] "yes"');
    expect(confirm.screen()).to.match(/^✔ Go ahead\? {16}yes$/m);
  });

  it('take a pasted block as soon as it is whole, blank lines and all', async () => {
    const terminal = talk.start('block');
    await terminal.waitFor('An empty line ends it.');
    const block = 'export AWS_ACCESS_KEY_ID=ASIAEXAMPLE\n\nexport AWS_SESSION_TOKEN=IQoJb3==';
    terminal.paste(`${block}\n`);
    await terminal.waitFor(`[block] ${digest(block)}`);
    expect(terminal.screen()).to.include(`✔ The keys                 (not shown, 3 lines, ${block.length} characters)`);
    expect(terminal.raw()).to.not.match(/ASIA|IQoJ/);
  });

  it('end a block at an empty line, and ask again when it is not what was wanted', async () => {
    const terminal = talk.start('block');
    await terminal.waitFor('An empty line ends it.');
    terminal.type('something else\r\r');
    await terminal.waitFor('There are no AWS keys in that.');
    terminal.type('AWS_ACCESS_KEY_ID=1');
    await terminal.waitFor('1 line, 19 characters');
    terminal.key('ctrl-d');
    await terminal.waitFor(`[block] ${digest('AWS_ACCESS_KEY_ID=1')}`);
  });

  it('survive a paste of 100,000 characters', async () => {
    const long = 'arn:'.repeat(25_000);
    const secret = talk.start('secret');
    await secret.waitFor('(not shown)');
    secret.paste(long);
    await secret.waitFor('100,000 characters');
    secret.enter();
    await secret.waitFor(`[secret] ${digest(long)}`);
    const text = talk.start('text');
    await text.waitFor('›');
    text.paste(` ${long}\n`);
    await text.waitFor('(100,000 characters)');
    text.enter();
    await text.waitFor('[text] [100000');
  });

  it('survive it from a terminal without bracketed paste as well', async () => {
    const long = 'k'.repeat(100_000);
    const terminal = talk.start('secret');
    await terminal.waitFor('(not shown)');
    terminal.type(long);
    await terminal.waitFor('100,000 characters');
    terminal.enter();
    await terminal.waitFor(`[secret] ${digest(long)}`);
  });

  it('put the lines of a wrapped secret together', async () => {
    const terminal = talk.start('secret');
    await terminal.waitFor('(not shown)');
    terminal.paste('\n  IQoJb3JpZ2lu\u200b\nX2VjEJr==\n\n');
    await terminal.waitFor('21 characters');
    terminal.enter();
    await terminal.waitFor(`[secret] ${digest('IQoJb3JpZ2luX2VjEJr==')}`);
  });

  it('neither show nor take the other lines of a paste for one line', async () => {
    const terminal = talk.start('two');
    await terminal.waitFor('(not shown)');
    // As a terminal without bracketed paste sends it.
    terminal.type('first-secret-line\rsecond-secret-line\rthird-secret-line\r');
    await terminal.waitFor('only the first was taken');
    await terminal.waitFor('? Name');
    terminal.type('Ana\r');
    await terminal.waitFor('[text] "Ana"');
    expect(terminal.text()).to.include(`[secret] ${digest('first-secret-line')}`);
    expect(terminal.raw()).to.not.include('secret-line');
  });

  it('let nothing through that a terminal obeys', async () => {
    for (const variables of [{}, { ACCESSIBLE: '1' }]) {
      const terminal = talk.start('hostile', { variables });
      for (const kind of ['choice', 'search', 'text']) {
        await terminal.waitFor(new RegExp(`^(\\? )?${kind} a`, 'm'));
        terminal.enter();
      }
      expect(await terminal.exit()).to.deep.equal({ code: 0, signal: undefined });
      expect(terminal.raw())
        .to.include('a\\x1b[2Jb\\x9b31m\\u202ec')
        .and.not.match(/\u001b\[2J|\u009b|\u202e/);
    }
  });

  it('lead back to the question before by Esc, where there is one', async () => {
    for (const kind of ['text', 'secret', 'choice', 'search', 'confirm', 'block']) {
      const terminal = talk.start(`${kind} --back`);
      await terminal.waitFor(/^\? /m);
      terminal.key('escape');
      await terminal.waitFor('[back]');
      expect(await terminal.exit(), kind).to.deep.equal({ code: 0, signal: undefined });
    }
  });

  it('lead back to the question before by the line <, where prompts are lines', async () => {
    for (const kind of ['text', 'secret', 'choice', 'search', 'confirm', 'block']) {
      const terminal = talk.start(`${kind} --back`, { variables: { ACCESSIBLE: '1' } });
      await terminal.waitFor(/(?<!a question)[:.] ?$/m);
      terminal.type('<\r');
      await terminal.waitFor('[back]');
      expect(await terminal.exit(), kind).to.deep.equal({ code: 0, signal: undefined });
    }
  });

  it('say how to go back, and that typing filters, where that is so, on one line of 40 columns', async () => {
    const tipOf = async (scenario: string, columns: number, LANG = 'C.UTF-8'): Promise<string> => {
      const terminal = talk.start(scenario, { columns, variables: { LANG } });
      await terminal.waitFor(/choose$/);
      return terminal.screen().split('\n').at(-1)?.trim() ?? '';
    };
    expect(await tipOf('choice', 100)).to.equal('↑ ↓ to move, Enter to choose');
    expect(await tipOf('choice --back', 100)).to.equal('↑ ↓ to move, Esc to go back, Enter to choose');
    expect(await tipOf('search --back', 100)).to.equal('↑ ↓ to move, type to filter, Esc to go back, Enter to choose');
    expect(await tipOf('search --back', 40)).to.equal('↑ ↓, type, Esc back, Enter choose');
    expect(await tipOf('search --back', 40, 'C')).to.equal('arrows, type, Esc back, Enter choose');
  });

  it('say of the way back once where they are no menus', async () => {
    const drawn = talk.start('confirm --back');
    await drawn.waitFor('Esc goes back a question.');
    const plain = talk.start('two --back', { variables: { ACCESSIBLE: '1' } });
    await plain.waitFor('Token (not shown):');
    plain.type('secret\r');
    await plain.waitFor('Name:');
    expect(plain.text().match(/Type < to go back a question\./g)).to.have.length(1);
    const first = talk.start('two', { variables: { ACCESSIBLE: '1' } });
    await first.waitFor('Token (not shown):');
    expect(first.text()).to.not.include('go back');
  });

  it('take neither for a way back where there is no question before', async () => {
    const drawn = talk.start('suggested');
    await drawn.waitFor('(work)');
    drawn.key('escape');
    // Together they would be one key: Alt with H.
    await delay(1000);
    drawn.type('home\r');
    await drawn.waitFor('[text] "home"');
    const plain = talk.start('suggested', { variables: { ACCESSIBLE: '1' } });
    await plain.waitFor('[work]');
    plain.type('<\r');
    await plain.waitFor('[text] "<"');
  });

  it('fit on 40 columns', async () => {
    const terminal = talk.start('choice', { columns: 40, rows: 16 });
    await terminal.waitFor('to move');
    expect(
      terminal
        .screen()
        .split('\n')
        .filter((line) => line.length > 40),
    ).to.deep.equal([]);
    expect(terminal.screen()).to.include(
      ['❯ A role in another AWS account', '  (AssumeRole)', "  My company's sign-in page (SAML)"].join('\n'),
    );
    await terminal.choose('How do you sign in?', 'IAM Identity Center');
    await terminal.waitFor('[choice] "sso"');
    expect(terminal.screen()).to.equal(['✔ How do you sign in?', '  IAM Identity Center', '[choice] "sso"'].join('\n'));
  });

  it('use no colour with NO_COLOR, and colours otherwise', async () => {
    const coloured = talk.start('suggested');
    await coloured.waitFor('(work)');
    expect(coloured.raw()).to.match(/\u001b\[\d+m/);
    const plain = talk.start('suggested', { variables: { NO_COLOR: '1' } });
    await plain.waitFor('(work)');
    plain.enter();
    await plain.exit();
    expect(plain.raw()).to.not.match(/\u001b\[[\d;]*m/);
  });

  it('use ASCII alone where the locale has no more', async () => {
    const terminal = talk.start('choice', { variables: { LANG: 'C' } });
    await terminal.choose('How do you sign in?', 'My company');
    await terminal.exit();
    expect(terminal.raw()).to.match(/^[\u0000-\u007f]*$/);
  });
});
