import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { built } from '../helpers/built.js';
import type { Fixture as ConversationFixture } from '../helpers/conversation.js';
import { TestTerminal } from '../helpers/terminal.js';
import type { Fixture } from './fixture.js';

/** The fixture of a written conversation: the real program in a pseudo-terminal, with a newcomer's things at hand. */
export function conversationFixture(fixture: Fixture): ConversationFixture {
  const program = join(built(), 'git-codecommit.js');
  return {
    start([name, ...words], { columns, rows, variables }) {
      const env = fixture.home.environment();
      if (name === 'git')
        return new TestTerminal(
          words[0] === 'codecommit' ? [process.execPath, program, ...words.slice(1)] : ['git', ...words],
          { env, variables, cwd: fixture.home.path, columns, rows },
        );
      throw new Error(`The stage does not know ${name ?? 'an empty command'}.`);
    },
    answers: {
      'clone-url': fixture.app.url,
      'role-arn': fixture.role.arn,
      'role-arn-with-mfa': fixture.roleWithMfa.arn,
      'access-key-id': fixture.ana.key.accessKeyId,
      'secret-access-key': fixture.ana.key.secretAccessKey,
      'mfa-code': () => fixture.ana.device.code(),
      'next-mfa-code': () => {
        fixture.sandbox.clock.advance(30_000);
        return fixture.ana.device.code();
      },
      'wrong-mfa-code': () => fixture.ana.device.wrongCode(),
    },
    volatile: {
      'access-key-id': fixture.ana.key.accessKeyId,
      'mfa-code': /(?<=MFA code of ana \(app\) +|The next code of ana \(app\) +)\d{6}/,
      time: /\b\d{4}-\d\d-\d\d\s+\d\d:\d\d\b/,
      'time-left':
        /(?:(?:\d+ d )?(?:\d+ h\s+\d+\s+min|\d+ h|\d+ min)|\d+ d)(?=\s+left| ago|\s+\()|(?<=valid for )(?:\d+ h \d+ min|\d+ h|\d+ min)/,
      // Two processes write these lines, in an order of their own.
      objects:
        /(?:remote: (?:Enumerating|Counting|Compressing|Total) .*|Receiving objects: .*)(?:\n(?:remote: (?:Enumerating|Counting|Compressing|Total) .*|Receiving objects: .*))*/,
      request: /(?<=request )[0-9a-f-]{36}/,
      home: fixture.home.path,
    },
  };
}

/** Ends every session in the credentials file, as time does. */
export async function endSessions(fixture: Fixture): Promise<void> {
  const file = fixture.home.file('.aws', 'credentials');
  if (!existsSync(file)) return;
  await writeFile(
    file,
    (await readFile(file, 'utf8')).replace(
      /x_security_token_expires = \S+/g,
      'x_security_token_expires = 2020-01-01T00:00:00Z',
    ),
  );
}
