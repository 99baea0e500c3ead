import { runCompiled } from '../system/compiled-script.js';
import type * as Helper from './git-credential.js';

// Starts the credential helper. It runs with every fetch and push, and V8 would compile it anew each time: what V8 made of
// it is kept in the folder that the shell in front names (git-credential.sh).

/** A digest of the helper's file (scripts/build.js). */
declare const helperDigest: string;

function takeFolder(): string | undefined {
  return process.argv[2] === '--compiled' ? process.argv.splice(2, 2)[1] : undefined;
}

const folder = takeFolder();
const helper = runCompiled(__dirname, 'helper.cjs', folder === undefined ? undefined : { folder, name: helperDigest });

void (helper.exports as typeof Helper).main().then((signed) => {
  // Compiled is what has run: the whole way to an answer, and no other.
  if (signed) helper.keep();
  // What was loaded to renew a session may hold sockets and timers.
  process.exit(0);
});
