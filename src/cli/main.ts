import { dataOutput } from '../system/terminal/data-output.js';
import { helpOrVersion } from './help-or-version.js';

const words = process.argv.slice(2);
const page = helpOrVersion(words);
if (page !== undefined) dataOutput().write(page);
else void start();

async function start(): Promise<void> {
  const { run } = await import('./run.js');
  // The one place that ends the process: open sockets of AWS's clients must not keep it waiting.
  process.exit(await run(words));
}
