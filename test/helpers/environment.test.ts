import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { cleanEnvironment, temporaryHome } from './environment.js';
import { needs } from './needs.js';

describe('the environment of a child', () => {
  it('keeps nothing of the caller but what a program needs to start', () => {
    process.env['AWS_SANDBOX_PROBE'] = 'x';
    try {
      const names = Object.keys(cleanEnvironment({ MINE: '1' }));
      expect(names).to.include('PATH').and.include('MINE');
      expect(names.filter((name) => /^(AWS_|GIT_|NODE_|SSL_|HTTPS?_PROXY)/i.test(name))).to.deep.equal([]);
    } finally {
      delete process.env['AWS_SANDBOX_PROBE'];
    }
  });

  it('takes a variable away that is given as undefined', () => {
    expect(cleanEnvironment({ PATH: undefined })).to.not.have.property('PATH');
  });

  it('has a home that is gone after remove', async () => {
    const home = await temporaryHome();
    expect(home.environment()['HOME']).to.equal(home.path);
    expect(home.environment()).to.not.have.property('AWS_SHARED_CREDENTIALS_FILE');
    await home.remove();
    expect(existsSync(home.path)).to.equal(false);
  });
});

describe('needs', () => {
  const missing = needs('a-program-that-does-not-exist');
  const context = (calls: string[]): Mocha.Context => ({ skip: () => calls.push('skip') }) as unknown as Mocha.Context;

  it('lets a test run where everything is there', () => {
    const calls: string[] = [];
    needs('git').call(context(calls));
    expect(calls).to.deep.equal([]);
  });

  it('skips where something is missing, and fails in CI', () => {
    const before = process.env['CI'];
    const calls: string[] = [];
    try {
      process.env['CI'] = 'false';
      missing.call(context(calls));
      expect(calls).to.deep.equal(['skip']);
      process.env['CI'] = 'true';
      expect(() => missing.call(context(calls))).to.throw('a-program-that-does-not-exist');
    } finally {
      if (before === undefined) delete process.env['CI'];
      else process.env['CI'] = before;
    }
  });
});
