import { run } from './run.js';

// The one place that ends the process: open sockets of AWS's clients must not keep it waiting.
process.exit(await run(process.argv.slice(2)));
