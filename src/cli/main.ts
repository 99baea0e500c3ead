import { dataOutput } from '../system/terminal/data-output.js';
import { helpOrVersion } from './help-or-version.js';

const words = process.argv.slice(2);
const page = helpOrVersion(words);
if (page !== undefined) dataOutput().write(page);
else void start();

async function start(): Promise<void> {
  const { complainOf, run } = await import('./run.js');
  // Node would print it raw, with all that it holds; whatever is thrown after it is its consequence.
  let caught = false;
  process.on('uncaughtException', (error) => {
    if (caught) return;
    caught = true;
    complainOf(error, words).then(
      (code) => process.exit(code),
      () => process.exit(1),
    );
  });
  // The one place that ends the process: open sockets of AWS's clients must not keep it waiting.
  process.exit(await run(words));
}
