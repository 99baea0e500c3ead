import { expect } from 'chai';
import * as limits from '../../src/aws/limits.js';
import { isProblem, type Problem } from '../../src/core/problem.js';
import { fc } from '../helpers/random.js';

const refusal = (work: () => unknown): Problem => {
  try {
    work();
  } catch (error) {
    if (isProblem(error, 'usage')) return error;
    throw error;
  }
  throw new Error('it was taken');
};

describe("STS's limits", () => {
  const role = 'arn:aws:iam::111122223333:role/team/Developer';

  it('takes a role ARN of any partition, with blanks and quotes around it', () => {
    for (const arn of [
      role,
      'arn:aws-cn:iam::111122223333:role/Dev',
      'arn:aws-us-gov:iam::111122223333:role/Dev',
      'arn:aws-eusc:iam::111122223333:role/Dev',
      'arn:aws-iso-b:iam::111122223333:role/Dev',
    ]) {
      expect(limits.parseRoleArn(` "${arn}" `)).to.equal(arn);
    }
  });

  it('takes the link behind "Switch role" for the role it names', () => {
    expect(
      limits.parseRoleArn(
        'https://signin.aws.amazon.com/switchrole?account=111122223333&roleName=team/Developer&displayName=x',
      ),
    ).to.equal(role);
    expect(
      limits.parseRoleArn('https://eu-west-1.signin.aws.amazon.com/switchrole?roleName=Dev&account=111122223333'),
    ).to.equal('arn:aws:iam::111122223333:role/Dev');
    expect(limits.parseRoleArn('https://signin.amazonaws.cn/switchrole?account=111122223333&roleName=Dev')).to.equal(
      'arn:aws-cn:iam::111122223333:role/Dev',
    );
    expect(
      refusal(() => limits.parseRoleArn('https://evil.example/switchrole?account=111122223333&roleName=Dev')).message,
    ).to.match(/not the ARN/);
  });

  for (const [name, text, says] of [
    ['a name', 'Developer', /only a name/],
    ['a session', 'arn:aws:sts::111122223333:assumed-role/Developer/ana', /of a session/],
    ['a user', 'arn:aws:iam::111122223333:user/ana', /iam user/],
    ['an instance profile', 'arn:aws:iam::111122223333:instance-profile/x', /instance-profile/],
    ['a short account', 'arn:aws:iam::1111:role/Dev', /not the ARN/],
    [
      "one of IAM Identity Center's",
      'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Dev_0123456789abcdef',
      /Identity Center/,
    ],
  ] as const) {
    it(`tells that it is no role: ${name}`, () =>
      expect(refusal(() => limits.parseRoleArn(text)).message).to.match(says));
  }

  it('names the role behind a session', () => {
    expect(refusal(() => limits.parseRoleArn('arn:aws:sts::111122223333:assumed-role/Developer/ana')).hint).to.contain(
      'arn:aws:iam::111122223333:role/Developer',
    );
  });

  it('takes SAML providers and managed policies by their ARNs only', () => {
    expect(limits.parsePrincipalArn('arn:aws:iam::111122223333:saml-provider/Company')).to.contain('saml-provider');
    refusal(() => limits.parsePrincipalArn(role));
    expect(limits.parsePolicyArn('arn:aws:iam::aws:policy/AWSCodeCommitReadOnly')).to.contain('ReadOnly');
    refusal(() => limits.parsePolicyArn(role));
    refusal(() => limits.checkPolicyArns(Array.from({ length: 11 }, () => 'x')));
  });

  it('holds names to their lengths and characters', () => {
    expect(limits.parseSessionName('ana.b@corp-1,x=y+z')).to.equal('ana.b@corp-1,x=y+z');
    expect(refusal(() => limits.parseSessionName('a')).message).to.match(/at least 2/);
    expect(refusal(() => limits.parseSessionName('a'.repeat(65))).message).to.match(/at most 64.*65/);
    expect(refusal(() => limits.parseSessionName('Ana Björk')).hint).to.contain('Ana-Bjork');
    expect(limits.parseFederatedName('a'.repeat(32))).to.have.length(32);
    refusal(() => limits.parseFederatedName('a'.repeat(33)));
    refusal(() => limits.parseSourceIdentity('aws:ana'));
    expect(limits.parseSourceIdentity('a'.repeat(256))).to.have.length(256);
    expect(refusal(() => limits.parseSourceIdentity('a'.repeat(257))).message).to.match(/at most 256.*257/);
  });

  it('makes a valid session name of any user name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const made = limits.sessionNameFrom(name);
        expect(limits.parseSessionName(made)).to.equal(made);
      }),
    );
    expect(limits.sessionNameFrom('DOMAIN\\José García')).to.equal('DOMAIN-Jose-Garcia');
    expect(limits.sessionNameFrom('李')).to.equal('codecommit');
  });

  it('holds external ids to their characters', () => {
    expect(limits.parseExternalId(' a:b/c=d ')).to.equal('a:b/c=d');
    refusal(() => limits.parseExternalId('a b'));
    refusal(() => limits.parseExternalId('x'));
    refusal(() => limits.parseExternalId('x'.repeat(1225)));
  });

  it('takes serials of apps and tokens, and says why a security key cannot be used', () => {
    expect(limits.parseMfaSerial('arn:aws:iam::111122223333:mfa/ana')).to.contain('mfa/ana');
    expect(limits.parseMfaSerial('GAHT12345678')).to.equal('GAHT12345678');
    expect(refusal(() => limits.parseMfaSerial('arn:aws:iam::111122223333:u2f/user/ana/key-ABC')).message).to.match(
      /security keys or passkeys/,
    );
    expect(refusal(() => limits.parseMfaSerial('123456')).message).to.match(/looks like a code/);
    refusal(() => limits.parseMfaSerial('arn:aws:iam::111122223333:user/ana'));
  });

  it('reads a code with the gap that apps show, and nothing else', () => {
    expect(limits.parseTokenCode('123 456')).to.equal('123456');
    for (const text of ['12345', '1234567', 'abcdef', '１２３４５６', '']) refusal(() => limits.parseTokenCode(text));
  });

  it('reads a policy, without its white space', () => {
    const policy = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'codecommit:GitPull', Resource: '*' }],
    };
    expect(limits.parsePolicy(`\ufeff${JSON.stringify(policy, null, 4)}\n`)).to.equal(JSON.stringify(policy));
    expect(refusal(() => limits.parsePolicy('{"Statement": [')).message).to.match(/not valid JSON/);
    expect(refusal(() => limits.parsePolicy('{"a": 1}')).message).to.match(/no "Statement"/);
    expect(refusal(() => limits.parsePolicy('\u001b[31m')).message).to.not.contain('\u001b');
  });

  it('sends STS only characters that it takes, with the same meaning', () => {
    const policy = { Statement: [{ Sid: 'r\u00e9sum\u00e9 \u4e2d \u{1f600}' }] };
    const text = limits.parsePolicy(JSON.stringify(policy));
    expect(text).to.match(/^[\t\n\r\u0020-\u00ff]+$/);
    expect(JSON.parse(text)).to.deep.equal(policy);
  });

  it('lets only AssumeRole have a policy longer than 2,048 characters', () => {
    const long = JSON.stringify({ Statement: [{ Resource: 'x'.repeat(2100) }] });
    expect(refusal(() => limits.parsePolicy(long, 'GetFederationToken')).message).to.match(/2,048/);
    expect(limits.parsePolicy(long, 'AssumeRole')).to.have.length.greaterThan(2048);
  });

  it('reads tags, and refuses what STS would', () => {
    expect(limits.parseTag('team=blue=1')).to.deep.equal({ key: 'team', value: 'blue=1' });
    expect(limits.parseTag('empty=')).to.deep.equal({ key: 'empty', value: '' });
    for (const text of ['team', '=x', 'a*b=c', 'aws:x=y', `${'k'.repeat(129)}=v`, `k=${'v'.repeat(257)}`])
      refusal(() => limits.parseTag(text));
    refusal(() =>
      limits.checkTags([
        { key: 'Team', value: 'a' },
        { key: 'team', value: 'b' },
      ]),
    );
    refusal(() => limits.checkTags(Array.from({ length: 51 }, (_none, at) => ({ key: `k${at}`, value: '' }))));
  });
});
