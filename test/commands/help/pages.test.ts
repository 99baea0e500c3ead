import { expect } from 'chai';

import { commandHelp, helpWidth, methodHelp, overview } from '../../../src/commands/help/pages.js';
import { allCommands } from '../../../src/commands/index.js';
import { methods } from '../../../src/methods/index.js';

const commands = await allCommands();

const pages: Readonly<Record<string, (width: number) => string>> = {
  '-h': (width) => overview(commands, width),
  ...Object.fromEntries(
    commands.map((command) => [`${command.name} -h`, (width: number) => commandHelp(command, methods, width)]),
  ),
  ...Object.fromEntries(methods.map((method) => [`help ${method.id}`, (width: number) => methodHelp(method, width)])),
};

describe('help', () => {
  for (const [name, page] of Object.entries(pages)) {
    it(`${name} fits the terminal`, () => {
      for (const width of [80, 100]) {
        for (const line of page(width).split('\n')) expect(line.length, line).to.be.at.most(width);
      }
    });
  }

  it('breaks no command that stands between backticks', () => {
    for (const page of Object.values(pages))
      for (const line of page(80).split('\n')) expect(line.split('`').length % 2, line).to.equal(1);
  });

  it('is 40 columns wide at least and 100 at most, and 80 where the terminal does not say', () => {
    expect([10, 40, 80, 200, 0, undefined].map(helpWidth)).to.deep.equal([40, 40, 80, 100, 80, 80]);
  });
});
