import { inspect } from 'node:util';

import { expect } from 'chai';

import { Secret } from '../../src/core/secret.js';

describe('a secret', () => {
  const secret = new Secret('wJalrXUtnFEMI');

  it('gives its text to whoever says reveal', () => {
    expect(secret.reveal()).to.equal('wJalrXUtnFEMI');
  });

  it('prints as [secret] in strings, JSON, inspect and errors', () => {
    const shown = [
      String(secret),
      JSON.stringify({ secret }),
      inspect({ deep: { secret } }),
      new Error(String(secret)).message,
    ];
    for (const text of shown) {
      expect(text).to.include('[secret]');
      expect(text).to.not.include('wJalr');
    }
  });

  it('shows nothing to those who look at its properties', () => {
    expect(Object.keys(secret)).to.deep.equal([]);
    expect(inspect(secret, { showHidden: true, depth: 5, customInspect: false })).to.not.include('wJalr');
  });
});
