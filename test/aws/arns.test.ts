import { expect } from 'chai';
import {
  accountOf,
  formatArn,
  isIdentityCenterRole,
  isRoleSession,
  isRootUser,
  parseArn,
  roleNameOf,
  userNameOf,
} from '../../src/aws/arns.js';
import { checkDuration, durationLadder } from '../../src/aws/durations.js';
import { canUseWithSts, describeMfa } from '../../src/aws/mfa.js';

describe('an ARN', () => {
  const role = 'arn:aws-cn:iam::111122223333:role/team/Developer';

  it('comes apart and together again', () => {
    expect(parseArn(role)).to.deep.equal({
      partition: 'aws-cn',
      service: 'iam',
      region: '',
      account: '111122223333',
      resource: 'role/team/Developer',
    });
    for (const arn of [
      role,
      'arn:aws:iam::aws:policy/x',
      'arn:aws:codecommit:eu-west-1:111122223333:my:repo',
      'arn:aws:s3:::bucket/key',
    ]) {
      const parts = parseArn(arn);
      expect(parts && formatArn(parts)).to.equal(arn);
    }
    for (const text of [
      '',
      'arn:aws:iam::1:role/x',
      'arn:aws:iam::111122223333:',
      'x arn:aws:iam::111122223333:role/x',
      'arn:aws:iam::111122223333:role/x\ny',
    ])
      expect(parseArn(text)).to.equal(undefined);
  });

  it('tells account, role and user', () => {
    expect(accountOf(role)).to.equal('111122223333');
    expect(accountOf('arn:aws:iam::aws:policy/x')).to.equal(undefined);
    expect(roleNameOf(role)).to.equal('Developer');
    expect(roleNameOf('arn:aws:sts::111122223333:assumed-role/Developer/ana')).to.equal('Developer');
    expect(userNameOf('arn:aws:iam::111122223333:user/team/ana')).to.equal('ana');
    expect(userNameOf(role)).to.equal(undefined);
  });

  it('tells a role session, whose next role lasts an hour, from a user session with the same kind of key', () => {
    expect(isRoleSession('arn:aws:sts::111122223333:assumed-role/Developer/ana')).to.equal(true);
    expect(isRoleSession('arn:aws:iam::111122223333:user/ana')).to.equal(false);
    expect(isRoleSession('arn:aws:sts::111122223333:federated-user/ana')).to.equal(false);
    expect(isRootUser('arn:aws:iam::111122223333:root')).to.equal(true);
    expect(
      isIdentityCenterRole(
        'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Dev_01',
      ),
    ).to.equal(true);
  });
});

describe('session lengths', () => {
  it('step down from twelve hours to one', () => {
    expect(durationLadder.map((seconds) => seconds / 3600)).to.deep.equal([12, 8, 4, 1]);
  });

  it('are held to what each call can give', () => {
    expect(checkDuration('GetSessionToken', 129_600)).to.equal(129_600);
    expect(() => checkDuration('AssumeRole', 43_201)).to.throw(/at most 12 h/);
    expect(() => checkDuration('AssumeRole', 899)).to.throw(/at least 15 min/);
  });
});

describe('MFA devices', () => {
  it('can be used with STS when they show codes', () => {
    expect(
      [
        'arn:aws:iam::111122223333:mfa/ana',
        'GAHT12345678',
        'arn:aws:iam::111122223333:u2f/user/ana/key',
        'arn:aws:iam::111122223333:user/ana',
        'x',
      ].map(canUseWithSts),
    ).to.deep.equal([true, true, false, false, false]);
  });

  it('are shown by the name their owner gave them', () => {
    expect(describeMfa('arn:aws:iam::111122223333:mfa/ana-phone')).to.equal('ana-phone (app)');
    expect(describeMfa('GAHT12345678')).to.equal('GAHT12345678 (token)');
  });
});
