import { problemOf } from '../../helpers/problem.js';
import { plainText } from '../../../src/core/advice/say.js';
import { expect } from 'chai';
import { gitRequest } from '../../../src/aws/codecommit/git-request.js';
import { Problem } from '../../../src/core/problem.js';
import { fc } from '../../helpers/random.js';

const host = 'git-codecommit.eu-west-1.amazonaws.com';
const ask = (path: string | undefined, more: object = {}): unknown =>
  gitRequest({ protocol: 'https', host, path, ...more });

describe('what is signed for Git', () => {
  const name = 'a'.repeat(100);
  for (const path of [
    'v1/repos/R',
    'v1/repos/R.git',
    'v1/repos/my-App_1.x',
    `v1/repos/${name}`,
    `v1/repos/${name}.git`,
    'v1/repos/R/info/lfs',
    'v1/repos/R.git/info/lfs',
    'v1/repos/R/info/lfs/objects/batch',
    'v1/repos/...',
  ]) {
    it(`is the path of a repository as it is: ${path.slice(0, 60)}`, () =>
      expect(ask(path)).to.deep.equal({ host, region: 'eu-west-1', path }));
  }

  it('is without slashes around it', () => {
    expect(ask('/v1/repos/R')).to.deep.equal(ask('v1/repos/R'));
    expect(ask('//v1/repos/R///')).to.deep.equal(ask('v1/repos/R'));
  });

  const refused = [
    '',
    '/',
    'v1/repos',
    'v1/repos/',
    'v1/repos/..',
    'v1/repos/.',
    'v1/repos/../x',
    'v1/repos/a/b',
    'v2/repos/R',
    'x/v1/repos/R',
    'v1//repos/R',
    'V1/repos/R',
    `v1/repos/${name}a`,
    'v1/repos/a b',
    'v1/repos/a%20b',
    'v1/repos/R?x',
    'v1/repos/R#x',
    'v1/repos/déjà',
    'v1/repos/R/info/refs',
    'v1/repos/R/info/lfs/../x',
    'v1/repos/R/info/lfs//x',
    'v1/repos/R\n',
  ];
  for (const path of refused) {
    it(`is never ${JSON.stringify(path.slice(0, 60))}`, () => expect(() => ask(path)).to.throw(Problem));
  }

  it('is nothing over http, in doubt, or without the path, and the way out is named', () => {
    expect(() => ask('v1/repos/R', { protocol: 'http' })).to.throw(Problem, 'https only');
    expect(() => ask('v1/repos/R', { protocol: undefined })).to.throw(Problem, 'https only');
    expect(() => ask('v1/repos/R', { fault: 'a control character' })).to.throw(Problem, 'a control character');
    expect(plainText(problemOf(() => ask(undefined)).hint ?? '')).to.equal(
      `Run: git config --global credential.https://${host}.useHttpPath true`,
    );
  });

  it('is no business of ours on other hosts, whatever else is wrong', () => {
    expect(gitRequest({ protocol: 'http', host: 'github.com', path: '..', fault: 'x' })).to.equal(undefined);
    expect(gitRequest({})).to.equal(undefined);
  });

  it('names the path it refuses without giving it the terminal', () => {
    expect(() => ask('v1/repos/\u001b[2J'))
      .to.throw(Problem)
      .with.property('message')
      .that.does.not.contain('\u001b');
  });

  it('is always inside the grammar, whatever Git sends', () => {
    const piece = fc.constantFrom(
      'v1/repos/',
      'R',
      '.git',
      '/info/lfs',
      '/',
      '..',
      '.',
      '%2e',
      ' ',
      '\t',
      '\\',
      '?',
      '#',
      'é',
      '\r',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        let path: string | undefined;
        try {
          path = gitRequest({ protocol: 'https', host, path: pieces.join('') })?.path;
        } catch {
          return;
        }
        expect(path)
          .to.match(/^v1\/repos\/[A-Za-z0-9._-]+(\/info\/lfs[A-Za-z0-9._/-]*)?$/)
          .and.not.match(/\/\.{1,2}(\/|$)|\/\//);
      }),
      { numRuns: 3000 },
    );
  });
});
