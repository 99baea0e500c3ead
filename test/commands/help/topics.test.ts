import { expect } from 'chai';

import { parseInvocation } from '../../../src/cli/argv.js';
import { findPage } from '../../../src/commands/help/find-page.js';
import { flagPage, topicHelp } from '../../../src/commands/help/pages.js';
import { topics } from '../../../src/commands/help/topics/index.js';
import { plainWords, wordsOf } from '../../../src/commands/help/topics/topic.js';
import { allCommands } from '../../../src/commands/index.js';
import { adviceIn } from '../../../src/core/advice/advice.js';
import type { Advice } from '../../../src/core/advice/advice.js';
import { plainForm, plainText } from '../../../src/core/advice/say.js';
import { Problem } from '../../../src/core/problem.js';
import { methods } from '../../../src/methods/index.js';

const commands = await allCommands();
const tables = { commands, methods };
const layout = { width: 80, form: plainForm };

/** Where a word leads: a command or a method by its name, a topic by its first word, a flag with its dashes. */
function leads(words: string): string {
  const found = findPage(words, tables);
  switch (found.kind) {
    case 'command':
      return found.command.name;
    case 'method':
      return found.method.id;
    case 'topic':
      return `topic ${String(wordsOf(found.topic)[0])}`;
    case 'flag':
      return `--${found.found.flag.name}`;
  }
}

function refused(words: string): Problem {
  try {
    findPage(words, tables);
  } catch (error) {
    if (error instanceof Problem) return error;
  }
  throw new Error(`There is help for ${words}.`);
}
const hintOf = (words: string): string => plainText(refused(words).hint ?? '');

const expected: Readonly<Record<string, readonly string[]>> = {
  'topic sso': [
    'sso',
    'SSO',
    'AWS SSO',
    'aws-sso',
    'iam identity center',
    'Start URL',
    'aws configure sso',
    'permission set',
  ],
  'topic okta': ['okta', 'Okta', 'entra', 'Entra ID', 'azure-ad', 'Azure AD', 'ADFS', 'google workspace', 'SAML 2.0'],
  'topic google': ['google', 'OIDC', 'login with amazon', 'openid-connect', 'jwt'],
  'topic mfa': ['mfa', 'MFA', '2FA', 'totp', 'one-time code', 'yubikey', 'mfa-code', 'mfa serial'],
  'topic 403': ['403', '403?', 'HTTP 403', 'Forbidden', 'AccessDenied', 'access denied', 'password', '"403"'],
  'topic login': ['login', 'log in', 'sign-in', 'auth', 'getting started', 'git codecommit login', 'codecommit'],
  'topic aws configure': ['aws configure', 'configure', 'credentials', 'aws-cli', 'profile'],
  'topic expired': ['expired', 'ExpiredToken', 'session', 'renew'],
  'topic ci': ['ci', 'GitHub Actions', 'CI/CD', 'kubernetes', 'IRSA'],
  'identity-center': ['identity center', 'identity-center'],
  'topic role': ['role', 'switch role', 'sts', 'cross-account'],
  'assume-role': ['assume-role', 'assume role', 'AssumeRole', 'setup assume-role'],
  'session-token': ['GetSessionToken', 'session-token'],
  saml: ['saml', 'SAML', 'AssumeRoleWithSAML', 'setup saml', 'git codecommit setup saml'],
  setup: ['setup', 'git codecommit setup', 'Setup'],
  policy: ['policy'],
  '--idp-url': ['idp-url', '--idp-url', 'GIT_CODECOMMIT_IDP_URL'],
  '--keys-file': ['keys-file', 'GIT_CODECOMMIT_KEYS_FILE', 'GIT_CODECOMMIT_KEYS'],
  '--json': ['GIT_CODECOMMIT_JSON'],
};

describe('help for a word', () => {
  for (const [page, words] of Object.entries(expected))
    it(`leads to ${page} from ${words.join(', ')}`, () => {
      expect(words.map(leads)).to.deep.equal(words.map(() => page));
    });

  it('that is nearly one, or stands in a question, says which was meant', () => {
    const meant: Readonly<Record<string, string>> = {
      oktta: 'okta',
      enta: 'entra',
      'aws configur': 'aws configure',
      samll: 'saml',
      refersh: 'refresh',
      'how do I use okta': 'okta',
      'why does git say 403 to me': '403',
      'what is an access key for?': 'access key',
      'identity-centre': 'identity-center',
    };
    for (const [words, word] of Object.entries(meant)) {
      expect(hintOf(words), words).to.equal(`Did you mean \`git codecommit help ${word}\`?`);
    }
  });

  it('that is none is usage, with all that there is help for', () => {
    for (const words of ['xyzzyplugh', '???', '日本語の言葉']) {
      expect(refused(words).kind).to.equal('usage');
      for (const { name } of commands) expect(hintOf(words)).to.include(name);
      for (const { id } of methods) expect(hintOf(words)).to.include(id);
      for (const topic of topics) expect(hintOf(words)).to.include(wordsOf(topic)[0]);
    }
  });

  it('prints nothing of the word as it came', () => {
    expect(refused('\u001b[31mxyzzyplugh').message).to.not.include('\u001b');
    expect(refused('q'.repeat(5000)).message.length).to.be.below(200);
  });
});

describe('the words that help knows', () => {
  it('are plain, each in one topic, and none is a command or a method', () => {
    const all = topics.flatMap(wordsOf);
    expect(all.filter((word) => plainWords(word) !== word)).to.deep.equal([]);
    expect(all.filter((word, at) => all.indexOf(word) !== at)).to.deep.equal([]);
    const names = [...commands.map(({ name }) => name), ...methods.map(({ id }) => plainWords(id))];
    expect(all.filter((word) => names.includes(word))).to.deep.equal([]);
  });

  for (const topic of topics) {
    const [word = ''] = wordsOf(topic);
    it(`lead from ${word} to commands that there are, and to no page that there is not`, () => {
      const advice: readonly Advice[] = [...topic.see.map(([one]) => one), ...adviceIn(topic.says)];
      expect(advice).to.not.have.lengthOf(0);
      for (const one of advice) {
        if (one.does !== 'call') throw new Error(`${one.kind} is no command of ours.`);
        const [name, ...rest] = one.words.map((part) => (typeof part === 'string' ? part : part.blank));
        if (name === undefined) continue;
        const command = commands.find((candidate) => candidate.name === name);
        if (command === undefined) throw new Error(`There is no command ${name}.`);
        const invocation = parseInvocation(command, rest, {});
        if (name === 'help') expect(() => leads(invocation.operands.join(' '))).to.not.throw();
      }
      for (const [, flag = ''] of plainText(topic.says).matchAll(/--([a-z-]+)/g))
        expect(leads(flag), flag).to.not.equal('');
    });

    it(`fit the terminal, those of ${word}`, () => {
      for (const line of topicHelp(word, topic, layout).split('\n')) expect(line.length, line).to.be.at.most(80);
    });
  }

  it('are the flags too, each with its variable and who takes it', () => {
    const pageOf = (word: string): string => {
      const page = findPage(word, tables);
      return page.kind === 'flag' ? flagPage(page.found, layout) : '';
    };
    expect(pageOf('idp-url'))
      .to.include('--idp-url URL ')
      .and.include('GIT_CODECOMMIT_IDP_URL')
      .and.include('git codecommit help setup ')
      .and.include('--method saml.');
    expect(pageOf('quiet')).to.include('Every command takes it.');
    for (const { flags } of commands)
      for (const { name } of flags) expect(() => findPage(name, tables), name).to.not.throw();
  });
});
