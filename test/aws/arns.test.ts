import { expect } from 'chai';
import { accountOf, formatArn, isIdentityCenterRole, isRoleSession, isRootUser, parseArn, roleNameOf, userNameOf } from '../../src/aws/arns.js';
import { codeCommitRegions } from '../../src/aws/hosts.js';
import { isRegionName, otherStsRegions, partitionOf } from '../../src/aws/partitions.js';
import { checkDuration, durationLadder } from '../../src/aws/durations.js';
import { canUseWithSts, describeMfa } from '../../src/aws/mfa.js';

describe('an ARN', () => {
  const role = 'arn:aws-cn:iam::111122223333:role/team/Developer';

  it('comes apart and together again', () => {
    expect(parseArn(role)).to.deep.equal({ partition: 'aws-cn', service: 'iam', region: '', account: '111122223333', resource: 'role/team/Developer' });
    for (const arn of [role, 'arn:aws:iam::aws:policy/x', 'arn:aws:codecommit:eu-west-1:111122223333:my:repo', 'arn:aws:s3:::bucket/key']) {
      const parts = parseArn(arn);
      expect(parts && formatArn(parts)).to.equal(arn);
    }
    for (const text of ['', 'arn:aws:iam::1:role/x', 'arn:aws:iam::111122223333:', 'x arn:aws:iam::111122223333:role/x', 'arn:aws:iam::111122223333:role/x\ny']) expect(parseArn(text)).to.equal(undefined);
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
    expect(isIdentityCenterRole('arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Dev_01')).to.equal(true);
  });
});

describe('partitions', () => {
  it("follow the SDK's own data, for regions known and unknown", () => {
    const partitions = ['eu-west-1', 'cn-north-1', 'us-gov-west-1', 'eusc-de-east-1', 'us-iso-east-1', 'us-isob-east-1', 'us-gov-south-9', 'cn-west-9', 'mars-north-1'].map((region) => partitionOf(region));
    expect(partitions.map(({ name }) => name)).to.deep.equal(['aws', 'aws-cn', 'aws-us-gov', 'aws-eusc', 'aws-iso', 'aws-iso-b', 'aws-us-gov', 'aws-cn', 'aws']);
    expect(partitions.map(({ dnsSuffix }) => dnsSuffix).slice(0, 4)).to.deep.equal(['amazonaws.com', 'amazonaws.com.cn', 'amazonaws.com', 'amazonaws.eu']);
  });

  it('have regions that look like regions', () => {
    for (const region of [...codeCommitRegions, 'us-isob-east-1', 'eusc-de-east-1', 'ap-southeast-7']) expect(isRegionName(region), region).to.equal(true);
    for (const text of ['', 'eu-west', 'EU-WEST-1', 'eu-west-1.evil', 'eu_west_1', 'evil/eu-west-1', 'ireland']) expect(isRegionName(text), text).to.equal(false);
  });

  it('offer another STS of the same partition', () => {
    expect(otherStsRegions('eu-south-1')).to.deep.equal(['us-east-1', 'us-west-2', 'eu-west-1']);
    expect(otherStsRegions('us-east-1')).to.not.include('us-east-1');
    expect(otherStsRegions('cn-north-1')).to.deep.equal(['cn-northwest-1']);
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
    expect(['arn:aws:iam::111122223333:mfa/ana', 'GAHT12345678', 'arn:aws:iam::111122223333:u2f/user/ana/key', 'arn:aws:iam::111122223333:user/ana', 'x'].map(canUseWithSts)).to.deep.equal([true, true, false, false, false]);
  });

  it('are shown by the name their owner gave them', () => {
    expect(describeMfa('arn:aws:iam::111122223333:mfa/ana-phone')).to.equal('ana-phone (app)');
    expect(describeMfa('GAHT12345678')).to.equal('GAHT12345678 (token)');
  });
});
