import { joined, sentence } from '../core/advice/advice.js';
import { setUp } from '../core/advice/own-commands.js';
import { parseKeysBlock } from '../aws/credential-formats/keys-block.js';
import { isTemporary } from '../core/credentials.js';
import type { TemporaryCredentials } from '../core/credentials.js';
import { defineMethod } from '../core/method.js';
import { OtherMethod } from '../core/other-method.js';
import { isProblem } from '../core/problem.js';
import { block } from '../core/interview/question.js';

/** Keys that somebody, or another tool, got already: pasted, or read from a file. */
export const keys = defineMethod({
  id: 'keys',
  title: 'Keys that I can paste here',
  term: 'temporary credentials',
  questions: {
    keys: block({
      message: 'Paste the keys',
      help: 'file with the keys, in any form people copy (- is standard input)',
      parse: parseKeysBlock,
      isComplete: isWhole,
      note: "export …, set …, $Env:…, an INI section, AWS's CSV or JSON; paste all of it.",
    }),
  },
  needs: () => 'paste',
  examples: [
    { words: [], does: 'paste the keys where they are asked' },
    { words: ['--keys-file', 'keys.txt'], does: 'with keys that are in a file' },
  ],
  prerequisites: 'Somebody who gives you an access key ID, a secret access key and a session token.',
  check: ({ keys: { credentials } }) => {
    if (isTemporary(credentials)) return;
    throw new OtherMethod(
      'These are long-term keys, and git-codecommit sets Git up with temporary ones only.',
      ['session-token', 'assume-role', 'federation-token'],
      { sourceKeys: credentials },
      joined([
        sentence`Use them as the source: \`${setUp('method', 'session-token')}\` (with MFA) or`,
        '`--method assume-role`, with --source-keys-file.',
      ]),
    );
  },
  obtain: ({ keys: { credentials, doubts } }, { ui }) => {
    for (const doubt of doubts) ui.warn(doubt);
    return Promise.resolve({ credentials: credentials as TemporaryCredentials });
  },
});

/** Temporary keys that leave no doubt; of long-term ones nobody can say whether a session token follows. */
function isWhole(text: string): boolean {
  try {
    const { credentials, doubts } = parseKeysBlock(text);
    return isTemporary(credentials) && doubts.length === 0;
  } catch (error) {
    if (isProblem(error, 'usage')) return false;
    throw error;
  }
}
