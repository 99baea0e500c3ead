import { expect } from 'chai';

import { setupFlags } from '../../src/commands/setup/flags.js';
import { answerSource } from '../../src/interview/answer-source.js';
import { shareRecipe } from '../../src/commands/share/share-recipe.js';
import { parseTeamRecipe } from '../../src/team/team-recipe.js';
import { sharedQuestions } from '../../src/team/team-recipe-schema.js';
import { flagOf, kebab } from '../../src/core/interview/question.js';
import type { Question, Questions } from '../../src/core/interview/question.js';
import { isProblem } from '../../src/core/problem.js';
import type { TeamRecipe } from '../../src/core/team-recipe.js';
import { methods } from '../../src/methods/index.js';
import { printTeamRecipe } from '../../src/team/team-recipe-text.js';
import { problemOf } from '../helpers/problem.js';
import { fc } from '../helpers/random.js';

const head = '[git-codecommit]\nformat = 1\n';
const role = 'arn:aws:iam::444455556666:role/Developer';
const read = (lines: string): TeamRecipe => parseTeamRecipe(`${head}${lines}\n`, methods);
const whyNot = (lines: string): string => problemOf(() => read(lines)).message;
const methodOf = (id: string) => {
  const found = methods.find((method) => method.id === id);
  if (found === undefined) throw new Error(`There is no ${id}.`);
  return found;
};

