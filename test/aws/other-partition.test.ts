import { expect } from 'chai';
import { refuseOtherPartition } from '../../src/aws/other-partition.js';
import { Problem } from '../../src/core/problem.js';

describe('an ARN of another partition', () => {
  const refuse = (arn: string): void => refuseOtherPartition(arn, 'eu-west-1', { hint: 'Ask.', question: 'roleArn' });

  it('is refused, whether it names an account or not', () => {
    for (const arn of [
      'arn:aws-cn:iam::111122223333:role/Ana',
      'arn:aws-us-gov:sso:::instance/ssoins-1234567890abcdef',
    ])
      expect(() => refuse(arn))
        .to.throw(Problem, `${arn} is of AWS's partition ${arn.split(':')[1] ?? ''}, and eu-west-1 is in aws`)
        .that.includes({ kind: 'usage', question: 'roleArn' });
  });

  it('is told from one of the same, and from what is no ARN', () => {
    for (const text of ['arn:aws:iam::111122223333:role/Ana', '111122223333', '*', '']) refuse(text);
  });
});
