import { readdirSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { openHelperMemory } from '../../src/helper/helper-memory.js';
import { temporaryHome, type TemporaryHome } from '../helpers/environment.js';

const password = (tail: string): string => `20261123T123456Z${'a'.repeat(48)}${tail.padStart(16, '0')}`;

describe('the memory of answers', () => {
  let home: TemporaryHome;
  let now: Date;
  const open = () => openHelperMemory(home.file('state', 'answers'), () => now);
  const files = (): string[] => readdirSync(home.file('state', 'answers'));

  beforeEach(async () => {
    home = await temporaryHome();
    now = new Date('2026-11-23T12:34:50Z');
  });
  afterEach(() => home.remove());

  it('trusts a key of which it knows nothing, and writes nothing for that', () => {
    expect(open().recall('ASIAX')).to.deep.equal({ kind: 'trust' });
    expect(() => files()).to.throw('ENOENT');
  });

  it('doubts a key with an answer that was not confirmed, and no other key', () => {
    open().note('ASIAX', password('1'));
    expect(open().recall('ASIAY')).to.deep.equal({ kind: 'trust' });
    expect(open().recall('ASIAX').kind).to.equal('doubt');
  });

  it('trusts it again once the answer is confirmed', () => {
    open().note('ASIAX', password('1'));
    open().note('ASIAX', password('2'));
    open().confirm(password('1'));
    expect(files()).to.deep.equal(['0000000000000002']);
    open().confirm(password('2'));
    open().confirm(password('3'));
    expect(open().recall('ASIAX')).to.deep.equal({ kind: 'trust' });
  });

  it('gives one caller a minute the right to look', () => {
    open().note('ASIAX', password('1'));
    expect(open().recall('ASIAX').kind).to.equal('doubt');
    for (const time of ['12:34:51', '12:35:01', '12:35:49']) {
      now = new Date(`2026-11-23T${time}Z`);
      expect(open().recall('ASIAX').kind, time).to.equal('trust');
    }
    now = new Date('2026-11-23T12:35:51Z');
    expect(open().recall('ASIAX').kind).to.equal('doubt');
  });

  it('tells the others of that minute what was found', () => {
    open().note('ASIAX', password('1'));
    const mine = open().recall('ASIAX');
    if (mine.kind === 'doubt') mine.settle('revoked');
    expect(open().recall('ASIAX')).to.deep.equal({ kind: 'fault', fault: 'revoked' });
    now = new Date('2026-11-23T12:36:00Z');
    expect(open().recall('ASIAX').kind).to.equal('doubt');
  });

  it('forgets what it doubted where the key is good, but not what came meanwhile', () => {
    open().note('ASIAX', password('1'));
    const mine = open().recall('ASIAX');
    open().note('ASIAX', password('2'));
    if (mine.kind === 'doubt') mine.settle('good');
    expect(files().filter((name) => !name.includes('-'))).to.deep.equal(['0000000000000002']);
  });

  it('goes on doubting where nobody could look', () => {
    open().note('ASIAX', password('1'));
    const mine = open().recall('ASIAX');
    if (mine.kind === 'doubt') mine.settle('no-answer');
    expect(open().recall('ASIAX').kind).to.equal('trust');
    now = new Date('2026-11-23T12:36:00Z');
    expect(open().recall('ASIAX').kind).to.equal('doubt');
  });

  for (const [ahead, seconds] of [
    ['half a minute', 30],
    ['a day', 86_400],
    ['a year', 31_536_000],
  ] as const) {
    it(`tells nobody what was found while the clock was ahead by ${ahead}, not even once that time has come`, () => {
      const right = now;
      const past = new Date(right.getTime() + seconds * 1000);
      open().note('ASIAX', password('1'));
      now = past;
      const mine = open().recall('ASIAX');
      if (mine.kind === 'doubt') mine.settle('ended');
      expect(open().recall('ASIAX')).to.deep.equal({ kind: 'fault', fault: 'ended' });
      now = right;
      const again = open().recall('ASIAX');
      expect(again.kind).to.equal('doubt');
      if (again.kind === 'doubt') again.settle('no-answer');
      now = past;
      expect(open().recall('ASIAX').kind).to.not.equal('fault');
    });
  }

  it('keeps no more than a handful of files', () => {
    for (let at = 0; at < 500; at += 1) {
      open().recall('ASIAX');
      open().note(`ASIA${at}`, password(String(at)));
    }
    for (let at = 0; at < 100; at += 1) {
      open().recall(`ASIA${at}`);
      now = new Date(now.getTime() + 60_000);
    }
    expect(files().length).to.be.below(70);
  });

  it('remembers nothing of a password that is not one of ours', () => {
    for (const foreign of ['', 'ghp_0123456789abcdef', `${password('1')}\n`, password('1').toUpperCase()])
      open().note('ASIAX', foreign);
    expect(open().recall('ASIAX')).to.deep.equal({ kind: 'trust' });
  });

  it('never fails, whatever lies there', () => {
    open().note('ASIAX', password('1'));
    const [name = ''] = files();
    writeFileSync(home.file('state', 'answers', name), '');
    expect(open().recall('ASIAX')).to.deep.equal({ kind: 'trust' });
    const blocked = openHelperMemory(home.file('state', 'answers', name), () => now);
    blocked.note('ASIAX', password('2'));
    blocked.confirm(password('2'));
    expect(blocked.recall('ASIAX')).to.deep.equal({ kind: 'trust' });
  });
});
