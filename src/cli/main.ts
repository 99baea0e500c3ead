import { dataOutput } from '../system/terminal/data-output.js';
import { helpOrVersion } from './help-or-version.js';

const words = process.argv.slice(2);
const page = helpOrVersion(words);
if (page !== undefined) dataOutput().write(page);
else void start();

async function start(): Promise<void> {
  // A page of help is there without it.
  const { endProcess, openCancellation } = await import('../system/process/cancellation.js');
  const cancellation = openCancellation();
  const { complainOf, run } = await import('./run.js');
  // Node would print it raw, with all that it holds; whatever is thrown after it is its consequence.
  let caught = false;
  process.on('uncaughtException', (error) => {
    if (caught) return;
    caught = true;
    complainOf(error, words, { cancellation }).then(
      (code) => endProcess(code, cancellation),
      () => process.exit(1),
    );
  });
  await endProcess(await run(words, cancellation), cancellation);
}
