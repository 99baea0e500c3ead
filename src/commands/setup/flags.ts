import { flagsOfQuestions } from '../../core/interview/flag.js';
import type { Flag } from '../../core/interview/flag.js';
import type { Question, Questions } from '../../core/interview/question.js';
import { remoteHelperScopes } from './plan/remote-helper-urls.js';
import { targetQuestions } from '../../interview/clone-target.js';
import { methods } from '../../methods/index.js';
import { dryRun } from '../common/flags.js';
import { gitScopes, helpers, saveTargets } from './values.js';

const methodFlag = {
  name: 'method',
  short: 'm',
  kind: 'value',
  valueName: 'ID',
  help: 'how to sign in',
  values: methods.map((method) => method.id),
} as const satisfies Flag;

const { repository, host } = targetQuestions;

/** The flags that answer the questions of all sign-in methods. */
export const methodFlags = flagsOfQuestions(...methods.map((method) => method.questions));

/** The flags of what a recipe never keeps, and a refresh may need: codes, pasted keys, tokens. */
export const freshFlags: readonly Flag[] = flagsOfQuestions(
  ...methods.map((method) =>
    Object.fromEntries(
      (Object.entries(method.questions as Questions) as [string, Question][]).filter(([, question]) => !question.kept),
    ),
  ),
);

/** The flags of setup: its own, then those of every method's questions. */
export const setupFlags = [
  methodFlag,
  ...flagsOfQuestions({ repository, host }),
  {
    name: 'from',
    kind: 'value',
    valueName: 'FILE|URL',
    help: 'begin with a team recipe: a file, an https address, or - for standard input',
  },
  { name: 'clone', kind: 'optional', valueName: 'DIRECTORY', help: 'clone the repository at the end' },
  {
    name: 'git-scope',
    kind: 'value',
    valueName: 'SCOPE',
    help: 'which addresses Git uses the profile for (default: region)',
    values: gitScopes,
  },
  {
    name: 'codecommit-urls',
    kind: 'value',
    valueName: 'WHICH',
    help:
      'which codecommit:: URLs Git reads as https, without git-remote-codecommit (default: repository ' +
      'where one is in use, else none)',
    values: remoteHelperScopes,
  },
  {
    name: 'guard-bare-repositories',
    kind: 'switch',
    help:
      "also set Git's safe.bareRepository to explicit, against folders of a clone that are repositories " +
      'of their own',
  },
  {
    name: 'helper',
    kind: 'value',
    valueName: 'HELPER',
    help: "our credential helper or the AWS CLI's (default: codecommit)",
    values: helpers,
  },
  {
    name: 'save-to',
    kind: 'value',
    valueName: 'WHERE',
    help: 'where the credentials go (default: file)',
    values: saveTargets,
  },
  { name: 'show', kind: 'switch', help: 'with --save-to environment: print the secrets at a terminal too' },
  {
    name: 'keep-source',
    kind: 'switch',
    help: 'keep the access key as profile NAME-source, so that a refresh needs nobody',
  },
  { name: 'overwrite', kind: 'switch', help: 'replace long-term keys in the profile' },
  {
    name: 'link',
    kind: 'switch',
    help: 'where Git does not find our command: link it to a copy of ours in a folder of PATH that is your own',
  },
  { name: 'no-verify', kind: 'switch', help: 'skip the request that proves the settings with Git' },
  dryRun,
  ...methodFlags,
] as const satisfies readonly Flag[];

export type SetupFlag = (typeof setupFlags)[number];