describe('a team recipe', () => {
  it('is read as it was written', () => {
    const recipe: TeamRecipe = {
      method: 'assume-role',
      region: 'eu-west-1',
      repository: 'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/my-app',
      host: undefined,
      team: 'Größe & Söhne; #1',
      contact: 'ana@example.com',
      answers: { roleArn: role, policyArn: 'arn:aws:iam::aws:policy/A\narn:aws:iam::aws:policy/B' },
    };
    expect(parseTeamRecipe(printTeamRecipe(recipe), methods)).to.deep.equal(recipe);
  });

  it('may be edited on any system, with comments, capitals in comments, CRLF and a byte order mark', () => {
    const text =
      `\ufeff# Ours\r\n\r\n[git-codecommit]\r\n; since May\r\nformat=1\r\nmethod =  ` +
      `saml\r\nidp-url = https://idp.example.com/app#tile;1\r\n`;
    expect(parseTeamRecipe(text, methods).answers).to.deep.equal({ idpUrl: 'https://idp.example.com/app#tile;1' });
  });

  it('takes the repository in any form, and gives its clone URL', () => {
    expect(read('method = keys\nrepository = codecommit::eu-west-1://my-app').repository).to.equal(
      'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/my-app',
    );
    expect(read('method = keys\nrepository = my-app').repository).to.equal('my-app');
  });

  const refused: readonly (readonly [what: string, lines: string, message: RegExp])[] = [
    [
      'a key that is none, with the nearest one',
      'method = assume-role\nrole-arm = x',
      /^Line 4 .*there is no "role-arm"; did you mean role-arn\?/,
    ],
    [
      'a method that is none, with the nearest one',
      'method = asume-role',
      /^Line 3 .*"asume-role"; did you mean assume-role\?/,
    ],
    [
      'an answer that its question does not take',
      `method = assume-role\n\n# a comment\nrole-arn = arn:aws:iam::1:role/x`,
      /^Line 6 .*role-arn: /,
    ],
    ['the first of several faults', 'method = assume-role\nregion = nowhere\nrole-arn = x', /^Line 4 .*region/],
    [
      'the second of two of a key',
      `method = assume-role\nrole-arn = ${role}\nrole-arn = ${role}`,
      /^Line 5 .*a second time/,
    ],
    [
      'one of several values',
      `method = assume-role\npolicy-arn = arn:aws:iam::aws:policy/A\npolicy-arn = nonsense`,
      /^Line 5 .*policy-arn/,
    ],
    [
      "another method's key",
      'method = assume-role\nidp-url = https://idp.example.com',
      /^Line 4 .*idp-url belongs to the method saml, and this is assume-role/,
    ],
    ['a source', 'method = assume-role\nsource-profile = default', /^Line 4 .*everybody to choose/],
    ['a command', 'method = process\ncommand = rm -rf /', /^Line 4 .*everybody to choose/],
    ['a profile', 'method = keys\nprofile = default', /^Line 4 .*everybody to choose/],
    ['what may be overwritten', 'method = keys\noverwrite = 1', /^Line 4 .*everybody to choose/],
    ['what is set up in Git', 'method = keys\ngit-scope = global', /^Line 4 .*everybody to choose/],
    [
      "a profile inside the repository's address",
      'method = keys\nrepository = codecommit::eu-west-1://admin@my-app',
      /^Line 4 .*names a profile/,
    ],
    [
      "a host that is not CodeCommit's",
      'method = keys\nhost = git-codecommit.eu-west-1.amazonaws.com.evil.example',
      /^Line 4 .*host/,
    ],
    ['a sign-in page without TLS', 'method = saml\nidp-url = http://idp.example.com', /^Line 4 .*https/],
    [
      'a page with a password in it',
      'method = saml\nidp-url = https://ana:secret@idp.example.com',
      /^Line 4 .*password/,
    ],
    ['an empty value', 'method = assume-role\nrole-arn =', /^Line 4 .*no value/],
    ['a value of several lines', 'method = assume-role\nrole-arn = x\n  y', /^Line 5 .*indented/],
    ['a second section', 'method = keys\n[profile admin]\nx = y', /^Line 4 .*one section/],
    ['a line that is none', 'method = keys\nwhat?', /^Line 4 .*neither/],
    ['a colon', 'method : keys', /^Line 3 .*followed by =/],
    ["a terminal's escape", 'method = keys\nteam = \u001b[2J', /^Line 4 .*does not show/],
    ['text that runs backwards', 'method = keys\nteam = \u202eevil', /^Line 4 .*does not show/],
    ["a key of JavaScript's own", 'method = keys\n__proto__ = x', /^Line 4 .*there is no "__proto__"/],
    ["another key of JavaScript's own", 'method = keys\nconstructor = x', /^Line 4 .*there is no "constructor"/],
    ['words that fill a page', `method = keys\nteam = ${'x'.repeat(201)}`, /^Line 4 .*200 characters/],
  ];
  for (const [what, lines, message] of refused)
    it(`names the line of ${what}`, () => expect(whyNot(lines)).to.match(message));

  it('refuses another format, no format, no method, and what is no recipe at all', () => {
    const message = (text: string): string => problemOf(() => parseTeamRecipe(text, methods)).message;
    expect(message('[git-codecommit]\nformat = 2\nmethod = keys\n')).to.match(/^Line 2 .*format 1 only/);
    expect(message('[git-codecommit]\nmethod = keys\n')).to.match(/format = 1/);
    expect(message('[git-codecommit]\nformat = 1\n')).to.match(/method = /);
    expect(message('[default]\naws_access_key_id = AKIA\n')).to.match(/^Line 1 .*begins with \[git-codecommit\]/);
    expect(message('<!DOCTYPE html><title>Sign in</title>')).to.match(/web page/);
    expect(message('')).to.match(/begins with/);
    expect(message(`${head}method = keys\n#${'x'.repeat(65_536)}`)).to.match(/64 KiB/);
    expect(message(`${head}method = keys\nteam = \ufffd\n`)).to.match(/^Line 4 .*UTF-8/);
  });

  it('holds, whatever was written, answers to shareable questions of its method alone', () => {
    const keys = [
      ...new Set([
        ...setupFlags.map(({ name }) => name),
        ...methods.flatMap((method) => Object.keys(method.questions as Questions).map(kebab)),
        'format',
        'team',
        'contact',
        '__proto__',
        'constructor',
        'toString',
      ]),
    ];
    const values = [
      '1',
      'default',
      role,
      'https://evil.example/',
      ':command',
      ':once',
      '-',
      '/etc/passwd',
      '$(touch x)',
      'codecommit::eu-west-1://admin@x',
      'eu-west-1',
      '\u001b]0;x\u0007',
      '{{method}}',
    ];
    const line = fc.oneof(
      fc
        .tuple(
          fc.constantFrom(...keys),
          fc.oneof(fc.constantFrom(...values), fc.string({ unit: 'binary', maxLength: 30 })),
        )
        .map(([key, value]) => `${key} = ${value}`),
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom('[default]', '[profile x]', ' indented = 1', '# comment', '', 'role-arn = a\r\ncommand = b'),
    );
    const text = fc
      .tuple(
        fc.constantFrom(head, '', '[git-codecommit]\n'),
        fc.constantFrom(...methods.map(({ id }) => `method = ${id}`), ''),
        fc.array(line, { maxLength: 8 }),
      )
      .map(([start, method, lines]) => [start + method, ...lines].join('\n'));
    let read = 0;
    fc.assert(
      fc.property(text, (written) => {
        const recipe = ((): TeamRecipe | undefined => {
          try {
            return parseTeamRecipe(written, methods);
          } catch (error) {
            if (!isProblem(error, 'usage')) throw error;
            expect(error.message).to.not.match(/[\u0000-\u001f\u007f-\u009f\u202e]/);
            return undefined;
          }
        })();
        if (recipe === undefined) return;
        read += 1;
        const shared = sharedQuestions(methodOf(recipe.method));
        expect(Object.keys(recipe)).to.have.members([
          'method',
          'region',
          'repository',
          'host',
          'team',
          'contact',
          'answers',
        ]);
        for (const [name, answer] of Object.entries(recipe.answers)) {
          expect(shared).to.have.property(kebab(name));
          expect(answer).to.not.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
        }
        expect(recipe.repository ?? '').to.not.include('@');
      }),
      { numRuns: 3000 },
    );
    expect(read).to.be.greaterThan(50);
    expect(({} as Record<string, unknown>)['command']).to.equal(undefined);
  });
});

