import { expect } from 'chai';
import { parseRolePair } from '../../../src/aws/saml/role-pair.js';

const roleArn = 'arn:aws:iam::111122223333:role/team/Developer';
const principalArn = 'arn:aws:iam::111122223333:saml-provider/Corp';

describe('a value of the Role attribute', () => {
  it('names the role and the provider in either order', () => {
    expect(parseRolePair(`${roleArn},${principalArn}`)).to.deep.equal({ roleArn, principalArn });
    expect(parseRolePair(`${principalArn},${roleArn}`)).to.deep.equal({ roleArn, principalArn });
  });

  it('may have blanks and line ends around its parts', () => {
    expect(parseRolePair(`\n    ${roleArn} ,\r\n    ${principalArn}\n  `)).to.deep.equal({ roleArn, principalArn });
  });

  it('may name a role with commas in its name', () => {
    const odd = 'arn:aws:iam::111122223333:role/a,b=c@d';
    expect(parseRolePair(`${principalArn},${odd}`)).to.deep.equal({ roleArn: odd, principalArn });
    expect(parseRolePair(`${odd},${principalArn}`)).to.deep.equal({ roleArn: odd, principalArn });
  });

  it('is of one partition', () => {
    expect(parseRolePair('arn:aws-cn:iam::1:role/x,arn:aws-cn:iam::1:saml-provider/y')).to.equal(undefined);
    expect(
      parseRolePair('arn:aws-cn:iam::111122223333:role/x,arn:aws-cn:iam::111122223333:saml-provider/y'),
    ).to.deep.include({ roleArn: 'arn:aws-cn:iam::111122223333:role/x' });
    expect(parseRolePair(`${roleArn},arn:aws-cn:iam::111122223333:saml-provider/Corp`)).to.equal(undefined);
  });

  for (const value of [
    '',
    roleArn,
    principalArn,
    `${roleArn},${roleArn}`,
    `${principalArn},${principalArn}`,
    'arn:aws:iam::111122223333:user/ana,' + principalArn,
    `${roleArn}\u001b[31m,${principalArn}`,
    'Developer',
  ]) {
    it(`is not ${JSON.stringify(value)}`, () => {
      expect(parseRolePair(value)).to.equal(undefined);
    });
  }
});
