// The manual pages, made from the tables that help and completion are made from. scripts/build.js writes them to dist.
import { exampleOf } from '../src/core/advice/own-commands.js';
import { commandLine, plainForm, plainText } from '../src/core/advice/say.js';
import type { Command } from '../src/commands/common/command.js';
import { commonFlags } from '../src/commands/common/flags.js';
import { callOf, flagHelp, flagSynopsis } from '../src/commands/help/layout.js';
import { topics } from '../src/commands/help/topics/index.js';
import { wordsOf } from '../src/commands/help/topics/topic.js';
import { allCommands } from '../src/commands/index.js';
import type { Example } from '../src/core/advice/example.js';
import { flagsOfQuestions } from '../src/core/interview/flag.js';
import type { Flag } from '../src/core/interview/flag.js';
import type { AnyMethod } from '../src/core/method.js';
import type { Questions } from '../src/core/interview/question.js';
import { methods } from '../src/methods/index.js';

/**
 * Every manual page by its file name, in the man macros that man(7) describes.
 * @param version stands at the foot of the page
 */
export async function manualPages(version: string): Promise<Readonly<Record<string, string>>> {
  return {
    'git-codecommit.1': page('GIT-CODECOMMIT', version, commandPage(await allCommands())),
    'git-credential-codecommit.1': page('GIT-CREDENTIAL-CODECOMMIT', version, helperPage()),
  };
}

/** Text as roff takes it: no escape, no dash that becomes a hyphen, no line that looks like a macro. */
export function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/gm, '\\&')
    .replace(/`([^`]*)`/g, '\\fB$1\\fP')
    .replaceAll('…', '...')
    .replaceAll('’', '\\(cq');
}

function page(name: string, version: string, lines: readonly string[]): string {
  return [`.TH ${name} 1 "" "git\\-codecommit ${version}" "git\\-codecommit"`, '.nh', '.ad l', ...lines, ''].join('\n');
}

const section = (title: string, ...lines: readonly string[]): string[] => [`.SH ${title}`, ...lines];
const paragraph = (text: string): string[] => ['.PP', roff(text)];
const item = (term: string, text: string): string[] => ['.TP', `.B "${roff(term)}"`, roff(text)];
const listed = (flags: readonly Flag[]): string[] =>
  flags.flatMap((flag) => item(flagSynopsis(flag).trim(), `${flagHelp(flag)}.`));

/** @param before the words of the command */
const examples = (before: readonly string[], shown: readonly Example[]): string[] => [
  ...paragraph(shown.length === 1 ? 'For example:' : 'Examples:'),
  ...shown.flatMap(({ words, does }) => item(commandLine(exampleOf([...before, ...words]), plainForm), `${does}.`)),
];

function commandPage(commands: readonly Command[]): string[] {
  return [
    ...section('NAME', 'git\\-codecommit \\- temporary access to AWS CodeCommit repositories'),
    ...section('SYNOPSIS', '.B git codecommit', '.RI [ COMMAND ]', '.RI [ FLAGS ]'),
    ...section(
      'DESCRIPTION',
      roff(
        'Takes you from "I was told to clone a CodeCommit repository" to a working clone, with temporary AWS ' +
          'credentials only. It asks how you sign in, gets the credentials from AWS, writes them into a named ' +
          "profile of ~/.aws/credentials, points Git's credential helper for CodeCommit at that profile, and " +
          'proves it with a real Git request. When the session has ended it gets new credentials with the ' +
          'fewest questions possible, most often none.',
      ),
    ),
    ...paragraph(
      'Without a COMMAND it is the wizard; once there are profiles it opens with their state and what to do about it.',
    ),
    ...section('COMMANDS', ...commands.flatMap(commandItem)),
    ...section('FLAGS', roff('Of every command:'), ...listed(commonFlags)),
    ...section(
      '"SIGN\\-IN METHODS"',
      roff('For `setup --method`. Every question is a flag; what only administrators know, ask them for.'),
      ...methods.flatMap(methodItem),
    ),
    ...section(
      'WORDS',
      roff('What people call it elsewhere; `git codecommit help WORD` says where each leads.'),
      ...topics.flatMap((topic) => item(wordsOf(topic).slice(0, 8).join(', '), plainText(topic.says))),
    ),
    ...section(
      '"WHEN GIT SAYS 403"',
      roff(
        'Run `git codecommit refresh` in the clone: it gets new credentials for the profile that the clone ' +
          'uses, and says what to repeat. If that is not the cause, `git codecommit doctor` names it, and `git ' +
          'codecommit doctor --fix` mends it.',
      ),
    ),
    ...section(
      'ENVIRONMENT',
      roff(
        'Every flag has a name in the environment: GIT_CODECOMMIT_ and the flag in capitals, with _ for -; ' +
          'switches are 1 or 0. A flag on the command line goes first.',
      ),
      ...environment.flatMap(([name, text]) => item(name, text)),
    ),
    ...section('FILES', ...files.flatMap(([name, text]) => item(name, text))),
    ...section('"EXIT STATUS"', ...exits.flatMap(([code, text]) => item(code, text))),
    ...section('"SEE ALSO"', seeAlso('git-credential-codecommit(1)', 'git(1)', 'gitcredentials(7)', 'git-config(1)')),
  ];
}

