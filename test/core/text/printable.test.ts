import { expect } from 'chai';

import { printable } from '../../../src/core/text/printable.js';
import { fc } from '../../helpers/random.js';

describe('printable text', () => {
  it('shows what could move the cursor, colour or hide text', () => {
    expect(printable('a\u001b[2Jb\r\nc\u009b31m\u202eevil')).to.equal('a\\x1b[2Jb\\x0d\\x0ac\\x9b31m\\u202eevil');
  });

  it('leaves letters of any language alone', () => {
    expect(printable('déjà vu 日本 🙂')).to.equal('déjà vu 日本 🙂');
  });

  it('cuts what is too long', () => {
    expect(printable('x'.repeat(600))).to.have.length(501);
  });

  it('never lets a control character through', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (text) => !/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/.test(printable(text)),
      ),
    );
  });
});
