import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { TalkProgram } from '../system/terminal/talk-program.js';
import { newLines, playConversation } from './conversation.js';
import type { Fixture } from './conversation.js';

const talk = new TalkProgram();
const written = join(import.meta.dirname, '../system/terminal/conversations/every-prompt.txt');
const fixture: Fixture = {
  start: ([, scenario = ''], options) => talk.start(scenario, options),
  answers: { role: 'arn:aws:iam::123456789012:role/dev', secret: () => `wJalr${'x'.repeat(15)}` },
  volatile: { role: 'arn:aws:iam::123456789012:role/dev', digest: /\b[0-9a-f]{12}\b/ },
};

describe('a written conversation', function () {
  this.timeout(120_000);
  let folder = '';
  before(talk.build);
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'git-codecommit-conversation-'));
  });
  afterEach(talk.close);
  after(talk.remove);
  after(() => rm(folder, { recursive: true, force: true }));

  let files = 0;
  /** A file of its own, with the text changed. */
  const changed = async (from: string | RegExp, to: string): Promise<string> => {
    const file = join(folder, `changed-${(files += 1)}.txt`);
    const text = await readFile(written, 'utf8');
    await writeFile(file, text.replace(from, to));
    expect(await readFile(file, 'utf8')).to.not.equal(text);
    return file;
  };

  const failure = async (file: string, update = false): Promise<string> =>
    await playConversation(file, fixture, update).then(
      () => 'played',
      (error: unknown) => (error as Error).message,
    );

  it('is played answer by answer, against the real program', async () => {
    const recordings = await playConversation(written, fixture);
    expect(recordings).to.have.lengthOf(6);
    expect(recordings[0]?.pieces.map(([, output]) => output).join('')).to.include('A role ARN begins with');
  });

  it('is written down anew just as it is', async () => {
    const file = join(folder, 'copy.txt');
    await copyFile(written, file);
    await playConversation(file, fixture, true);
    expect(await readFile(file, 'utf8')).to.equal(await readFile(written, 'utf8'));
  });

  it('is written down from answers alone', async () => {
    const file = join(folder, 'answers.txt');
    await writeFile(
      file,
      (await readFile(written, 'utf8'))
        .split('\n')
        .filter((line) => /^([#$»=]|\w+: |$)/.test(line))
        .join('\n'),
    );
    await playConversation(file, fixture, true);
    expect(await readFile(file, 'utf8')).to.equal(await readFile(written, 'utf8'));
  });

  it('fails where the program ends differently', async () => {
    expect(await failure(await changed('= exit 130', '= exit 0'))).to.include('to equal');
  });

  it('fails where the end of the screen is different', async () => {
    expect(await failure(await changed('problem cancelled', 'problem canceled'))).to.include('to equal');
  });

  it('says what to do when the program wants one more answer', async () => {
    const file = join(folder, 'short.txt');
    await writeFile(file, 'columns: 80\nNO_COLOR: 1\n$ talk text\n» nonsense\n');
    expect(await failure(file, true)).to.include('write the next answer');
    expect(await readFile(file, 'utf8')).to.match(
      /» nonsense\n {2}› nonsense\n {2}A role ARN begins with `arn:aws:iam::`\n$/,
    );
  });

  it('shows of a screen what is new since the answer before', () => {
    expect(newLines(['a', 'b', '  ›'], ['a', 'b', '✔ c', 'd'])).to.deep.equal(['✔ c', 'd']);
    expect(newLines([], ['a'])).to.deep.equal(['a']);
    expect(newLines(['a', 'b'], ['a', 'b'])).to.deep.equal([]);
  });
});
