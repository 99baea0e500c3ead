import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { readBeliefs } from '../scripts/drift/beliefs.js';

const root = resolve(import.meta.dirname, '..');
const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const page = text('docs/beliefs.md');
const beliefs = readBeliefs(page);

/** What a row says of itself, for messages. */
const start = (belief: string): string => belief.slice(0, 60);

/** Ways to verify a belief, as a row names them. */
const ways = /`test\/|\b(?:model|tried|source|page|seen)\b|\*\*guess\*\*/;

/** Folders whose sources are about computers, terminals and shells: those are no beliefs about AWS, Git or providers. */
const others = /^src\/(?:system\/(?:terminal|process|browser|files|lock)|core\/(?:shells|text|advice)|commands)\//;

describe('docs/beliefs.md', () => {
  it('has a row for everything, each read, and none twice', () => {
    expect(beliefs.length).to.be.above(80);
    expect(page.split('\n').filter((line) => line.startsWith('| ')).length).to.equal(
      beliefs.length + page.split('\n').filter((line) => line.startsWith('| what we believe |')).length,
    );
    expect(new Set(beliefs.map(({ belief }) => belief)).size).to.equal(beliefs.length);
  });

  it('names files of src, and what is declared in them', () => {
    const wrong = beliefs.flatMap(({ belief, where }) => {
      if (where.length === 0) return [`${start(belief)}: nowhere`];
      return where.flatMap(([file, name]) => {
        if (!existsSync(join(root, file))) return [`${start(belief)}: there is no ${file}`];
        const declared = new RegExp(`^(?:export )?(?:async )?(?:const|function|class|interface|type) ${name}\\b`, 'm');
        return declared.test(text(file)) ? [] : [`${start(belief)}: ${file} declares no ${name}`];
      });
    });
    expect(wrong).to.deep.equal([]);
  });

  it('names tests that are there, and says of each row how it was verified', () => {
    const wrong = beliefs.flatMap(({ belief, verified }) => [
      ...[...verified.matchAll(/`(test\/[^`]*)`/g)]
        .map(([, file = '']) => file)
        .filter((file) => !file.endsWith('.test.ts') || !existsSync(join(root, file)))
        .map((file) => `${start(belief)}: there is no ${file}`),
      ...(ways.test(verified) ? [] : [`${start(belief)}: verified by nothing`]),
    ]);
    expect(wrong).to.deep.equal([]);
  });

  it('says with year and month when, and of no day to come', () => {
    const month = new Date().toISOString().slice(0, 7);
    const wrong = beliefs.filter(({ when }) => !/^20\d\d-(?:0[1-9]|1[0-2])$/.test(when) || when > month);
    expect(wrong.map(({ belief, when }) => `${start(belief)}: ${when}`)).to.deep.equal([]);
  });

  it('counts its guesses, and marks those that everybody knows of', () => {
    const guesses = beliefs.filter(({ verified }) => verified.includes('**guess**'));
    const [, counted] = /\*\*guess\*\* stands behind (\d+) of them/.exec(page.replace(/\s+/g, ' ')) ?? [];
    expect(Number(counted)).to.equal(guesses.length);
    for (const name of ['userPoolProviderName', 'repositoryPath', 'refused'])
      expect(
        guesses.some(({ where }) => where.some(([, other]) => other === name)),
        name,
      ).to.equal(true);
  });

  it('has a row of every file of src that cites a source about AWS, Git or a provider', () => {
    const citing = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .map((file) => `src/${file.replaceAll('\\', '/')}`)
      .filter((file) => file.endsWith('.ts') && !others.test(file))
      .filter((file) => /^\s*(?:\/\/|\/?\*+).*\bSources?(?: of [\w ]+)?: (?!Node)/m.test(text(file)));
    expect(citing.length).to.be.above(60);
    const named = new Set(beliefs.flatMap(({ where }) => where.map(([file]) => file)));
    expect(citing.filter((file) => !named.has(file))).to.deep.equal([]);
  });

  it('says the version of botocore that .ci/versions pins', () => {
    const [, version] = /^python botocore (\S+)$/m.exec(text('.ci/versions')) ?? [];
    expect(page).to.include(`botocore ${version ?? ''};`);
  });
});