function commandItem(command: Command): string[] {
  const own = command.flags.filter((flag) => command.methodFlags?.includes(flag) !== true);
  return [
    `.SS "${roff(callOf(command))}"`,
    roff(plainText(command.about)),
    ...listed(own),
    ...examples([command.name], command.examples),
  ];
}

function methodItem(method: AnyMethod): string[] {
  return [
    `.SS "${roff(`${method.id}: ${method.title}`)}"`,
    roff(`AWS calls it ${method.term}. ${plainText(method.prerequisites)}`),
    ...listed(flagsOfQuestions(method.questions as Questions)),
    ...examples(['setup', '--method', method.id], method.examples),
  ];
}

function helperPage(): string[] {
  return [
    ...section('NAME', 'git\\-credential\\-codecommit \\- signs Git requests to AWS CodeCommit'),
    ...section(
      'SYNOPSIS',
      '.B git credential\\-codecommit',
      '.RB [ \\-\\-profile',
      '.IR NAME ]',
      '.BR get | store | erase',
    ),
    ...section(
      'DESCRIPTION',
      roff(
        'A credential helper as gitcredentials(7) describes them; `git codecommit` sets it up. To `get` it ' +
          'answers with a user name and a password that AWS CodeCommit takes for 15 minutes, signed with ' +
          "Signature Version 4 as `aws codecommit credential-helper` does; it answers for CodeCommit's hosts " +
          'over https only, and stores nothing. A session that has ended is renewed first where that needs ' +
          'nobody, or an MFA code alone; else one line says which command helps, and Git stops.',
      ),
    ),
    ...section(
      'FLAGS',
      ...item(
        '--profile NAME',
        "Whose keys sign: the static keys of a profile of AWS's files, never the environment. Without it: " +
          'the environment, AWS_PROFILE, the profile default, the role of the container or instance.',
      ),
    ),
    ...section(
      'ENVIRONMENT',
      ...item(
        'GIT_CODECOMMIT_TRACE',
        'Says each decision in a line, without secrets: which keys, from where, why renewed or not, what AWS said, how ' +
          'long it took. As with GIT_TRACE, 1 is standard error, 2 to 9 an open descriptor, and an absolute path a file ' +
          'that is appended to.',
      ),
    ),
    ...section('"SEE ALSO"', seeAlso('git-codecommit(1)', 'gitcredentials(7)')),
  ];
}

function seeAlso(...pages: readonly string[]): string {
  return pages.map((name) => `.BR ${roff(name.replace('(', ' ('))}`).join(' ,\n');
}

const environment: readonly (readonly [string, string])[] = [
  [
    'AWS_SHARED_CREDENTIALS_FILE, AWS_CONFIG_FILE',
    "Where AWS's two files are, if not in ~/.aws; absolute paths. AWS's own tools take relative ones from " +
      'the current folder, but inside Git that is whatever clone it works in, so they are refused here.',
  ],
  ['GIT_CODECOMMIT_HOME', 'A folder for recipes and state; an absolute path, for the same reason.'],
  ['GIT_CODECOMMIT_TRACE', "What Git's helper decides, in lines: 1 for standard error, or a file's absolute path."],
  [
    'HTTPS_PROXY, NO_PROXY, AWS_CA_BUNDLE, NODE_EXTRA_CA_CERTS',
    'The way out and whom to trust on it, for every call to AWS and to an identity provider.',
  ],
  [
    'AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_STS',
    "Where AWS's services are, if not at their usual addresses; the same for other services.",
  ],
  ['NO_COLOR, FORCE_COLOR, TERM=dumb', 'Colours, and none.'],
  ['ACCESSIBLE=1', 'Numbered prompts that only append lines, no spinner: for screen readers.'],
];

const files: readonly (readonly [string, string])[] = [
  [
    '~/.aws/credentials',
    'The keys of each profile. Every byte outside the keys that are set stays as it was; the first state ' +
      'ever seen is kept as credentials.before-git-codecommit.',
  ],
  ['~/.aws/config', 'The Region of a profile, where none was set.'],
  ['~/.config/git-codecommit/recipes.ini', 'How each profile signs in; no secrets.'],
  ['~/.local/state/git-codecommit', "Private state: what was replaced in Git's settings, tokens that renew a sign-in."],
];

const exits: readonly (readonly [string, string])[] = [
  ['0', 'Done.'],
  ['1', 'Failed, or doctor found what breaks Git.'],
  ['2', 'Wrong usage, or an answer is missing and nobody is there to ask.'],
  ['4', 'AWS refused, or the session has ended.'],
  ['5', 'The network.'],
  ['6', 'A file.'],
  ['7', 'Git.'],
  ['130', 'Cancelled.'],
];