describe('the answers of a team recipe', () => {
  const team: TeamRecipe = {
    method: 'assume-role',
    region: 'eu-west-1',
    answers: { roleArn: role, sourceProfile: 'admin', toString: 'x' },
  };
  const source = (given: Record<string, string>) =>
    answerSource({
      given: { texts: (name) => (given[name] === undefined ? undefined : [given[name]]) },
      env: {},
      readText: () => Promise.reject(new Error('no file')),
      team,
    });
  const { roleArn, sourceProfile } = methodOf('assume-role').questions as {
    roleArn: Question;
    sourceProfile: Question;
  };

  it('count after flags and variables', async () => {
    const answers = source({ 'role-arn': 'mine' });
    expect([await answers.given('roleArn', roleArn), answers.remembered('roleArn', roleArn)]).to.deep.equal([
      'mine',
      role,
    ]);
  });

  it('are never taken for what is not shareable, even if they were there', () => {
    expect(source({}).remembered('sourceProfile', sourceProfile)).to.equal(undefined);
    expect(source({}).remembered('constructor', roleArn)).to.equal(undefined);
  });
});

describe('sharing a recipe', () => {
  const own = {
    method: 'assume-role',
    region: 'eu-west-1',
    account: '444455556666',
    arn: 'arn:aws:sts::444455556666:assumed-role/Developer/ana',
  };

  it('takes what a team has in common, and leaves names, sources, devices and what was found on the way out', () => {
    const answers = {
      roleArn: role,
      sourceProfile: 'ana',
      sessionName: 'ana',
      mfaSerial: 'arn:aws:iam::111122223333:mfa/ana',
      grantedDuration: '14400',
      externalId: 'team-7',
      tag: 'user=ana',
      sourceIdentity: 'ana',
    };
    const { recipe, leftOut } = shareRecipe({ ...own, answers }, methodOf('assume-role'), { team: 'Payments' });
    expect(recipe).to.deep.equal({
      method: 'assume-role',
      region: 'eu-west-1',
      team: 'Payments',
      answers: { roleArn: role, externalId: 'team-7' },
    });
    expect(leftOut).to.include.members(['source-profile', 'session-name', 'mfa-serial', 'tag', 'source-identity']);
    expect(printTeamRecipe(recipe)).to.not.include('ana');
  });

  it('takes the person out of the address of a sign-in page', () => {
    const { recipe } = shareRecipe(
      {
        ...own,
        method: 'saml',
        answers: { idpUrl: 'https://idp.example.com/sso?login_hint=ana%40example.com&app=aws' },
      },
      methodOf('saml'),
      {},
    );
    expect(recipe.answers).to.deep.equal({ idpUrl: 'https://idp.example.com/sso?app=aws' });
  });

  for (const method of methods) {
    it(`never shares a secret, a source or a path of ${method.id}, whatever its recipe holds`, () => {
      const questions = Object.entries(method.questions as Questions) as [string, Question][];
      const everything = Object.fromEntries(questions.map(([name]) => [name, `personal-${name}`]));
      const { recipe } = shareRecipe({ ...own, method: method.id, answers: everything }, method, {});
      for (const [name, question] of questions)
        if (!question.shareable) expect(recipe.answers, flagOf(name, question)).to.not.have.property(name);
    });
  }
});
