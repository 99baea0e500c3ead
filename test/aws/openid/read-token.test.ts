import { expect } from 'chai';
import { readToken } from '../../../src/aws/openid/read-token.js';
import { Problem } from '../../../src/core/problem.js';
import { idClaims, jwt } from '../../helpers/jwt.js';

describe('a token', () => {
  it('is found in what people save', () => {
    const token = jwt(idClaims);
    for (const text of [
      token,
      `${token}\n`,
      `"${token}"`,
      `\ufeff${token}\r\n`,
      `${token.slice(0, 30)}\n${token.slice(30)}`,
      JSON.stringify({ access_token: 'x', id_token: token }),
      JSON.stringify({ value: token }),
    ]) {
      expect(readToken(text)).to.equal(token);
    }
    expect(readToken('Atza%7CIwEBI')).to.equal('Atza|IwEBI');
    expect(readToken('{"access_token":"Atza|IwEBI","token_type":"bearer"}')).to.equal('Atza|IwEBI');
    for (const nothing of ['', ' \n', '""', '{', '{}', '{"id_token":1}'])
      expect(() => readToken(nothing), nothing)
        .to.throw(Problem)
        .with.property('question', 'webIdentityToken');
  });
});
