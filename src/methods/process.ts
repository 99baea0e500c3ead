import { joined, sentence } from '../core/advice/advice.js';
import { setUp } from '../core/advice/own-commands.js';
import { splitCommandLine } from '../aws/command-line.js';
import { isTemporary } from '../core/credentials.js';
import type { Credentials } from '../core/credentials.js';
import { defineMethod } from '../core/method.js';
import { OtherMethod } from '../core/other-method.js';
import { Problem } from '../core/problem.js';
import { optional, parsed, text } from '../core/interview/question.js';
import type { Question } from '../core/interview/question.js';
import { sourceProfile as anySource } from './common/source-questions.js';

/** The menu's answer that names no profile. */
const aCommand = ':command';

const sourceProfile: Question<string | undefined, 'choice'> = {
  ...anySource,
  ...parsed<string | undefined>({
    message: 'Whose credentials shall Git use?',
    help: anySource.help,
    parse: (raw) => (raw.trim() === '' || raw.trim() === aCommand ? undefined : raw.trim()),
    shareable: false,
    choices: (_known, { profiles }) =>
      profiles.length === 0
        ? []
        : [
            ...profiles.map(({ name, describes }) => ({ value: name, name, description: describes })),
            { value: aCommand, name: 'Those that a command prints' },
          ],
    fallback: (_known, { profiles, env }) => profiles.find(({ name }) => name === env['AWS_PROFILE'])?.name,
  }),
  kind: 'choice',
  valueName: 'PROFILE',
};

const command = {
  ...optional(
    text({
      message: 'The command',
      help: 'command that prints credentials as JSON, as for credential_process',
      parse: parseCommand,
      shareable: false,
      note: 'It is run without a shell and must print what AWS asks of a credential_process.',
      insteadOf: 'sourceProfile',
      when: (known) => known.sourceProfile === undefined,
    }),
  ),
  optional: false,
  valueName: 'COMMAND',
};

/**
 * Credentials that something else gets already: a `credential_process` command, or any profile the AWS CLI can use.
 * Source: AWS SDKs and tools reference, "Process credential provider".
 */
export const processCredentials = defineMethod({
  id: 'process',
  title: 'A command or a profile that gives me credentials already',
  term: 'credential_process',
  questions: { sourceProfile, command },
  needs: () => 'nothing',
  examples: [
    { words: ['--command', '/usr/local/bin/get-keys --account dev'], does: 'with a command that prints credentials' },
    { words: ['--source-profile', 'dev'], does: 'with whatever the profile dev does' },
  ],
  prerequisites:
    'A command that prints temporary credentials as a credential_process does, or a profile of ~/.aws/config ' +
    'that the AWS CLI can use.',
  async obtain(answers, context) {
    const credentials =
      answers.command === undefined
        ? (await context.source()).credentials
        : await context.aws.commandCredentials(answers.command, {
            signal: context.signal,
            said: (text) => {
              context.ui.say(text);
            },
          });
    if (!isTemporary(credentials)) throw longTerm(credentials, answers.sourceProfile);
    return { credentials };
  },
});

function longTerm(credentials: Credentials, profile: string | undefined): Problem {
  return new OtherMethod(
    `${profile === undefined ? 'The command prints' : `Profile ${profile} holds`} long-term keys, and ` +
      'git-codecommit sets Git up with temporary ones only.',
    ['session-token', 'assume-role', 'federation-token'],
    profile === undefined ? { sourceKeys: credentials } : { sourceProfile: profile },
    joined([
      sentence`Use them as the source: \`${setUp('method', 'session-token')}\` (with MFA) or`,
      '`--method assume-role`.',
    ]),
  );
}

function parseCommand(raw: string): string {
  const line = raw.trim();
  if (line === '') throw new Problem('usage', 'An answer is needed here.');
  splitCommandLine(line, process.platform);
  return line;
}
