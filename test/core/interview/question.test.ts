import { expect } from 'chai';

import { Problem } from '../../../src/core/problem.js';
import { policyArn, roleArn, tag } from '../../../src/methods/common/session-questions.js';

const known = {};

describe('a question that takes several answers', () => {
  const readOnly = 'arn:aws:iam::aws:policy/AWSCodeCommitReadOnly';
  const odd = 'arn:aws:iam::111122223333:policy/team/a,b=c';

  for (const [how, raw] of [
    ['as repeated flags', `${readOnly}\n${odd}`],
    ['with a blank between them', ` ${readOnly}  ${odd} `],
    ['with a comma and a blank', `${readOnly}, ${odd}`],
    ['with a comma alone', `${readOnly},${odd}`],
    ['with a comma at the end', `${readOnly} ${odd},`],
  ] as const) {
    it(`reads ARNs ${how}, with the commas that their names have`, () => {
      expect(policyArn.parse(raw, known)).to.deep.equal([readOnly, odd]);
    });
  }

  for (const [how, raw] of [
    ['as repeated flags', 'team=Blue Whale\ncost centre=4 = 2+2'],
    ['with commas between them', 'team=Blue Whale,cost centre=4 = 2+2'],
    ['with commas and blanks', ' team=Blue Whale , cost centre=4 = 2+2, '],
  ] as const) {
    it(`reads tags ${how}, with the blanks that keys and values have`, () => {
      expect(tag.parse(raw, known)).to.deep.equal([
        { key: 'team', value: 'Blue Whale' },
        { key: 'cost centre', value: '4 = 2+2' },
      ]);
    });
  }

  it('says what is wrong with one of them, and takes none as an answer', () => {
    expect(() => tag.parse('team=blue, env', known)).to.throw(Problem, 'KEY=VALUE');
    expect(() => policyArn.parse(`${readOnly} nonsense`, known)).to.throw(Problem, 'managed policy');
    for (const question of [tag, policyArn]) expect(question.parse('  ', known)).to.deep.equal([]);
  });

  it('says what is wrong with all of them together', () => {
    expect(() => tag.parse('team=blue, Team=red', known)).to.throw(Problem, 'given twice');
    expect(() => tag.parse(Array.from({ length: 51 }, (_none, at) => `key${at}=x`).join(','), known)).to.throw(
      Problem,
      'at most 50',
    );
    expect(() => policyArn.parse(Array.from({ length: 11 }, () => readOnly).join(' '), known)).to.throw(
      Problem,
      'At most 10',
    );
  });

  it('says at the prompt how they are told apart', () => {
    expect(policyArn.note).to.include('blanks between them');
    expect(tag.note).to.include('commas between them');
  });
});

describe('the role of a repository', () => {
  const role = 'arn:aws-cn:iam::111122223333:role/Developer';

  it('is refused where it is in another partition, as far as the Region is known', () => {
    for (const known of [
      { region: 'eu-west-1' },
      { repository: { region: 'eu-west-1', notes: [] } },
      { host: { region: 'eu-west-1' }, region: 'cn-north-1' },
    ]) {
      expect(() => roleArn.parse(role, known)).to.throw(Problem, 'aws-cn, and eu-west-1 is in aws:');
    }
    for (const known of [
      {},
      { region: 'cn-north-1' },
      { repository: { name: 'my-app', notes: [] }, region: 'cn-north-1' },
      { repository: { notes: [] } },
    ])
      expect(roleArn.parse(role, known)).to.equal(role);
  });
});
