import { expect } from 'chai';
import { plainText } from '../../../src/core/advice/say.js';
import { networkProblem, reaching } from '../../../src/system/network/network-problem.js';
import type { Env } from '../../../src/system/network/proxy.js';

const host = 'sts.eu-west-1.amazonaws.com';

function hint(error: object, env: Env): string {
  const problem = networkProblem(error, reaching(new URL(`https://${host}/`), env));
  return plainText(problem?.hint ?? '');
}

const codes = ['ENOTFOUND', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ERR_TLS_CERT_ALTNAME_INVALID', 'EPROTO'];

describe('what helps where a host cannot be reached', () => {
  for (const code of codes) {
    it(`names the proxy by the variable that it comes from, and never tells to set one: ${code}`, () => {
      for (const name of ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy']) {
        const said = hint({ code }, { [name]: 'http://proxy.example.com:8080' });
        expect(said).to.contain(`Check ${name},`).and.not.contain('set HTTPS_PROXY');
      }
    });

    it(`tells that NO_PROXY takes the host past the proxy: ${code}`, () => {
      const said = hint({ code }, { HTTPS_PROXY: 'http://proxy.example.com:8080', NO_PROXY: 'amazonaws.com' });
      if (code !== 'ENOTFOUND') expect(said).to.contain('NO_PROXY').and.to.contain('past the proxy of HTTPS_PROXY');
      expect(said).to.not.contain('set HTTPS_PROXY');
    });

    it(`sends nobody to variables that are not set: ${code}`, () => {
      expect(hint({ code }, {})).to.not.match(/Check \w*_PROXY/i);
    });
  }

  it('is a user name and password where the proxy was given none, and others where it was', () => {
    const error = { message: 'Bad response: 407' };
    expect(hint(error, { https_proxy: 'http://proxy.example.com:8080' })).to.match(/^Write them into https_proxy/);
    expect(hint(error, { HTTPS_PROXY: 'http://ana:pw@proxy.example.com:8080' })).to.equal(
      'Correct them in HTTPS_PROXY.',
    );
  });
});
