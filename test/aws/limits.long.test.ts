import { expect } from 'chai';
import { checkDuration, type TimedOperation } from '../../src/aws/durations.js';
import * as limits from '../../src/aws/limits.js';
import { checkToken } from '../../src/aws/openid/check-token.js';
import { isProblem } from '../../src/core/problem.js';
import { cleanEnvironment } from '../helpers/environment.js';
import { needs } from '../helpers/needs.js';
import { run } from '../helpers/run.js';

/** What a shape of AWS's model allows; lengths of texts, sizes of numbers, counts of lists. */
interface Shape {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
}

// AWS's own model of STS, as its Python SDK carries it: operation and parameter, a dot between them → limits. A pattern
// is tried by Python itself, on each printable character of ASCII between two letters: `pattern` is what it takes.
const program = `
import botocore.session, json, re, sys
model = botocore.session.get_session().get_service_model('sts')
printable = [chr(code) for code in range(33, 127)]
def describe(shape):
  found = {limit: shape.metadata[limit] for limit in ('min', 'max') if limit in shape.metadata}
  if 'pattern' in shape.metadata:
    pattern = shape.metadata['pattern'].replace('\\\\p{L}\\\\p{Z}\\\\p{N}', 'A-Za-z0-9 ')
    found['pattern'] = ''.join(c for c in printable if re.fullmatch(pattern, 'a' + c + 'a', re.ASCII))
  return found
found = {}
for name in model.operation_names:
  members = model.operation_model(name).input_shape.members
  found.update({name + '.' + key: describe(shape) for key, shape in members.items()})
tag = model.shape_for('Tag')
found.update({'Tag.' + key: describe(shape) for key, shape in tag.members.items()})
json.dump(found, sys.stdout)
`;

const takes = (work: () => unknown): boolean => {
  try {
    work();
    return true;
  } catch (error) {
    if (isProblem(error)) return false;
    throw error;
  }
};

const policyOf = (size: number): string => {
  const empty = JSON.stringify({ Statement: [], Id: '' });
  return JSON.stringify({ Statement: [], Id: 'x'.repeat(size - empty.length) });
};
const arnOf = (start: string, size: number): string => start + 'x'.repeat(Math.max(1, size - start.length));

describe("the limits, beside AWS's newest model of STS", function () {
  this.timeout(60_000);
  let model: Readonly<Record<string, Shape>>;
  before(needs('newest-botocore'));
  before(async () => {
    const { code, stdout, stderr } = await run('python-newest-botocore', ['-c', program], { env: cleanEnvironment() });
    expect(code, stderr).to.equal(0);
    model = JSON.parse(stdout) as typeof model;
  });

  /** The sizes at and beyond each limit that a shape has, and whether AWS takes them. */
  const sizes = (name: string): readonly (readonly [number, boolean])[] => {
    const shape = model[name];
    if (shape === undefined) throw new Error(`AWS's model has no ${name}.`);
    const { min, max } = shape;
    return [
      ...(min === undefined ? [] : ([[min, true], ...(min > 0 ? [[min - 1, false]] : [])] as [number, boolean][])),
      ...(max === undefined
        ? []
        : ([
            [max, true],
            [max + 1, false],
          ] as [number, boolean][])),
    ];
  };

  const names: readonly (readonly [string, (text: string) => unknown])[] = [
    ['AssumeRole.RoleSessionName', limits.parseSessionName],
    ['AssumeRole.SourceIdentity', limits.parseSourceIdentity],
    ['AssumeRole.ExternalId', limits.parseExternalId],
    ['AssumeRoleWithWebIdentity.RoleSessionName', limits.parseSessionName],
    ['GetFederationToken.Name', limits.parseFederatedName],
    ['Tag.Value', (text) => limits.parseTag(`key=${text}`)],
    ['Tag.Key', (text) => limits.parseTag(`${text}=value`)],
  ];
  for (const [name, parse] of names) {
    it(`are AWS's own for ${name}`, () => {
      for (const [size, allowed] of sizes(name))
        expect(
          takes(() => parse('a'.repeat(size))),
          `${size} characters`,
        ).to.equal(allowed);
      // What separates a tag's key from its value here cannot be in the key.
      const tried = Array.from({ length: 94 }, (_none, at) => String.fromCharCode(33 + at)).filter(
        (letter) => name !== 'Tag.Key' || letter !== '=',
      );
      expect(tried.filter((letter) => takes(() => parse(`a${letter}a`))).join('')).to.equal(
        tried.filter((letter) => model[name]?.pattern?.includes(letter)).join(''),
      );
    });
  }

  const lengths: readonly (readonly [string, (size: number) => unknown])[] = [
    ['AssumeRole.TokenCode', (size) => limits.parseTokenCode('1'.repeat(size))],
    ['AssumeRole.SerialNumber', (size) => limits.parseMfaSerial('G'.repeat(size))],
    ['GetSessionToken.SerialNumber', (size) => limits.parseMfaSerial('G'.repeat(size))],
    ['AssumeRoleWithSAML.Policy', (size) => size < 20 || limits.parsePolicy(policyOf(size), 'AssumeRoleWithSAML')],
    ['GetFederationToken.Policy', (size) => size < 20 || limits.parsePolicy(policyOf(size), 'GetFederationToken')],
    [
      'AssumeRole.Tags',
      (size) => limits.checkTags(Array.from({ length: size }, (_, at) => ({ key: `${at}`, value: '' }))),
    ],
    ['AssumeRoleWithWebIdentity.WebIdentityToken', (size) => checkToken('x'.repeat(size), { provider: 'facebook' })],
  ];
  for (const [name, parse] of lengths) {
    it(`are AWS's own for ${name}`, () => {
      const tried = sizes(name).filter(([size]) => !name.endsWith('.Policy') || size > 1);
      expect(tried).to.not.be.empty;
      for (const [size, allowed] of tried)
        expect(
          takes(() => parse(size)),
          String(size),
        ).to.equal(allowed);
    });
  }

  it('let AssumeRole alone have a policy of any length', () => {
    expect(model['AssumeRole.Policy']).to.not.have.property('max');
    expect(takes(() => limits.parsePolicy(policyOf(4000), 'AssumeRole'))).to.equal(true);
  });

  it("are AWS's own for the longest ARNs", () => {
    const most = model['AssumeRole.RoleArn']?.max ?? 0;
    for (const [start, parse] of [
      ['arn:aws:iam::111122223333:role/', limits.parseRoleArn],
      ['arn:aws:iam::111122223333:saml-provider/', limits.parsePrincipalArn],
      ['arn:aws:iam::111122223333:policy/', limits.parsePolicyArn],
    ] as const) {
      expect(
        takes(() => parse(arnOf(start, most))),
        start,
      ).to.equal(true);
      expect(
        takes(() => parse(arnOf(start, most + 1))),
        start,
      ).to.equal(false);
    }
  });

  for (const operation of [
    'AssumeRole',
    'AssumeRoleWithSAML',
    'AssumeRoleWithWebIdentity',
    'GetSessionToken',
    'GetFederationToken',
  ] as const satisfies readonly TimedOperation[]) {
    it(`are AWS's own for how long ${operation} lasts`, () => {
      for (const [seconds, allowed] of sizes(`${operation}.DurationSeconds`))
        expect(
          takes(() => checkDuration(operation, seconds)),
          String(seconds),
        ).to.equal(allowed);
    });
  }
});
