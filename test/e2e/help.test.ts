import { expect } from 'chai';

import { methods } from '../../src/methods/index.js';
import { built } from '../helpers/built.js';
import { temporaryHome } from '../helpers/environment.js';
import type { TemporaryHome } from '../helpers/environment.js';
import { run } from '../helpers/run.js';
import type { Ended } from '../helpers/run.js';

describe('git codecommit -h', function () {
  this.timeout(60_000);
  let home: TemporaryHome;
  before(async () => {
    home = await temporaryHome();
  });
  after(() => home.remove());

  const told = async (words: readonly string[], variables: Record<string, string> = {}): Promise<Ended> =>
    await run(process.execPath, [`${built()}/git-codecommit.js`, ...words], { env: home.environment(variables) });
  const firstLine = ({ stdout }: Ended): string => stdout.split('\n')[0]?.replace(/^.*codecommit/, '') ?? '';

  it('shows the flags of a way to sign in, however that is named', async () => {
    for (const words of [
      ['setup', '-m', 'saml', '-h'],
      ['setup', '-h', '-msaml'],
      ['setup', '--method=saml', '--help'],
      ['-m', 'saml', '-h'],
      ['setup', '-m', 'keys', '--method', 'saml', '--repository', 'my-app', '-h'],
    ]) {
      const result = await told(words);
      expect([result.code, result.stderr, firstLine(result)], words.join(' ')).to.deep.equal([
        0,
        '',
        ' setup --method saml [FLAGS]',
      ]);
      expect(result.stdout.split('\n').length).to.be.below(60);
    }
  });

  it('is the page of setup where a variable alone says how one signs in', async () => {
    const result = await told(['setup', '-h'], { GIT_CODECOMMIT_METHOD: 'saml' });
    expect(firstLine(result)).to.equal(' setup [FLAGS]');
    expect(result.stdout).to.include('  identity-center ');
  });

  it('has no page for a way to sign in that there is not', async () => {
    const { code, stdout, stderr } = await told(['setup', '-m', 'sml', '-h']);
    expect([code, stdout]).to.deep.equal([2, '']);
    for (const { id } of methods) expect(stderr).to.include(id);
  });

  it('is what a word leads to that people use for a way to sign in, where a method or a policy is to be named', async () => {
    for (const words of [
      ['setup', '-m', 'okta'],
      ['setup', '-m', 'okta', '--yes'],
      ['setup', '--method=okta', '-h'],
      ['policy', 'okta'],
      ['policy', '-m', 'okta', '--json'],
    ]) {
      const { code, stdout, stderr } = await told(words);
      expect([code, stdout], words.join(' ')).to.deep.equal([2, '']);
      expect(stderr.replaceAll(/\s+/g, ' '), words.join(' ')).to.match(/codecommit(\.js)?'? help okta/);
    }
    const mistyped = await told(['setup', '-m', 'samml', '--yes']);
    expect([mistyped.code, mistyped.stderr.includes('Did you mean saml?')]).to.deep.equal([2, true]);
    const nonsense = await told(['setup', '-m', 'blurb', '--yes']);
    expect([nonsense.code, nonsense.stderr.includes('help blurb')]).to.deep.equal([2, false]);
  });

  it('is there for a word that people use, in one word or several, and for none that they do not', async () => {
    for (const words of [['okta'], ['aws', 'configure'], ['403'], ['SSO'], ['aws configure']]) {
      const { code, stdout, stderr } = await told(['help', ...words]);
      expect([code, stderr], words.join(' ')).to.deep.equal([0, '']);
      expect(stdout.toLowerCase())
        .to.include(`${words.join(' ').toLowerCase()}:`)
        .and.to.include(' codecommit ');
    }
    const near = await told(['help', 'oktta']);
    expect([near.code, near.stdout]).to.deep.equal([2, '']);
    expect(near.stderr).to.match(/Did you mean `.*codecommit(?:\.js)? help okta`\?/);
    const none = await told(['help', 'xyzzyplugh']);
    expect([none.code, none.stdout]).to.deep.equal([2, '']);
    expect(none.stderr.replace(/\s+/g, ' ')).to.include('identity-center').and.to.include('aws configure');
  });

  it('is named where such a word stands for a command', async () => {
    const { code, stderr } = await told(['okta']);
    expect(code).to.equal(2);
    expect(stderr)
      .to.include('There is no command "okta".')
      .and.to.match(/help okta` says what that is called here/);
    expect((await told(['statuss'])).stderr).to.match(/Did you mean `.*status`/);
    expect((await told(['xyzzyplugh'])).stderr).to.match(/-h` lists the commands/);
  });

  it('says which ways to sign in there are where none stands behind the flag', async () => {
    for (const words of [
      ['setup', '-m', '-h'],
      ['setup', '--method'],
    ]) {
      const { code, stderr } = await told(words);
      expect([code, words.join(' ')]).to.deep.equal([2, words.join(' ')]);
      for (const { id } of methods) expect(stderr).to.include(id);
    }
  });

  it('stands for policy whatever way to sign in it is about', async () => {
    expect(firstLine(await told(['policy', '-m', 'saml', '-h']))).to.equal(' policy [NAME] [FLAGS]');
  });
});
