import { expect } from 'chai';
import { conditionsHold, requestContext, type Condition } from './condition.js';
import { evaluate, type Statement } from './policy.js';

const request = (action: string, resource: string, context = {}) => ({
  action,
  resource,
  context: requestContext(context),
});
const repository = 'arn:aws:codecommit:eu-west-1:111122223333:my-app';

describe("the sandbox's policies", () => {
  const ask = (statement: Partial<Statement>, action = 'codecommit:GitPull', resource = repository): string =>
    evaluate([{ Statement: { Effect: 'Allow', Action: '*', Resource: '*', ...statement } }], request(action, resource));

  it('say nothing, unless a statement speaks of the request', () => {
    expect(evaluate([], request('codecommit:GitPull', repository))).to.equal('none');
    expect(ask({ Action: ['codecommit:Get*'] })).to.equal('none');
    expect(ask({ Resource: 'arn:aws:codecommit:eu-west-1:111122223333:my-ap' })).to.equal('none');
  });

  it('match actions without regard to case, resources with it, and `*` and `?` as wildcards', () => {
    expect(ask({ Action: 'CodeCommit:gitpull' })).to.equal('allow');
    expect(ask({ Resource: 'arn:aws:codecommit:*:*:my-???' })).to.equal('allow');
    expect(ask({ Resource: repository.toUpperCase() })).to.equal('none');
    expect(ask({ Resource: 'arn.aws*' })).to.equal('none');
  });

  it('let an explicit deny win, wherever it stands', () => {
    const allow: Statement = { Effect: 'Allow', Action: '*', Resource: '*' };
    const deny: Statement = { Effect: 'Deny', Action: 'codecommit:GitPush', Resource: '*' };
    expect(evaluate([{ Statement: [deny, allow] }], request('codecommit:GitPush', repository))).to.equal('deny');
    expect(evaluate([{ Statement: allow }, { Statement: deny }], request('codecommit:GitPush', repository))).to.equal(
      'deny',
    );
    expect(evaluate([{ Statement: allow }, { Statement: deny }], request('codecommit:GitPull', repository))).to.equal(
      'allow',
    );
  });

  it('understand what is excepted', () => {
    expect(
      evaluate(
        [{ Statement: { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' } }],
        request('codecommit:GitPull', repository),
      ),
    ).to.equal('allow');
    expect(
      evaluate(
        [{ Statement: { Effect: 'Allow', NotAction: 'codecommit:*', Resource: '*' } }],
        request('codecommit:GitPull', repository),
      ),
    ).to.equal('none');
    expect(
      evaluate(
        [{ Statement: { Effect: 'Allow', Action: '*', NotResource: repository } }],
        request('codecommit:GitPull', repository),
      ),
    ).to.equal('none');
  });

  describe('have conditions', () => {
    const holds = (condition: Condition, context: Record<string, string | string[]>): boolean =>
      conditionsHold(condition, requestContext(context));

    it('that need the key, unless they say IfExists or deny', () => {
      expect(holds({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, {})).to.equal(false);
      expect(holds({ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }, {})).to.equal(true);
      expect(holds({ StringNotEquals: { 'aws:username': 'ana' } }, {})).to.equal(true);
      expect(holds({ Null: { 'codecommit:References': 'false' } }, {})).to.equal(false);
      expect(holds({ Null: { 'codecommit:References': true } }, {})).to.equal(true);
    });

    it('on text, times and numbers, all of which must hold', () => {
      expect(
        holds(
          { StringLike: { 'sts:RoleSessionName': '${aws:username}-*' } },
          { 'aws:username': 'ana', 'sts:RoleSessionName': 'ana-laptop' },
        ),
      ).to.equal(true);
      expect(holds({ StringEquals: { 'sts:ExternalId': ['a', 'b'] } }, { 'STS:externalid': 'b' })).to.equal(true);
      expect(holds({ StringEquals: { a: '1', b: '2' } }, { a: '1', b: '3' })).to.equal(false);
      expect(
        holds(
          { DateLessThan: { 'aws:TokenIssueTime': '2026-11-23T12:00:00Z' } },
          { 'aws:TokenIssueTime': '2026-11-23T11:59:59Z' },
        ),
      ).to.equal(true);
      expect(
        holds({ NumericLessThan: { 'aws:MultiFactorAuthAge': 3600 } }, { 'aws:MultiFactorAuthAge': '3600' }),
      ).to.equal(false);
    });

    it('on addresses, in blocks of both families', () => {
      const inBlock = (address: string): boolean =>
        holds({ IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '2001:db8::/32'] } }, { 'aws:SourceIp': address });
      expect(['203.0.113.255', '203.0.114.0', '2001:db8::1', '2001:db9::1'].map(inBlock)).to.deep.equal([
        true,
        false,
        true,
        false,
      ]);
      expect(
        holds({ NotIpAddressIfExists: { 'aws:SourceIp': '203.0.113.0/24' } }, { 'aws:SourceIp': '203.0.113.7' }),
      ).to.equal(false);
      expect(holds({ NotIpAddressIfExists: { 'aws:SourceIp': '203.0.113.0/24' } }, {})).to.equal(true);
    });

    it('on several values', () => {
      expect(
        holds(
          { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team', 'project'] } },
          { 'aws:TagKeys': ['team', 'other'] },
        ),
      ).to.equal(false);
      expect(
        holds({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'team' } }, { 'aws:TagKeys': ['team', 'other'] }),
      ).to.equal(true);
      expect(holds({ 'ForAllValues:StringEquals': { 'aws:TagKeys': 'team' } }, {})).to.equal(true);
    });

    it('whose operator it does not know with an error, not with a guess', () => {
      expect(() => holds({ BinaryEquals: { 'aws:Something': 'QQ==' } }, { 'aws:Something': 'QQ==' })).to.throw(
        'BinaryEquals',
      );
    });
  });
});
