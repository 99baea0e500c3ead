import { expect } from 'chai';
import { hideSecrets } from '../../src/core/text/hide-secrets.js';
import { receivedLogin } from '../../src/git/received-login.js';

const signature = '0123456789abcdef'.repeat(4);

describe('a login that Git was given', () => {
  it('is read, and its token and signature are said no more; its access key id and its time are', () => {
    const login = receivedLogin(
      `protocol=https\nusername=ASIARECEIVED12345678%received/token+1\npassword=20261123T123456Z${signature}\n`,
    );
    expect(login?.username.reveal()).to.equal('ASIARECEIVED12345678%received/token+1');
    expect(login?.password.reveal()).to.equal(`20261123T123456Z${signature}`);
    expect(hideSecrets(`ASIARECEIVED12345678 received/token+1 20261123T123456Z ${signature}`)).to.equal(
      'ASIARECEIVED12345678 [secret] 20261123T123456Z [secret]',
    );
  });

  it('is none without a password', () => {
    expect(receivedLogin('protocol=https\nhost=example.com\n')).to.equal(undefined);
  });
});
