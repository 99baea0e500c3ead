import { plainText } from '../../src/core/advice/say.js';
import { expect } from 'chai';

import { OtherMethod } from '../../src/core/other-method.js';
import type { Problem } from '../../src/core/problem.js';
import { keys } from '../../src/methods/keys.js';
import { awsSeeing, rejection } from '../helpers/aws-client.js';
import { signInWith, type SignInOptions, type SignedIn } from '../helpers/sign-in.js';

const id = 'ASIAIOSFODNN7EXAMPLE';
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const token = `IQoJb3JpZ2lu${'X2Vj'.repeat(30)}`;

const forms: Readonly<Record<string, string>> = {
  'of a POSIX shell':
    `export AWS_ACCESS_KEY_ID="${id}"\nexport AWS_SECRET_ACCESS_KEY="${secret}"\n` +
    `export AWS_SESSION_TOKEN="${token}"\n`,
  'of PowerShell': `$Env:AWS_ACCESS_KEY_ID="${id}"\r\n$Env:AWS_SECRET_ACCESS_KEY="${secret}"\r\n$Env:AWS_SESSION_TOKEN="${token}"\r\n`,
  'of an INI section': `[444455556666_Developer]\naws_access_key_id=${id}\naws_secret_access_key=${secret}\naws_session_token=${token}\n`,
  "of AWS's JSON": JSON.stringify({
    Credentials: { AccessKeyId: id, SecretAccessKey: secret, SessionToken: token, Expiration: '2099-01-01T00:00:00Z' },
  }),
};

describe('keys that are pasted', () => {
  const signIn = (options: Partial<SignInOptions> = {}): Promise<SignedIn> =>
    signInWith(keys, { aws: awsSeeing({}), ...options });

  for (const [form, text] of Object.entries(forms)) {
    it(`are taken in the form ${form}, from a person or out of a file`, async () => {
      for (const options of [{ given: { keys: text } }, { person: [text] }]) {
        const { credentials } = (await signIn(options)).obtained;
        expect([
          credentials.accessKeyId,
          credentials.secretAccessKey.reveal(),
          credentials.sessionToken.reveal(),
        ]).to.deep.equal([id, secret, token]);
      }
    });
  }

  it('end the paste by themselves once they are whole, and not before', () => {
    const { isComplete } = keys.questions.keys;
    const whole = forms['of a POSIX shell'] ?? '';
    expect(isComplete?.(whole)).to.equal(true);
    expect(isComplete?.(whole.split('\n').slice(0, 2).join('\n'))).to.equal(false);
  });

  it('are taken with a doubt where the token looks cut off', async () => {
    const { said, obtained } = await signIn({
      given: { keys: (forms['of a POSIX shell'] ?? '').replace('X2Vj', 'X') },
    });
    expect(said.join('\n')).to.contain('looks cut off');
    expect(obtained.credentials.accessKeyId).to.equal(id);
  });

  it('lead to a method that takes a source where they are long-term ones, and are kept for that', async () => {
    const longTerm = `aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = ${secret}\n`;
    const other = (await rejection(signIn({ given: { keys: longTerm } }))) as OtherMethod;
    expect(other).to.be.instanceOf(OtherMethod);
    expect(other.methods).to.deep.equal(['session-token', 'assume-role', 'federation-token']);
    expect(other.answers).to.have.nested.property('sourceKeys.accessKeyId', 'AKIAIOSFODNN7EXAMPLE');
    expect(`${other.message} ${plainText(other.hint ?? '')}`).to.not.contain(secret);
  });

  it('are no keys where something is missing, and the secret is not said', async () => {
    const problem = (await rejection(signIn({ given: { keys: `aws_secret_access_key = ${secret}` } }))) as Problem;
    expect(problem).to.include({ kind: 'usage' });
    expect(`${problem.message} ${plainText(problem.hint ?? '')}`).to.not.contain(secret);
  });

  it('need a new paste to be repeated, and stand in no recipe', () => {
    expect(keys.needs({})).to.equal('paste');
    expect([keys.questions.keys.kept, keys.questions.keys.shareable]).to.deep.equal([false, false]);
  });
});
