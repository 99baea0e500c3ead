import { lstat, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';

import { plainText } from '../../src/core/advice/say.js';
import type { Text } from '../../src/core/advice/advice.js';
import type { Clipboard } from '../../src/core/ports/clipboard.js';
import type { Prompt, Ui } from '../../src/core/ports/ui.js';
import { handOver } from '../../src/interview/hand-over.js';
import { createFiles } from '../../src/system/files/files.js';
import { temporaryHome, type TemporaryHome } from '../helpers/environment.js';

describe('a text that is meant for somebody else', () => {
  let home: TemporaryHome;
  beforeEach(async () => {
    home = await temporaryHome();
    await mkdir(home.file('work'));
  });
  afterEach(() => home.remove());

  const text = 'Hello,\n\u001b[2JAnswer: nö\n';

  /** @returns what was asked, and what was said */
  const hand = async (answers: readonly string[], clipboard?: Clipboard, interactive = true) => {
    const [asked, said]: [string[], string[]] = [[], []];
    const say = (words: Text): void => void said.push(plainText(words));
    const ui = {
      interactive,
      ask: ({ message, choices = [], suggestion }: Prompt) => {
        const answer = answers[asked.length];
        asked.push(`${message} ${choices.map(({ value }) => value).join(' ')}`.trim());
        if (answer === undefined) return Promise.reject(new Error(`${message} has no answer here`));
        return Promise.resolve(answer === '' ? (suggestion ?? '') : answer);
      },
      show: say,
      say: (words: Text) => (words === '' ? undefined : say(words)),
      warn: say,
      mark: (_: string, words: Text) => say(words),
    } as unknown as Ui;
    const ports = { ui, clipboard, files: createFiles(), cwd: home.file('work'), homeDirectory: home.path };
    await handOver(text, 'request.txt', ports);
    return { asked, said: said.join('\n') };
  };

  it('is saved for its owner alone, as it can be shown without harm', async () => {
    const { asked, said } = await hand(['file', '']);
    const path = home.file('work', 'request.txt');
    expect(asked).to.deep.equal(['How do you take it along? file none', 'File name']);
    expect(await readFile(path, 'utf8')).to.equal('Hello,\n\\x1b[2JAnswer: nö\n\n');
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
    expect(said).to.contain(`Saved in ${path}`);
    await hand(['file', '~/there.txt']);
    expect(await readFile(join(home.path, 'there.txt'), 'utf8')).to.contain('Hello');
  });

  it('is never written over what is there, nor where nothing can be, and is asked for again', async () => {
    const path = home.file('work', 'request.txt');
    await writeFile(path, '');
    const { asked, said } = await hand(['file', '', 'file', 'request.txt/x', 'file', home.path, 'none']);
    expect(asked).to.have.length(7);
    expect(said).to.contain('is there already, and stays as it is');
    expect(await readFile(path, 'utf8')).to.equal('');
  });

  it('goes by no link that came with a clone, also where it leads to nothing yet', async () => {
    const aim = home.file('.bash_aliases');
    await symlink(aim, home.file('work', 'request.txt'));
    const { said } = await hand(['file', '', 'none']);
    expect(said).to.contain('request.txt is a symbolic link. It was left as it is.');
    expect(await lstat(aim).catch(() => undefined)).to.equal(undefined);
  });

  it('is put on the clipboard where there is one, which is not offered again where it does not work', async () => {
    const copied: string[] = [];
    const clipboard = (works: boolean): Clipboard => ({
      isThere: () => true,
      copy: (words) => Promise.resolve(works && copied.push(words) > 0),
    });
    expect((await hand(['clipboard'], clipboard(true))).said).to.contain('on the clipboard');
    expect(copied).to.deep.equal(['Hello,\n\\x1b[2JAnswer: nö\n']);
    const { asked } = await hand(['clipboard', 'none'], clipboard(false));
    expect(asked.map((line) => line.replace(/^.*\? /, ''))).to.deep.equal(['clipboard file none', 'file none']);
    expect((await hand(['none'], { ...clipboard(true), isThere: () => false })).asked[0]).to.not.contain('clipboard');
  });

  it('is only shown where nobody can be asked', async () => {
    const { asked, said } = await hand([], undefined, false);
    expect([asked, said]).to.deep.equal([[], text]);
  });
});
