import { expect } from 'chai';

import { plainText } from '../../src/core/advice/say.js';
import type { Text } from '../../src/core/advice/advice.js';
import type { Ui } from '../../src/core/ports/ui.js';
import { acceptCloneSettings } from '../../src/interview/accept-clone-settings.js';
import { rejection } from '../helpers/aws-client.js';

const foreign = Array.from({ length: 9000 }, (_, index) => ({
  scope: 'local',
  origin: 'file:.git/config',
  key: `url.https://h${index}.insteadof`,
  value: 'https://x',
}));

describe('what a clone brings, before Git is set up in it', () => {
  for (const interactive of [true, false])
    for (const verify of [true, false])
      it(`is told in a screenful, ${interactive ? 'to a person' : 'to a script'}, ${verify ? 'with' : 'without'} a proof`, async () => {
        const said: string[] = [];
        const say = (text: Text): void => void said.push(plainText(text));
        const ui = { interactive, say, warn: say, ask: () => Promise.resolve('no') } as unknown as Ui;
        const settings = { foreign: () => Promise.resolve(foreign) };
        const accepted = acceptCloneSettings({ ui, cwd: '/' }, settings, { yes: false, verify });
        if (interactive || verify) said.push(((await rejection(accepted)) as Error).message);
        else await accepted;
        expect(said.join('\n').length).to.be.below(2500);
        expect(said.join('\n')).to.contain('8988 more');
        if (interactive) expect(said.join('\n')).to.contain('git config --local --edit');
      });
});
