import { sentence } from '../core/advice/advice.js';
import { setUp } from '../core/advice/own-commands.js';
import { isTemporary } from '../core/credentials.js';
import { defineMethod } from '../core/method.js';
import { Problem } from '../core/problem.js';

/**
 * The role of the EC2 instance or container this runs on. AWS hands its keys to every program here and renews them, so
 * nothing is written: Git's helper asks for them each time.
 * Source: CodeCommit user guide, "Connecting with rotating credentials"; EC2 user guide, "IAM roles for Amazon EC2".
 */
export const instance = defineMethod({
  id: 'instance',
  title: 'The role of this EC2 instance or container',
  term: 'instance profile, task role',
  questions: {},
  needs: () => 'nothing',
  handsOutAnew: true,
  examples: [{ words: ['--repository', 'my-app'], does: 'let Git use the role of this machine' }],
  prerequisites:
    'An EC2 instance with an instance profile, or a container with a task role, whose policy allows ' +
    'codecommit:GitPull and codecommit:GitPush.',
  async obtain(_answers, context) {
    const credentials = await context.aws.instanceCredentials({ signal: context.signal });
    if (isTemporary(credentials)) return { credentials };
    throw new Problem(
      'aws',
      'The metadata service handed out keys without a session token, which are none of a role.',
      { hint: sentence`Sign in another way: ${setUp()}` },
    );
  },
});
