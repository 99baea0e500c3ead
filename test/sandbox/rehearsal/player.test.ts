import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { cleanEnvironment } from '../../helpers/environment.js';
import { PseudoTerminal } from '../../helpers/pseudo-terminal.js';
import type { Line } from './conversation.js';
import { Player } from './player.js';
import type { Fixture } from './fixture.js';

const fakeWizard = fileURLToPath(new URL('fake-wizard.mjs', import.meta.url));

describe('the player of the rehearsal', () => {
  const fixture = { device: { code: () => '246810' } } as unknown as Fixture;
  const play = async (lines: readonly Line[]): Promise<{ code: number | string; said: string[] }> => {
    const terminal = new PseudoTerminal(process.execPath, [fakeWizard], {
      env: cleanEnvironment({ TERM: 'xterm-256color' }),
    });
    const said: string[] = [];
    const code = await new Player(terminal, lines, fixture, (line) => said.push(line))
      .play()
      .catch((error: unknown) => String(error));
    terminal.kill('SIGKILL');
    return { code, said };
  };
  const code: Line = { asked: /MFA code/, reply: ({ device }) => ({ type: device.code() }) };

  it('answers what it is asked, in any order, and writes down what was said', async () => {
    const { code: ended, said } = await play([
      code,
      { asked: /How do you sign in/, reply: () => ({ choose: /keys/ }) },
    ]);
    expect(ended).to.equal(0);
    expect(said.map((line) => line.trimEnd())).to.deep.equal([
      'The conversation begins.',
      '✔ How do you sign in? With keys',
      '✔ MFA code of the app',
      '  Six digits',
      '  > 246810',
      'With keys, and the code is 246810',
    ]);
  });

  it('says which prompt it has no answer to, and which line a menu lacks', async () => {
    expect((await play([code])).code)
      .to.contain('no answer to this')
      .and.contain('How do you sign in?');
    expect(
      (await play([code, { asked: /How do you sign in/, reply: () => ({ choose: /carrier pigeon/ }) }])).code,
    ).to.contain('no line like /carrier pigeon/');
  }).timeout(30_000);
});
