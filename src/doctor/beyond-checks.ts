import { sentence } from '../core/advice/advice.js';
import type { Text } from '../core/advice/advice.js';
import { fetchInParts, setGitSetting } from '../core/advice/other-programs.js';
import { outsidePrograms } from './outside-programs.js';
import { doctor } from '../core/advice/own-commands.js';

/** A cause that shows only where somebody else looks, or while Git works, and what to ask or do then. */
export interface Unseen {
  readonly cause: string;
  readonly ask: Text;
}

/**
 * What can break Git though every check is content. Sources: CodeCommit user guide, "Troubleshooting Git clients" and
 * "Limit pushes and merges to branches"; IAM user guide, "Changes that I make are not always immediately visible".
 */
export const unseen: readonly Unseen[] = [
  {
    cause: 'a policy that protects single branches',
    ask:
      'Ask your administrator whether codecommit:GitPush is denied for that branch ' +
      '(codecommit:References); push to another one, and open a pull request.',
  },
  {
    cause: 'a policy that was changed in the last minutes',
    ask: 'Wait a few minutes: it takes that long until every part of AWS knows it.',
  },
  {
    cause: 'the policy of a VPC endpoint, a firewall or a proxy of another network',
    ask: 'Look again from the network in which Git was refused, or ask who runs it.',
  },
  {
    cause: 'a transfer that takes longer than 15 minutes, after which the signed password has ended',
    ask: sentence`Repeat it; fetch in parts (\`${fetchInParts()}\`), or push fewer commits at once.`,
  },
  {
    cause: 'a push that is too large ("RPC failed", "result=56"), or of more than 4,000 branches and tags',
    ask: sentence`Push in parts; \`${setGitSetting([], 'http.postBuffer', '524288000')}\` sends a large one in one piece.`,
  },
  {
    cause: 'an editor or desktop program that leaves out the helper that is set, and asks for a user name itself',
    ask: outsidePrograms
      .filter(({ leavesOut }) => leavesOut)
      .map(({ name, cure }) => `${name.charAt(0).toUpperCase()}${name.slice(1)}: ${cure}`)
      .join(' '),
  },
  {
    cause: 'another program with a Git, a home folder or variables of its own (an editor, a build server)',
    ask: sentence`Run \`${doctor()}\` in its own terminal.`,
  },
];
