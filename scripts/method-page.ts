// The page of a sign-in method in docs/methods, from the table that the wizard, help and completion are made from.
import { plainText } from '../src/core/advice/say.js';
import { flagsOfQuestions } from '../src/core/interview/flag.js';
import type { AnyMethod } from '../src/core/method.js';
import type { Questions } from '../src/core/interview/question.js';
import { flagHelp, flagSynopsis } from '../src/commands/help/layout.js';

/** A method's page, as Markdown. */
export function methodPage(method: AnyMethod): string {
  const flags = flagsOfQuestions(method.questions as Questions);
  return `${[
    `# ${method.title}`,
    `One of the ways to sign in that \`git codecommit\` offers; AWS calls it ${method.term}. Straight to it:`,
    fenced(`git codecommit setup --method ${method.id}`),
    '## What must be there',
    plainText(method.prerequisites),
    `Administrators get the policies, and the commands that install them, by`,
    fenced(`git codecommit policy ${method.id}`),
    '## What you see',
    `![The wizard, from the first question to the clone](${method.id}.svg)`,
    ...(method.byHand === undefined
      ? []
      : [`## ${method.byHand.title}`, method.byHand.steps.map((step, index) => `${index + 1}. ${step}`).join('\n')]),
    ...(flags.length === 0
      ? []
      : [
          '## What it asks',
          'Each question is a flag too, and most are asked only where they are needed.',
          [
            '| flag | what it says |',
            '|---|---|',
            ...flags.map((flag) => `| \`${cell(flagSynopsis(flag).trim())}\` | ${cell(flagHelp(flag))} |`),
          ].join('\n'),
        ]),
    '## When the session ends',
    ending(method),
  ].join('\n\n')}\n`;
}

const fenced = (code: string): string => `\`\`\`sh\n${code}\n\`\`\``;
const cell = (text: string): string => text.replaceAll('|', '\\|');

/** What a refresh needs may depend on the answers: the page says what is best. */
function ending(method: AnyMethod): string {
  if (method.handsOutAnew === true) return "It does not, for you: Git's credential helper asks for keys each time.";
  const needs: Readonly<Record<string, string>> = {
    nothing:
      'Our credential helper renews it by itself while Git waits, as long as what it leans on lives; ' +
      'otherwise it says in one line which command helps.',
    'mfa-code':
      'Our credential helper asks for the code alone, the way Git asks for a password, and renews it. `git ' +
      'codecommit refresh` does the same.',
    browser:
      '`git codecommit refresh` opens the page again; while the identity provider remembers you, nothing has ' +
      'to be typed.',
    paste: '`git codecommit refresh` asks for a new paste.',
    variables:
      'With keys in variables Git says so in one line: put new ones there, as you did the first. With a web ' +
      "identity it does not, for you: Git's credential helper asks STS for a session each time.",
  };
  return needs[method.needs({ idpUrl: 'https://sso.example.com/' })] ?? '';
}
