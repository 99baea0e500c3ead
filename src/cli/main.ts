import { atOnce } from './at-once.js';

const words = process.argv.slice(2);
const page = atOnce(words, process.stdout.columns);
if (page !== undefined) process.stdout.write(page);
// The one place that ends the process: open sockets of AWS's clients must not keep it waiting.
else process.exit(await (await import('./run.js')).run(words));
