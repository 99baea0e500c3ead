import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { cleanEnvironment } from '../helpers/environment.js';
import { has } from '../helpers/needs.js';
import { playConversation } from '../helpers/conversation.js';
import { fromAsciicast, picture, toAsciicast } from '../../scripts/picture.js';
import type { Recording } from '../../scripts/picture.js';
import { TalkProgram } from '../system/terminal/talk-program.js';

const recorded = (...output: string[]): Recording => ({
  columns: 30,
  rows: 4,
  pieces: output.map((text, index) => [index * 10, text] as const),
});
const draw = (...output: string[]): Promise<string> => picture(recorded(...output), 'a <test> & more');

describe('a picture of a terminal', () => {
  it('shows the text that was there at the end, where it stood', async () => {
    const svg = await draw('? Role\r\n', '\u001b[1A\u001b[2K\u001b[32m✔\u001b[39m Role   dev\r\n');
    expect(svg).to.match(/<text class="c2" x="18" y="60" textLength="8.4"[^>]*>✔<\/text>/);
    expect(svg).to.match(/<text x="26.4"[^>]*> Role {3}dev<\/text>/);
    expect(svg).to.not.include('?');
  });

  it('is XML, whatever stood there', async () => {
    const svg = await draw('<b>&amp;"\u0007 \u001b]0;title\u0007');
    expect(svg)
      .to.include('&lt;b&gt;&amp;amp;&quot;')
      .and.include('<title id="title">a &lt;test&gt; &amp; more</title>');
    if (has('python3'))
      execFileSync(
        'python3',
        ['-c', 'import sys, xml.dom.minidom; xml.dom.minidom.parseString(sys.stdin.buffer.read())'],
        { input: svg, env: cleanEnvironment() },
      );
  });

  it('has every colour: the 16 for both kinds of page, the others as they are', async () => {
    const svg = await draw(
      '\u001b[36mcyan\u001b[0m \u001b[38;5;208morange\u001b[0m \u001b[38;2;1;2;3mrgb\u001b[0m ' +
        '\u001b[41mground\u001b[0m \u001b[1;2;3;4mall\u001b[0m \u001b[7minverse\u001b[0m',
    );
    expect(svg)
      .to.include('class="c6"')
      .and.include('class="xff8700"')
      .and.include('class="x010203"')
      .and.include('<rect class="on-c1"')
      .and.include('class="bold dim italic underline"')
      .and.include('class="paper"');
    expect(svg).to.match(/\.c6\{fill:#0b6e82\}.*prefers-color-scheme:dark.*\.c6\{fill:#56d4dd\}/s);
    expect(svg).to.include('.xff8700,.on-xff8700{fill:#ff8700}');
  });

  it('keeps what scrolled away, and the place of wide characters', async () => {
    const svg = await draw('1\r\n2\r\n3\r\n4\r\n5\r\n漢字 x\r\n');
    expect(svg.match(/<text x=/g)).to.have.lengthOf(6);
    expect(svg).to.match(/textLength="50.4"[^>]*>漢字 x</);
  });

  it('says its text to those who cannot see it', async () => {
    expect(await draw('one\r\n\r\n  \u001b[31mtwo\u001b[0m')).to.include('<desc id="text">one\n\n  two</desc>');
  });

  it('needs nothing from elsewhere', async () => {
    expect(
      (await draw('https://example.com/'))
        .replace('http://www.w3.org/2000/svg', '')
        .replaceAll('https://example.com/', ''),
    ).to.not.match(/https?:|@import|url\(|<image|<script/);
  });

  it('comes the same from the same recording, and from its asciicast', async () => {
    const recording = recorded('\u001b[1mbold\u001b[0m "quoted"\r\n', 'ü✔');
    expect(await picture(fromAsciicast(toAsciicast(recording)), 'x')).to.equal(await picture(recording, 'x'));
    expect(fromAsciicast(toAsciicast(recording))).to.deep.equal(recording);
    expect(fromAsciicast('{"version": 2, "width": 9, "height": 2}\n[0.5, "o", "a"]\n[0.6, "i", "b"]\n')).to.deep.equal({
      columns: 9,
      rows: 2,
      pieces: [[500, 'a']],
    });
  });
});

describe('the picture of a real run', function () {
  this.timeout(90_000);
  const talk = new TalkProgram();
  let folder = '';
  before(talk.build);
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'git-codecommit-picture-'));
  });
  afterEach(talk.close);
  after(talk.remove);
  after(() => rm(folder, { recursive: true, force: true }));

  it('is drawn by the script from a played conversation', async () => {
    const conversation = join(folder, 'talk.txt');
    await writeFile(
      conversation,
      'columns: 60\nrows: 12\n$ talk suggested\n? Profile (work)\n» home\n✔ Profile                  ' +
        'home\n[text] "home"\n= exit 0\n',
    );
    const [recording] = await playConversation(
      conversation,
      { start: ([, scenario = ''], options) => talk.start(scenario, options) },
      false,
    );
    if (recording === undefined) throw new Error('nothing was recorded');
    await writeFile(join(folder, 'talk.cast'), toAsciicast(recording));
    const run = spawnSync(
      process.execPath,
      [
        '--import',
        'tsx',
        join(import.meta.dirname, '../../scripts/picture.ts'),
        join(folder, 'talk.cast'),
        join(folder, 'talk.svg'),
        'the wizard',
      ],
      { env: cleanEnvironment(), cwd: join(import.meta.dirname, '../..'), encoding: 'utf8' },
    );
    expect(run.stderr).to.equal('');
    const svg = await readFile(join(folder, 'talk.svg'), 'utf8');
    expect(svg).to.equal(await picture(recording, 'the wizard'));
    expect(svg).to.match(/>✔<\/text>[^]*>Profile {2,}<|>Profile</);
    expect(svg).to.include('>home</text>');
  });
});
