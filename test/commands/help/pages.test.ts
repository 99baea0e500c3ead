import { expect } from 'chai';

import { helpWidth } from '../../../src/commands/help/layout.js';
import type { Layout } from '../../../src/commands/help/layout.js';
import { overview } from '../../../src/commands/help/overview.js';
import { commandHelp, fullCommandHelp, methodFlagsHelp, methodHelp } from '../../../src/commands/help/pages.js';
import { allCommands } from '../../../src/commands/index.js';
import { asGitCommand, plainForm } from '../../../src/core/advice/say.js';
import { cmdShell } from '../../../src/core/shells/cmd.js';
import { fishShell } from '../../../src/core/shells/fish.js';
import { powershell } from '../../../src/core/shells/powershell.js';
import { methods } from '../../../src/methods/index.js';

const commands = await allCommands();

const pages: Readonly<Record<string, (layout: Layout) => string>> = {
  '-h': ({ width }) => overview(commands, width),
  ...Object.fromEntries(
    commands.flatMap((command) => [
      [`${command.name} -h`, (layout: Layout) => commandHelp(command, methods, layout)],
      [`help ${command.name}`, (layout: Layout) => fullCommandHelp(command, methods, layout)],
    ]),
  ),
  ...Object.fromEntries(
    methods.flatMap((method) => [
      [`setup -m ${method.id} -h`, (layout: Layout) => methodFlagsHelp(method, layout)],
      [`help ${method.id}`, (layout: Layout) => methodHelp(method, layout)],
    ]),
  ),
};
const page = (name: string, width = 80): string => pages[name]?.({ width, form: plainForm }) ?? '';

describe('help', () => {
  for (const name of Object.keys(pages)) {
    it(`${name} fits the terminal`, () => {
      for (const width of [80, 100]) {
        for (const line of page(name, width).split('\n')) expect(line.length, line).to.be.at.most(width);
      }
    });
  }

  it('breaks no command that stands between backticks', () => {
    for (const name of Object.keys(pages))
      for (const line of page(name).split('\n')) expect(line.split('`').length % 2, line).to.equal(1);
  });

  it('is 40 columns wide at least and 100 at most, and 80 where the terminal does not say', () => {
    expect([10, 40, 80, 200, 0, undefined].map(helpWidth)).to.deep.equal([40, 40, 80, 100, 80, 80]);
  });

  it('of setup is a page that one can read, with a line for each way to sign in and none of their flags', () => {
    const text = page('setup -h');
    expect(text.split('\n').length).to.be.below(90);
    for (const { id, title } of methods) expect(text).to.match(new RegExp(`^  ${id} +${title.slice(0, 20)}`, 'm'));
    expect(text).to.include('`git codecommit setup --method ID -h`').and.to.include('`git codecommit help setup`');
    expect(text).to.not.match(/^ +--(?:role-arn|start-url)\b/m);
  });

  it('of a way to sign in shows its flags, an example, and no flag of others', () => {
    const text = page('setup -m saml -h');
    expect(text.split('\n').length).to.be.below(60);
    expect(text)
      .to.match(/^ +--idp-url URL /m)
      .and.to.match(/^ {2}git codecommit setup --method saml --idp-url https:\S+$/m);
    expect(text).to.not.match(/^ +(?:-., )?--(?:start-url|profile|git-scope)\b/m);
    expect(page('setup -m instance -h')).to.include('It asks nothing of its own.');
  });

  it('writes an example that is too long for a line in several, as the shell reads them', () => {
    const [method] = methods.filter(({ id }) => id === 'assume-role');
    if (method === undefined) throw new Error('There is no such method.');
    const ends = [plainForm.shell, fishShell, powershell, cmdShell].map((shell) => {
      const text = methodFlagsHelp(method, { width: 80, form: { shell, calledAs: asGitCommand } });
      return /^ {2}git codecommit setup --method assume-role( .)\n {8}--role-arn arn:/m.exec(text)?.[1];
    });
    expect(ends).to.deep.equal([' \\', ' \\', ' `', ' ^']);
  });
});
