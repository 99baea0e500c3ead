import { flagsOfQuestions } from '../../core/interview/flag.js';
import { methods } from '../../methods/index.js';
import { policyQuestions } from './questions/index.js';
import type { Flag } from '../../core/interview/flag.js';

export const policyFlags = [
  {
    name: 'method',
    short: 'm',
    kind: 'value',
    valueName: 'ID',
    help: 'how people sign in, in place of NAME',
    values: methods.map(({ id }) => id),
  },
  {
    name: 'output',
    kind: 'value',
    valueName: 'DIR',
    help: 'write the policies into this folder too, a JSON document a file, and the commands as commands.sh',
  },
  ...flagsOfQuestions(policyQuestions),
] as const satisfies readonly Flag[];

export type PolicyFlag = (typeof policyFlags)[number];
